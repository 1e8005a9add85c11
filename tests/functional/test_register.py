"""Errands with the register: a household's file, its acts, and a sheet of households."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from governance.disclosures.stream import disclosure_id
from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.visits.commands import LogVisit
from governance.visits.stream import visit_id
from projections.places.queries import place
from tests.builders import ask, moment
from tests.expecting import existing

DOOR = place_id("household", "H1")


@pytest.fixture
def doors(office):
    office.execute(
        ask(
            RegisterPlace,
            DOOR,
            kind="household",
            code="H1",
            name="示例路1弄302室",
            grid="g1",
            address="示例路1弄",
            head="张三丰",
            phone="13800138000",
        ),
        actor=SYSTEM,
    )
    return office


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


def test_a_household_is_registered_once(client_of, office):
    desk = client_of("secretary")
    values = {"kind": "household", "code": "JM-1", "name": "示例路2弄", "grid": "g1"}
    answer = send(desk, "/register/new", **values)
    assert answer.status_code == 303, answer.text
    assert desk.get(answer.location).status_code == 200
    position = office.ledger.position()
    again = send(desk, "/register/new", **values, head="李四")
    assert again.status_code == 422
    assert "已经登记" in again.text
    assert f'<a href="{answer.location}">查看已登记的“示例路2弄”</a>' in again.text
    assert "李四" in again.text
    assert office.ledger.position() == position
    assert send(desk, "/register/new", **values | {"code": "壹"}).status_code == 422


def test_a_place_registered_by_a_form_sent_twice_is_registered_once(client_of, office):
    values = {"kind": "household", "code": "JM-1", "name": "示例路2弄", "grid": "g1"}
    once = {"command_id": str(uuid4()), **values}
    desk = client_of("secretary")
    first, again = (desk.post("/register/new", data=once) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("tag", {"interval": "close", "tags": "ill"}),
        ("move", {"grid": "g1", "reason": "网格调整"}),
        ("correct", {"field": "head", "new": "张三丰", "reason": "核对"}),
    ],
)
def test_what_is_so_already_is_not_said_to_be_changed(doors, client_of, act, values):
    desk, path = client_of("secretary"), f"/register/{DOOR}"
    send(desk, f"{path}/tag", interval="close", tags="ill")
    send(desk, f"{path}/move", grid="g1", reason="补上级")
    position = doors.ledger.position()
    answer = send(desk, f"{path}/{act}", **values)
    assert answer.status_code == 422
    assert "没有改动：现在已经是这样" in answer.text
    assert doors.ledger.position() == position


def test_the_file_of_a_household_masks_its_people(doors, client_of):
    page = client_of("secretary").get(f"/register/{DOOR}").text
    assert "张三丰" not in page
    assert "13800138000" not in page
    assert "张*" in page
    assert "138****8000" in page
    assert "灰 还没有走访" in page


def test_a_place_moves_is_tagged_corrected_retired_and_restored(doors, client_of):
    desk = client_of("secretary")
    for act, values in (
        ("tag", {"interval": "close", "tags": "elder_alone"}),
        ("correct", {"field": "head", "new": "欧阳锋", "reason": "户主变更"}),
        ("correct", {"field": "name", "new": "示例路1弄303室", "reason": "门牌有误"}),
        ("move", {"grid": "g2", "reason": "网格调整"}),
        ("retire", {"reason": "拆迁"}),
        ("restore", {"reason": "误销"}),
    ):
        assert desk.get(f"/register/{DOOR}/{act}").status_code == 200
        answer = send(desk, f"/register/{DOOR}/{act}", **values)
        assert answer.status_code == 303, answer.text
    row = existing(place(doors.live(), DOOR))
    assert (row.name, row.grid, row.interval) == ("示例路1弄303室", "g2", "close")
    assert not row.retired
    page = desk.get(f"/register/{DOOR}").text
    assert "独居老人" not in page
    assert "误销" in page
    assert "欧阳*" in page
    assert "欧阳锋" not in page
    assert "更正户主或负责人，原因：户主变更" in page
    assert "更正名称，原因：门牌有误" in page


def test_tags_are_looked_at_for_a_purpose_before_they_are_changed(doors, client_of):
    worker, path = client_of("grid_worker"), f"/register/{DOOR}"
    assert "查看现有标签" not in worker.get(f"{path}/tag").text
    send(worker, f"{path}/tag", interval="close", tags=["elder_alone", "ill"])
    asking = worker.get(f"{path}/tag").text
    assert "查看现有标签" in asking
    assert 'value="elder_alone"' not in asking
    unsaid = send(worker, f"{path}/look")
    assert unsaid.status_code == 422
    assert "此项必填" in unsaid.text
    look = {"command_id": str(uuid4()), "purpose": "verify"}
    form = worker.post(f"{path}/look", data=look).text
    ticked = re.findall(r'name="tags" value="(\w+)"[^>]* checked', form)
    assert sorted(ticked) == ["elder_alone", "ill"]
    assert re.search(r'name="interval" value="close"[^>]* checked', form)
    again = worker.post(f"{path}/look", data=look)
    assert again.status_code == 422
    assert 'name="tags"' not in again.text
    assert "这次查看已在" in again.text
    assert re.search(r'name="purpose" value="verify"[^>]* checked', again.text)
    for page in (form, again.text):
        assert f'name="command_id" value="{look["command_id"]}"' not in page
    (kept,) = doors.history(disclosure_id(DOOR))
    assert (kept.fields, kept.purpose) == (("tags",), "verify")
    assert client_of("auditor").post(f"{path}/look", data=look).status_code == 403


def test_opened_tags_are_words(doors, client_of):
    worker = client_of("grid_worker")
    send(worker, f"/register/{DOOR}/tag", interval="close", tags=["elder_alone", "ill"])
    page = worker.get(f"/register/{DOOR}").text
    assert 'name="field" value="tags"' in page
    assert "独居老人" not in page
    opened = send(worker, f"/reveal/place/{DOOR}", field="tags", purpose="verify").text
    assert "独居老人、重病" in opened
    assert "elder_alone" not in opened


def test_who_may_not_look_tags_without_seeing(doors, client_of):
    send(client_of("grid_worker"), f"/register/{DOOR}/tag", interval="close", tags="ill")
    clerk = client_of("administrator")
    form = clerk.get(f"/register/{DOOR}/tag").text
    assert 'name="tags" value="ill"' in form
    assert not re.search(r'name="tags" value="\w+"[^>]* checked', form)
    assert send(clerk, f"/register/{DOOR}/look", purpose="verify").status_code == 403


def test_an_act_without_its_reason_keeps_what_was_typed(doors, client_of):
    answer = send(client_of("secretary"), f"/register/{DOOR}/correct", field="name", new="新名")
    assert answer.status_code == 422
    assert "新名" in answer.text
    assert "此项必填" in answer.text


def test_the_list_knows_kinds_colours_and_what_is_due(doors, client_of):
    desk = client_of("secretary")
    for found, count in (
        ("", 1),
        ("kind=grid", 2),
        ("colour=grey", 1),
        ("colour=green", 0),
        ("due=1", 1),
        ("q=302", 1),
        ("grid=g2", 0),
    ):
        assert f"共 <strong>{count}</strong>" in desk.get(f"/register?{found}").text, found
    lines = desk.get("/register?format=csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "张三丰" not in "".join(lines)


def test_a_worker_looks_and_tags_in_his_grid_only(doors, client_of):
    worker, other = client_of("grid_worker"), place_id("grid", "g2")
    assert worker.get(f"/register/{DOOR}").status_code == 200
    assert worker.get(f"/register/{other}").status_code == 404
    assert worker.get(f"/register/{DOOR}/move").status_code == 403
    assert worker.get("/register/import").status_code == 403
    assert client_of("handling_unit").get("/register").status_code == 403


def test_a_door_is_overdue_by_the_day_here(doors, office, clock, client_of):
    """At half past seven in the morning Greenwich is a day behind."""
    for code, days in (("H1", 181), ("H2", 180)):
        key = place_id("household", code)
        if code == "H2":
            where = {"kind": "household", "code": code, "name": "示例路2弄", "grid": "g1"}
            office.execute(ask(RegisterPlace, key, **where), actor=SYSTEM)
        values = {"place": key, "visitee": "household", "grid": "g1", "area": ""}
        values |= {"made_at": clock.now - timedelta(days=days), "outcome": "met", "way": "door"}
        office.execute(ask(LogVisit, visit_id(code), **values), actor=SYSTEM)
    clock.now = moment("2026-03-05 07:30")
    page = client_of("secretary").get("/register").text
    assert page.count('<tr class="late">') == 1
    late = page.partition('<tr class="late">')[2].partition("</tr>")[0]
    assert "示例路1弄302室" in late
