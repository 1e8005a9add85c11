from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed, personal
from governance.visits import commands
from governance.visits import events as fact
from governance.visits.stream import STREAM, visit_id
from tests.builders import NOW, ask, happened, moment
from tests.given import given, refusal, then, when

ID = visit_id("1b9c")
HOME = UUID(int=7)
AT = moment("2026-03-05 09:30")
PLACE: dict[str, Any] = {"place": HOME, "visitee": "household", "grid": "g1", "area": "a101"}
PLAN = PLACE | {"planned_for": date(2026, 3, 5), "theme": "safety", "reason": "到期应访"}
PLANNED = happened(fact.VisitPlanned(**PLAN))
CANCELLED = happened(fact.PlanCancelled(reason="已迁出"))
MET = PLACE | {
    "made_at": AT,
    "way": "door",
    "companions": ("zhao",),
    "forces": ("area_cadre",),
    "themes": ("safety",),
    "seven_edition": 1,
    "seven": ("k1", "k3"),
    "photos": ("f" * 64,),
}
TALK = "老人腿脚不便"
HAZARD: dict[str, Any] = {"number": 1, "title": "楼道堆物", "outcome": "hazard"}
PROOF = ("a" * 64,)


def mine(text: str) -> Sealed:
    return personal(text, person=str(HOME))


def log(**changes: Any) -> Command:
    return ask(commands.LogVisit, ID, **MET | {"outcome": "met", "narrative": TALK} | changes)


def found(**changes: Any) -> Command:
    return log(findings=(commands.ToldFinding(**HAZARD | changes),))


def made(*findings: fact.Finding, **changes: Any) -> fact.VisitMade:
    return fact.VisitMade(
        **{"happened_at": AT, **MET, "narrative": mine(TALK), "findings": findings} | changes
    )


def nobody(outcome: str = "not_met", **changes: Any) -> Command:
    bare = PLACE | {"made_at": AT, "way": "door", "outcome": outcome, "narrative": "敲门无人"}
    return ask(commands.LogVisit, ID, **bare | changes)


