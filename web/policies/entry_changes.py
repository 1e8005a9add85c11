"""What becomes of the entries of a policy, in words."""

from typing import Any

from projections.places.queries import labels
from projections.policies.effects.entries import Entries, Entry
from projections.policies.effects.proposed import Proposed
from web.frame.feature import features
from web.policies.tables import EffectTable, Row, plain, same, table
from web.policies.words import FIELDS, FURTHER, TABLES


def entry_changes(effect: Entries, asked: Proposed) -> list[EffectTable]:
    """Say what comes, goes and changes, with how many records use what goes."""
    rows: list[Row] = [("增加", _named(one, asked), _content(one)) for one in effect.came]
    for gone in effect.went:
        used = _used(gone.used)
        way = "停用" if gone.entry.content.get("closed") else "去掉"
        rows.append((way, _named(gone.entry, asked), used or _content(gone.entry)))
    stopped = {gone.entry.place for gone in effect.went}
    for one in effect.revised:
        fields = [
            field for field in one.fields if field[0] != "closed" or one.entry.place not in stopped
        ]
        if fields:
            changes = "；".join(dict.fromkeys(_changed(*field) for field in fields))
            rows.append(("改动", _named(one.entry, asked), changes))
    sentence = same(rows, effect.same, "条")
    return [table("条目", sentence, ("变化", "条目", "内容"), rows)]


def _used(count: int | None) -> str:
    if count is None:
        return ""
    return f"现有{count}条记录正在用它，名称照旧显示" if count else "没有记录正在用它"


def _named(one: Entry, asked: Proposed) -> str:
    name = features().codes["clock"].get(one.name, TABLES.get(one.name, one.name))
    if not one.place:
        return "整篇"
    if asked.policy == "options" and len(one.place) > 1:
        held = asked.after.options.listing.get(one.place[1])
        return name if held is None or held.label == name else f"{held.label}：{name}"
    if asked.policy == "categories" and one.place[0] == "category":
        category = asked.after.categories.name(one.place[1])
        return category if "condition" not in one.place else f"{category}：{name}"
    if asked.policy == "cycles" and one.place[0] == "meeting":
        return labels(asked.view, "grid").get(name, name)
    return name


def _content(one: Entry) -> str:
    return str(one.content.get("limit") or one.content.get("source") or "")


def _changed(name: str, old: Any, new: Any) -> str:
    label = FIELDS.get(name) or FURTHER.get(name)
    by_itself = all(value is None or isinstance(value, str | int | float) for value in (old, new))
    if label is None or not by_itself:
        return "其他内容（见逐行比较）"
    return f"{label}：{plain(old)} → {plain(new)}"
