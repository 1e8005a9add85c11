"""Onto the agenda by hand: what the rules left out, and what they know nothing of."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.state import State
from projections.agenda.whereabouts import where
from projections.casework.lookups import case_named
from projections.casework.queries import case
from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, answer
from web.meetings import forms, presenters
from web.meetings.preparing import back, meeting

bp = Blueprint("adding", __name__)


@bp.route("/meetings/<uuid:key>/take/<path:item>", methods=["GET", "POST"])
@page("agenda_edit")
def take(key: UUID, item: str) -> Answer:
    """Put on the agenda what the rules left out."""
    state = meeting(key)
    left = presenters.composition(state).left_out
    one = next((row.candidate for row in left if row.candidate.key == item), None)
    if one is None:
        abort(404)
    due = one.facts.get("due")
    carried = one.facts.get("carried")
    return _adding(
        state,
        key,
        forms.Take(),
        f"列入“{one.subject}”",
        lambda values: Item(
            key=one.key,
            kind=one.kind,
            section=values["section"],
            subject=one.subject,
            case_key=one.serial,
            case_stream=one.stream,
            source=one.source,
            unit=one.unit,
            due=due if hasattr(due, "weekday") else None,  # type: ignore[arg-type]
            carried=carried if isinstance(carried, int) else 0,
            decided=one.decided,
            place=one.place,
        ),
    )


@bp.route("/meetings/<uuid:key>/add", methods=["GET", "POST"])
@page("agenda_edit")
def add(key: UUID) -> Answer:
    """Put any matter on the agenda by hand."""
    return _adding(meeting(key), key, forms.Add(), "增列议题", _by_hand)


def _by_hand(values: dict[str, Any]) -> Item:
    """Give the item of a matter typed in; one with a case's number is about that case."""
    item = Item(
        key=f"hand:{current.command_id()}",
        kind="matter",
        section=values["section"],
        subject=values["subject"],
        unit=values["unit"],
    )
    if not values["serial"]:
        return item
    stream = case_named(current.live(), values["serial"])
    row = case(current.live(), stream) if stream else None
    if row is None:
        raise Refused("web.no_such_case", field="serial")
    return replace(
        item,
        key=f"case:{stream}",
        kind=row.kind,
        case_key=row.serial,
        case_stream=stream,
        source=row.source,
        place=where(current.area_names(), row.area, row.place),
        unit=values["unit"] or row.unit,
    )


def _adding(
    state: State, key: UUID, form: forms.Take, title: str, build: Callable[[dict[str, Any]], Item]
) -> Answer:
    def do(values: dict[str, Any]) -> str:
        item = replace(
            build(values),
            minutes=values["minutes"] or 0,
            speaker=values["speaker"],
            proposal=values["proposal"],
        )
        current.act(
            ask.AddAgendaItem(
                command_id=current.command_id(), stream=key, item=item, reason=values["reason"]
            )
        )
        return f"“{item.subject}”已列入议程"

    parts = state.draft.sections or current.book().agenda.sections
    return answer(
        form,
        do,
        title=title,
        button="列入议程",
        back=back(key),
        choices={
            "section": [(part.code, part.title) for part in parts],
            "unit": [(name, name) for name in current.unit_names()],
        },
    )