MISSED = fact.VisitMissed(
    **PLACE, happened_at=AT, tried_at=AT, outcome="not_met", way="door", note=mine("敲门无人")
)
HELD = happened(made(fact.Finding(**HAZARD)))
SOLVED = fact.FindingSolved(number=1, proof=PROOF, explanation=mine("已清走"))
GONE = fact.FindingEscalated(number=1, issue="WG-1")
AGREED = happened(made(revisit_on=date(2026, 3, 12)))
CALL_OFF = ask(commands.CallOffRevisit, ID, reason="已迁出")
CALLED_OFF = fact.RevisitCalledOff(
    place=HOME, agreed_in=AGREED.version, on=date(2026, 3, 12), reason="已迁出"
)
PLAN_IT = ask(commands.PlanVisit, ID, **PLAN)
CANCEL = ask(commands.CancelPlan, ID, reason="已迁出")
SOLVE = ask(commands.SolveFinding, ID, number=1, proof=PROOF, explanation="已清走")
ESCALATE = ask(commands.EscalateFinding, ID, number=1, issue="WG-1")
ANSWER: dict[str, Any] = {"theme": "safety", "item": "exit", "answer": "no"}


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), PLAN_IT, [fact.VisitPlanned(**PLAN)]),
        ((PLANNED,), CANCEL, [fact.PlanCancelled(reason="已迁出")]),
        ((), log(), [made()]),
        ((PLANNED,), log(), [made()]),
        ((PLANNED, CANCELLED), log(), [made()]),
        (
            (),
            log(next_on=date(2026, 3, 12), satisfaction="satisfied"),
            [made(revisit_on=date(2026, 3, 12), satisfaction="satisfied")],
        ),
        (
            (),
            log(answers=(commands.ToldAnswer(**ANSWER, note="门被锁"),)),
            [
                made(
                    answers=(fact.Answer(**ANSWER, note=mine("门被锁"), number=1, essential=False),)
                )
            ],
        ),
        (
            (),
            found(outcome="solved", explanation="当场清走", description="三楼"),
            [
                made(
                    fact.Finding(
                        **HAZARD | {"outcome": "solved"},
                        explanation=mine("当场清走"),
                        description=mine("三楼"),
                    )
                )
            ],
        ),
        (
            (),
            found(outcome="solved", proof=PROOF),
            [made(fact.Finding(**HAZARD | {"outcome": "solved"}, proof=PROOF))],
        ),
        (
            (),
            found(outcome="escalated", issue="WG-1"),
            [made(fact.Finding(**HAZARD | {"outcome": "escalated"}, issue="WG-1"))],
        ),
        ((), found(), [made(fact.Finding(**HAZARD))]),
        ((), nobody(), [MISSED]),
        ((happened(MISSED),), nobody(), [MISSED]),
        ((), nobody(photos=PROOF), [replace(MISSED, photos=PROOF)]),
        ((HELD,), SOLVE, [SOLVED]),
        ((HELD,), ESCALATE, [GONE]),
        ((AGREED,), CALL_OFF, [CALLED_OFF]),
    ],
    ids=[
        "plan",
        "cancel",
        "log without a plan",
        "log what was planned",
        "log what was cancelled meanwhile",
        "log with a re-visit",
        "log with a checklist",
        "found and solved, explained",
        "found and solved, proven",
        "found and escalated",
        "found and kept as a hazard",
        "nobody met",
        "nobody met again in the same minute",
        "nobody met, the door photographed",
        "solve",
        "escalate",
        "call an agreed day off",
    ],
)
def test_decisions(past: tuple[Event, ...], command: Command, facts: list[Event]) -> None:
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), CANCEL, "visits.unknown"),
        ((PLANNED,), PLAN_IT, "visits.already_planned"),
        ((PLANNED, happened(made())), PLAN_IT, "visits.already_planned"),
        ((PLANNED, CANCELLED), CANCEL, "visits.not_planned"),
        ((happened(made()),), log(), "visits.already_made"),
        ((HELD,), found(), "visits.already_made"),
        ((HELD, happened(SOLVED)), SOLVE, "visits.solved_already"),
        ((HELD, happened(GONE)), ESCALATE, "visits.finding_escalated"),
        ((PLANNED,), ask(commands.PlanVisit, ID, **PLAN | {"theme": ""}), "visits.already_planned"),
        ((), ask(commands.PlanVisit, ID, **PLAN | {"theme": "x"}), "visits.no_such_option"),
        ((), ask(commands.PlanVisit, ID, **PLAN | {"visitee": "x"}), "visits.no_such_option"),
        ((), ask(commands.PlanVisit, ID, **PLAN | {"visitee": ""}), "visits.no_such_option"),
        ((), ask(commands.PlanVisit, ID, **PLAN | {"rule": "x"}), "visits.no_such_option"),
        (
            (),
            ask(commands.PlanVisit, ID, **PLAN | {"planned_for": date(2026, 3, 4)}),
            "visits.planned_too_late",
        ),
        ((happened(made()),), CANCEL, "visits.not_planned"),
        ((), log(made_at=NOW + timedelta(minutes=1)), "visits.in_the_future"),
        ((), log(next_on=date(2026, 3, 4)), "visits.next_before_visit"),
        ((), log(seven_edition=2), "visits.no_such_edition"),
        ((), log(seven_edition=-1), "visits.no_such_edition"),
        ((), nobody(answers=(commands.ToldAnswer(**ANSWER),)), "visits.missed_but_told"),
        ((happened(made()),), log(made_at=NOW), "visits.already_made"),
        ((happened(made()),), log(narrative="另有一说"), "visits.already_made"),
        ((happened(made()),), found(), "visits.already_made"),
        ((HELD,), found(description="三楼"), "visits.already_made"),
        ((), log(findings=(commands.ToldFinding(**HAZARD),) * 2), "visits.finding_told_twice"),
        ((), found(outcome="solved"), "visits.proof_missing"),
        ((), found(outcome="escalated"), "visits.issue_missing"),
        ((HELD,), ask(commands.SolveFinding, ID, number=2), "visits.no_such_finding"),
        ((HELD,), ask(commands.EscalateFinding, ID, number=2, issue=""), "visits.no_such_finding"),
        ((HELD,), ask(commands.EscalateFinding, ID, number=1, issue=""), "visits.issue_missing"),
        (
            (HELD,),
            ask(commands.SolveFinding, ID, number=1, explanation="已清走"),
            "visits.hazard_needs_proof",
        ),
        ((HELD, happened(GONE)), SOLVE, "visits.finding_escalated"),
        (
            (HELD, happened(GONE)),
            ask(commands.EscalateFinding, ID, number=1, issue="WG-2"),
            "visits.finding_escalated",
        ),
        ((HELD, happened(SOLVED)), ESCALATE, "visits.finding_solved"),
        ((), CALL_OFF, "visits.unknown"),
        ((HELD,), CALL_OFF, "visits.nothing_agreed"),
        ((AGREED, happened(CALLED_OFF)), CALL_OFF, "visits.nothing_agreed"),
    ],
)
def test_refusals(past: tuple[Event, ...], command: Command, code: str) -> None:
    assert refusal(STREAM, past, command) == code


@pytest.mark.parametrize(
    "changes",
    [
        {"visitee": "x"},
        {"way": "x"},
        {"forces": ("x",)},
        {"themes": ("x",)},
        {"seven": ("x",)},
        {"satisfaction": "x"},
        {"outcome": "x"},
        {"answers": (commands.ToldAnswer(**ANSWER | {"theme": "x"}),)},
        {"answers": (commands.ToldAnswer(**ANSWER | {"answer": "x"}),)},
        {"findings": (commands.ToldFinding(**HAZARD | {"outcome": "x"}),)},
        {"findings": (commands.ToldFinding(**HAZARD, category="x"),)},
    ],
)
def test_codes_no_list_knows_are_refused(changes: dict[str, Any]) -> None:
    assert refusal(STREAM, (), log(**changes)) == "visits.no_such_option"


def test_a_missed_visit_may_be_tried_until_somebody_is_met():
    past = then(STREAM, (), nobody(made_at=AT - timedelta(hours=1), next_on=date(2026, 3, 6)))
    past = then(STREAM, past, nobody("refused"))
    past = then(STREAM, past, log(made_at=NOW))
    assert [type(event).__name__ for event in past] == ["VisitMissed", "VisitMissed", "VisitMade"]
    assert given(STREAM, *past).stage == "made"


def test_a_visit_late_in_the_evening_belongs_to_the_day_of_shanghai():
    evening = moment("2026-03-05 00:30")
    assert when(STREAM, (), log(made_at=evening, next_on=date(2026, 3, 5)))
    assert refusal(STREAM, (), log(made_at=evening, next_on=date(2026, 3, 4))) == (
        "visits.next_before_visit"
    )
