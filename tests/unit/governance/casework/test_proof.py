"""What must be shown: photographs and files at report, handling and check, as the policy says."""

from copy import deepcopy
from typing import Any

import pytest

from governance.casework import commands as shared
from governance.hotline import commands as hotline
from governance.hotline import events as ticket_facts
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM as HOTLINE
from governance.issues import commands as issues
from governance.issues import events as fact
from governance.issues.stream import STREAM
from governance.kernel.event import decode
from governance.policy.context import Context
from tests.builders import NOW, SOME, amended, ask, book, context, deadline, happened
from tests.expecting import being, existing
from tests.given import refusal, when

PHOTO = ("a" * 64,)
REPORT: dict[str, Any] = {
    "serial": "WG-1",
    "source": "patrol",
    "reported_at": NOW,
    "title": "井盖缺失",
    "category": "p0401",
}


def wanting(*steps: str, code: str = "p0401", condition: str = "") -> Context:
    """Give what is so where a category, or one of its conditions, wants proof at some steps."""
    held = deepcopy(book().editions["categories"].content["category"])
    row = next(one for one in held if one["code"] == code)
    if condition:
        row = next(one for one in row["condition"] if one["code"] == condition)
    row["proof"] = list(steps)
    return context(actor="zhao", policy=amended("categories", category=held))


def filed(condition: str) -> tuple[Any, ...]:
    return (
        happened(
            fact.IssueReported(**REPORT, verify_due=deadline()),
        ),
        happened(
            fact.IssueFiled(
                category="p0401",
                condition=condition,
                dispatch_due=deadline(),
                handle_due=deadline(),
            )
        ),
        happened(fact.IssueDispatched(unit="市政")),
    )


HANDLED = happened(fact.IssueHandled(handled_at=NOW, result=None, check_due=deadline()))  # type: ignore[arg-type]
STEPS = [
    ("report", (), ask(issues.ReportIssue, SOME, **REPORT), "photos"),
    ("handle", filed("p0401b"), ask(issues.HandleIssue, SOME, result="已修复"), "proof"),
    (
        "check",
        (*filed("p0401b"), HANDLED),
        ask(issues.CheckIssue, SOME, passed=True),
        "photos",
    ),
]


@pytest.mark.parametrize(("step", "past", "command", "field"), STEPS)
@pytest.mark.parametrize("code", ["p0401", "p04"])
def test_a_category_and_whatever_it_stands_under_may_want_proof_at_a_step(
    step: str, past: tuple[Any, ...], command: Any, field: str, code: str
) -> None:
    assert when(STREAM, past, command, context(actor="zhao"))
    assert refusal(STREAM, past, command, wanting(step, code=code)) == "issues.proof_missing"
    shown = type(command)(
        **{name: getattr(command, name) for name in command.__struct_fields__} | {field: PHOTO}
    )
    (event, *_) = when(STREAM, past, shown, wanting(step, code=code))
    assert getattr(event, field) == PHOTO


def test_a_condition_wants_proof_of_what_is_filed_under_it_alone():
    at = wanting("handle", condition="p0401a")
    handle = ask(issues.HandleIssue, SOME, result="已修复")
    assert refusal(STREAM, filed("p0401a"), handle, at) == "issues.proof_missing"
    assert when(STREAM, filed("p0401b"), handle, at)


def test_what_a_visit_found_is_reported_with_or_without_a_photograph():
    found = ask(issues.ReportIssue, SOME, **REPORT, visit=SOME, finding=1)
    assert when(STREAM, (), found, wanting("report"))


def test_a_report_on_a_ticket_is_shown_where_its_category_wants_it():
    leaf = next(iter(book().categories.leaves("hotline")))
    received = ticket_facts.TicketReceived(
        serial="1",
        source="12345",
        received_at=NOW,
        kind="help",
        title="路灯不亮",
        category=leaf.code,
        contact_due=deadline(),
        handle_due=deadline(),
    )
    past = (
        happened(received),
        happened(ticket_facts.CallerContacted(contacted_at=NOW)),
        happened(ticket_facts.TicketDispatched(unit="市政")),
    )
    report = {
        "facts": "true",
        "appeal": "reasonable",
        "site_visited": "yes",
        "result": "solved",
        "reply_way": "phone",
        "reply": "已修复",
    }
    at = wanting("handle", code=leaf.code)
    bare = ask(hotline.HandleTicket, SOME, **report)
    assert refusal(HOTLINE, past, bare, at) == "hotline.proof_missing"
    (handled,) = when(HOTLINE, past, ask(hotline.HandleTicket, SOME, **report, proof=PHOTO), at)
    assert being(ticket_facts.TicketHandled, handled).proof == PHOTO


def test_files_are_added_to_a_ticket_whenever_somebody_has_them():
    received = happened(
        ticket_facts.TicketReceived(
            serial="1",
            source="12345",
            received_at=NOW,
            kind="help",
            title="路灯不亮",
            contact_due=deadline(),
            handle_due=deadline(),
        )
    )
    attach = TICKET.command(shared.AttachFiles)
    assert refusal(HOTLINE, (received,), ask(attach, SOME, photos=())) == "hotline.nothing_attached"
    (event,) = when(HOTLINE, (received,), ask(attach, SOME, photos=PHOTO))
    assert event.photos == PHOTO  # type: ignore[attr-defined]


def test_a_report_of_an_earlier_release_has_no_proof():
    stored = (
        b'{"handled_at":"2026-03-05T02:00:00Z","facts":"true","result":"solved",'
        b'"reply_way":"phone","reply":{"subject":"s","mark":"m","data":""},'
        b'"callback_due":{"due":"2026-03-09T02:00:00Z","start":"2026-03-05T02:00:00Z",'
        b'"limit":"1","rule":"r","edition":1,"calendar":1,"provisional":false,"source":"s"}}'
    )
    assert being(ticket_facts.TicketHandled, decode("hotline.TicketHandled", stored)).proof == ()


def test_the_first_edition_wants_to_see_that_what_is_urgent_was_made_safe():
    urgent = [
        condition
        for row in book().categories.category
        for condition in row.condition
        if "紧急工作时" in condition.limit and not condition.confirmed
    ]
    assert urgent
    assert all(condition.proof == ("handle",) for condition in urgent)
    assert existing(book().categories.find("p0401")).proof == ()
