"""Days as pages write them: a day without its year is of this year.

This year is that of whoever reads, also on a page as of an earlier moment: there is no other year
at hand to read a bare 11月24日 in, whatever moment the rest of the page stands on.
"""

from datetime import date

from flask import Flask

from web.frame.current import now
from web.text import formats


def day(value: date | None) -> str:
    """Write a day, 11月24日（周二）; of another year than this one with its year."""
    return formats.day(value, now())


def bare_day(value: date | None) -> str:
    """Write a day without its weekday, 11月24日; of another year with its year."""
    return formats.bare_day(value, now())


def month(value: date) -> str:
    """Write a month, 11月; of another year with its year."""
    return bare_day(value).partition("月")[0] + "月"


def register(app: Flask) -> None:
    """Give the templates both filters."""
    app.jinja_env.filters.update(day=day, bare_day=bare_day)
