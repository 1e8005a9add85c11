"""An agenda as a page shows it: its parts, and items with their reasons."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.rules import Composition
from governance.meetings.state import State
from governance.meetings.stream import STREAM
from projections.agenda.proposal import proposal
from projections.meetings import board
from web.frame import current
from web.frame.days import day
from web.frame.feature import link
from web.meetings.changes import happened
from web.meetings.reasons import Chip, chips
from web.meetings.resolved import Resolved, resolved
from web.meetings.words import LOOKS

STAGES = {"absent": "未排定"} | board.STAGES


def anchor(key: str) -> str:
    """Give the name an item has within its page."""
    return key.replace(":", "-")


def stage_words(stage: str) -> tuple[str, str]:
    """Give the word and the colour of how far a meeting is."""
    return STAGES[stage], LOOKS.get(stage, "idle")


def stage_of(state: State) -> str:
    """Give how far a meeting is."""
    if state.stage in {"held", "absent"}:
        return "missed" if state.missed else state.stage
    if state.frozen:
        return "frozen"
    return "drafted" if state.drafted else state.stage


def versions(key: UUID) -> dict[int, State]:
    """Give the state of the meeting at the freezing of each version of its agenda."""
    events = current.history(key)
    found: dict[int, State] = {}
    state: State = STREAM.initial
    for event in events:
        state = STREAM.evolve(state, event)
        if state.frozen and state.frozen.version == event.version:
            found[state.frozen.number] = state
    return found


def composition(state: State) -> Composition:
    """Give what the rules in force would put before the meeting, at the moment looked at."""
    return proposal(current.view(), current.book(), state.grid, state.meets_at, current.as_at())


KEPT = "按规则已不列入，因手工调整过而保留；不再上会的请撤下"


class ItemWords(msgspec.Struct, frozen=True):
    """An item as the agenda shows it; `decision` is the word of its kind and what was decided.

    `fixed` is one that may not be taken off, `figure` one that is read out. `mark` says that it
    should be looked at again, `since` what has happened to it after it was drawn up.
    """

    id: str
    anchor: str
    section: str
    number: int
    title: str
    url: str
    chips: list[Chip]
    meta: str
    summary: str
    proposal: str
    fixed: bool
    figure: bool
    decision: tuple[str, str] | None
    resolutions: list[Resolved]
    editable: bool
    decidable: bool
    mark: str
    since: list[str]
    decided: tuple[str, ...]


class Part(msgspec.Struct, frozen=True):
    """A part of an agenda, with who reports and how long in its `note`."""

    title: str
    note: str
    items: list[ItemWords]


def sections(
    state: State,
    items: Sequence[Item],
    key: UUID,
    *,
    editable: bool,
    marks: Mapping[str, str] | None = None,
) -> list[Part]:
    """Give the parts of an agenda with their items, ready to show, and what happened since."""
    adopted: dict[str, list[Resolved]] = {}
    for row in resolved(key):
        adopted.setdefault(row.item, []).append(row)
    kept = {item.key for item in state.draft.kept}
    drawn = drawn_at(state, items, key)
    since = happened(items, drawn, current.view().position)
    held = [
        _item(
            state,
            item,
            adopted.get(item.key, []),
            editable=editable,
            mark=(marks or {}).get(item.key) or (KEPT if item.key in kept else ""),
            since=since.get(item.key, []),
            at=drawn,
        )
        for item in items
    ]
    parts = state.draft.sections or (state.frozen.heading.sections if state.frozen else ())
    return [
        Part(
            title=part.title,
            note="，".join(
                filter(None, (part.reporter, f"{part.minutes}分钟" if part.minutes else ""))
            ),
            items=[item for item in held if item.section == part.code],
        )
        for part in parts
    ]


def drawn_at(state: State, items: Sequence[Item], key: UUID) -> int:
    """Give the position the items shown were drawn up at, in the draft or in what was issued."""
    frozen = state.frozen
    if frozen is None or tuple(items) == state.draft.items():
        return state.draft.position
    return versions(key)[frozen.number].draft.position


def _read_out(state: State, at: int) -> str:
    """Give the figures read out at a meeting: of the fortnight before, as they were drawn up."""
    cycles = current.book().cycles
    window = cycles.previous(cycles.window(state.start))
    days = {"from": window.start.isoformat(), "to": window.end.isoformat()}
    return current.page_url("figures.index", period="days", by="grid", **days, as_of=at)


def decidable(state: State, key: str) -> bool:
    """Whether the person may record what is decided on an item now, or correct what was."""
    act = ask.CorrectDecision if key in state.decisions else ask.RecordDecision
    return current.view().live and state.stage == "held" and current.may(act, state.grid)


def _item(
    state: State,
    item: Item,
    adopted: list[Resolved],
    *,
    editable: bool,
    mark: str,
    since: list[str],
    at: int,
) -> ItemWords:
    book = current.book()
    late = bool(item.due and item.due < book.calendar.local(state.meets_at).date())
    decided = state.decisions.get(item.key)
    kinds = {row.code: row.title for row in book.agenda.decision}
    listing = "issue_sources" if item.kind in {"issue", "finding"} else "hotline_sources"
    meta = (
        item.case_key,
        item.place,
        book.options.label(listing, item.source),
        item.unit,
        f"此前上会{item.carried}次" if item.carried else "",
        f"时限{day(item.due)}" if item.due else "",
        f"{item.minutes}分钟" if item.minutes else "",
        f"汇报：{item.speaker}" if item.speaker else "",
        f"列席：{'、'.join(item.observers)}" if item.observers else "",
    )
    return ItemWords(
        id=item.key,
        anchor=anchor(item.key),
        section=item.section,
        number=item.number,
        title=item.subject,
        url=_read_out(state, at) if item.kind == "figure" else link(item.kind, item.case_stream),
        chips=chips(item, late=late),
        meta=" · ".join(filter(None, meta)),
        summary=item.summary,
        proposal=item.proposal,
        fixed=item.fixed,
        figure=item.kind == "figure",
        decision=(kinds.get(decided[0], decided[0]), decided[1]) if decided else None,
        resolutions=adopted,
        editable=editable,
        decidable=decidable(state, item.key),
        mark=mark,
        since=since,
        decided=item.decided,
    )
