"""The event store of a deployment: the library's `Application` over one of our two recorders."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.utils import strtobool

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.event import Event, decode
from governance.kernel.leaf import leaf
from governance.kernel.postgres import PostgresRecorder
from governance.kernel.sqlite import SqliteRecorder

BATCH = 10_000
FUNCTIONS = "POSTGRES_ENABLE_DB_FUNCTIONS"
FORBIDDEN = ("CIPHER_TOPIC", "COMPRESSOR_TOPIC", "MAPPER_TOPIC", "APPLICATION_RECORDER_TOPIC")


class Ledger(Application[UUID]):
    """Append events, read them by stream or in order."""

    name = "stored"
    recorder: SqliteRecorder | PostgresRecorder

    def append(self, events: list[Event]) -> list[int]:
        """Store events in one transaction; IntegrityError when a stream has moved on."""
        stored = [self.mapper.to_stored_event(event) for event in events]
        return list(self.recorder.insert_events(stored) or [])

    def stream(self, stream: UUID, *, after: int = 0, upto: int | None = None) -> list[Event]:
        """Give the events of one stream with after < version <= upto."""
        stored = self.recorder.events_of(stream, after, upto)
        return [decode(topic, state) for topic, state in stored]

    def news(self, wanted: Mapping[UUID, int]) -> dict[UUID, list[Event]]:
        """Give the events after a version of each stream, all in one visit to the store."""
        found: dict[UUID, list[Event]] = {stream: [] for stream in wanted}
        for topic, state in self.recorder.news_of(wanted):
            event = decode(topic, state)
            found[event.stream].append(event)
        return found

    def stream_at(self, stream: UUID, position: int) -> list[Event]:
        """Give the events of one stream up to a position of the log."""
        version = self.recorder.version_at(stream, position)
        return self.stream(stream, upto=version) if version else []

    def between(self, streams: Iterable[UUID], after: int, upto: int) -> dict[UUID, list[Event]]:
        """Give the events of each stream with after < position <= upto."""
        seen = {stream: self.recorder.version_at(stream, after) for stream in streams}
        last = {stream: self.recorder.version_at(stream, upto) for stream in seen}
        return {
            stream: [event for event in events if event.version <= last[stream]]
            for stream, events in self.news(seen).items()
        }

    def records(self, stream: UUID, position: int) -> list[tuple[int, str, bytes]]:
        """Give (position, topic, bytes as stored) of one stream's events up to a position."""
        return self.recorder.records_of(stream, position)

    def close(self) -> None:
        """Close every connection."""
        self.recorder.close_readers()
        super().close()

    def position(self) -> int:
        """Give the position of the last event, 0 when there is none."""
        return self.recorder.max_notification_id() or 0

    def follow(
        self, after: int, upto: int, batch: int = BATCH
    ) -> Iterator[list[tuple[int, str, bytes]]]:
        """Read on in order, in batches of (position, topic, state)."""
        while rows := self.recorder.read(after, upto, batch):
            yield rows
            after = rows[-1][0]

    def event_at(self, position: int) -> Event | None:
        """Give the event at a position, None where the numbering has a gap or ends."""
        rows = self.recorder.read(position - 1, position, 1)
        return decode(rows[0][1], rows[0][2]) if rows else None

    def leaf_at(self, position: int) -> bytes | None:
        """Give the leaf hash of the record at a position; None where there is none."""
        rows = self.recorder.read(position - 1, position, 1)
        return leaf(*rows[0]) if rows else None

    def last(self) -> Event | None:
        """Give the last event there is."""
        return self.event_at(self.position())

    def now(self) -> datetime | None:
        """Give the time by the clock of the database; None where it is the machine's own."""
        return self.recorder.now()


def open_ledger(data: Path, database_url: str = "") -> Ledger:
    """Open the store: a PostgreSQL when a URL is given, else `events.db` in the data folder."""
    refuse_unsafe(os.environ)
    if not database_url:
        data.mkdir(parents=True, exist_ok=True)
        return Ledger(
            env={
                "PERSISTENCE_MODULE": "eventsourcing.sqlite",
                "MAPPER_TOPIC": "governance.kernel.mapper:EventMapper",
                "APPLICATION_RECORDER_TOPIC": "governance.kernel.sqlite:SqliteRecorder",
                "SQLITE_DBNAME": str(data / "events.db"),
            }
        )
    url = urlsplit(database_url)
    return Ledger(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "MAPPER_TOPIC": "governance.kernel.mapper:EventMapper",
            "APPLICATION_RECORDER_TOPIC": "governance.kernel.postgres:PostgresRecorder",
            "POSTGRES_DBNAME": url.path.lstrip("/"),
            "POSTGRES_HOST": url.hostname or "127.0.0.1",
            "POSTGRES_PORT": str(url.port or 5432),
            "POSTGRES_USER": unquote(url.username or "postgres"),
            "POSTGRES_PASSWORD": unquote(url.password or ""),
            "POSTGRES_POOL_SIZE": "4",
            "POSTGRES_MAX_OVERFLOW": "8",
            "POSTGRES_MAX_WAITING": "0",
            "POSTGRES_CONNECT_TIMEOUT": "2",
            "POSTGRES_SCHEMA": "public",
        }
    )


def refuse_unsafe(environment: Mapping[str, str]) -> None:
    """Refuse settings of the library that lose events or change stored bytes."""
    if strtobool(environment.get(FUNCTIONS) or "no"):
        raise UnsafeSettingError("store.database_functions", name=FUNCTIONS)
    for name in FORBIDDEN:
        if environment.get(name):
            raise UnsafeSettingError("store.foreign_format", name=name)
