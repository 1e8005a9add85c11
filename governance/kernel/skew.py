"""时钟: is the present credible? What is recorded at a wrong moment stays so for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta

from governance.kernel.errors import Refused
from governance.kernel.event import Event

MOST = timedelta(minutes=5)
"""How far a clock may be off; two hosts that write side by side are never in full agreement."""
FRESH = timedelta(seconds=1)
"""How long a clock that was right is believed, as long as it runs on."""

Now = Callable[[], datetime | None]


def behind(now: datetime, last: Event | None) -> timedelta:
    """Give how far a clock is behind the last event; nothing while that is no more than `MOST`."""
    late = last.recorded_at - now if last else timedelta()
    return late if late > MOST else timedelta()


def ahead(now: datetime, database: datetime | None) -> timedelta:
    """Give how far a clock is ahead of the database's, beyond `MOST`; nothing where it has none."""
    early = now - database if database else timedelta()
    return early if early > MOST else timedelta()


class Clockwork:
    """Refuses to record at a moment that cannot be; a moment is never raised to hide it.

    A clock that runs on is asked about once in a while, one that has gone back at once.
    """

    def __init__(self, last: Callable[[], Event | None], database: Now) -> None:
        self._last = last
        self._database = database
        self._right_at: datetime | None = None

    def refuse_skew(self, now: datetime) -> None:
        """Refuse a moment more than `MOST` behind the last event or ahead of the database's."""
        if self._right_at and self._right_at <= now < self._right_at + FRESH:
            return
        self._right_at = None
        if late := behind(now, self._last()):
            raise Refused("kernel.clock_behind", minutes=_minutes(late))
        if early := ahead(now, self._database()):
            raise Refused("kernel.clock_ahead", minutes=_minutes(early))
        self._right_at = now


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)
