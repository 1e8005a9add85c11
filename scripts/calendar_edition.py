"""The first edition of the working calendar: our rules with the days of the `holidays` library.

The library lists the State Council's notices; for years without one it reckons the statutory days
and knows no make-up days. `confirmed_from` and `confirmed_through` tell the two apart.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tomllib import loads
from typing import Any

import holidays
import msgspec

import governance.policy

YEARS = range(2008, 2029)
SWAPPED = re.compile(r"休息日（由 (\S+) 调休）")
PART_OF = {"农历除夕": "春节", "春节延长假期": "春节"}


def build(years: Iterable[int] = YEARS) -> dict[str, Any]:
    """Give the content of a calendar edition covering these years, JSON-able."""
    rules = Path(governance.policy.__file__).with_name("calendar.toml").read_text("utf-8")
    content = loads(rules)
    covered = set(years)
    # A day off in January may be worked off in December: the neighbouring years name it.
    around = range(min(covered) - 1, max(covered) + 2)
    china = dict(holidays.country_holidays("CN", years=around, language="zh_CN"))
    days_off, made_up = _named(china, set(content["weekend"]))
    first, last = date(min(covered), 1, 1), date(max(covered), 12, 31)
    content["confirmed_from"] = max(content["confirmed_from"], first)
    content["confirmed_through"] = min(content["confirmed_through"], last)
    for key, names in (("holidays", days_off), ("makeup", made_up)):
        content[key] = [
            {"day": day, "name": name} for day, name in sorted(names.items()) if day.year in covered
        ]
    plain: dict[str, Any] = msgspec.to_builtins(content)
    return plain


def _named(china: Mapping[date, str], weekend: set[int]) -> tuple[dict[date, str], dict[date, str]]:
    """Give the days off and the make-up days, both named after the festival they belong to."""
    swaps = {
        day: date.fromisoformat(found[1])
        for day, label in china.items()
        if (found := SWAPPED.fullmatch(label))
    }
    days_off, made_up = {}, {}
    for day, label in china.items():
        name = label.replace("; ", "、")
        if day in swaps:
            festival = _festival(day, china, weekend)
            name, made_up[swaps[day]] = f"{festival}（调休放假）", f"{festival}调休上班"
        days_off[day] = name
    return days_off, made_up


def _festival(day: date, china: Mapping[date, str], weekend: set[int]) -> str:
    """Give the festivals within the run of days off around a day, such as `国庆节、中秋节`."""

    def off(day: date) -> bool:
        return day in china or day.weekday() in weekend

    while off(day - timedelta(days=1)):
        day -= timedelta(days=1)
    names: list[str] = []
    while off(day):
        label = china.get(day, "")
        if label and not SWAPPED.fullmatch(label):
            plain = (part.partition("（")[0] for part in label.split("; "))
            names += (PART_OF.get(name, name) for name in plain)
        day += timedelta(days=1)
    return "、".join(dict.fromkeys(names))
