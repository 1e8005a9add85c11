from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from governance.casework import commands as asks
from governance.casework import events as shared
from governance.issues import commands
from governance.issues import events as fact
from governance.issues.kind import ISSUE
from governance.issues.stream import STREAM, issue_id, serial_of
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.policy.deadlines import Deadline
from tests.builders import LATER, NOW, amended, ask, book, context, deadline, happened, moment
from tests.expecting import being
from tests.given import given, refusal, then, when

SERIAL = serial_of(UUID(int=2026))
ID = issue_id(SERIAL)
AT = moment("2026-03-05 09:30")
TOLD: dict[str, Any] = {
    "serial": SERIAL,
    "source": "visit",
    "reported_at": AT,
    "title": "井盖移位",
    "place": "华阳路1号",
    "grid": "g1",
    "area": "a101",
    "visit": UUID(int=7),
    "finding": 1,
    "photos": ("f" * 64,),
}
CASE = {"category": "p0401", "condition": "p0401b"}
OTHER = CASE | {"condition": "p0401a"}
PROOF = ("a" * 64,)


def limit(clock: str) -> Deadline:
    return book().deadline("issues", clock, NOW)


def handle_due(limit: str, condition: str, start: datetime = NOW) -> Deadline:
    source = "数字城管立结案标准实例：园林井盖"
    return book().limited(start, limit, rule=f"condition:{condition}", source=source)


def filed(**changes: Any) -> fact.IssueFiled:
    limits = {
        "dispatch_due": limit("dispatch"),
        "handle_due": handle_due("4工作时", "p0401b"),
    }
    return fact.IssueFiled(**CASE | limits | changes)


def check(*, passed: bool, **changes: Any) -> Command:
    return ask(commands.CheckIssue, ID, passed=passed, **changes)


REPORTED = happened(fact.IssueReported(**TOLD, verify_due=deadline()), by="zhou")
VERIFIED = happened(fact.IssueVerified(verified_at=NOW))
VOIDED = happened(fact.IssueVoided(reason="duplicate"))
FILED = happened(filed())
SENT = happened(fact.IssueDispatched(unit="绿化"))
HANDLED = happened(
    fact.IssueHandled(handled_at=NOW, result=personal("已复位"), proof=PROOF, check_due=deadline()),
    by="chen",
)
CHECKED = happened(fact.IssueChecked(checked_at=NOW))
CLOSED = happened(fact.IssueClosed(closed_at=NOW, outcome="solved"))
FAILED = fact.IssueCheckFailed(
    checked_at=NOW, round=1, unit="绿化", reason="not_done", handle_due=limit("redo")
)
TO_VERIFIED = (REPORTED, VERIFIED)
TO_FILED = (*TO_VERIFIED, FILED)
TO_SENT = (*TO_FILED, SENT)
TO_HANDLED = (*TO_SENT, HANDLED)
TO_CHECKED = (*TO_HANDLED, CHECKED)
TO_CLOSED = (*TO_CHECKED, CLOSED)

