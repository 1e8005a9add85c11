"""Moments as people and systems write them into sheets."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

from web.text.cells import as_text
from web.text.faults import MomentFault

YEARS = range(1990, 2101)
"""Outside of these a number or a date comes from another column, not from a case."""

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's day 0 has no zone yet)
"""The day 0 of a workbook's calendar, unless the workbook says that it counts from 1904."""

_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_WEEKDAY = re.compile(r"\(?(星期|周|礼拜)[一二三四五六日天]\)?")
_CLOCK = r"""
    (?P<half>上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|夜间)?\s*
    (?P<hour>\d{1,2})\s*[:时点]\s*
    (?:(?P<minute>\d{1,2})\s*(?:[:分]\s*(?:(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?\s*秒?)?)?)?
    \s*(?P<meridiem>[AP]M)?
    \s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?
"""
_DAY = r"""(?:
      (?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?
    | (?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<last_year>\d{4})
    )"""
_WRITTEN = re.compile(
    rf"{_DAY}(?:(?:\s*T\s*|\s+|(?<=日)|(?=[上下凌清早中傍晚夜])){_CLOCK})?", re.VERBOSE
)
_PACKED = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[\sT]*(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_ONLY_CLOCK = re.compile(_CLOCK, re.VERBOSE)
_SHORT_YEAR = re.compile(r"(\d{2}\s*[-/年])?\s*\d{1,2}\s*[-/月]\s*\d{1,2}\s*日?(\D.*)?", re.DOTALL)
_MORNING = frozenset(("上午", "凌晨", "清晨", "早上", "早晨", "AM"))
_EVENING = frozenset(("傍晚", "晚上", "夜间"))
_NOON = 12


def read_moment(value: Any, zone: tzinfo, zero: datetime = DAY_ZERO, order: str = "") -> datetime:
    """Give the moment a cell names, in UTC.

    `value` is a date cell, an Excel serial number (also as text) or a written date; without an
    offset of its own it is on the clock of `zone`. Serial numbers count from `zero`. A day
    without a time is its first moment. `order` says which of 05/02/2026 comes first, `day` or
    `month`, where somebody has said so.

    Raises:
        MomentFault: not a moment, or not one moment; `str()` gives the reason.

    """
    if isinstance(value, datetime):
        return _settle(_to_millisecond(value), zone, value)
    if isinstance(value, date):
        return _settle(datetime.combine(value, time()), zone, value)
    if isinstance(value, time | timedelta):
        raise MomentFault("moment.no_date", value=as_text(value))
    text = unicodedata.normalize("NFKC", as_text(value)).upper()
    text = " ".join(_WEEKDAY.sub(" ", text.replace("A.M.", "AM").replace("P.M.", "PM")).split())
    if _SERIAL.fullmatch(text):
        return _settle(_to_millisecond(zero + timedelta(days=float(text))), zone, value)
    if found := _PACKED.fullmatch(text) or _WRITTEN.fullmatch(text):
        return _settle(_built(found, value, order), zone, value)
    if _ONLY_CLOCK.fullmatch(text):
        raise MomentFault("moment.no_date", value=as_text(value))
    code = "moment.short_year" if _SHORT_YEAR.fullmatch(text) else "moment.unreadable"
    raise MomentFault(code, value=as_text(value))


def _built(found: re.Match[str], value: Any, order: str) -> datetime:
    parts = {name: part for name, part in found.groupdict().items() if part is not None}
    year, month, day = _day(parts, value, order)
    hour, extra = _hour(parts, value)
    fraction = parts.get("fraction", "")[:6].ljust(6, "0")
    try:
        built = datetime(
            year,
            month,
            day,
            hour,
            int(parts.get("minute", 0)),
            int(parts.get("second", 0)),
            int(fraction),
            tzinfo=_offset(parts.get("offset")),
        )
        return built + extra
    except (ValueError, OverflowError) as error:
        raise MomentFault("moment.impossible", value=as_text(value)) from error


def _day(parts: dict[str, str], value: Any, order: str) -> tuple[int, int, int]:
    if "year" in parts:
        return int(parts["year"]), int(parts["month"]), int(parts["day"])
    year, one, two = int(parts["last_year"]), int(parts["one"]), int(parts["two"])
    if order:
        return (year, one, two) if order == "month" else (year, two, one)
    if "meridiem" in parts or one == two or two > _NOON:
        return year, one, two  # month first, as where AM and PM are written
    if one > _NOON:
        return year, two, one
    raise MomentFault("moment.ambiguous", value=as_text(value))


def _hour(parts: dict[str, str], value: Any) -> tuple[int, timedelta]:
    """Give the hour of the day, and a day more for the 24:00 that ends one."""
    hour = int(parts.get("hour", 0))
    half = parts.get("half") or parts.get("meridiem")
    past = int(parts.get("minute", 0)) + int(parts.get("second", 0))
    if hour == 2 * _NOON and not half and not past:
        return 0, timedelta(days=1)
    if half in _MORNING:
        if hour > _NOON:
            raise MomentFault("moment.impossible", value=as_text(value))
        return hour % _NOON, timedelta()
    if half in _EVENING and hour in (0, _NOON):
        raise MomentFault("moment.ambiguous", value=as_text(value))
    later = half is not None and hour < _NOON and not (half == "中午" and hour >= _NOON - 2)
    return hour + _NOON if later else hour, timedelta()


def _offset(written: str | None) -> tzinfo | None:
    if written is None:
        return None
    if written.isalpha():
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if written.startswith("-") else away)


def _to_millisecond(moment: datetime) -> datetime:
    """Round what a sheet's binary fraction of a day blurs: 11:20:20.999997 is 11:20:21."""
    moment += timedelta(microseconds=500)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _settle(moment: datetime, zone: tzinfo, value: Any) -> datetime:
    """Place a naive moment on the clock of the zone, where that clock shows it exactly once."""
    if moment.year not in YEARS:
        raise MomentFault("moment.out_of_range", value=as_text(value), year=moment.year)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    first, second = (moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    there = first.astimezone(zone).replace(tzinfo=None) == moment
    raise MomentFault("moment.clock_change" if there else "moment.impossible", value=as_text(value))
