"""Events: frozen facts with one envelope, a name on disk that never changes, and versions.

Stored shapes are for ever: `shapes.json` beside the tests of each concept holds them.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import msgspec

from governance.kernel.errors import UnreadableEventError

UNSTAMPED = datetime.min.replace(tzinfo=UTC)
NOBODY = UUID(int=0)


# Facts refer to no other fact, so the collector of cycles need not look at millions of them.
class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A fact of one stream. The envelope is stamped by the application, never by a decision.

    `happened_at` is what the person, the phone or the sheet says; it never orders anything.
    `cause` names the event (`stream:version`) that made a process act; `command_mark` is
    the keyed mark of the command, so that one id cannot answer for two different commands.
    `MADE_OF` is the shared shape that a stream has under a name of its own.
    """

    TOPIC: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    MADE_OF: ClassVar[type[Any] | None] = None

    stream: UUID = NOBODY
    version: int = 0
    recorded_at: datetime = UNSTAMPED
    happened_at: datetime = UNSTAMPED
    actor: str = ""
    command_id: UUID = NOBODY
    command_mark: str = ""
    cause: str = ""

    @property
    def originator_id(self) -> UUID:
        """The stream, under the name the event store knows it by."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, under the name the event store knows it by."""
        return self.version

    @property
    def reference(self) -> str:
        """How another event names this one as its cause."""
        return f"{self.stream}:{self.version}"


E = TypeVar("E", bound=type[Event])
Upcast = Callable[[dict[str, Any]], dict[str, Any]]
Decode = Callable[[bytes], Event]

EVENTS: dict[str, type[Event]] = {}
_decoders: dict[str, Decode] = {}


def event(name: str, *, version: int = 1, upcasts: tuple[Upcast, ...] = ()) -> Callable[[E], E]:
    """Register a class under its name on disk.

    `upcasts[i]` turns the stored fields of version i + 1 into those of version i + 2; a class of
    version n brings n - 1 of them.
    """
    if len(upcasts) != version - 1:
        raise ValueError(f"{name}: version {version} needs {version - 1} upcasts")

    def register(cls: E) -> E:
        cls.TOPIC, cls.VERSION = topic(name, version), version
        if taken := cls.__annotations__.keys() & Event.__annotations__.keys():
            raise ValueError(f"{name}: the envelope holds {sorted(taken)}")
        if topic(name, 1) in _decoders:
            raise ValueError(f"{name} is taken")
        EVENTS[name] = cls
        _decoders[cls.TOPIC] = msgspec.json.Decoder(cls).decode
        for old in range(1, version):
            _decoders[topic(name, old)] = _upcasting(cls, upcasts[old - 1 :])
        return cls

    return register


def topic(name: str, version: int) -> str:
    """Give the name on disk of one version of an event."""
    return name if version == 1 else f"{name}.v{version}"


def topics_of(cls: type[Event]) -> list[str]:
    """Give the names on disk of all versions of an event; of a shared one, of all made of it."""
    return [
        topic(name, version)
        for name, known in EVENTS.items()
        if cls in {known, known.MADE_OF}
        for version in range(1, known.VERSION + 1)
    ]


def decode(stored_topic: str, state: bytes) -> Event:
    """Read stored bytes of any version as the event of today."""
    try:
        return _decoders[stored_topic](state)
    except KeyError:
        raise UnreadableEventError(f"unknown topic {stored_topic}") from None
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise UnreadableEventError(f"{stored_topic}: {error}") from error


def _upcasting(cls: type[Event], upcasts: tuple[Upcast, ...]) -> Decode:
    def read(state: bytes) -> Event:
        fields: dict[str, Any] = msgspec.json.decode(state)
        for upcast in upcasts:
            fields = upcast(fields)
        return msgspec.convert(fields, cls)

    return read
