"""会议纪要: looked through item by item, put before those who were there, approved, handed out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.minutes import minutes_digest
from governance.meetings.state import State
from governance.meetings.stream import STREAM
from web.frame import current, query_args
from web.frame.access import page
from web.frame.form_page import Answer, answer, press
from web.frame.refusals import sentence
from web.meetings import forms
from web.meetings.files import house_file
from web.meetings.kept import Given, Issued, Made, given, keep
from web.meetings.minutes_document import paper
from web.meetings.papers import handed
from web.meetings.resolved import resolved
from web.meetings.views import found
from web.text.formats import fortnight

bp = Blueprint("minutes", __name__)

FORMATS = ("docx", "pdf")
APPROVED = "meetings.MinutesApproved"


def held(key: UUID) -> State:
    """Give a meeting that was held and the person sees; 404 otherwise."""
    state = found(key)
    return state if state.held and state.frozen else abort(404)


@bp.get("/meetings/<uuid:key>/minutes")
@page("agenda")
def show(key: UUID) -> str:
    """Show the minutes as they stand, with what may be done with them."""
    state = held(key)
    people, kinds = current.people_names(), current.book().agenda.decision
    titles = {one.code: one.title for one in kinds}
    mark, context = minutes_digest(state), current.context()
    hindrance = STREAM.hindrance(ask.ApproveMinutes, state, context)
    may_approve = current.may(ask.ApproveMinutes, state.grid)
    return render_template(
        "meetings/minutes.html",
        key=key,
        state=state,
        grid=current.grid_names().get(state.grid, state.grid),
        issue=fortnight(state.window),
        who={
            label: "、".join(people.get(one, one) for one in names)
            for label, names in _present(state).items()
            if names
        },
        parts=[
            (part.title, [_row(state, item, titles) for item in _items(state, part.code)])
            for part in (state.frozen.heading.sections if state.frozen else ())
        ],
        resolved=resolved(key),
        mark=mark,
        same=state.circulated is not None and state.circulated.digest == mark,
        may_note=current.may(ask.NoteDiscussion, state.grid),
        may_circulate=current.may(ask.CirculateMinutes, state.grid),
        may_approve=may_approve and hindrance is None,
        hindered=sentence(hindrance) if may_approve and hindrance else "",
        versions=sorted(_approved(key)),
        people=people,
    )


def _present(state: State) -> dict[str, tuple[str, ...]]:
    there = state.held
    if there is None:
        return {}
    return {
        "主持": (there.host,),
        "出席": there.attended,
        "列席": there.observers,
        "请假": there.absent,
        "记录": (there.recorder,),
    }


def _items(state: State, section: str) -> list[Item]:
    items = state.frozen.items if state.frozen else ()
    return [item for item in items if item.section == section]


def _row(state: State, item: Item, titles: dict[str, str]) -> dict[str, Any]:
    kind, decision = state.decisions.get(item.key, ("", ""))
    return {
        "key": item.key,
        "number": item.number,
        "subject": item.subject,
        "figure": item.kind == "figure",
        "told": [reason.text for reason in item.reasons],
        "said": state.said.get(item.key, ""),
        "kind": titles.get(kind, kind),
        "decision": decision,
    }


@bp.route("/meetings/<uuid:key>/said/<path:item>", methods=["GET", "POST"])
@page("agenda")
def said(key: UUID, item: str) -> Answer:
    """Note what was said on an item."""
    state = held(key)
    about = state.on_paper(item) or abort(404)

    def do(values: dict[str, Any]) -> str:
        asked = ask.NoteDiscussion(
            command_id=current.command_id(), stream=key, key=item, said=values["said"]
        )
        current.act(asked)
        return "讨论情况已记入纪要"

    return answer(
        forms.Discussion(),
        do,
        title=f"讨论情况：{about.subject}",
        button="记入纪要",
        back=url_for(".show", key=key),
        initial={"said": state.said.get(item, "")},
    )


@bp.post("/meetings/<uuid:key>/minutes/<any(circulate, approve):step>")
@page("agenda")
def step(key: UUID, step: str) -> Response:
    """Put the minutes that were on the screen before those who were there, or approve them."""
    kind = ask.CirculateMinutes if step == "circulate" else ask.ApproveMinutes
    held(key)

    def do() -> str:
        seen = request.form.get("seen", "")
        current.act(kind(command_id=current.command_id(), stream=key, seen=seen))
        if step == "circulate":
            return "纪要已传阅，等待批准；有更正的，更正后重新传阅"
        keep(current.runtime(), _issued(key, *max(_approved(key).items())))
        return "纪要已批准并编号"

    return press(do, url_for(".show", key=key))


@bp.get("/meetings/<uuid:key>/minutes.<kind>")
@page("agenda")
def document(key: UUID, kind: str) -> Response:
    """Give the minutes as a file: an approved version as it was approved, else as they stand."""
    state = held(key)
    known = _approved(key)
    number = query_args.number("version", max(known, default=0))
    if kind not in FORMATS or (number and number not in known):
        abort(404)
    edition = f"第{number}版" if number else "草稿"
    grid = current.grid_names().get(state.grid, state.grid)
    name = f"{grid}会议纪要{fortnight(state.window)}（{edition}）"

    def make() -> Given:
        if number:
            return given(current.runtime(), _issued(key, number, known[number]), kind)
        view = current.view()
        made = paper(
            state,
            view,
            current.book(),
            position=view.position,
            made_at=current.as_at(),
            draft=True,
        )
        return Given(house_file(made, kind))

    return handed(key, kind, name, len(state.decisions), make)


def _issued(key: UUID, number: int, approved: tuple[State, int]) -> Issued:
    """Give a version of the minutes as it stood at the position of its approval."""
    state, position = approved

    def make(kind: str) -> Made:
        view = current.runtime().at(position)
        made = paper(
            state,
            view,
            view.book(),
            position=position,
            made_at=state.approved.recorded_at if state.approved else current.as_at(),
            draft=False,
        )
        return Made(house_file(made, kind))

    return Issued(key, "minutes", number, FORMATS, make)


def _approved(key: UUID) -> dict[int, tuple[State, int]]:
    """Give the meeting as it stood when each version of its minutes was approved, and where."""
    state: State = STREAM.initial
    versions: dict[int, tuple[State, int]] = {}
    for event in current.history(key):
        state = STREAM.evolve(state, event)
        if event.TOPIC == APPROVED and state.approved:
            versions[state.approved.number] = (state, current.record_of(event))
    return versions
