"""At the meeting and after: who was there, what was decided, and what becomes of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from msgspec.structs import replace

from governance.kernel.command import Command
from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.state import State
from governance.resolutions import commands as resolve
from governance.resolutions.stream import resolution_id
from projections.resolutions.queries import resolution_list
from web.frame import current, query_args
from web.frame.access import page
from web.frame.form_page import Answer, answer
from web.frame.forms import local_text
from web.meetings import forms, shown
from web.meetings.preparing import back, listed, meeting, people

bp = Blueprint("holding", __name__)

RESOLVE, POSTPONE, WITHDRAW = "resolve", "postpone", "withdraw"
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

    def do(told: dict[str, Any]) -> str:
        current.act(
            ask.HoldMeeting(
                command_id=current.command_id(),
                stream=key,
                held_at=told["held_at"],
                host=told["host"],
                recorder=told["recorder"],
                attended=(*told["attended"], *listed(told["others"])),
                absent=tuple(told["absent"]),
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
    return deciding(state, key, held, back=back(key, shown.anchor(item)))


def deciding(state: State, key: UUID, item: Item, *, back: str, **page: Any) -> Answer:
    """Ask what was decided on an item, or how the record of it is to be corrected."""
    if item.key in state.decisions and "number" not in request.form:
        return _correct(state, key, item, back=back, **page)
    number = _number(key)

    def do(told: dict[str, Any]) -> str:
        current.act(*_commands(state, key, item, told, number))
        return "议定已记录，并已形成议定事项" if told["kind"] == RESOLVE else "议定已记录"

    units = [(name, name) for name in current.unit_names()]
    if item.unit and (item.unit, item.unit) not in units:
        units.insert(0, (item.unit, item.unit))
    return answer(
        forms.Decide(),
        do,
        title=f"议定：{item.subject}",
        button="记录议定",
        back=back,
        words="选“形成议定事项”的，同时填写责任单位、完成时限和销号标准；长期坚持的不填时限。",
        initial={"matter": item.subject, "owner": item.unit},
        hidden={"number": number},
        choices={
            "kind": [(row.code, row.title) for row in current.book().agenda.decisions],
            "leader": people(state.grid),
            "owner": units,
            "partners": units,
        },
        check=lambda told: _missing(told, item),
        **page,
    )


def _missing(told: dict[str, Any], item: Item) -> Faults:
    faults: Faults = {}
    if told["kind"] == RESOLVE:
        faults = {
            name: [words]
            for name, words in {
                "matter": "请写明议定事项。",
                "owner": "请选择责任单位。",
                "standard": "请写明销号标准，怎样才算办成。",
            }.items()
            if not told[name]
        }
    elif told["kind"] in {POSTPONE, WITHDRAW} and item.kind != "resolution":
        faults["kind"] = ["这个议题不是议定事项，不能调整时限或撤销；请选择其他类型。"]
    elif told["kind"] == POSTPONE and not told["due"]:
        faults["due"] = ["请填写会议同意的新时限。"]
    return faults


def _commands(
    state: State, key: UUID, item: Item, told: dict[str, Any], number: int
) -> list[Command]:
    """Give the record of the decision and the command that carries it out, if there is one."""
    one = current.command_id()
    commands: list[Command] = [
        ask.RecordDecision(
            command_id=one, stream=key, key=item.key, kind=told["kind"], decision=told["decision"]
        )
    ]
    match told["kind"]:
        case "resolve":
            about_case = item.kind in {"ticket", "issue"}
            commands.append(
                resolve.AdoptResolution(
                    command_id=one,
                    stream=resolution_id(key, number),
                    serial=_serial(state, number),
                    meeting=key,
                    grid=state.grid,
                    item=item.key,
                    case=item.case_stream if about_case else None,
                    case_serial=item.case_key if about_case else "",
                    matter=told["matter"],
                    requirement=told["requirement"],
                    leader=told["leader"],
                    owner=told["owner"],
                    partners=tuple(told["partners"]),
                    due=told["due"],
                    standard=told["standard"],
                )
            )
        case "postpone" if item.case_stream:
            commands.append(
                resolve.MoveDue(
                    command_id=one,
                    stream=item.case_stream,
                    new=told["due"],
                    reason=told["decision"],
                    meeting=key,
                )
            )
        case "withdraw" if item.case_stream:
            commands.append(
                resolve.WithdrawResolution(
                    command_id=one, stream=item.case_stream, meeting=key, reason=told["decision"]
                )
            )
    return commands


def _serial(state: State, number: int) -> str:
    """Write the number of a resolution: year, fortnight, grid, and its place in the meeting."""
    year, issue = divmod(state.window, 100)
    return f"议〔{year}〕{issue:02}-{state.grid.upper()}-{number:02}"


def _number(key: UUID) -> int:
    """Give the number of the form, or the first after it that nobody took up meanwhile.

    What the form itself took up is still its own, so that sending it again finds it.
    """
    everything, mine = replace(current.sight("agenda"), everything=True), current.command_id()
    next_one = len(resolution_list(current.live(), everything, meeting=key)) + 1
    number = request.form.get("number", type=int) or next_one
    while (held := current.history(resolution_id(key, number))) and held[0].command_id != mine:
        number += 1
    return number


def _correct(state: State, key: UUID, item: Item, **page: Any) -> Answer:
    kind, decision = state.decisions[item.key]

    def do(told: dict[str, Any]) -> str:
        current.act(
            ask.CorrectDecision(command_id=current.command_id(), stream=key, key=item.key, **told)
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
