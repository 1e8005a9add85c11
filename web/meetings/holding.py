"""At the meeting and after: who was there, what was decided, and what becomes of it."""

from typing import Any
from uuid import UUID, uuid5

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.meetings import commands as ask
from governance.meetings.state import State
from governance.meetings.stream import STREAM
from projections.meetings.queries import last_held
from web.frame import current, query_args
from web.frame.access import page
from web.frame.form_page import Answer, answer, press
from web.frame.forms import local_text
from web.frame.people import people
from web.meetings import forms, presenters
from web.meetings.deciding import deciding, next_open, undecided
from web.meetings.drafting import listed
from web.meetings.preparing import back, meeting

bp = Blueprint("holding", __name__)


@bp.route("/meetings/<uuid:key>/hold", methods=["GET", "POST"])
@page("agenda")
def hold(key: UUID) -> Answer:
    """Record that the meeting took place."""
    state = meeting(key)
    known = people(state.grid)
    frozen = state.frozen.items if state.frozen else ()
    units = dict.fromkeys(name for item in frozen for name in (item.unit, *item.observers) if name)
    named = [*known, *((name, name) for name in units)]
    screen = query_args.number("room")

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.HoldMeeting(
                command_id=current.command_id(),
                stream=key,
                held_at=values["held_at"],
                host=values["host"],
                recorder=values["recorder"],
                attended=(*values["attended"], *listed(values["others"])),
                observers=(*values["observers"], *listed(values["sat_in"])),
                absent=values["absent"],
            )
        )
        return "会议已登记召开，请在议题旁记录议定"

    return answer(
        forms.Hold(),
        do,
        title="登记召开",
        button="登记召开",
        back=url_for("room.show", key=key, at=screen) if screen else back(key),
        initial={
            "held_at": local_text(current.now()),
            "host": state.host,
            "recorder": current.me().login,
        }
        | _last_time(state, [code for code, _ in named]),
        choices={
            "host": known,
            "recorder": known,
            "attended": named,
            "observers": [(name, name) for name in units],
            "absent": named,
        },
    )


def _last_time(state: State, offered: list[str]) -> dict[str, Any]:
    """Give who attended and sat in when the grid last met; whom no list has in a line of text."""
    key = last_held(current.live(), state.grid)
    before: State = current.runtime().governance.load(STREAM, key) if key else STREAM.initial
    if before.held is None:
        return {}
    there = {"attended": before.held.attended, "observers": before.held.observers}
    known = {name: [one for one in who if one in offered] for name, who in there.items()}
    rest = {name: [one for one in who if one not in offered] for name, who in there.items()}
    return known | {"others": "、".join(rest["attended"]), "sat_in": "、".join(rest["observers"])}


@bp.route("/meetings/<uuid:key>/decide/<path:item>", methods=["GET", "POST"])
@page("agenda")
def decide(key: UUID, item: str) -> Answer:
    """Record what was decided on an item, with what follows from it, in one transaction."""
    state = meeting(key)
    held = state.on_paper(item)
    if held is None:
        abort(404)
    here = back(key, presenters.anchor(item))
    ahead = next_open(state, item)
    after = url_for(".decide", key=key, item=ahead.key) if ahead else here
    return deciding(state, key, held, back=here, after=after)


@bp.post("/meetings/<uuid:key>/rest")
@page("agenda")
def rest(key: UUID) -> Response:
    """Record on every item nothing was recorded on what meetings usually do with it."""
    state, kind = meeting(key), current.book().agenda.rest
    sent = current.command_id()

    def do() -> str:
        items = undecided(state)
        if not (items and kind):
            raise Refused("kernel.unchanged")
        current.act(
            *(
                ask.RecordDecision(
                    command_id=uuid5(sent, item.key),
                    stream=key,
                    key=item.key,
                    kind=kind.code,
                    decision=kind.title,
                )
                for item in items
            )
        )
        return f"其余{len(items)}项已记为“{kind.title}”，有出入的可以逐项更正"

    return press(do, back(key))