REPORT = ask(commands.ReportIssue, ID, **TOLD)
VERIFY = ask(commands.VerifyIssue, ID, note="井盖已移位", photos=PROOF)
VOID = ask(commands.VoidIssue, ID, reason="duplicate", note="同WG-1")
FILE = ask(commands.FileIssue, ID, **CASE)
DISPATCH = ask(commands.DispatchIssue, ID, unit="绿化")
HANDLE = ask(commands.HandleIssue, ID, result="已复位", proof=PROOF)
PASS = check(passed=True)
FAIL = check(passed=False, reason="not_done")
CLOSE = ask(commands.CloseIssue, ID, outcome="solved")
CORRECT = ask(ISSUE.command(asks.Correct), ID, field="title", new="井盖破损", reason="核对")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        (
            (),
            REPORT,
            [fact.IssueReported(happened_at=AT, **TOLD, verify_due=limit("verify"))],
        ),
        (
            (),
            ask(
                commands.ReportIssue,
                ID,
                **TOLD | {"source": "walk_in"},
                description="夜里有人绊倒",
                reporter="张三",
                phone="13800000000",
            ),
            [
                fact.IssueReported(
                    happened_at=AT,
                    **TOLD | {"source": "walk_in"},
                    description=personal("夜里有人绊倒"),
                    reporter=personal("张三", person="13800000000"),
                    phone=personal("13800000000", person="13800000000"),
                    verify_due=limit("verify"),
                )
            ],
        ),
        (
            (REPORTED,),
            VERIFY,
            [fact.IssueVerified(verified_at=NOW, note=personal("井盖已移位"), photos=PROOF)],
        ),
        ((REPORTED,), VOID, [fact.IssueVoided(reason="duplicate", note="同WG-1")]),
        (TO_VERIFIED, FILE, [filed()]),
        (
            TO_FILED,
            ask(commands.FileIssue, ID, **OTHER),
            [filed(**OTHER, handle_due=handle_due("2紧急工作时", "p0401a"))],
        ),
        (TO_FILED, DISPATCH, [fact.IssueDispatched(unit="绿化")]),
        (
            TO_SENT,
            ask(commands.DispatchIssue, ID, unit="市政"),
            [fact.IssueDispatched(unit="市政")],
        ),
        (
            TO_SENT,
            HANDLE,
            [
                fact.IssueHandled(
                    handled_at=NOW,
                    result=personal("已复位"),
                    proof=PROOF,
                    check_due=limit("check"),
                )
            ],
        ),
        (TO_HANDLED, PASS, [fact.IssueChecked(checked_at=NOW)]),
        (TO_HANDLED, FAIL, [FAILED]),
        (TO_CHECKED, CLOSE, [fact.IssueClosed(closed_at=NOW, outcome="solved")]),
        (
            (REPORTED,),
            CORRECT,
            [
                ISSUE.event(shared.Corrected)(
                    field="title", old="井盖移位", new="井盖破损", reason="核对"
                )
            ],
        ),
        (
            (
                REPORTED,
                happened(
                    ISSUE.event(shared.Corrected)(field="title", old="", new="井盖破损", reason="")
                ),
            ),
            CORRECT,
            [],
        ),
    ],
    ids=[
        "report",
        "report with people",
        "verify",
        "void",
        "file",
        "file under another condition",
        "dispatch",
        "dispatch to another unit",
        "handle",
        "check passed",
        "check failed",
        "close",
        "correct",
        "correct again",
    ],
)
def test_decisions(past: tuple[Event, ...], command: Command, facts: list[Event]) -> None:
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), VERIFY, "issues.unknown"),
        ((REPORTED,), REPORT, "issues.serial_taken"),
        (TO_CLOSED, REPORT, "issues.serial_taken"),
        (TO_VERIFIED, VERIFY, "issues.verified_already"),
        ((REPORTED, VOIDED), VOID, "issues.void_already"),
        (TO_FILED, FILE, "issues.filed_already"),
        (TO_SENT, FILE, "issues.already_dispatched"),
        (TO_SENT, DISPATCH, "issues.dispatched_already"),
        (TO_HANDLED, HANDLE, "issues.already_handled"),
        (TO_CHECKED, PASS, "issues.checked_already"),
        (TO_CHECKED, FAIL, "issues.checked_already"),
        (TO_CLOSED, CLOSE, "issues.already_closed"),
        (
            (REPORTED,),
            ask(commands.ReportIssue, ID, **TOLD | {"title": "x"}),
            "issues.serial_taken",
        ),
        (
            (REPORTED,),
            ask(commands.ReportIssue, ID, **TOLD, description="另一处"),
            "issues.serial_taken",
        ),
        (
            (),
            ask(commands.ReportIssue, ID, **TOLD | {"reported_at": LATER}),
            "issues.in_the_future",
        ),
        ((), ask(commands.ReportIssue, ID, **TOLD | {"source": "x"}), "issues.no_such_option"),
        ((REPORTED, VOIDED), VERIFY, "issues.already_closed"),
        (TO_SENT, VOID, "issues.too_late_to_void"),
        ((REPORTED,), ask(commands.VoidIssue, ID, reason="x"), "issues.no_such_option"),
        ((REPORTED,), FILE, "issues.not_verified"),
        ((REPORTED, VOIDED), FILE, "issues.already_closed"),
        (TO_SENT, ask(commands.FileIssue, ID, **OTHER), "issues.already_dispatched"),
        (
            TO_VERIFIED,
            ask(commands.FileIssue, ID, **CASE | {"condition": "x"}),
            "issues.no_such_condition",
        ),
        (
            TO_VERIFIED,
            ask(commands.FileIssue, ID, **CASE | {"category": "x"}),
            "issues.no_such_condition",
        ),
        (TO_VERIFIED, DISPATCH, "issues.not_filed"),
        (TO_HANDLED, DISPATCH, "issues.already_handled"),
        (TO_CLOSED, DISPATCH, "issues.already_closed"),
        (TO_FILED, HANDLE, "issues.not_dispatched"),
        (TO_HANDLED, ask(commands.HandleIssue, ID, result="另一说"), "issues.already_handled"),
        (TO_CLOSED, HANDLE, "issues.already_closed"),
        (TO_SENT, PASS, "issues.not_handled"),
        (TO_CLOSED, PASS, "issues.already_closed"),
        (TO_HANDLED, check(passed=False), "issues.no_such_option"),
        ((*TO_HANDLED, happened(FAILED)), FAIL, "issues.not_handled"),
        (TO_HANDLED, CLOSE, "issues.not_checked"),
        ((REPORTED, VOIDED), CLOSE, "issues.already_closed"),
        (TO_CHECKED, ask(commands.CloseIssue, ID, outcome="x"), "issues.no_such_option"),
        (
            (REPORTED,),
            ask(ISSUE.command(asks.Correct), ID, field="serial", new="x", reason=""),
            "issues.not_correctable",
        ),
    ],
)
def test_refusals(past: tuple[Event, ...], command: Command, code: str) -> None:
    assert refusal(STREAM, past, command) == code


