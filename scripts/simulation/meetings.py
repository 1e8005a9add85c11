"""双周一议: scheduled, drafted by the rules, worked on, frozen, held, and what was decided."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from governance.kernel.event import Event
from governance.meetings import commands as ask
from governance.meetings.items import Item, digest, presentation
from governance.meetings.state import State
from governance.meetings.stream import meeting_id
from governance.policy.cycles import Window
from governance.processes.meeting_cycle import KnownMeeting, draft
from governance.processes.timers import timer_id
from governance.resolutions.events import ResolutionAdopted
from projections.agenda.proposal import proposal
from scripts.simulation import resolutions
from scripts.simulation.register import Estate
from scripts.simulation.tickets import ASKING
from scripts.simulation.world import Life, World

BEFORE_THE_END = timedelta(minutes=50)


def year(world: World, estates: list[Estate], grid: str) -> None:
    """Let every meeting of a grid live from the fortnight before its own."""
    cycles, calendar = world.policy.cycles, world.policy.calendar
    window = cycles.next(cycles.window(world.today))
    ahead = False
    while not ahead:
        meets_at = cycles.meets_at(grid, window, calendar)
        ahead = meets_at > world.until
        meeting = _Meeting(world, estates, grid, window, meets_at, ahead=ahead)
        scheduled = world.at(cycles.previous(window).start, 8.5)
        world.live(meeting.live(), max(scheduled, world.now))
        window = cycles.next(window)


class _Meeting:
    """One meeting; the first one `ahead` of the last day is drafted on that day at the latest."""

    def __init__(
        self,
        world: World,
        estates: list[Estate],
        grid: str,
        window: Window,
        meets_at: datetime,
        *,
        ahead: bool,
    ) -> None:
        self.world = world
        self.grid, self.window, self.meets_at = grid, window, meets_at
        self.ahead = ahead
        self.stream = meeting_id(grid, window.number)
        self.chance = world.chance("meeting", grid, window.number)
        self.secretary = world.some("secretary", self.chance)
        self.words = world.words.meetings
        self.rates = world.words.scenario["meetings"]
        self.estate = self.chance.choice([e for e in estates if e.grid == grid])

    @property
    def state(self) -> State:
        """What the meeting remembers."""
        known: State = self.world.door.state(self.stream)
        return known

    def live(self) -> Life:
        """Live from its scheduling to its decisions."""
        world, chance, policy = self.world, self.chance, self.world.policy
        self._schedule()
        drafted_at = policy.cycles.drafted_at(self.meets_at, policy.calendar)
        latest = world.until - BEFORE_THE_END
        yield min(drafted_at, latest) if self.ahead else drafted_at
        self._draft()
        yield world.now + timedelta(minutes=chance.randint(10, 45))
        self._by_hand()
        if chance.random() < self.rates["moved"]:
            new = self.meets_at + timedelta(hours=1)
            reason = chance.choice(self.words["moved"])
            self._ask(ask.MoveMeeting, new=new, place=self.state.place, reason=reason)
        day = policy.calendar.add_working_days(policy.calendar.local(self.meets_at).date(), -1)
        yield world.at(day, 16) + timedelta(minutes=chance.randint(0, 50))
        self._freeze()
        held_at = self.state.meets_at
        yield held_at + timedelta(minutes=chance.randint(70, 120))
        self._hold(held_at)
        self._decide()

    def _ask(self, kind: Any, **values: Any) -> None:
        self.world.ask(kind, self.stream, self.secretary, **values)

    def _schedule(self) -> None:
        window = self.window
        self.world.ask(
            ask.ScheduleMeeting,
            self.stream,
            grid=self.grid,
            window=window.number,
            start=window.start,
            end=window.end,
            meets_at=self.meets_at,
            place=self.world.policy.cycles.rule(self.grid).place,
            host=self.world.name("grid_leader", self.grid),
        )

    def _draft(self) -> None:
        """Draft what the rules propose from the rows as of this very moment."""
        world, policy = self.world, self.world.policy
        position = world.door.store()
        made = proposal(world.runtime.live(), policy, self.grid, self.meets_at, world.now)
        known = KnownMeeting(
            grid=self.grid,
            window=self.window.number,
            start=self.window.start,
            meets_at=self.meets_at,
        )
        world.send(draft(known, made, policy, position))

    def _by_hand(self) -> None:
        """Strike something, bring something, say how one matter is to be presented."""
        chance, items = self.chance, self.state.draft.items()
        loose = [item for item in items if not item.fixed and item.case_stream]
        if loose and chance.random() < self.rates["struck"]:
            reason = chance.choice(self.words["struck"])
            self._ask(ask.StrikeAgendaItem, key=loose[-1].key, reason=reason)
        if loose:
            how = replace(presentation(loose[0]), minutes=10, speaker=loose[0].unit)
            self._ask(ask.AmendAgendaItem, key=loose[0].key, how=how)
        if chance.random() < self.rates["added"]:
            scene = self.world.words.scene(chance, self.estate.name, 1)
            item = Item(
                key=f"by-hand:{self.window.number}:{self.grid}",
                kind="other",
                section="crossing",
                subject=self.world.words.said(chance, self.words["by_hand"], scene),
                minutes=10,
            )
            self._ask(ask.AddAgendaItem, item=item, reason=chance.choice(self.words["added"]))

    def _freeze(self) -> None:
        seen = digest(self.state.draft.items(), self.state.heading)
        self._ask(ask.FreezeAgenda, position=self.world.door.store(), seen=seen)

    def _hold(self, held_at: datetime) -> None:
        self._ask(
            ask.HoldMeeting,
            held_at=held_at,
            attended=tuple(self.words["attended"]),
            absent=tuple(self.chance.sample(self.words["absent"], self.chance.choice((0, 1)))),
            host=self.state.host,
            recorder=self.secretary.account,
        )

    def _decide(self) -> None:
        """Record what was decided; a resolution is adopted in the transaction of its decision."""
        frozen = self.state.frozen
        adopted = 0
        for item in frozen.items if frozen else ():
            if item.kind == "figure":
                continue
            if item.kind == "resolution":
                self._review(item)
            elif (
                item.kind in {"ticket", "issue", "finding", "other"}
                and adopted < self.rates["resolved"]
            ):
                adopted += self._resolve(item)
            else:
                self._note(item)

    def _review(self, item: Item) -> None:
        stream = item.case_stream
        claimed = stream is not None and self.world.door.state(stream).stage == "claimed"
        if not claimed:
            self._record(item, "note", self._said("keep"))
            return
        checked = self._said("closed")
        self._record(item, "close", f"{self._said('agree_close')}{checked}。")

    def _resolve(self, item: Item) -> bool:
        """Adopt a resolution on an item unless it is one to be closed or one dealt with before."""
        if item.section == "closings" or item.carried or not self._calls_for_work(item):
            self._note(item)
            return False
        world, chance, calendar = self.world, self.chance, self.world.policy.calendar
        day = calendar.working_day(world.today + timedelta(days=chance.randint(6, 26)))
        units = [unit["name"] for unit in world.words.places["unit"]]
        owner = item.unit or chance.choice(self.words["owners"])
        scene = {"unit": owner, "due": f"{day.month}月{day.day}日"}
        decision = world.words.said(chance, self.words["resolve"], scene)
        terms = ask.Terms(
            matter=item.subject,
            requirement=chance.choice(self.words["requirement"]),
            leader=self.state.host,
            owner=owner,
            partners=tuple(chance.sample([u for u in units if u != owner], 1)),
            due=day,
            standard=chance.choice(self.words["standards"]),
        )
        for event in self._record(item, "resolve", decision, terms=terms):
            if isinstance(event, ResolutionAdopted):
                world.live(resolutions.life(world, event.stream, self.grid), world.now)
        return True

    def _calls_for_work(self, item: Item) -> bool:
        """Whether an item is more than a question, and somebody has it in hand if it is a case."""
        if item.case_stream is None or item.kind == "finding":
            return True
        state = self.world.door.state(item.case_stream)
        return bool(item.unit) and not state.ended and getattr(state, "kind", "") not in ASKING

    def _note(self, item: Item) -> None:
        closing = item.section == "closings"
        defer = not closing and item.kind != "topic" and self.chance.random() < 1 / 6
        kind = "close" if closing else "defer" if defer else "note"
        self._record(item, kind, self._said("agree_close" if closing else kind))

    def _said(self, words: str) -> str:
        return str(self.chance.choice(self.words[words]))

    def _record(
        self,
        item: Item,
        kind: str,
        decision: str,
        terms: ask.Terms | UnsetType = UNSET,
    ) -> list[Event]:
        """Record a decision; give its event and those of what it carried out."""
        record = ask.RecordDecision(
            command_id=timer_id("demo decision", str(self.stream), item.key),
            stream=self.stream,
            key=item.key,
            kind=kind,
            decision=decision,
            terms=terms,
        )
        return self.world.send(record, actor=self.secretary).events
