"""A 否 at the door: the form asks what becomes of it, and nobody reads that nothing was found."""

import re
from typing import Any
from uuid import uuid4

import pytest

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.visits.stream import visit_id
from projections.places.doors import colour
from projections.places.queries import place
from projections.visits.queries import findings_of
from tests.builders import ask
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, send, visit_form

NO = {"item-safety-0": "no"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "请选择怎么处理"),
        ({"deal-safety-0": "x"}, "请选择怎么处理"),
        ({"deal-safety-0": "none"}, "请写明原因"),
        ({"deal-safety-0": "solved", "note-safety-0": " "}, "请写明怎么解决的"),
    ],
)
def test_a_no_is_asked_about_and_nothing_typed_is_lost(worker, doors, more, words):
    position = doors.ledger.position()
    answer = send(worker, visit_form(uuid4(), narrative="门口谈了几句", **NO, **more))
    assert (answer.status_code, doors.ledger.position()) == (422, position)
    assert words in answer.text
    assert "门口谈了几句" in answer.text
    assert re.search(r'name="item-safety-0" value="no"[^>]*checked', answer.text)


@pytest.mark.parametrize(
    ("deal", "colours"),
    [("hazard", "red"), ("escalated", "red"), ("solved", "yellow")],
)
def test_a_no_opens_a_finding(worker, doors, deal, colours):
    form = visit_form(uuid4(), **NO, **{"deal-safety-0": deal, "note-safety-0": "已换新"})
    answer = send(worker, form)
    assert answer.status_code == 303, answer.text
    (found,) = findings_of(doors.live(), visit_id(form["command_id"]))
    assert (found.title, found.outcome, found.category) == ("燃气软管完好：否", deal, "safety")
    assert bool(found.issue) == (deal == "escalated")
    assert colour(existing(place(doors.live(), DOOR))) == colours
    page = worker.get(answer.location).text
    assert "未发现问题" not in page
    assert "第1项问题" in page


def test_a_no_comes_after_what_was_written_by_hand(worker, doors):
    form = visit_form(uuid4(), **NO, **{"deal-safety-0": "hazard"})
    form |= {"f0-title": "楼道灯不亮", "f0-outcome": "hazard"}
    assert send(worker, form).status_code == 303
    found = findings_of(doors.live(), visit_id(form["command_id"]))
    assert [(row.number, row.title) for row in found] == [
        (1, "楼道灯不亮"),
        (2, "燃气软管完好：否"),
    ]


def test_a_no_with_a_reason_is_no_finding_and_the_door_is_not_green(worker, doors, client_of):
    more = {"deal-safety-0": "none", "note-safety-0": "已停用燃气"}
    answer = send(worker, visit_form(uuid4(), **NO, **more))
    assert answer.status_code == 303, answer.text
    assert colour(existing(place(doors.live(), DOOR))) == "yellow"
    page = worker.get(answer.location).text
    assert "1项检查为“否”，未登记为问题" in page
    assert "未发现问题" not in page
    assert "已停用燃气" not in page
    listed = worker.get("/visits").text
    assert "1项检查为“否”" in listed
    key = answer.location.rpartition("/")[2]
    look: dict[str, Any] = {"field": "note-1", "purpose": "handle", "command_id": str(uuid4())}
    assert "已停用燃气" in client_of("secretary").post(f"/reveal/visit/{key}", data=look).text


def test_checks_gone_through_again_make_the_door_green(worker, doors):
    more = {"deal-safety-0": "none", "note-safety-0": "已停用燃气"}
    send(worker, visit_form(uuid4(), **NO, **more, made_at="2026-03-05T08:30"))
    send(worker, visit_form(uuid4(), made_at="2026-03-05T09:00"))
    assert colour(existing(place(doors.live(), DOOR))) == "yellow"
    send(worker, visit_form(uuid4(), made_at="2026-03-05T09:30", **{"item-safety-0": "yes"}))
    assert colour(existing(place(doors.live(), DOOR))) == "green"


def test_a_shop_is_asked_what_is_for_shops(worker, doors):
    key = place_id("shop", "S1")
    facts = {"kind": "shop", "code": "S1", "name": "示例小店", "grid": "g1"}
    doors.execute(ask(RegisterPlace, key, **facts), actor=SYSTEM)
    page = worker.get(f"/visits/new?place={key}").text
    assert "电器线路无破损" in page
    assert "服药就医有保障" not in page
    assert "服药就医有保障" in worker.get(f"/visits/new?place={DOOR}").text
