"""The rules an agenda was made by: whoever reads agendas may read them, in the edition cited."""

from flask import Blueprint, abort, render_template

from governance.policy.agenda import AgendaRules, Condition, Rule, read
from projections.policies.queries import edition
from web.frame import current
from web.frame.access import page

bp = Blueprint("rules", __name__)

AGENDA = "agenda"
TESTS = {"eq": "为", "ne": "不为", "ge": "不小于", "le": "不大于", "in": "为其中之一：", "true": ""}
DAYS = {"meeting": "会议日", "next_meeting": "下期会议日", "previous_meeting": "上期会议日"}
FLAGS = {True: "是", False: "否"}


@bp.get("/meetings/rules/<int:number>")
@page("agenda")
def show(number: int) -> str:
    """Show the rules of an edition by the part of the agenda they fill."""
    held = edition(current.view(), AGENDA, number)
    if held is None:
        abort(404)
    rules = read(held.content)
    return render_template(
        "meetings/rules.html",
        number=number,
        in_force=number == current.book().number(AGENDA),
        source=rules.source,
        parts=[
            (
                part,
                [(rule, _tests(rule, rules)) for rule in rules.rules if rule.section == part.code],
            )
            for part in rules.sections
        ],
    )


def _tests(rule: Rule, rules: AgendaRules) -> str:
    """Say when a rule applies."""
    titles = {fact.name: fact.title for fact in rules.fact}
    said = [f"{titles.get(one.fact, one.fact)}{_test(one)}" for one in rule.when]
    return "，并且".join(said) or "没有条件，都列入"


def _test(one: Condition) -> str:
    value = one.value
    if isinstance(value, bool):
        return f"{TESTS[one.op]}{FLAGS[value]}"
    shown = "、".join(map(str, value)) if isinstance(value, tuple) else value
    return f"{TESTS[one.op]}{DAYS.get(one.named, '') or ('' if shown is None else shown)}"
