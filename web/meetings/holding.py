"""At the meeting and after: who was there, what was decided, and what becomes of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from governance.kernel.event import Event
from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.state import ADOPTING, State
from governance.policy.needs import CLOSING
from web.frame import current, query_args
from web.frame.access import page
from web.frame.form_page import Answer, answer
from web.frame.forms import local_text
from web.frame.people import people
from web.meetings import forms, presenters
from web.meetings.preparing import back, listed, meeting
from web.meetings.words import FOLLOWED, WAITING

bp = Blueprint("holding", __name__)

Faults = dict[str, list[str]]


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
        },
        choices={"host": known, "recorder": known, "attended": named, "absent": named},
    )


@bp.route("/meetings/<uuid:key>/decide/<path:item>", methods=["GET", "POST"])
@page("agenda")
def decide(key: UUID, item: str) -> Answer:
    """Record what was decided on an item, with what follows from it, in one transaction."""
    state = meeting(key)
    held = state.on_paper(item)
    if held is None:
        abort(404)
    return deciding(state, key, held, back=back(key, presenters.anchor(item)))


def deciding(state: State, key: UUID, item: Item, *, back: str, **page: Any) -> Answer:
    """Ask what was decided on an item, or how the record of it is to be corrected.

    What is sent without a reason is a record sent again, or one somebody else was faster with.
    """
    again = request.method == "POST" and "reason" not in request.form
    if item.key in state.decisions and not again:
        return _correct(state, key, item, back=back, **page)

    def do(values: dict[str, Any]) -> str:
        outcome = current.act(
            ask.RecordDecision(
                command_id=current.command_id(),
                stream=key,
                key=item.key,
                kind=values["kind"],
                decision=values["decision"],
                terms=_terms(values),
            )
        )
        return said(values["kind"], outcome.events)

    units = [(name, name) for name in current.unit_names()]
    if item.unit and (item.unit, item.unit) not in units:
        units.insert(0, (item.unit, item.unit))
    return answer(
        forms.Decide(),
        do,
        title=f"议定：{item.subject}",
        button="记录议定",
        back=back,
        words="选“形成议定事项”或“提级办理”的，同时填写责任单位、完成时限和销号标准；长期坚持的不填时限。",
        initial={"matter": item.subject, "owner": item.unit},
        choices={
            "kind": [(row.code, row.title) for row in current.book().agenda.decisions],
            "leader": people(state.grid),
            "owner": units,
            "partners": units,
        },
        check=_missing,
        **page,
    )


def said(kind: str, events: Sequence[Event]) -> str:
    """Say what came of a decision, or that somebody else is to do what was decided."""
    followed = [FOLLOWED[type(event)] for event in events if type(event) in FOLLOWED]
    if kind == CLOSING and not followed:
        followed = [WAITING]
    return "，".join(["议定已记录", *followed])


def _missing(values: dict[str, Any]) -> Faults:
    """Give every part of a resolution that is not filled in."""
    if values["kind"] not in ADOPTING:
        return {}
    return {
        name: [words]
        for name, words in {
            "matter": "请写明议定事项。",
            "owner": "请选择责任单位。",
            "standard": "请写明销号标准，怎样才算办成。",
        }.items()
        if not values[name]
    }


def _terms(values: dict[str, Any]) -> ask.Terms:

    return ask.Terms(**{name: values[name] for name in ask.Terms.__struct_fields__})


def _correct(state: State, key: UUID, item: Item, **page: Any) -> Answer:
    kind, decision = state.decisions[item.key]

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.CorrectDecision(command_id=current.command_id(), stream=key, key=item.key, **values)
        )
        return "议定记录已更正，原记录仍可查看"

    return answer(
        forms.Correct(),
        do,
        title=f"更正议定：{item.subject}",
        button="更正议定",
        words="更正只改会议记录；已形成的议定事项需要调整的，由会议另行议定。",
        initial={"kind": kind, "decision": decision},
        choices={"kind": [(row.code, row.title) for row in current.book().agenda.decisions]},
        **page,
    )
