"""What a meeting remembers, and what each event changes in it."""

from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from governance.kernel.event import UNSTAMPED, Event
from governance.meetings import events as fact
from governance.meetings.draft import Draft
from governance.meetings.items import Heading, Item
from governance.policy.needs import DECISIONS, ESCALATING

RESOLVE, POSTPONE, WITHDRAW = DECISIONS
ADOPTING = (RESOLVE, ESCALATING)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting: stages absent, scheduled, held; `missed` beside them until it turns out held.

    `resolved` counts the decisions that made a resolution, as they were first recorded. `said` is
    what was said by item; `circulated` and `approved` are the last versions of the minutes. `moves`
    counts the changes of its date; `kept` are the digests of issued files (`kept_as`).
    """

    stage: str = "absent"
    grid: str = ""
    window: int = 0
    start: date = date.min
    end: date = date.max
    meets_at: datetime = UNSTAMPED
    place: str = ""
    host: str = ""
    missed: bool = False
    drafted: bool = False
    draft: Draft = Draft()
    frozen: fact.AgendaFrozen | None = None
    held: fact.MeetingHeld | None = None
    decisions: dict[str, tuple[str, str]] = {}
    resolved: int = 0
    said: dict[str, str] = {}
    circulated: fact.MinutesCirculated | None = None
    approved: fact.MinutesApproved | None = None
    moves: int = 0
    kept: dict[str, str] = {}

    @property
    def heading(self) -> Heading:
        """The head of the agenda as it stands."""
        return Heading(
            grid=self.grid,
            window=self.window,
            meets_at=self.meets_at,
            place=self.place,
            host=self.host,
            sections=self.draft.sections,
        )

    def on_paper(self, key: str) -> Item | None:
        """Give an item of the frozen agenda, None when it has no such item."""
        items = self.frozen.items if self.frozen else ()
        return next((item for item in items if item.key == key), None)


def kept_as(paper: str, number: int, kind: str) -> str:
    """Give what a file of an issued paper is found by."""
    return f"{paper}/{number}/{kind}"


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.MeetingScheduled():
            return replace(
                state,
                stage="scheduled",
                grid=event.grid,
                window=event.window,
                start=event.start,
                end=event.end,
                meets_at=event.meets_at,
                place=event.place,
                host=event.host,
            )
        case fact.MeetingMoved():
            return replace(state, meets_at=event.new, place=event.place, moves=state.moves + 1)
        case fact.AgendaFrozen():
            return replace(state, frozen=event)
        case fact.MeetingHeld():
            return replace(state, stage="held", held=event, missed=False)
        case fact.DecisionRecorded():
            said = (event.kind, event.decision)
            return replace(
                state,
                decisions=state.decisions | {event.key: said},
                resolved=state.resolved + (event.kind == RESOLVE),
            )
        case fact.DecisionCorrected():
            said = (event.new_kind, event.new)
            return replace(state, decisions=state.decisions | {event.key: said})
        case fact.DiscussionNoted():
            return replace(state, said=state.said | {event.key: event.said})
        case fact.MinutesCirculated():
            return replace(state, circulated=event)
        case fact.MinutesApproved():
            return replace(state, approved=event)
        case fact.PaperKept():
            files = {kept_as(event.paper, event.number, f.kind): f.digest for f in event.files}
            return replace(state, kept=files | state.kept)
        case fact.MeetingMissed():
            return replace(state, grid=event.grid, window=event.window, missed=True)
        case fact.AgendaDrafted():
            draft = state.draft.redrawn(event.position, event.edition, event.sections, event.items)
            return replace(state, drafted=True, draft=draft)
    return replace(state, draft=_by_hand(state.draft, event))


def _by_hand(draft: Draft, event: Event) -> Draft:
    match event:
        case fact.AgendaItemAdded():
            return replace(draft, added=(*draft.added, event.item))
        case fact.AgendaItemStruck():
            return replace(draft, struck=draft.struck | {event.key})
        case fact.AgendaItemRestored():
            return replace(draft, struck=draft.struck - {event.key})
        case fact.AgendaItemAmended():
            return replace(draft, presentations=draft.presentations | {event.key: event.new})
        case fact.AgendaReordered():
            return replace(draft, order=event.keys)
    return draft
