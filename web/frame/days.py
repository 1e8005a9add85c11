"""Days as pages write them: a day without its year is of the year of the moment looked at.

That is this year, unless an earlier moment is looked at: such a page says above everything, with
its year, which moment it is of, and is to the letter the page that was read then.
"""

from datetime import date

from flask import Flask

from web.frame.current import as_at
from web.text import formats


def day(value: date | None) -> str:
    """Write a day, 11月24日（周二）; of another year than that with its year."""
    return formats.day(value, as_at())


def bare_day(value: date | None) -> str:
    """Write a day without its weekday, 11月24日; of another year with its year."""
    return formats.bare_day(value, as_at())


def month(value: date) -> str:
    """Write a month, 11月; of another year with its year."""
    return bare_day(value).partition("月")[0] + "月"


def register(app: Flask) -> None:
    """Give the templates both filters."""
    app.jinja_env.filters.update(day=day, bare_day=bare_day)
