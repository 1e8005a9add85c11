"""Commands: what somebody asks, with an id made by whoever pressed the button."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """An imperative for one stream. The same id asks the same thing, however often it arrives.

    An id answers to whoever sent it first, and to nobody else.

    `happened_at` is the time the person or the device gives, aware; the server's time comes in the
    context. `cause` names the event a process acts upon.
    """

    STREAM: ClassVar[str] = ""

    command_id: UUID
    stream: UUID
    happened_at: datetime | None = None
    cause: str = ""

    @property
    def impersonal(self) -> bool:
        """Whether it is the same whoever sends it, as a row of a sheet is."""
        return False

    @property
    def own(self) -> "Command":
        """What of it makes events of its own stream, which is what their mark is made of.

        What it says for another stream is marked there, with the command that is sent on.
        """
        return self

    @classmethod
    def qualified_name(cls) -> str:
        """Give the name permissions are written in, such as `hotline.ContactCaller`."""
        return f"{cls.STREAM}.{cls.__name__}"


class Actor(msgspec.Struct, frozen=True):
    """Who asks: the account, its roles, the grids and the unit it works for."""

    account: str
    roles: frozenset[str] = frozenset()
    grids: frozenset[str] = frozenset()
    unit: str = ""


SYSTEM = Actor(account="system", roles=frozenset({"system"}))
