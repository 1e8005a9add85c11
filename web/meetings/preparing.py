"""Before the meeting: scheduled, drafted by the rules, worked on by hand, frozen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.meetings import commands as ask
from governance.meetings.items import Item, Presentation, presentation
from governance.meetings.state import State
from governance.meetings.stream import STREAM, meeting_id
from governance.processes import meeting_cycle
from projections.accounts.queries import everybody
from projections.meetings.queries import meetings_at
from web.frame import current, query_args
from web.frame.access import page
from web.frame.form_page import Answer, See, answer, press
from web.frame.forms import local_text
from web.frame.people import people
from web.frame.refusals import sentence
from web.meetings import forms, presenters
from web.meetings.changes import outdated
from web.text.formats import fortnight

YEARS_AHEAD = 2
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


@bp.route("/meetings/schedule", methods=["GET", "POST"])
@page("agenda_edit")
def schedule() -> Answer:
    """Schedule a grid's meeting in a fortnight."""
    grid = request.args.get("grid", "")
    book = current.book()
    cycles, calendar = book.cycles, book.calendar
    window = cycles.window(calendar.local(current.now()).date())
    number = query_args.number("window", within=range((window.year + YEARS_AHEAD) * 100))
    while window.number < number:
        window = cycles.next(window)
    if grid not in current.grid_names() or window.number != number:
        abort(404)
    key = meeting_id(grid, number)

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.ScheduleMeeting(
                command_id=current.command_id(),
                stream=key,
                grid=grid,
                window=number,
                start=window.start,
                end=window.end,
                **values,
            )
        )
        return "会议已排定"

    hosts = [row for row in everybody(current.live()) if "grid_leader" in row.roles]
    host = next((row.login for row in hosts if grid in row.grids), "")
    return answer(
        forms.Schedule(),
        do,
        title=f"排定{current.grid_names()[grid]}{fortnight(number)}会议",
        button="排定会议",
        back=url_for("meetings.index"),
        words=f"会议应在{window.start.month}月{window.start.day}日至"
        f"{window.end.month}月{window.end.day}日之间。",
        initial={
            "meets_at": local_text(cycles.meets_at(grid, window, calendar)),
            "place": cycles.rule(grid).place,
            "host": host,
        },
        choices={"host": people(grid)},
        check=lambda values: _at_once(key, values["meets_at"], values["despite"]),
        see={"meetings.scheduled_already": See("查看已排定的会议", back(key))},
    )


@bp.route("/meetings/<uuid:key>/move", methods=["GET", "POST"])
@page("agenda_edit")
def move(key: UUID) -> Answer:
    """Move the meeting within its fortnight."""
    state = meeting(key)

    def do(values: dict[str, Any]) -> str:
        current.act(ask.MoveMeeting(command_id=current.command_id(), stream=key, **values))
        return "会议已改期，请更新议程草稿"

    return answer(
        forms.Move(),
        do,
        title="会议改期",
        button="保存新的时间和地点",
        back=back(key),
        initial={"new": local_text(state.meets_at), "place": state.place},
        check=lambda values: _at_once(key, values["new"], values["despite"]),
    )


def _at_once(key: UUID, moment: datetime, despite: str) -> dict[str, list[str]]:
    """Ask about a meeting of another grid at the same moment: many are wanted at both."""
    others = [row for row in meetings_at(current.live(), moment) if row.key != key]
    if despite or not others:
        return {}
    names = "、".join(current.grid_names().get(row.grid, row.grid) for row in others)
    return {"despite": [f"{names}的会议也在这个时间。确需同时召开的，请写明理由。"]}


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


@bp.route("/meetings/<uuid:key>/strike/<path:item>", methods=["GET", "POST"])
@page("agenda_edit")
def strike(key: UUID, item: str) -> Answer:
    """Take an item off the agenda, saying why."""
    held = _item(key, item)

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.StrikeAgendaItem(command_id=current.command_id(), stream=key, key=item, **values)
        )
        return f"“{held.subject}”已撤下，可随时恢复"

    return answer(
        forms.Strike(), do, title=f"撤下“{held.subject}”", button="撤下这个议题", back=back(key)
    )


@bp.post("/meetings/<uuid:key>/restore/<path:item>")
@page("agenda_edit")
def restore(key: UUID, item: str) -> Response:
    """Put a struck item back."""

    def do() -> str:
        current.act(ask.RestoreAgendaItem(command_id=current.command_id(), stream=key, key=item))
        return "议题已恢复"

    return press(do, back(key))


@bp.route("/meetings/<uuid:key>/amend/<path:item>", methods=["GET", "POST"])
@page("agenda_edit")
def amend(key: UUID, item: str) -> Answer:
    """Say how an item is presented."""
    now = presentation(_item(key, item))

    def do(values: dict[str, Any]) -> str:
        how = Presentation(
            minutes=values["minutes"] or 0,
            speaker=values["speaker"],
            observers=listed(values["observers"]),
            proposal=values["proposal"],
            summary=values["summary"],
        )
        current.act(
            ask.AmendAgendaItem(command_id=current.command_id(), stream=key, key=item, how=how)
        )
        return "汇报安排已保存"

    return answer(
        forms.Amend(),
        do,
        title=f"调整“{_item(key, item).subject}”",
        button="保存",
        back=back(key),
        initial={
            "minutes": now.minutes or "",
            "speaker": now.speaker,
            "observers": "、".join(now.observers),
            "summary": now.summary,
            "proposal": now.proposal,
        },
    )


@bp.post("/meetings/<uuid:key>/order")
@page("agenda_edit")
def order(key: UUID) -> Response:
    """Keep the order of the items: as dragged, or with one of them a place up or down."""
    state = meeting(key)
    keys = request.form.getlist("order")
    sections = {item.key: item.section for item in state.draft.items()}
    moved, step = (request.form["up"], -1) if "up" in request.form else ("", 1)
    moved = moved or request.form.get("down", "")
    if moved in keys:
        mates = [one for one in keys if sections.get(one) == sections.get(moved)]
        place = mates.index(moved) + step
        if 0 <= place < len(mates):
            here_, there = keys.index(moved), keys.index(mates[place])
            keys[here_], keys[there] = keys[there], keys[here_]

    def do() -> str:
        current.act(
            ask.ReorderAgenda(command_id=current.command_id(), stream=key, keys=tuple(keys))
        )
        return "议题顺序已保存"

    if "at_once" not in request.form:
        return press(do, back(key))
    try:
        return Response(do(), mimetype="text/plain")
    except Refused as no:
        return Response(sentence(no), 422, mimetype="text/plain")


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
        return f"议程已定稿：第{frozen.number}版，截至第{frozen.position}号记录"

    return press(do, back(key))


def _item(key: UUID, item: str) -> Item:
    held = meeting(key).draft.all_items().get(item)
    if held is None:
        abort(404)
    return held


def listed(text: str) -> tuple[str, ...]:
    """Read names parted by 、 or commas."""
    parts = text.replace("，", "、").replace(",", "、").split("、")
    return tuple(part.strip() for part in parts if part.strip())
