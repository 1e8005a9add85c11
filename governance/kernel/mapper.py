"""Between events and the bytes of the event store: compact JSON any tool can read."""

from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from governance.kernel.event import Event, decode


class NoTranscoder(Transcoder):
    """The library asks for one; events are msgspec Structs and need none."""

    def encode(self, obj: Any) -> bytes:
        """Refuse: nothing but events is stored."""
        raise NotImplementedError

    def decode(self, data: bytes) -> Any:
        """Refuse: nothing but events is stored."""
        raise NotImplementedError


class EventMapper(Mapper[UUID]):
    """The library's extension point (`MAPPER_TOPIC`) for events that are Structs."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__(transcoder=NoTranscoder())
        self._encode = msgspec.json.Encoder().encode

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Encode an event; a `Personal` value left unsealed raises TypeError."""
        stamped: Event = domain_event
        return StoredEvent(stamped.stream, stamped.version, stamped.TOPIC, self._encode(stamped))

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Decode stored bytes of any version."""
        return decode(stored_event.topic, stored_event.state)
