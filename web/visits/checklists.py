"""专项检查: the checklists of a visit, and what becomes of a no that must be dealt with."""

from typing import TYPE_CHECKING, Any

import msgspec

from governance.policy.options import Option
from governance.processes.visiting import finding_serial
from governance.visits.commands import ToldAnswer, ToldFinding
from web.frame.current import book
from web.text.cells import clean
from web.visits.forms import ANSWERS, DEALT, NO_FINDING

if TYPE_CHECKING:
    from web.visits.entry import Entry

THEMES, CATEGORIES = "visit_themes", "finding_categories"
LONGEST_NOTE = 200
Told = tuple[tuple[ToldAnswer, ...], tuple[ToldFinding, ...]]


class Check(msgspec.Struct, frozen=True):
    """One row of a checklist as the form shows it; `key` ends the names of its fields.

    A no is found in `category`: that of the theme's own code, where there is one.
    """

    key: str
    theme: str
    item: str
    essential: bool
    category: str


def checklists(visitee: str) -> list[tuple[Option, list[Check]]]:
    """Give the themes for a kind of place, each with its checks; every theme where none is said."""
    return [(theme, _checks(theme)) for theme in book().options.choices(THEMES, visitee)]


def labels(visitee: str) -> dict[str, str]:
    """Give what the fields of essential checks are called in the summary of what is wrong."""
    checks = [check for _, held in checklists(visitee) for check in held]
    return {f"{part}-{check.key}": check.item for check in checks for part in ("deal", "note")}


def read(entry: "Entry", visitee: str, found: tuple[ToldFinding, ...]) -> Told:
    """Give the answers, and the findings with those that a no has opened, numbered after them."""
    answers, findings = [], list(found)
    for check in (check for _, checks in checklists(visitee) for check in checks):
        answer = entry.answers.get(f"item-{check.key}", "")
        if answer not in ANSWERS:
            continue
        note = clean(entry.answers.get(f"note-{check.key}", ""))[:LONGEST_NOTE]
        number = 0
        if check.essential and answer == "no":
            number = _dealt_with(entry, check, note, entry.numbered + len(findings) + 1)
        if number:
            outcome = entry.answers[f"deal-{check.key}"]
            findings.append(_finding(entry, check, outcome, note, number))
        facts = {"theme": check.theme, "item": check.item, "answer": answer}
        answers.append(ToldAnswer(**facts, note="" if number else note, finding=number))
    return tuple(answers), tuple(findings)


def _checks(theme: Option) -> list[Check]:
    category = theme.code if book().options.has(CATEGORIES, theme.code) else ""
    return [
        Check(f"{theme.code}-{n}", theme.code, item, item in theme.essential, category)
        for n, item in enumerate(theme.items)
    ]


def _dealt_with(entry: "Entry", check: Check, note: str, number: int) -> int:
    """Give the number of the finding a no opens, 0 for none; say what is lacking."""
    deal = entry.answers.get(f"deal-{check.key}", "")
    if deal not in dict(DEALT):
        entry.errors[f"deal-{check.key}"] = ["这一项为“否”，请选择怎么处理。"]
    elif deal == NO_FINDING and not note:
        entry.errors[f"note-{check.key}"] = ["不作为问题的，请写明原因。"]
    elif deal == "solved" and not note:
        entry.errors[f"note-{check.key}"] = ["当场解决的，请写明怎么解决的。"]
    elif deal != NO_FINDING:
        entry.checked[number] = f"deal-{check.key}"
        return number
    return 0


def _finding(entry: "Entry", check: Check, outcome: str, note: str, number: int) -> ToldFinding:
    """Give what a no has opened."""
    how: dict[str, Any] = {"explanation" if outcome == "solved" else "description": note}
    return ToldFinding(
        number=number,
        title=f"{check.item}：否",
        outcome=outcome,
        category=check.category,
        issue=finding_serial(entry.stream, number) if outcome == "escalated" else "",
        **how,
    )
