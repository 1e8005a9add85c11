"""The composition root: one deployment's log, door, keys and read models, wired together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID

import sqlalchemy as sa

from governance.application import Governance, Outcome, no_clock
from governance.kernel.command import Actor, Command
from governance.kernel.errors import UnsafeSettingError
from governance.kernel.event import Event
from governance.kernel.ledger import Ledger, open_ledger
from governance.kernel.locking import FileLock
from governance.kernel.sealed import Gone, Sealed, context_of
from governance.kernel.stream import Stream
from governance.streams import STREAMS
from projections.accounts.queries import people
from projections.boards import BOARDS
from projections.custody.access import Access
from projections.custody.attachments import Attachments
from projections.custody.failed import Failed
from projections.custody.keyring import Keyring
from projections.custody.second_factors import SecondFactors
from projections.disclosures.queries import erasures
from projections.engine import clock as machine
from projections.engine.asof import BUDGET, AsOf
from projections.engine.database import (
    STARTING,
    fold_back,
    open_custody,
    open_postgres,
    open_sqlite,
    writers,
)
from projections.engine.moments import position_at
from projections.engine.projection import Boards, declared
from projections.engine.projector import Progress, Projector, fingerprint
from projections.engine.releases import ROWS, Folder, Schemas
from projections.engine.trouble import forgiven, trouble_of
from projections.engine.view import View

UNFINISHED = "unfinished"
"""The file that stands in the data folder while a deployment is being set up."""

DEMO = "demo"
"""The file that stands in the data folder of a demonstration, which asks for no second factor."""

READERS_WAIT_AT_MOST = 2_000


class Runtime:
    """A deployment in one data folder, with its events in SQLite or in PostgreSQL.

    `past_budget` is the most bytes that copies of the past may take in the folder; `boards` are
    those whose rows are kept, and what they declare is what its policies may speak of. The rows
    are those of this release, `code` being its fingerprint: other ones keep theirs.
    """

    def __init__(
        self,
        data: Path,
        database_url: str = "",
        clock: Callable[[], datetime] = machine.now,
        *,
        past_budget: int = BUDGET,
        boards: Boards = BOARDS,
        streams: tuple[Stream, ...] = STREAMS,
        code: str = "",
    ) -> None:
        self.data = data
        self.clock = clock
        self.database_url = database_url
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.ledger: Ledger = open_ledger(data, database_url)
        code = code or fingerprint(boards)
        self._release = Folder(data, code)
        self._schemas = Schemas(database_url, code) if database_url else None
        if self._schemas:
            for schema in ("keys", "access"):
                _make_schema(database_url, schema)
            reading = writing = self._schemas.engine
            keys = open_postgres(database_url, "keys")
            access = open_postgres(database_url, "access")
        else:
            writing = open_sqlite(self._release.path / ROWS, writer=True)
            reading = open_sqlite(self._release.path / ROWS, writer=False)
            keys = open_custody(data / "keys.db")
            access = open_custody(data / "access.db")
        self._reading = reading
        self.engines = {"reading": reading, "writing": writing, "keys": keys, "access": access}
        lock = FileLock(self._release.path / "lock")
        self.projector = Projector(self.ledger, writing, lock, reading, boards=boards, code=code)
        self.asof = AsOf(self.ledger, data / "asof", past_budget, boards=boards)
        try:
            self.vault = Keyring(
                keys,
                data / "master.key",
                in_use=self.ledger.position() > 0,
                erased=lambda: erasures(self.live()),
            )
        except UnsafeSettingError:
            self.close()
            raise
        self.access = Access(access, self.vault.secret("tries"))
        self.failed = Failed(access)
        self.second_factors = SecondFactors(access, self.vault.secret("second factors"))
        self.attachments = Attachments(access, self.vault)
        self.governance = Governance(
            self.ledger,
            self.vault,
            clock,
            self._people,
            known=declared(boards),
            streams=streams,
            # Another clock than the machine's is meant: a year made up, a test.
            database_clock=self.ledger.now if clock is machine.now else no_clock,
        )

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration."""
        return (self.data / DEMO).exists()

    def execute(
        self, *commands: Command, actor: Actor, seen: Mapping[UUID, int] | None = None
    ) -> Outcome:
        """Execute commands and wait until the rows show what came of them."""
        outcome = self.governance.execute(*commands, actor=actor, seen=seen)
        if outcome.position:
            with forgiven():  # it is stored; rows that cannot follow now do so at a later look
                self.projector.reach(outcome.position)
        return outcome

    def live(self, progress: Progress | None = None) -> View:
        """Give the present, brought up to date first.

        Where nothing can be written, the rows there are go on being read, and the view says so.
        """
        end, at = self.ledger.position(), self.projector.position()
        trouble = None
        if at < end or at < 0:
            near = at >= 0 and end - at <= READERS_WAIT_AT_MOST
            try:
                at = self.projector.catch_up(wait=at < 0 or near, progress=progress)
            except Exception as error:
                trouble = trouble_of(error)
                if trouble is None or at < 0:
                    raise
        return View(self._reading, at, boards=self.projector.boards, trouble=trouble)

    def at(self, position: int) -> View:
        """Give the past, up to a position."""
        return self.asof.at(position)

    def position_at(self, moment: datetime) -> int:
        """Give the last position up to which nothing was recorded later than a moment."""
        return position_at(self.live(), self.ledger, moment)

    def fold_back(self) -> None:
        """Fold every write-ahead log back into its file, whoever wrote it and however long ago."""
        self.ledger.recorder.checkpoint()
        self.projector.fold_back()
        for name in ("keys", "access"):
            with writers(self.engines[name]):
                fold_back(self.engines[name], when_due=False)

    def drop_old_rows(self) -> None:
        """Drop the rows of earlier releases that nobody uses any more."""
        places = (self._release, self._schemas) if self._schemas else (self._release,)
        for place in places:
            place.drop_others()
            place.drop_legacy(self.ledger, self.clock())

    def history(self, stream: UUID, *, upto: int | None = None) -> list[Event]:
        """Give the events of one stream, up to a version when asked."""
        return self.ledger.stream(stream, upto=upto)

    def reveal(self, sealed: Sealed | None, stream: UUID, field: str) -> str | Gone | None:
        """Open one sealed field of a stream, or say why it does not open; None if there is none."""
        return self.vault.reveal(sealed, context_of(stream.hex, field)) if sealed else None

    def close(self) -> None:
        """Close every file and connection."""
        self.asof.close()
        self.ledger.close()
        for engine in self.engines.values():
            engine.dispose()
        self._release.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _people(self) -> Sequence[Actor]:
        """Give everybody who may log in, as those who decide want to know it."""
        return people(self.live())


def _make_schema(url: str, schema: str) -> None:
    engine = open_postgres(url, "public")
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(STARTING)))
        connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    engine.dispose()
