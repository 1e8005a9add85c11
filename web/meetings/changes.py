"""What one version of an agenda says otherwise than another, in words, and why something went."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from governance.meetings.difference import Difference, since_drawn
from governance.meetings.items import Item, Reason, digest
from governance.meetings.rules import Composition
from governance.meetings.state import State
from web.frame import current
from web.frame.days import day
from web.frame.feature import link
from web.frame.timeline import sentence

LATEST = 2
NO_RULE = "按现行议程规则不再上会"
OVER = "已不是在办事项"
FIELDS = {
    "subject": "议题",
    "section": "部分",
    "case_key": "案件编号",
    "source": "来源",
    "unit": "责任单位",
    "reasons": "列入理由",
    "carried": "此前上会次数",
    "due": "时限",
    "minutes": "时长（分钟）",
    "speaker": "汇报人",
    "observers": "列席单位",
    "proposal": "拟议",
    "summary": "情况",
    "decided": "以往议定",
    "place": "地点",
}

Fields = list[tuple[str, str, str]]


class Told(msgspec.Struct, frozen=True):
    """An item that went, came or was moved: its page, and in words why, or from where to where."""

    subject: str
    url: str
    words: list[str]


class Changes(msgspec.Struct, frozen=True):
    """What changed; `changed` is the item with (label, old, new) of what it says otherwise.

    `marks` has a word for each item that should be looked at again, by key; `mark` is the digest of
    the agenda as it would be now.
    """

    removed: list[Told]
    added: list[Told]
    changed: list[tuple[Told, Fields]]
    moved: list[Told]
    marks: Mapping[str, str] = {}
    mark: str = ""

    @property
    def says_the_same(self) -> bool:
        """Whether nothing but the order may differ."""
        return not (self.removed or self.added or self.changed)


def changes(made: Difference, why: Mapping[str, list[str]]) -> Changes:
    """Put a difference in words; `why` tells by key what became of an item that went."""
    changed = [(one.new, fields(one.old, one.new, one.fields)) for one in made.changed]
    return Changes(
        removed=[_told(item, why.get(item.key) or [NO_RULE]) for item in made.removed],
        added=[_told(item, [reason.text for reason in item.reasons]) for item in made.added],
        changed=[(_told(item, []), words) for item, words in changed if words],
        moved=[
            _told(one.new, [f"第{one.old.number}项移到第{one.new.number}项"]) for one in made.moved
        ],
    )


def outdated(state: State, made: Composition) -> Changes | None:
    """Give what the draft would say otherwise if it were drawn up now, None when it is up to date.

    Another order is none of it: the rules put the agenda in theirs, a person in his.
    """
    draft = state.draft
    found = since_drawn(draft, made)
    left = {row.candidate.key: row.why for row in made.left_out}
    since = happened(found.removed, draft.position, current.view().position)
    why = {i.key: [left.get(i.key, OVER), *since.get(i.key, ())] for i in found.removed}
    words = replace(changes(found, why), moved=[])
    if words.says_the_same:
        return None
    now = draft.redrawn(draft.position, draft.edition, made.sections, made.items)
    marks = {i.key: "草拟后已不应上会" for i in found.removed}
    marks |= {
        one.new.key: "草拟后有变化" for one in found.changed if fields(one.old, one.new, one.fields)
    }
    return replace(words, marks=marks, mark=digest(now.items(), state.heading))


def happened(items: Iterable[Item], after: int, upto: int) -> dict[str, list[str]]:
    """Give what the records after one position and up to another say of items, the latest first."""
    streams = {i.key: i.case_stream for i in items if i.case_stream and link(i.kind, i.case_stream)}
    events = current.runtime().ledger.between(streams.values(), after, upto)
    since: dict[str, list[str]] = {}
    for key, stream in streams.items():
        here = events[stream]
        # They are run together with 「；」, which no full stop goes before.
        since[key] = [
            f"{day(one.happened_at)}{sentence(one).rstrip('。')}"
            for one in reversed(here[-LATEST:])
        ]
        if len(here) > LATEST:
            since[key].append(f"之前另有{len(here) - LATEST}条记录")
    return {key: lines for key, lines in since.items() if lines}


def fields(old: Item, new: Item, names: Iterable[str]) -> Fields:
    """Give (label, old, new) of what an item says otherwise; other records alone are no words."""
    rows = [
        (FIELDS[name], _in_words(name, getattr(old, name)), _in_words(name, getattr(new, name)))
        for name in names
        if name in FIELDS
    ]
    return [row for row in rows if row[1] != row[2]]


def _in_words(name: str, value: Any) -> str:
    book = current.book()
    match name:
        case "section":
            titles = {section.code: section.title for section in book.agenda.sections}
            return titles.get(value, str(value))
        case "source":
            listings = ("hotline_sources", "issue_sources")
            words = (book.options.label(listing, value) for listing in listings)
            return next((each for each in words if each != value), str(value))
    if isinstance(value, tuple):
        return "；".join(each.text if isinstance(each, Reason) else str(each) for each in value)
    return day(value) if hasattr(value, "weekday") else str(value or "")


def _told(item: Item, words: list[str]) -> Told:
    return Told(item.subject, link(item.kind, item.case_stream), words)
