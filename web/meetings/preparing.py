"""Before the meeting: the agenda drafted by the rules, and frozen."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.meetings import commands as ask
from governance.meetings.state import State
from governance.meetings.stream import STREAM
from governance.processes import meeting_cycle
from web.frame import current
from web.frame.access import page
from web.frame.form_page import press
from web.meetings import presenters
from web.meetings.changes import outdated
from web.meetings.files import issued
from web.meetings.kept import keep

bp = Blueprint("preparing", __name__)


def meeting(key: UUID) -> State:
    """Give the meeting as it is; 404 when there is none."""
    state: State = current.runtime().governance.load(STREAM, key)
    if state.stage == "absent" and not state.missed:
        abort(404)
    return state


def back(key: UUID, anchor: str = "") -> str:
    """Give the address of the agenda."""
    return url_for("meetings.show", key=key, _anchor=anchor or None)


@bp.post("/meetings/<uuid:key>/draft")
@page("agenda_edit")
def draft(key: UUID) -> Response:
    """Draft the agenda by the rules in force, from all that is known now."""
    state = meeting(key)

    def do() -> str:
        if state.stage == "absent":
            raise Refused("meetings.not_scheduled")
        made = presenters.composition(state)
        row = meeting_cycle.KnownMeeting(grid=state.grid, window=state.window, start=state.start)
        current.act(
            meeting_cycle.draft(
                row, made, current.book(), current.view().position, current.command_id()
            )
        )
        return f"议程草稿已按规则生成，共{len(made.items)}项；手工所作的增删和调整都还在"

    return press(do, back(key))


@bp.post("/meetings/<uuid:key>/freeze")
@page("agenda_edit")
def freeze(key: UUID) -> Response | str:
    """Freeze the agenda that was on the screen, or its addendum.

    What the rules would say otherwise by now is shown first, and asked about.
    """
    state = meeting(key)
    if state.drafted and state.stage == "scheduled":
        stale = outdated(state, presenters.composition(state))
        if stale and request.form.get("known") != stale.mark:
            return render_template("meetings/freeze.html", key=key, state=state, stale=stale)

    def do() -> str:
        outcome = current.send(
            ask.FreezeAgenda(
                command_id=current.command_id(),
                stream=key,
                position=request.form.get("position", 0, type=int),
                seen=request.form.get("seen", ""),
            )
        )
        if not outcome.events:
            return "议程没有变动，仍为已定稿的版本"
        frozen: Any = outcome.events[-1]
        keep(current.runtime(), issued(current.runtime(), key, meeting(key)))
        return f"议程已定稿：第{frozen.number}版，截至第{frozen.position}号记录"

    return press(do, back(key))
