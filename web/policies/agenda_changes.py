"""What would be other on the agenda of a meeting that is over, item by item, in words."""

from collections.abc import Iterator

from governance.meetings.difference import Change
from governance.meetings.items import Item
from projections.policies.effects.meetings import Agenda
from web.policies.tables import Row, plain

KINDS = {
    "ticket": "工单",
    "issue": "网格问题",
    "resolution": "议定事项",
    "topic": "一格一题",
    "finding": "走访发现的问题",
}
ITEM = {
    "section": "部分",
    "reasons": "理由",
    "carried": "续议次数",
    "minutes": "用时（分钟）",
    "proposal": "拟议意见",
}
"""What an edition may change of an item, besides its number."""


def moved(agenda: Agenda, *, subjects: bool) -> Iterator[Row]:
    """Say each item that comes or goes."""
    titles = {section.code: section.title for section in agenda.sections}
    for way, items in (("列入", agenda.came), ("去掉", agenda.went)):
        for item in items:
            reasons = "；".join(reason.text for reason in item.reasons if reason.text)
            section = titles.get(item.section, item.section)
            yield way, _item(item, subjects=subjects), section, "" if _figures(item) else reasons


def otherwise(agenda: Agenda, *, subjects: bool) -> Iterator[Row]:
    """Say what is said otherwise, the items with the same change together."""
    titles = {section.code: section.title for section in agenda.sections}
    found: dict[tuple[str, str], list[Item]] = {}
    for change in agenda.changed:
        other = "；".join(_differs(change, name, titles) for name in change.fields if name in ITEM)
        section = titles.get(change.new.section, change.new.section)
        found.setdefault((section, other or "其他内容"), []).append(change.new)
    for (section, other), items in found.items():
        who = _item(items[0], subjects=subjects) if len(items) == 1 else f"{len(items)}项"
        yield "改动", who, section, other


def _differs(change: Change, name: str, titles: dict[str, str]) -> str:
    if name == "reasons":
        if _figures(change.new):
            return "数字不同"
        return f"理由：{'；'.join(reason.text for reason in change.new.reasons if reason.text)}"
    values = (getattr(one, name) for one in (change.old, change.new))
    old, new = (titles.get(value, value) if name == "section" else value for value in values)
    return f"{ITEM[name]}：{plain(old)} → {plain(new)}"


def _item(item: Item, *, subjects: bool) -> str:
    if subjects or _figures(item) or not item.case_key:
        return item.subject if subjects or _figures(item) else KINDS.get(item.kind, "议题")
    return f"{KINDS.get(item.kind, '')}{item.case_key}"


def _figures(item: Item) -> bool:
    return item.kind == "figure"
