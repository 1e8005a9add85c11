"""The values of events as people read them."""

from datetime import date, datetime
from typing import Any

from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline
from web.frame import current
from web.frame.days import day
from web.frame.feature import features
from web.text.formats import moment

YES_AND_NO = {True: "是", False: "否"}


def value_words(name: str, value: Any) -> str:
    """Give the value of a field as a person reads it; a code by its label where one is known."""
    match value:
        case None | "" | ():
            return "（无）"
        case bool():
            return features().codes.get(name, YES_AND_NO)[value]
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
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(value))
    if name == "actor" or name in features().people:
        return current.people_names().get(value, value)
    return features().codes.get(name, {}).get(value, value)
