"""As-of views: the rows at any position, from one history file that keeps to a budget of bytes.

A file belongs to one fingerprint of the code and goes with its rows. A position asked for is made a
boundary of the history, going on from the nearest earlier one; what is being read is not taken out.
"""

import os
import time
import weakref
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import BoundedSemaphore

import sqlalchemy as sa

from governance.kernel.errors import Refused
from governance.kernel.ledger import Ledger
from governance.kernel.locking import FileLock
from projections.boards import BOARDS
from projections.engine.fold import Fold
from projections.engine.history import SPARE, History, NoRoomError
from projections.engine.holds import Holds
from projections.engine.projection import Boards, tables
from projections.engine.projector import Progress, fingerprint
from projections.engine.view import View

EVERY = 50_000
KEPT = 12
BUDGET = 2 * 1024**3
SHARE = 8  # the part of the budget snapshots leave to what is asked for; and that goes at once
TURN = 0.005  # seconds between two snapshots, in which whoever waits to look gets his turn
AT_ONCE = 2  # who has a moment made that is not there, or waits for it: each keeps a thread
PATIENCE = 3.0  # seconds until whoever comes then is sent away


class PastBusyError(Exception):
    """Others are having the past made; what is there already may be looked at all the same."""


class AsOf:
    """Gives the past of a deployment from one folder, within a budget of bytes."""

    def __init__(
        self,
        ledger: Ledger,
        folder: Path,
        budget: int = BUDGET,
        spare: int = SPARE,
        boards: Boards = BOARDS,
    ) -> None:
        self.ledger = ledger
        self.boards = boards
        code = fingerprint(boards)
        self.folder = folder / code
        self.folder.mkdir(parents=True, exist_ok=True)
        past = self.folder / "past.db"
        self.history = History(past, tables(boards), code, budget, spare)
        self.holds = Holds(self.folder)
        self._lock = FileLock(folder / "lock")
        self.turns, self.patience = BoundedSemaphore(AT_ONCE), PATIENCE
        self._engines: dict[int, sa.Engine] = {}

    def at(self, position: int) -> View:
        """Give the rows as of a position; Refused when there is no room for them."""
        position = max(0, min(position, self.ledger.position()))
        event = self.ledger.event_at(position)
        moment = event.recorded_at if event else None
        held = self.holds.hold(position)
        if held is not None and position not in self.history.positions():
            os.close(held)
            held = None
        if held is None:
            held = self._reached(position)
        view = View(self._engine(position), position, moment, live=False, boards=self.boards)
        weakref.finalize(view, os.close, held)
        return view

    def keep_snapshots(self, progress: Progress | None = None) -> int:
        """Go on to the newest snapshot, as far as there is room; give how many are kept."""
        fold = self._fold()
        while (reached := self._next_snapshot(fold)) is not None:
            if progress:
                progress(reached, self.ledger.position())
            time.sleep(TURN)
        return sum(not position % EVERY for position in self.history.positions()[1:])

    def close(self) -> None:
        """Close every connection."""
        while self._engines:
            self._engines.popitem()[1].dispose()
        self.history.close()

    def _next_snapshot(self, fold: Fold) -> int | None:
        """Put in the next snapshot; None where all are there or no more room is."""
        with self._lock, suppress(Refused):
            self._prepared()
            head = self.history.positions()[-1]
            following = (head // EVERY + 1) * EVERY
            if following <= self.ledger.position():
                self._go(fold, head, following, self.history.budget // SHARE)
                return following
        return None

    def _reached(self, position: int) -> int:
        """Make a position a boundary, snapshot by snapshot, and hold it, in turns."""
        if not self.turns.acquire(timeout=self.patience):
            raise PastBusyError
        try:
            with self._lock:
                fold = self._fold()
                self._prepared()
                while (base := self._base(position)) != position:
                    self._go(fold, base, min(position, (base // EVERY + 1) * EVERY))
                held = self.holds.make(position)
                for passing in self._passing()[:-KEPT]:
                    self._take_out(passing)
        finally:
            self.turns.release()
        return held

    def _prepared(self) -> None:
        """Have the file ready: whole, and no larger than is said today."""
        if self.history.outgrown:
            self._start_anew()
        try:
            self.history.prepare()
        except NoRoomError:
            raise Refused("past.no_room") from None

    def _start_anew(self) -> None:
        """Empty the file, unless somebody reads it."""
        with ExitStack() as stack:
            known = self.history.positions()
            free = [stack.enter_context(self.holds.free(position)) for position in known]
            if all(free):
                self.history.empty()

    def _base(self, position: int) -> int:
        return max(known for known in self.history.positions() if known <= position)

    def _passing(self) -> list[int]:
        """Give what was put in because somebody asked, the one used longest ago first."""
        passing = [p for p in self.history.positions() if p % EVERY]
        return sorted(passing, key=self.holds.used)

    def _go(self, fold: Fold, base: int, position: int, left: int = 0) -> None:
        """Put in a boundary; Refused when there is no room however many others go."""
        while True:
            try:
                return self.history.put_in(self.ledger, fold, base, position, left)
            except NoRoomError:
                self._prepared()
                if self.history.held_up:
                    raise Refused("past.no_room") from None
                self._make_room(base)

    def _make_room(self, base: int) -> None:
        """Take out boundaries, some of those that may go; Refused where none does.

        First what was used longest ago, then the snapshots whose going leaves the smallest gap for
        their age: they stay close together lately and grow further apart long ago.
        """
        known = self.history.positions()
        gaps = {
            p: (after - before) / (known[-1] - before)
            for before, p, after in zip(known, known[1:], known[2:], strict=False)
            if p != base and not p % EVERY
        }
        passing = [p for p in self._passing() if p != base]
        going = passing or sorted(gaps, key=gaps.__getitem__)
        gone = 0
        for position in going:
            gone += self._take_out(position)
            if gone > len(going) // SHARE:
                return
        if not gone:
            raise Refused("past.no_room")

    def _take_out(self, position: int) -> bool:
        try:
            with self.holds.free(position) as free:
                if free:
                    self.history.take_out(position)
        except NoRoomError:
            return False
        if free and (engine := self._engines.pop(position, None)):
            engine.dispose()
        return free

    def _fold(self) -> Fold:
        return Fold(self.history.engine.dialect, self.boards)

    def _engine(self, position: int) -> sa.Engine:
        """Give the engine of a boundary; those longest unused are closed when there are many."""
        engine = self._engines.pop(position, None) or self.history.reading(position)
        self._engines[position] = engine
        for one in list(self._engines)[: -2 * KEPT]:
            if closed := self._engines.pop(one, None):
                closed.dispose()
        return engine
