"""As-of databases: read-only copies of the read models at any position, built when asked for.

Each starts from the nearest earlier one that is kept, so a moment between two snapshots costs at
most the events in between. A file belongs to one fingerprint of the code and is dropped with it.
"""

import shutil
from pathlib import Path

import sqlalchemy as sa

from governance.kernel.ledger import Ledger
from governance.kernel.locking import FileLock
from projections.database import fold_back, open_sqlite
from projections.projector import Progress, Projector, fingerprint
from projections.view import View

EVERY = 50_000
KEPT = 12


class AsOf:
    """Builds and keeps the as-of databases of a deployment in one folder."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder / fingerprint()
        self._lock = FileLock(folder / "lock")
        self._engines: dict[int, sa.Engine] = {}
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if old.is_dir() and old != self.folder:
                shutil.rmtree(old, ignore_errors=True)

    def at(self, position: int) -> View:
        """Give the rows as of a position."""
        position = max(0, min(position, self.ledger.position()))
        event = self.ledger.event_at(position)
        with self._lock:
            if position not in self._engines:
                self._build(position)
                self._engines[position] = open_sqlite(self._path(position), writer=False)
                self._drop_oldest()
        moment = event.recorded_at if event else None
        return View(self._engines[position], position, moment, live=False)

    def keep_snapshots(self, progress: Progress | None = None) -> int:
        """Build the snapshots that are missing; give how many there are."""
        last = self.ledger.position() // EVERY * EVERY
        for position in range(EVERY, last + 1, EVERY):
            with self._lock:
                self._build(position)
            if progress:
                progress(position, last)
        return last // EVERY

    def _path(self, position: int) -> Path:
        return self.folder / f"{position:012d}.db"

    def _build(self, position: int) -> None:
        path = self._path(position)
        if path.exists():
            path.touch()
            return
        part = path.with_suffix(".part")
        for leftover in self.folder.glob("*.part*"):
            leftover.unlink()
        nearest = max((p for p in self._kept() if p < position), default=None)
        if nearest is not None:
            shutil.copyfile(self._path(nearest), part)
        engine = open_sqlite(part, writer=True)
        Projector(self.ledger, engine).catch_up(position)
        fold_back(engine)
        engine.dispose()
        part.with_name(part.name + "-wal").unlink(missing_ok=True)
        part.with_name(part.name + "-shm").unlink(missing_ok=True)
        part.replace(path)

    def _kept(self) -> list[int]:
        return [int(path.stem) for path in self.folder.glob("*.db")]

    def _drop_oldest(self) -> None:
        """Keep the snapshots and the databases used last."""
        passing = [p for p in self._kept() if p % EVERY]
        passing.sort(key=lambda p: self._path(p).stat().st_mtime, reverse=True)
        for position in passing[KEPT:]:
            engine = self._engines.pop(position, None)
            if engine:
                engine.dispose()
            for path in self.folder.glob(f"{position:012d}.db*"):
                path.unlink()
