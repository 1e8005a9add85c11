"""The periods figures are asked for, each with the one before it."""

from datetime import date, datetime, time, timedelta

import msgspec

from governance.policy.book import PolicyBook

DAY = timedelta(days=1)
NAMES = {
    "this": "本双周",
    "last": "上一双周",
    "month": "本月",
    "year": "本年",
    "days": "自定起止",
}
DEFAULT = "this"


class Period(msgspec.Struct, frozen=True):
    """Some days, the first and the last included; `kind` says how the one before it is found."""

    kind: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """The days in words."""
        begin, end = self.first, self.last
        until = f"{end.year}年" if end.year != begin.year else ""
        return f"{begin.year}年{begin.month}月{begin.day}日至{until}{end.month}月{end.day}日"

    def moments(self, book: PolicyBook) -> tuple[datetime, datetime]:
        """Give the moments it begins and ends, the end excluded."""
        at = book.calendar.at
        return at(self.first, time.min), at(self.last + DAY, time.min)

    def before(self, book: PolicyBook) -> "Period":
        """Give the period before: a fortnight, month or year, else as many days."""
        eve = self.first - DAY
        if self.kind == "month":
            return Period("month", eve.replace(day=1), eve)
        if self.kind == "year":
            return Period("year", date(eve.year, 1, 1), eve)
        if self.kind == "days":
            return Period("days", self.first - (self.last - self.first) - DAY, eve)
        window = book.cycles.window(eve)
        return Period("last", window.start, window.end)


def period(
    book: PolicyBook, kind: str, today: date, first: date | None, last: date | None
) -> Period:
    """Give the period of a kind around a day; days of one's own must run forward."""
    if kind == "days" and first and last and first <= last:
        return Period("days", first, last)
    if kind == "month":
        following = (today.replace(day=1) + 31 * DAY).replace(day=1)
        return Period("month", today.replace(day=1), following - DAY)
    if kind == "year":
        return Period("year", date(today.year, 1, 1), date(today.year, 12, 31))
    window = book.cycles.window(today)
    if kind == "last":
        window = book.cycles.previous(window)
    return Period(kind if kind == "last" else DEFAULT, window.start, window.end)
