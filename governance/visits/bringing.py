"""补录走访: a visit as the row of a sheet tells it, and the same one told again.

A visit is a time at a door of somebody: nothing of one that is here is changed by a sheet. What a
row says of it is the same, or the row is refused.
"""

from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Gone
from governance.kernel.spelling import name_key
from governance.policy.context import Context
from governance.policy.options import Options
from governance.visits import commands as ask
from governance.visits import events as fact
from governance.visits.record import MET, THEMES, check, made, missed

AT_THE_DOOR = "door"
"""How a visit was made of which its sheet says nothing more."""
Last = fact.VisitMade | fact.VisitMissed


def bring(last: Last | None, command: ask.BringVisit, context: Context) -> list[Event]:
    """Give the event of a visit that is not here; one that is must be as the row says."""
    answers = _answers(command, context.policy.options)
    themes = tuple(dict.fromkeys(answer.theme for answer in answers))
    command = replace(command, answers=answers, themes=themes)
    if last is not None:
        _hold_against(last, command, context)
        return []
    command = replace(command, way=command.way or AT_THE_DOOR)
    check(command, context)
    event = made(command, context.policy.options) if command.outcome == MET else missed(command)
    return [replace(event, visitor=command.visitor, batch=command.batch)]


def _answers(command: ask.BringVisit, options: Options) -> tuple[ask.ToldAnswer, ...]:
    """Give the columns that are checks; a no to an essential one rests on the record of the visit.

    Without such a record the row is refused as a form would be.
    """
    columns = {name_key(column.name): column.answer for column in command.columns}
    return tuple(
        ask.ToldAnswer(
            theme=theme.code,
            item=item,
            answer=answer,
            note=command.narrative if answer == "no" and item in theme.essential else "",
        )
        for theme in options.choices(THEMES, command.visitee)
        for item in theme.items
        if (answer := columns.get(name_key(item)))
    )


def _hold_against(last: Last, command: ask.BringVisit, context: Context) -> None:
    """Refuse a row that says something else of a visit that is here; what it leaves out it may."""
    if isinstance(last, fact.VisitMade):
        held = {"outcome": MET, "next_on": last.revisit_on, "satisfaction": last.satisfaction}
        field, answers = "narrative", last.answers
    else:
        held = {"outcome": last.outcome, "next_on": last.next_try, "satisfaction": ""}
        field, answers = "note", ()
    for name, value in (held | {"way": last.way}).items():
        if (said := getattr(command, name)) and said != value:
            raise Refused("visits.sheet_differs", field=name)
    words, text = getattr(last, field), command.narrative
    if text and not context.same(words, text, command.stream, field, gone=set(Gone)):
        raise Refused("visits.sheet_differs", field="narrative")
    known = {(answer.theme, answer.item): answer.answer for answer in answers}
    if any(known.get((one.theme, one.item)) != one.answer for one in command.answers):
        raise Refused("visits.sheet_differs", field="answers")
