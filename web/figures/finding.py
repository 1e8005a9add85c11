"""查询码: a figure as it is printed, and the way back to the rows it counted then.

It reads 46228-261109-14-K3J8QZ: the record it was seen at, the first day, how many days, and a mark
of what was counted of whom. Nothing is kept of it: what the record holds says what it may be of.
"""

import re
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from projections.figures.queries import BY, figures
from web.figures.periods import DAY, Period
from web.frame import current

PRINTED: Final = re.compile(r"(\d{1,12})-(\d{6})-(\d{1,4})-([A-Z2-7]{6})")
MARK: Final = 6
DASHES: Final = str.maketrans("—–−‐－ー", "------")


def code_of(position: int, span: Period, metric: str, by: str, scope: str) -> str:
    """Give the code of a figure of a period as it stood at a record."""
    days = (span.last - span.first).days + 1
    return f"{position}-{span.first:%y%m%d}-{days}-{_mark(metric, by, scope)}"


def _mark(metric: str, by: str, scope: str) -> str:
    hashed = sha256(msgspec.json.encode([metric, by, scope])).digest()
    return b32encode(hashed).decode()[:MARK]


def printed(code: str) -> str:
    """Give the list behind a figure at the record it was printed at; empty for no such code."""
    found = PRINTED.fullmatch(code.translate(DASHES))
    if not found or not 1 <= int(found[1]) <= current.runtime().ledger.position():
        return ""
    try:
        first = datetime.strptime(found[2], "%y%m%d").replace(tzinfo=ZoneInfo("UTC")).date()
    except ValueError:
        return ""
    position, span = int(found[1]), Period("days", first, first + (int(found[3]) or 1) * DAY - DAY)
    view = current.runtime().at(position)
    book = view.book()
    start, end = span.moments(book)
    for by in BY:
        seen = figures(
            view,
            book,
            start=start,
            end=end,
            by=by,
            sight=current.sight("figures"),
            as_at=view.moment or current.now(),
        )
        for row in seen.rows:
            if _mark(row.metric, by, row.scope) == found[4]:
                return current.page_url(
                    "figures.cases",
                    metric=row.metric,
                    by=by,
                    scope=row.scope,
                    period="days",
                    **{"from": span.first.isoformat(), "to": span.last.isoformat()},
                    as_of=position,
                )
    return ""
