"""A moment written in two cells: a day in one, the time of that day in the other."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from web.text.cells import as_text
from web.text.faults import MomentFault
from web.text.moments import DAY_ZERO, read_moment

_NO_DAY = 1904
"""A time of day that a sheet keeps with a day has the first one of its calendar."""

_ANY_DAY = date(2000, 1, 1)
_SECONDS = 86_400


class DayAndClock(NamedTuple):
    """Two cells that name one moment; either may be blank."""

    day: Any
    clock: Any


def read_day_and_clock(
    cells: DayAndClock, zone: tzinfo, zero: datetime = DAY_ZERO, order: str = ""
) -> datetime:
    """Give the moment two cells name together, in UTC; a day alone is its first moment.

    Raises:
        MomentFault: no moment, or two that differ; `str()` gives the reason.

    """
    if cells.clock is None:
        return read_moment(cells.day, zone, zero, order)
    if cells.day is None:
        return read_moment(cells.clock, zone, zero, order)
    day = read_moment(cells.day, zone, zero, order)
    local = day.astimezone(zone)
    clock = _clock(cells.clock)
    said = cells.clock if clock is None else f"{local:%Y-%m-%d} {clock}"
    moment = read_moment(said, zone, zero, order)
    same = moment.astimezone(zone).date() == local.date()
    ended = moment - day == timedelta(days=1)  # 24:00
    if moment != day and not (local.time() == time() and (same or ended)):
        texts = {name: as_text(cell) for name, cell in cells._asdict().items()}
        raise MomentFault("moment.contradiction", **texts)
    return moment


def is_clock(cell: Any) -> bool:
    """Tell whether a cell names a time of the day and no day."""
    clock = _clock(cell)
    if clock is None:
        return False
    try:
        read_moment(f"{_ANY_DAY} {clock}", UTC)
    except MomentFault:
        return False
    return True


def _clock(cell: Any) -> str | None:
    """Give a time of the day as text, or nothing when a day is said with it."""
    if isinstance(cell, datetime):
        return None if cell.year > _NO_DAY else cell.time().isoformat("seconds")
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    if isinstance(cell, timedelta):
        return _of_day(cell.total_seconds() / _SECONDS)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_day(cell) if 0 <= cell < 1 else None
    text = unicodedata.normalize("NFKC", as_text(cell)).strip()
    try:
        return _of_day(float(text)) if 0 <= float(text) < 1 else None
    except ValueError:
        return text if re.match(r"\D*\d{1,2}\s*[:时点]", text) else None


def _of_day(fraction: float) -> str:
    seconds = round(fraction * _SECONDS)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
