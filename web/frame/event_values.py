"""The values of events as people read them."""

from datetime import date, datetime
from typing import Any

from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline
from web.frame import current, words
from web.text.formats import day, moment

YES_AND_NO = {"reached": ("已接通", "未接通")}
SHEETS = {
    "sheet": "来表内容有变",
    "sheet_back": "来表又写成以前的值",
    "sheet_again": "来表又发来同一编号",
}
# The option lists a code of a field may be of.
LISTS = {
    "kind": ("hotline_kinds",),
    "way": ("contact_ways", "visit_ways"),
    "reason": (
        "not_contacted_reasons",
        "return_reasons",
        "extension_reasons",
        "reopen_reasons",
        "void_reasons",
        "check_reasons",
    ),
    "facts": ("facts",),
    "appeal": ("appeal",),
    "result": ("outcomes",),
    "outcome": ("outcomes", "issue_outcomes", "visit_outcomes", "void_reasons"),
    "reply_way": ("reply_ways",),
    "contacted": ("contacted",),
    "solved": ("solved",),
    "not_reached": ("not_called_reasons",),
    "satisfaction": ("satisfaction", "visit_satisfaction"),
    "kinds": ("crossing_kinds",),
    "source": ("hotline_sources", "issue_sources"),
    "themes": ("visit_themes",),
    "interval": ("visit_intervals",),
    "purpose": ("reveal_purposes",),
    "basis": ("erasure_bases",),
    "urgency": ("urgency",),
}


def value_words(name: str, value: Any) -> str:
    """Give the value of a field as a person reads it; a code by its label where one is known."""
    match value:
        case None | "" | ():
            return "（无）"
        case bool():
            yes, no = YES_AND_NO.get(name, ("是", "否"))
            return yes if value else no
        case Deadline():
            return moment(value.due) + ("（暂定）" if value.provisional else "")
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case Sealed():
            return "（个人信息，未显示）"
        case tuple() if value and not isinstance(value[0], str):
            return f"{len(value)}项"
        case tuple() | list():
            return "、".join(value_words(name, each) for each in value)
    return _coded(name, str(value))


def _coded(name: str, value: str) -> str:
    if name == "grid":
        return current.grid_names().get(value, value)
    if name == "area":
        return current.area_names().get(value, value)
    if name == "category":
        return current.book().categories.name(value)
    if name == "roles":
        return current.book().roles.labels().get(value, value)
    if name == "clock":
        return words.CLOCKS.get(value, value)
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(value))
    if name in {"actor", "asked_by", "visitor", "claimant", "leader", "host", "recorder"}:
        return current.people_names().get(value, value)
    if name == "reason" and value in SHEETS:
        return SHEETS[value]
    for listing in LISTS.get(name, ()):
        found = current.book().options.labels(listing).get(value)
        if found:
            return found
    return value