def test_the_checker_is_somebody_else_unless_the_policy_says_otherwise():
    handler = context(actor="chen")
    assert refusal(STREAM, TO_HANDLED, PASS, handler) == "issues.checker_is_handler"
    lenient = amended("conduct", check={"other_than_handler": False, "source": "test"})
    assert when(STREAM, TO_HANDLED, PASS, context(actor="chen", policy=lenient))


def test_nobody_checks_what_he_reported_unless_the_policy_says_otherwise():
    reporter = context(actor="zhou")
    assert refusal(STREAM, TO_HANDLED, PASS, reporter) == "issues.checker_is_reporter"
    assert refusal(STREAM, TO_HANDLED, FAIL, reporter) == "issues.checker_is_reporter"
    assert when(STREAM, TO_HANDLED, PASS, context(actor="wu"))
    before = amended("conduct", check={"other_than_handler": True, "source": "test"})
    assert when(STREAM, TO_HANDLED, PASS, context(actor="zhou", policy=before))


def test_filed_otherwise_later_the_clocks_still_run_from_the_first_filing():
    tomorrow = context(NOW + timedelta(days=1))
    (again,) = when(STREAM, TO_FILED, ask(commands.FileIssue, ID, **OTHER), tomorrow)
    assert being(fact.IssueFiled, again).handle_due == handle_due("2紧急工作时", "p0401a", NOW)


def test_a_failed_check_starts_another_round_with_the_same_unit():
    past = then(STREAM, TO_HANDLED, FAIL)
    state = given(STREAM, *past)
    assert (state.stage, state.unit, state.round) == ("dispatched", "绿化", 1)
    assert state.due("handle") == limit("redo")
    past = then(STREAM, past, ask(commands.HandleIssue, ID, result="已加固", proof=PROOF))
    assert given(STREAM, *then(STREAM, past, PASS)).stage == "checked"
