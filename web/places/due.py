"""When is the next visit to a place due, and what asks for it? In words."""

from datetime import date

import msgspec

from governance.visits.due import INTERVALS, USUAL, DueRule, due_rule
from projections.places.due import due_of
from projections.places.queries import Place
from web.frame import current


class DueDoor(msgspec.Struct, frozen=True):
    """A place with the rule that asks for the next visit to it, from when on, and why in words.

    All three are empty where nothing ever asks; the day is where the door is due at once.
    """

    place: Place
    rule: str = ""
    due_on: date | None = None
    why: str = ""


def rule() -> DueRule:
    """Give the rule of the moment looked at."""
    book = current.book()
    return due_rule(book.options, book.calendar, current.as_at())


def asked_for(place: Place) -> DueDoor:
    """Give a place with what asks for the next visit to it."""
    due = due_of(place, rule())
    if due is None:
        return DueDoor(place)
    options = current.book().options
    words = [options.label("revisit_reasons", due.rule)]
    if due.rule == "interval":
        words.append(options.label(INTERVALS, place.interval or USUAL))
    if due.day is None:
        words = ["还没有走访过"]
    return DueDoor(place, due.rule, due.day, "，".join(words))
