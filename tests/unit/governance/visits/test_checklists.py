"""A no to an essential check opens a finding or says why none; checklists fit the kind of place."""

from typing import Any

import msgspec
import pytest

from governance.visits import commands
from governance.visits import events as fact
from governance.visits.stream import STREAM, visit_id
from tests.builders import ask, book
from tests.given import refusal, when
from tests.unit.governance.visits.test_decisions import ID, MET, PLAN, made, mine

HOSE: dict[str, Any] = {"theme": "safety", "item": "燃气软管完好"}
LECTURE: dict[str, Any] = {"theme": "fraud", "item": "已讲解常见骗术"}
HAZARD = commands.ToldFinding(number=1, title="燃气软管完好：否", outcome="hazard")


def logged(*answers: commands.ToldAnswer, **changes: Any) -> commands.LogVisit:
    values = MET | {"outcome": "met", "answers": answers, "themes": ()}
    return ask(commands.LogVisit, ID, **values | changes)


def answered(answer: str = "no", **values: Any) -> commands.ToldAnswer:
    return commands.ToldAnswer(**HOSE | {"answer": answer} | values)


def test_every_no_of_the_shipped_safety_check_is_essential():
    theme = next(row for row in book().options.rows("visit_themes") if row.code == "safety")
    assert theme.essential == theme.items


@pytest.mark.parametrize("answer", ["yes", "na"])
def test_only_a_no_must_be_dealt_with(answer):
    assert when(STREAM, (), logged(answered(answer)))


def test_a_no_to_an_essential_check_is_refused_bare():
    assert refusal(STREAM, (), logged(answered())) == "visits.check_failed"


def test_a_no_to_another_check_is_kept_as_it_is():
    event = when(STREAM, (), logged(answered(**LECTURE)))[0]
    assert isinstance(event, fact.VisitMade)
    assert (event.answers[0].essential, event.failed) == (False, 0)


def test_a_no_opens_the_finding_it_names():
    (event,) = when(STREAM, (), logged(answered(finding=1), findings=(HAZARD,)))
    assert isinstance(event, fact.VisitMade)
    assert event.answers == (fact.Answer(**HOSE, answer="no", number=1, finding=1),)
    assert [finding.title for finding in event.findings] == ["燃气软管完好：否"]
    assert event.failed == 0


def test_a_no_that_is_no_finding_says_why_and_is_counted():
    (event,) = when(STREAM, (), logged(answered(note="已停用燃气")))
    assert isinstance(event, fact.VisitMade)
    assert event.answers == (fact.Answer(**HOSE, answer="no", note=mine("已停用燃气"), number=1),)
    assert event.failed == 1


@pytest.mark.parametrize("answer", [answered(finding=2), answered("yes", finding=1)])
def test_an_answer_names_only_a_finding_of_its_own_no(answer):
    command = logged(answer, findings=(HAZARD,))
    assert refusal(STREAM, (), command) == "visits.no_such_finding"


@pytest.mark.parametrize("visitee", ["shop", "site", "enterprise"])
def test_a_shop_is_not_asked_about_medicine(visitee):
    answer = answered("yes", theme="care", item="服药就医有保障")
    assert refusal(STREAM, (), logged(answer, visitee=visitee)) == "visits.theme_not_here"
    assert refusal(STREAM, (), logged(themes=("care",), visitee=visitee)) == "visits.theme_not_here"
    plan = ask(commands.PlanVisit, visit_id("2"), **PLAN | {"theme": "care", "visitee": visitee})
    assert refusal(STREAM, (), plan) == "visits.theme_not_here"
    assert when(STREAM, (), logged(answer, visitee="household"))


def test_a_no_of_before_checklists_said_what_is_essential_counts_as_such():
    stored = '{"theme":"safety","item":"燃气软管完好","answer":"no"}'.encode()
    assert made(answers=(msgspec.json.decode(stored, type=fact.Answer),)).failed == 1
