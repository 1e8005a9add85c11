"""Which acts somebody may do on a case now, and what command a filled-in one becomes."""

from typing import Any
from uuid import UUID

from governance.kernel.command import Command
from web.casework import correcting
from web.casework.act_table import ISSUE_ACTS, TICKET_ACTS, Act
from web.frame import current
from web.frame.forms import local_text


def acts_of(kind: str) -> tuple[Act, ...]:
    """Give all acts on a kind of case."""
    return TICKET_ACTS if kind == "ticket" else ISSUE_ACTS


def possible(kind: str, state: Any) -> list[Act]:
    """Give the acts the person may do now, the likeliest first."""
    acts = [
        act
        for act in acts_of(kind)
        if act.ready(state) and current.may(act.command, state.grid, state.unit)
    ]
    return sorted(acts, key=lambda act: not act.main)


def command_of(act: Act, key: UUID, values: dict[str, Any]) -> Command:
    """Give the command of a filled-in act."""
    return act.command(command_id=current.command_id(), stream=key, **act.build(values))


def choices(kind: str, act: Act) -> dict[str, list[tuple[str, str]]]:
    """Give the choices of an act's form that are no option list of the policy."""
    units = [(name, name) for name in current.unit_names()]
    plain = {
        "reached": [("yes", "已接通"), ("no", "未接通")],
        "passed": [("yes", "通过"), ("no", "不通过，返工")],
        "field": correcting.choices(kind),
        "unit": units,
        "units": units,
    }
    ways = current.book().options.choices("contact_ways")
    plain["way"] = [(way.code, way.label) for way in ways if way.code != "sheet"]
    if act.name == "file":
        tree = current.book().categories
        leaves = tree.leaves("grid")
        plain["category"] = [(leaf.code, tree.name(leaf.code)) for leaf in leaves]
        plain["condition"] = [
            (row.code, f"{leaf.name}：{row.text}（{row.limit}）")
            for leaf in leaves
            for row in tree.conditions(leaf.code)
        ]
    return {name: rows for name, rows in plain.items() if name in act.form().fields}


def initial(act: Act, state: Any) -> dict[str, Any]:
    """Give what a fresh form starts with."""
    present = local_text(current.now())
    start = {
        "contacted_at": present,
        "called_back_at": present,
        "way": "phone",
        "category": state.category,
    }
    return {name: value for name, value in start.items() if name in act.form().fields}
