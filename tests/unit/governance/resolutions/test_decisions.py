"""Resolutions: open until closed or withdrawn, whatever else is asked."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from governance.resolutions import commands as ask
from governance.resolutions import events as fact
from governance.resolutions.stream import STREAM, resolution_id
from tests.builders import NOW, amended, book, context, happened, moment
from tests.builders import ask as asked
from tests.given import given, refusal, when

MEETING = UUID(int=1)
NEXT = UUID(int=2)
DAY = date(2026, 3, 20)
MATTER: dict[str, Any] = {
    "serial": "g1-5-1",
    "meeting": MEETING,
    "grid": "g1",
    "item": "case:1",
    "case": UUID(int=7),
    "case_serial": "20260301001",
    "matter": "路口非机动车停放区划线",
    "requirement": "先划线后整治",
    "leader": "li",
    "owner": "综合行政执法队",
    "partners": ("第二居民区",),
    "standard": "划线完成并上传照片",
}
DUE = book().calendar.closing(DAY)
ADOPT = asked(ask.AdoptResolution, **MATTER, due=DAY)
ADOPTED = fact.ResolutionAdopted(**MATTER, due=DUE)
STANDING = fact.ResolutionAdopted(**MATTER)
REPORT = asked(ask.ReportProgress, percent=50, note="已划一半")
REPORTED = fact.ProgressReported(percent=50, note="已划一半")
MOVE = asked(ask.MoveDue, new=date(2026, 4, 3), reason="雨天顺延", meeting=NEXT)
MOVED = fact.DueMoved(
    old=DUE, new=book().calendar.closing(date(2026, 4, 3)), reason="雨天顺延", meeting=NEXT
)
CLAIM = asked(ask.ClaimCompletion, evidence="已全部划线", proof=("ab12",))
CLAIMED = happened(fact.CompletionClaimed(evidence="已全部划线", proof=("ab12",)), by="chen")
DECLINE = asked(ask.DeclineClaim, reason="东侧未划")
DECLINED = fact.ClaimDeclined(reason="东侧未划")
CLOSE = asked(ask.CloseResolution, note="现场核验")
CLOSED = fact.ResolutionClosed(claimant="chen", note="现场核验")
WITHDRAW = asked(ask.WithdrawResolution, meeting=NEXT, reason="路口改造，不再需要")
WITHDRAWN = fact.ResolutionWithdrawn(meeting=NEXT, reason="路口改造，不再需要")
CHASE = asked(ask.ChaseResolution, clock="near")
CHASED = fact.ResolutionChased(clock="near", due=DUE, unit="综合行政执法队")
LATE = moment("2026-03-21 09:00")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), ADOPT, [ADOPTED]),
        ((), replace(ADOPT, due=None), [STANDING]),
        ((ADOPTED,), MOVE, [MOVED]),
        ((ADOPTED,), replace(MOVE, new=None), [replace(MOVED, new=None)]),
        ((ADOPTED, CLAIMED), DECLINE, [DECLINED]),
        ((ADOPTED, CLAIMED), CLOSE, [CLOSED]),
        ((ADOPTED,), WITHDRAW, [WITHDRAWN]),
        ((ADOPTED, CLAIMED), WITHDRAW, [WITHDRAWN]),
        ((ADOPTED,), CHASE, [CHASED]),
        ((ADOPTED, CLAIMED, DECLINED), CHASE, [CHASED]),
        ((ADOPTED, REPORTED), REPORT, [REPORTED]),
    ],
    ids=[
        "adopt",
        "adopt a standing duty",
        "move",
        "make standing",
        "decline",
        "close",
        "withdraw",
        "withdraw a claimed one",
        "chase",
        "chase after a declined claim",
        "report in the same words",
    ],
)
def test_what_comes_of_it(past, command, facts):
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command"), [((ADOPTED, MOVED), MOVE), ((ADOPTED, CHASED), CHASE)]
)
def test_asking_for_what_already_is_changes_nothing(past, command):
    assert when(STREAM, past, command) == []


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), REPORT, "resolutions.unknown"),
        ((ADOPTED,), ADOPT, "resolutions.adopted_already"),
        ((ADOPTED, MOVED), ADOPT, "resolutions.adopted_already"),
        ((ADOPTED, CLAIMED), CLAIM, "resolutions.claim_pending"),
        ((ADOPTED, CLAIMED, DECLINED), DECLINE, "resolutions.not_claimed"),
        ((ADOPTED, CLAIMED, CLOSED), CLOSE, "resolutions.already_closed"),
        ((ADOPTED, WITHDRAWN), WITHDRAW, "resolutions.already_closed"),
        ((ADOPTED,), replace(ADOPT, owner="别的单位"), "resolutions.adopted_already"),
        ((ADOPTED,), replace(ADOPT, due=None), "resolutions.adopted_already"),
        ((ADOPTED,), replace(REPORT, percent=101), "resolutions.percent_out_of_range"),
        ((ADOPTED,), replace(REPORT, percent=-1), "resolutions.percent_out_of_range"),
        ((ADOPTED, CLAIMED), replace(CLAIM, evidence="又一份"), "resolutions.claim_pending"),
        ((ADOPTED, CLAIMED), replace(CLAIM, proof=("cd34",)), "resolutions.claim_pending"),
        ((ADOPTED,), DECLINE, "resolutions.not_claimed"),
        ((ADOPTED,), CLOSE, "resolutions.not_claimed"),
        ((ADOPTED, CLAIMED, DECLINED), CLOSE, "resolutions.not_claimed"),
        ((ADOPTED, CLAIMED, CLOSED), REPORT, "resolutions.already_closed"),
        ((ADOPTED, CLAIMED, CLOSED), WITHDRAW, "resolutions.already_closed"),
        ((ADOPTED, WITHDRAWN), CLOSE, "resolutions.already_closed"),
        ((ADOPTED, WITHDRAWN), CLAIM, "resolutions.already_closed"),
        ((ADOPTED, WITHDRAWN), MOVE, "resolutions.already_closed"),
        ((ADOPTED, WITHDRAWN), DECLINE, "resolutions.already_closed"),
    ],
)
def test_refusals(past, command, code):
    assert refusal(STREAM, past, command) == code


def test_whoever_claims_does_not_verify():
    assert refusal(STREAM, (ADOPTED, CLAIMED), CLOSE, context(actor="chen")) == (
        "resolutions.own_claim"
    )


def test_whoever_claims_may_verify_where_the_policy_says_so():
    alone = amended("conduct", resolution={"other_than_claimant": False, "source": "test"})
    facts = when(STREAM, (ADOPTED, CLAIMED), CLOSE, context(actor="chen", policy=alone))
    assert facts == [CLOSED]


def test_what_is_printed_is_told_in_clear():
    (reported,) = when(STREAM, (ADOPTED,), REPORT)
    (claimed,) = when(STREAM, (ADOPTED,), CLAIM)
    assert isinstance(reported, fact.ProgressReported)
    assert isinstance(claimed, fact.CompletionClaimed)
    assert (reported.note, claimed.evidence) == ("已划一半", "已全部划线")


def test_the_day_set_ends_with_business_in_shanghai():
    assert context().policy.calendar.local(DUE).date() == DAY
    assert moment("2026-03-20 12:00") < DUE < moment("2026-03-21 00:00")


@pytest.mark.parametrize(
    ("past", "clock", "now", "chased"),
    [
        ((ADOPTED,), "near", NOW, True),
        ((ADOPTED,), "overdue", NOW, False),
        ((ADOPTED,), "overdue", LATE, True),
        ((ADOPTED,), "near", LATE, False),
        ((ADOPTED, CHASED), "overdue", LATE, True),
        ((ADOPTED, CHASED, MOVED), "near", LATE, True),
        ((ADOPTED, CLAIMED), "overdue", LATE, False),
        ((ADOPTED, WITHDRAWN), "overdue", LATE, False),
        ((STANDING,), "overdue", LATE, False),
    ],
)
def test_chasing(past, clock, now, chased):
    facts = when(STREAM, past, asked(ask.ChaseResolution, clock=clock), context(now))
    assert bool(facts) == chased


@pytest.mark.parametrize(
    ("past", "open_"),
    [
        ((ADOPTED, MOVED, REPORTED, CLAIMED, DECLINED, CHASED), True),
        ((ADOPTED, CLAIMED), True),
        ((ADOPTED, CLAIMED, CLOSED), False),
        ((ADOPTED, WITHDRAWN), False),
    ],
)
def test_only_closing_or_withdrawing_ends_it(past, open_):
    assert given(STREAM, *past).ended is not open_


def test_a_meeting_numbers_its_resolutions():
    assert resolution_id(MEETING, 1) == resolution_id(MEETING, 1)
    assert len({resolution_id(m, n) for m in (MEETING, NEXT) for n in (1, 2)}) == 4


def test_other_commands_are_unknown():
    with pytest.raises(TypeError, match="resolutions knows no ResolutionCommand"):
        when(STREAM, (ADOPTED,), asked(ask.ResolutionCommand))


def test_other_events_change_nothing():
    state = given(STREAM, ADOPTED)
    assert STREAM.evolve(state, object()) == state
