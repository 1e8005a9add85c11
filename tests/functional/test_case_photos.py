"""Photographs and files on cases: at report, handling and check, and to whoever sees the case."""

import io
import re
from uuid import uuid4

import pytest

from tests.expecting import existing
from tests.functional.visits.setting import picture

REPORT = {"title": "井盖缺失", "source": "patrol", "grid": "g1", "category": "p0401"}


def send(client, path, **values):
    shot = {name: (io.BytesIO(picture()), "现场.jpg") for name in values.pop("shots", ())}
    data = {"command_id": str(uuid4()), **values, **shot}
    return client.post(path, data=data, content_type="multipart/form-data")


@pytest.fixture
def page(client_of):
    """The page of an issue reported with a photograph and filed where handling wants one."""
    answer = send(client_of("grid_worker"), "/issues/new", **REPORT, shots=["photos"])
    assert answer.status_code == 303, answer.text
    return answer.location


def photos(client, page):
    return re.findall(r'"(/photos/[^"]+)"', client.get(page).text)


def test_a_photograph_stands_at_each_step_and_is_for_those_who_see_the_case(page, client_of):
    worker, office = client_of("grid_worker"), client_of("secretary")
    unit = client_of("handling_unit")
    (first,) = set(photos(worker, page))
    assert worker.get(first).content_type == "image/jpeg"
    assert unit.get(first).status_code == 404
    send(worker, f"{page}/verify", shots=["photos"])
    send(office, f"{page}/file", category="p0401", condition="p0401b")
    send(office, f"{page}/dispatch", unit="城建办")
    answer = send(unit, f"{page}/handle", result="已更换", shots=["proof"])
    assert answer.status_code == 303, answer.text
    answer = send(client_of("grid_leader"), f"{page}/check", passed="yes", shots=["photos"])
    assert answer.status_code == 303
    assert send(office, f"{page}/attach", shots=["photos"], note="街道留存").status_code == 303
    assert unit.get(photos(unit, page)[0]).status_code == 200
    assert len(photos(office, page)) >= 5


def test_what_must_be_shown_is_asked_for_and_what_was_typed_stays(page, client_of, office):
    desk, unit = client_of("secretary"), client_of("handling_unit")
    leaf = next(
        row
        for row in office.governance.book.categories.leaves("grid")
        if any(condition.proof for condition in row.condition)
    )
    urgent = next(one.code for one in leaf.condition if one.proof)
    send(client_of("grid_worker"), f"{page}/verify")
    send(desk, f"{page}/file", category=leaf.code, condition=urgent)
    send(desk, f"{page}/dispatch", unit="城建办")
    answer = send(unit, f"{page}/handle", result="已做围挡")
    assert answer.status_code == 422
    assert "这一步要附照片或文件" in answer.text
    assert "已做围挡" in answer.text
    assert send(unit, f"{page}/handle", result="已做围挡", shots=["proof"]).status_code == 303


def test_a_photograph_of_a_report_that_was_refused_is_kept_and_shown_to_its_sender(client_of):
    worker, once = client_of("grid_worker"), str(uuid4())
    shot = {"photos": (io.BytesIO(picture()), "现场.jpg")}
    values = REPORT | {"title": "", "command_id": once}
    answer = worker.post("/issues/new", data=values | shot, content_type="multipart/form-data")
    assert answer.status_code == 422
    kept = existing(re.search(r'name="photos_kept" value="(\w+)"', answer.text))[1]
    url = existing(re.search(r'"(/photos/[^"]+)"', answer.text))[1]
    assert worker.get(url).status_code == 200
    assert client_of("secretary").get(url).status_code == 404
    again = REPORT | {"command_id": once, "photos_kept": kept}
    page = worker.post("/issues/new", data=again).location
    assert url in photos(worker, page)


def test_a_picture_of_the_caller_is_added_to_a_ticket(client_of):
    desk = client_of("hotline_desk")
    ticket = {
        "serial": "SH01",
        "source": "12345",
        "received_at": "2026-03-05T09:30",
        "kind": "complaint",
        "title": "小区路灯不亮",
        "grid": "g1",
    }
    page = send(desk, "/tickets/new", **ticket).location
    assert "请至少选一张照片或一个文件" in send(desk, f"{page}/attach", note="来电人发来").text
    assert send(desk, f"{page}/attach", shots=["photos"], note="来电人发来").status_code == 303
    assert desk.get(photos(desk, page)[0]).status_code == 200
