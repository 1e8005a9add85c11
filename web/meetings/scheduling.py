"""When a meeting is: scheduled in its fortnight, moved within it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from governance.meetings import commands as ask
from governance.meetings.stream import meeting_id
from projections.accounts.queries import everybody
from projections.meetings.queries import meetings_at
from web.frame import current, query_args
from web.frame.access import page
from web.frame.days import bare_day
from web.frame.form_page import Answer, answer
from web.frame.forms import local_text
from web.frame.people import people
from web.frame.receipts import See
from web.meetings import forms, notice
from web.meetings.kept import keep
from web.meetings.preparing import back, meeting
from web.text.formats import fortnight

YEARS_AHEAD = 2
bp = Blueprint("scheduling", __name__)


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
        words=f"会议应在{bare_day(window.start)}至{bare_day(window.end)}之间。",
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
        moved = meeting(key)
        if notice.moved_since(moved):
            keep(current.runtime(), notice.issued(key, moved))
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
