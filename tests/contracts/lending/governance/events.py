"""Stored shapes; see CONTRIBUTING.md before changing one."""

from datetime import date

from governance.kernel.event import Event, event
from governance.kernel.sealed import Sealed


@event("lending.KeyLent")
class KeyLent(Event, frozen=True, kw_only=True):
    """借出: a key of a public room goes out until a day, the how many'th time."""

    number: int
    code: str
    room: str
    grid: str
    unit: str
    borrower: Sealed
    until: date


@event("lending.KeyReturned")
class KeyReturned(Event, frozen=True, kw_only=True):
    """归还: the key is back."""

    note: str = ""


@event("lending.Reminded")
class Reminded(Event, frozen=True, kw_only=True):
    """催还: whoever has the key was asked for it after the day."""

    until: date
