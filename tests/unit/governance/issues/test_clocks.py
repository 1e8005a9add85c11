from typing import Any
from uuid import UUID, uuid5

import pytest

from governance.casework import commands as asks
from governance.casework import events as shared
from governance.issues import events as fact
from governance.issues.kind import ISSUE
from governance.issues.serial import ALPHABET
from governance.issues.stream import STREAM, issue_id, serial_of
from governance.policy.deadlines import Deadline
from tests.builders import LATER, NOW, SOME, ask, context, deadline, happened, moment, sealed
from tests.expecting import being
from tests.given import given, when


def due(day: int) -> Deadline:
    return deadline(moment(f"2026-03-{day:02d} 18:00"))


VERIFY, DISPATCH, HANDLE, CHECK, REDO = due(6), due(7), due(8), due(9), due(10)
LIFE = (
    happened(
        fact.IssueReported(
            serial="WG-1", source="visit", reported_at=NOW, title="井盖移位", verify_due=VERIFY
        )
    ),
    happened(fact.IssueVerified(verified_at=NOW)),
    happened(
        fact.IssueFiled(
            category="p0401", condition="p0401b", dispatch_due=DISPATCH, handle_due=HANDLE
        )
    ),
    happened(fact.IssueDispatched(unit="绿化")),
    happened(fact.IssueHandled(handled_at=NOW, result=sealed("已加固"), check_due=CHECK)),
    happened(
        fact.IssueCheckFailed(
            checked_at=NOW, round=1, unit="绿化", reason="not_done", handle_due=REDO
        )
    ),
    happened(fact.IssueHandled(handled_at=NOW, result=sealed("已加固"), check_due=CHECK)),
    happened(fact.IssueChecked(checked_at=NOW)),
    happened(fact.IssueClosed(closed_at=NOW, outcome="solved")),
)
CLOCKS = [
    {},
    {"verify": VERIFY},
    {},
    {"dispatch": DISPATCH, "handle": HANDLE},
    {"handle": HANDLE},
    {"check": CHECK},
    {"handle": REDO},
    {"check": CHECK},
    {},
    {},
]


@pytest.mark.parametrize(("length", "running"), list(enumerate(CLOCKS)))
def test_each_stage_has_its_clocks(length: int, running: dict[str, Any]) -> None:
    state = given(STREAM, *LIFE[:length])
    every = {clock: state.due(clock) for clock in ("verify", "dispatch", "handle", "check")}
    assert {clock: due for clock, due in every.items() if due} == running


@pytest.mark.parametrize(("length", "running"), list(enumerate(CLOCKS))[1:])
def test_only_a_running_clock_is_chased(length: int, running: dict[str, Any]) -> None:
    for clock in ("verify", "dispatch", "handle", "check"):
        facts = when(
            STREAM,
            LIFE[:length],
            ask(ISSUE.command(asks.Chase), clock=clock),
            context(LATER),
        )
        assert [being(shared.Chased, event).clock for event in facts] == [clock] * (
            clock in running
        )


def test_a_serial_is_short_readable_and_always_the_same():
    key = UUID("5b3f8a52-0b0e-4d0c-9d3b-2c8f2a6a9e11")
    assert serial_of(key) == serial_of(UUID(str(key)))
    start, *groups = serial_of(key).split("-")
    assert start == "WG"
    assert [len(group) for group in groups] == [5, 5]
    assert set("".join(groups)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_serials_of_many_ids_differ():
    serials = {serial_of(uuid5(SOME, str(n))) for n in range(20_000)}
    assert len(serials) == 20_000
    assert len({issue_id(serial) for serial in serials}) == 20_000
