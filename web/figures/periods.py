"""The periods figures are asked for, each with the one before it."""

from datetime import date, datetime, time, timedelta

import msgspec

from governance.policy.book import PolicyBook
from web.text.formats import moment

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

    def ended(self, book: PolicyBook, as_at: datetime) -> bool:
        """Whether it is over."""
        return self.moments(book)[1] <= as_at

    def day(self, book: PolicyBook, as_at: datetime) -> int:
        """Give which of its days it is, 0 before its first and once it is over."""
        begun = self.moments(book)[0] <= as_at
        today = book.calendar.local(as_at).date()
        return (today - self.first).days + 1 if begun and not self.ended(book, as_at) else 0

    def earlier(self, book: PolicyBook, as_at: datetime) -> "Earlier | None":
        """Give what it may be compared with: the period before, after as much time as has gone by.

        None before it begins, and once more time has gone by than the one before had.
        """
        eve = self.before(book)
        if self.ended(book, as_at):
            return Earlier(eve)
        gone = as_at - self.moments(book)[0]
        begin, end = eve.moments(book)
        return Earlier(eve, begin + gone) if timedelta(0) < gone <= end - begin else None


class Earlier(msgspec.Struct, frozen=True):
    """An earlier period, whole or as it stood at a moment within it."""

    span: Period
    cut: datetime | None = None

    @property
    def name(self) -> str:
        """What a change against it is called."""
        return "较上期同期" if self.cut else "较上期"

    @property
    def words(self) -> str:
        """The days in words, and the moment it is seen at."""
        return self.span.words + (f"的同期（截至{moment(self.cut)}）" if self.cut else "")


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
