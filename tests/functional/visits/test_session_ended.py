"""A session that ends while a form is filled in: nothing is lost, and nobody acts for another."""

import io
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from governance.visits.events import VisitMade
from governance.visits.stream import visit_id
from tests.functional.conftest import PASSWORD
from tests.functional.visits.setting import kept, picture, visit_form

DAY = timedelta(hours=12, minutes=1)


def signed(page: TestResponse, account: str, password: str = PASSWORD) -> dict[str, Any]:
    return kept(page) | {"sign_in_account": account, "sign_in_password": password}


def filled(**more: Any) -> dict[str, Any]:
    said = {"narrative": "独居老人，\n窗户“坏”了 <b>", "companions": ["police", "fire"]}
    return visit_form(uuid4(), **said | more) | {"filled_by": "grid_worker"}


@pytest.mark.parametrize("cookie", ["ended", "dropped"])
def test_a_form_sent_after_the_session_is_kept_and_sent_when_its_writer_is_back(
    doors, worker, cookie
):
    form = filled()
    if cookie == "ended":
        doors.clock.now += DAY
    else:
        worker.delete_cookie("geyi_session")
    page = worker.post("/visits/new", data=form)
    assert page.status_code == 401
    assert "登录已过期" in page.text
    assert "已经留在这一页上" in page.text
    held = kept(page)
    assert {name: held[name] for name in form} == {
        name: value if isinstance(value, list) else [value] for name, value in form.items()
    }
    assert held["sign_in_to"] == ["/visits/new"]
    wrong = worker.post("/login", data=signed(page, "grid_worker", "x"))
    assert "账号或密码不对" in wrong.text
    assert kept(wrong) == held
    back = worker.post("/login", data=signed(wrong, "grid_worker"))
    assert (back.status_code, back.location) == (307, "/visits/new")
    done = worker.post(back.location, data=signed(wrong, "grid_worker"))
    assert (done.status_code, done.location) == (303, f"/visits/{visit_id(form['command_id'])}")
    (event,) = doors.history(visit_id(form["command_id"]))
    assert isinstance(event, VisitMade)
    assert doors.reveal(event.narrative, event.stream, "narrative") == form["narrative"]


def test_nobody_else_sends_a_form_in_his_own_name(doors, worker, client_of):
    form = filled()
    worker.delete_cookie("geyi_session")
    page = worker.post("/visits/new", data=form)
    other = worker.post("/login", data=signed(page, "grid_leader"))
    assert other.status_code == 401
    assert "这份内容是账号“grid_worker”填写的" in other.text
    assert not other.headers.getlist("Set-Cookie")
    assert kept(other) == kept(page)
    signed_in = client_of("secretary").post("/visits/new", data=form)
    assert signed_in.status_code == 401
    assert "只能由本人登录后提交" in signed_in.text
    assert not doors.history(visit_id(form["command_id"]))


def test_files_that_were_not_kept_are_named_and_chosen_again(doors, worker):
    form = filled()
    worker.delete_cookie("geyi_session")
    sent = form | {"photos": (io.BytesIO(picture()), "门口.jpg")}
    page = worker.post("/visits/new", data=sent, content_type="multipart/form-data")
    assert "选好的文件没有留下（门口.jpg）" in page.text
    body = signed(page, "grid_worker")
    assert worker.post("/login", data=body).status_code == 307
    again = worker.post("/visits/new", data=body)
    assert again.status_code == 422
    assert "“门口.jpg”没有随表单留下，请重新选择" in again.text
    assert "窗户“坏”了" in unescape(again.text)
    assert not doors.history(visit_id(form["command_id"]))
    assert worker.post("/visits/new", data=form).status_code == 303


def test_a_part_of_a_page_is_told_too(worker):
    worker.delete_cookie("geyi_session")
    part = worker.post("/visits/new", data=filled(), headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (422, "#main")
    script = worker.post("/visits/new", data=filled(), headers={"Sec-Fetch-Dest": "empty"})
    assert script.status_code == 401
    assert script.text.startswith("登录已过期，没有保存。")


def test_where_a_kept_form_goes_is_ours(worker):
    worker.delete_cookie("geyi_session")
    page = worker.post("/visits/new", data=filled())
    body = signed(page, "grid_worker") | {"sign_in_to": "//evil.example"}
    assert worker.post("/login", data=body).location == "/"


@pytest.mark.parametrize(
    ("role", "idle", "longest"),
    [("grid_worker", 600, 720), ("secretary", 30, 720), ("administrator", 30, 720)],
)
def test_a_log_in_lasts_as_the_roles_say(office, client_of, role, idle, longest):
    for minutes, steps in ((idle, 1), (longest, longest // 20)):
        browser = client_of(role)
        for _ in range(steps):
            assert browser.get("/").status_code == 200
            office.clock.now += timedelta(minutes=minutes / steps)
        assert browser.get("/").status_code == 200
        office.clock.now += timedelta(minutes=idle, seconds=1)
        over = browser.get("/", follow_redirects=True)
        assert over.request.path == "/login"
        assert "登录已过期，请重新登录。" in over.text
