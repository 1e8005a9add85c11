"""Nobody is met, or the door is refused: what was seen all the same is found, and followed up."""

from uuid import UUID, uuid4

import pytest

from projections.places.queries import place
from projections.visits.queries import findings_of, visit
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, send, visit_form

SEEN = {
    "f0-title": "楼道堆物",
    "f0-outcome": "hazard",
    "f0-description": "三楼转角",
    "f1-title": "感应灯不亮",
    "f1-outcome": "escalated",
}


@pytest.mark.parametrize(("outcome", "word"), [("not_met", "未遇"), ("refused", "拒访")])
def test_what_is_seen_at_a_door_that_stays_shut_is_found(worker, doors, outcome, word):
    form = visit_form(uuid4(), outcome=outcome, next_on="2026-03-08", **SEEN)
    answer = send(worker, form)
    assert answer.status_code == 303, answer.text
    key = UUID(answer.location.rpartition("/")[2])
    found = findings_of(doors.live(), key)
    assert [(one.title, one.outcome) for one in found] == [
        ("楼道堆物", "hazard"),
        ("感应灯不亮", "escalated"),
    ]
    issue = found[1].issue
    assert issue in worker.get("/cases?kind=issue").text
    row = existing(visit(doors.live(), key))
    assert (row.findings, row.open_findings, row.revisit_on) == (2, 2, "2026-03-08")
    door = existing(place(doors.live(), DOOR))
    assert (door.visited_at, door.open_findings, door.revisit_on) == (None, 2, "2026-03-08")
    page = worker.get(answer.location).text
    for words in (word, "楼道堆物", "感应灯不亮", "发现2项问题", "登记已解决"):
        assert words in page
    assert "三楼转角" not in page


def test_what_was_seen_then_stays_when_somebody_is_met_later_and_goes_with_its_record(
    worker, doors, client_of
):
    answer = send(worker, visit_form(uuid4(), outcome="not_met", **SEEN))
    key = UUID(answer.location.rpartition("/")[2])
    assert worker.post(f"/visits/{key}/findings/1/escalate").status_code == 303
    first, _ = findings_of(doors.live(), key)
    assert first.outcome == "escalated"
    assert first.issue in worker.get("/cases?kind=issue").text
    leader = client_of("grid_leader")
    values = {"reason": "记错了门户", "command_id": str(uuid4())}
    assert leader.post(f"/visits/{key}/withdraw", data=values).status_code == 303
    assert existing(place(doors.live(), DOOR)).open_findings == 0


def test_checks_are_for_who_was_let_in(worker):
    form = visit_form(uuid4(), outcome="refused", **{"item-care-0": "yes"})
    answer = send(worker, form)
    assert (answer.status_code, "看到的问题可以照填" in answer.text) == (422, True)
