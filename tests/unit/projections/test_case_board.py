"""The row of a case tells what its stream tells: stages, clocks, counts and evidence."""

from datetime import timedelta

import pytest

from governance.casework import events as shared
from governance.hotline import events as ticket
from governance.hotline.kind import TICKET
from governance.issues import events as issue
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from projections.casework.table import cases
from tests.builders import LATER, NOW, SOME, deadline, happened, sealed
from tests.projecting import row_after

SOON, MIDDLE, LAST = (NOW + timedelta(hours=hours) for hours in (1, 5, 9))
RECEIVED = happened(
    ticket.TicketReceived(
        serial="A1",
        source="12345",
        received_at=NOW,
        kind="complaint",
        title="小区路灯不亮",
        phone=sealed("13800138000", "person:1"),
        grid="g1",
        contact_due=deadline(SOON),
        handle_due=deadline(LAST),
    )
)
CONTACTED = happened(ticket.CallerContacted(contacted_at=NOW))
TRIED = happened(ticket.CallerNotReached(tried_at=NOW, reason="no_answer"))
SENT = happened(ticket.TicketDispatched(unit="城建办"))
HANDLED = happened(
    ticket.TicketHandled(
        handled_at=MIDDLE,
        facts="true",
        result="solved",
        reply_way="phone",
        reply=sealed("已修复"),
        callback_due=deadline(LATER),
    )
)
CALLED = happened(
    ticket.CallerCalledBack(called_back_at=LAST, reached=True, satisfaction="satisfied")
)
REDO = happened(
    ticket.RedoOrdered(round=1, unit="城建办", reason="unsolved", handle_due=deadline(LATER))
)
CLOSED = happened(ticket.TicketClosed(closed_at=LAST, outcome="solved"))
WANTED = happened(TICKET.event(shared.ReturnRequested)(reason="not_ours"))
RETURNED = happened(TICKET.event(shared.ReturnGranted)(unit="城建办", reason="not_ours"))
FLAGGED = happened(
    TICKET.event(shared.CrossingFlagged)(kinds=("trade",), units=("甲", "乙"), reason="两家")
)
REPORTED = happened(
    issue.IssueReported(
        serial="WG-1",
        source="patrol",
        reported_at=NOW,
        title="楼道堆物",
        grid="g1",
        verify_due=deadline(SOON),
    )
)
VERIFIED = happened(issue.IssueVerified(verified_at=NOW))
FILED = happened(
    issue.IssueFiled(
        category="e0103", condition="a", dispatch_due=deadline(SOON), handle_due=deadline(LAST)
    )
)


@pytest.mark.parametrize(
    ("past", "stage", "clock"),
    [
        ([RECEIVED], "received", "contact"),
        ([RECEIVED, CONTACTED], "received", "handle"),
        ([RECEIVED, TRIED], "received", "handle"),
        ([RECEIVED, CONTACTED, SENT], "dispatched", "handle"),
        ([RECEIVED, CONTACTED, SENT, HANDLED], "handled", "callback"),
        ([RECEIVED, CONTACTED, SENT, HANDLED, CALLED, REDO], "dispatched", "handle"),
        ([RECEIVED, CONTACTED, SENT, HANDLED, CALLED, CLOSED], "closed", ""),
        ([RECEIVED, SENT, WANTED, RETURNED], "received", "contact"),
        ([REPORTED], "reported", "verify"),
        ([REPORTED, VERIFIED], "verified", ""),
        ([REPORTED, VERIFIED, FILED], "filed", "dispatch"),
    ],
)
def test_a_case_stands_at_a_stage_with_its_next_clock(
    past: list[Event], stage: str, clock: str
) -> None:
    row = row_after(cases, *past)
    assert (row["stage"], row["next_clock"]) == (stage, clock)
    assert (row["next_due"] is None) == (clock == "")


def test_a_redo_is_not_handled_any_more():
    row = row_after(cases, RECEIVED, CONTACTED, SENT, HANDLED, CALLED, REDO)
    assert (row["round"], row["handled_at"], row["handle_due"]) == (1, None, LATER)


def test_closing_by_a_sheet_counts_as_handled_then():
    assert row_after(cases, RECEIVED, CLOSED)["handled_at"] == LAST


def test_asking_to_return_counts_even_when_it_is_declined():
    declined = happened(TICKET.event(shared.ReturnDeclined)(note="属本单位"))
    row = row_after(cases, RECEIVED, SENT, WANTED, declined)
    assert (row["returns"], row["return_asked"], row["unit"]) == (1, "", "城建办")


def test_what_crosses_boundaries_rests_on_its_event():
    row = row_after(cases, RECEIVED, FLAGGED)
    assert row["crossing"] == ("trade",)
    assert row["evidence"]["crossing"] == FLAGGED.version


def test_a_correction_changes_what_is_searched():
    fixed = happened(
        TICKET.event(shared.Corrected)(field="title", old="", new="电梯停运", reason="误录")
    )
    row = row_after(cases, RECEIVED, fixed)
    assert row["title"] == "电梯停运"
    assert "电梯" in row["search"]


def test_the_row_keeps_personal_data_sealed():
    row = row_after(cases, RECEIVED)
    assert row["phone_reference"] == sealed("13800138000", "person:1").reference
    assert not [name for name, value in row.items() if isinstance(value, Sealed)]
    assert row["subject"] == "person:1"
    assert "138" not in row["search"]
    assert row["key"] == SOME
