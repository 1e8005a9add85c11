"""As-of databases: read-only copies of the read models at any position, built when asked for.

Each starts from the nearest earlier one that is kept, so a moment between two snapshots costs at
most the events in between. A file belongs to one fingerprint of the code and goes with its rows.
All files together, the one being built among them, never take more than the budget; what somebody
is reading is not dropped.
"""

import os
import shutil
import weakref
from pathlib import Path

import sqlalchemy as sa

from governance.kernel.errors import Refused
from governance.kernel.ledger import Ledger
from governance.kernel.locking import FileLock
from projections.boards import BOARDS
from projections.engine.database import open_finished, open_scratch
from projections.engine.projection import Boards
from projections.engine.projector import Progress, Projector, fingerprint
from projections.engine.shelf import EMPTY, SPARE, NoRoomError, Shelf
from projections.engine.spread import finest
from projections.engine.view import View

EVERY = 50_000
KEPT = 12
BUDGET = 2 * 1024**3


class AsOf:
    """Builds and keeps the as-of databases of a deployment in one folder, within a budget."""

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
        self.folder = folder / fingerprint(boards)
        self.shelf = Shelf(self.folder, budget, spare)
        self._lock = FileLock(folder / "lock")
        self._engines: dict[int, tuple[int, sa.Engine]] = {}  # with the number of its file
        self.folder.mkdir(parents=True, exist_ok=True)

    def at(self, position: int) -> View:
        """Give the rows as of a position; Refused when there is no room for them."""
        position = max(0, min(position, self.ledger.position()))
        event = self.ledger.event_at(position)
        with self._lock:
            self._build(position)
            self.shelf.path(position).touch()
            held = self.shelf.hold(position)
            engine = self._engine(position)
            for passing in self._passing()[:-KEPT]:
                self._drop(passing)
        moment = event.recorded_at if event else None
        view = View(engine, position, moment, live=False, boards=self.boards)
        weakref.finalize(view, os.close, held)
        return view

    def keep_snapshots(self, progress: Progress | None = None) -> int:
        """Build the snapshots that are missing, as many as there is room for; give how many."""
        tried: set[int] = set()
        while True:
            with self._lock:
                last = self.ledger.position()
                wanted = self._wanted(last)
                for unwanted in set(self._snapshots()) - set(wanted):
                    self._drop(unwanted)
                kept = self.shelf.positions()
                missing = [p for p in wanted if p not in kept and p not in tried]
                if not missing:
                    return len(set(wanted) & set(kept))
                tried.add(missing[0])
                try:
                    self._build(missing[0])
                except Refused:
                    return len(set(wanted) & set(kept))
            if progress:
                progress(missing[0], last)

    def close(self) -> None:
        """Close every connection."""
        while self._engines:
            self._engines.popitem()[1][1].dispose()

    def _wanted(self, last: int) -> list[int]:
        """Give the positions worth a snapshot, with room left to build whatever is asked for."""
        size = self.shelf.sizes()
        return finest(last, EVERY, self.shelf.budget - size(last), size)

    def _build(self, position: int) -> None:
        if self.shelf.path(position).exists():
            return None
        need = self.shelf.sizes()(position)
        # What is likely to do; and if it does not, alone in the folder and from the first event.
        for base, room in ((self._base(position, need), need), (0, self.shelf.budget)):
            try:
                return self._grow(position, base, room)
            except NoRoomError:
                continue
        raise Refused("past.no_room")

    def _grow(self, position: int, base: int, need: int) -> None:
        room = self._make_room(need, base)
        with self.shelf.part(position) as part:
            if room < (self.shelf.path(base).stat().st_size if base else EMPTY):
                raise NoRoomError
            if base:
                shutil.copyfile(self.shelf.path(base), part)
            engine = open_scratch(part, room)
            try:
                Projector(self.ledger, engine, boards=self.boards).catch_up(position)
            finally:
                engine.dispose()

    def _base(self, position: int, need: int) -> int:
        """Give the nearest earlier position whose copy fits beside the new one, 0 for none."""
        size, budget = self.shelf.sizes(), self.shelf.budget
        earlier = [p for p in self.shelf.positions() if p < position and size(p) + need <= budget]
        return max(earlier, default=0)

    def _make_room(self, need: int, base: int) -> int:
        """Drop what was used longest ago, then the oldest past; give the bytes there are."""
        for position in [*self._passing(), *self._snapshots()]:
            if self.shelf.room() >= need:
                break
            if position != base:
                self._drop(position)
        return self.shelf.room()

    def _snapshots(self) -> list[int]:
        return [p for p in self.shelf.positions() if p and p % EVERY == 0]

    def _passing(self) -> list[int]:
        """Give what was built because somebody asked, the one used longest ago first."""
        passing = [p for p in self.shelf.positions() if p % EVERY or not p]
        return sorted(passing, key=self.shelf.used)

    def _drop(self, position: int) -> None:
        if self.shelf.drop(position) and (opened := self._engines.pop(position, None)):
            opened[1].dispose()

    def _engine(self, position: int) -> sa.Engine:
        """Give the engine of a copy, and close those of copies that another process dropped."""
        for one in [p for p, opened in self._engines.items() if opened[0] != self._file(p)]:
            self._engines.pop(one)[1].dispose()
        if position not in self._engines:
            engine = open_finished(self.shelf.path(position))
            self._engines[position] = (self._file(position), engine)
        return self._engines[position][1]

    def _file(self, position: int) -> int:
        """Give the number of a copy's file, 0 when it is gone; one built anew has another."""
        path = self.shelf.path(position)
        return path.stat().st_ino if path.exists() else 0
