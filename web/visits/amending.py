"""更正 and 撤回 of a time at a door, each with its reason; what was told stays in the 经过."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from governance.kernel.command import Command
from governance.visits.commands import CorrectVisit, ReopenFinding, WithdrawVisit
from governance.visits.state import Log, State, met, next_of, time_of
from governance.visits.stream import STREAM
from projections.visits.queries import Visit
from projections.visits.queries import visit as visit_row
from web.frame import current, meanwhile, query_args
from web.frame.access import page
from web.frame.form_page import Answer, Done, answer
from web.frame.forms import Form, day_text, local_text
from web.text.formats import moment
from web.visits.forms import CorrectForm, ReopenForm, WithdrawForm


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of visits."""
    bp.add_url_rule("/visits/<uuid:key>/correct", "correct", correct, methods=["GET", "POST"])
    bp.add_url_rule("/visits/<uuid:key>/withdraw", "withdraw", withdraw, methods=["GET", "POST"])
    again = "/visits/<uuid:key>/findings/<int:number>/reopen"
    bp.add_url_rule(again, "reopen", reopen, methods=["GET", "POST"])


@page("visits")
def correct(key: UUID) -> Answer:
    """更正走访: what was entered wrongly, and how it was."""
    row, _, log = _asked(key, CorrectVisit)

    def do(values: dict[str, Any]) -> Done:
        current.act(
            CorrectVisit(
                command_id=current.command_id(),
                stream=key,
                entry=log.version,
                **values,
            ),
            seen=meanwhile.seen(key),
        )
        return Done("走访记录已更正，原来的记录留在“经过”里。")

    return _page(
        key,
        CorrectForm(exclude=() if met(log) else ("satisfaction",)),
        do,
        title="更正走访记录",
        button="更正",
        words=f"{_named(row, log)}。对象是哪一户、见没见到、发现了什么填错的，请撤回后另记一次。",
        initial={
            "made_at": local_text(time_of(log)),
            "way": log.way,
            "visitee": log.visitee,
            "satisfaction": getattr(log, "satisfaction", ""),
            "next_on": day_text(next_of(log)),
        },
    )


@page("visits")
def withdraw(key: UUID) -> Answer:
    """撤回走访: it was none, or is told twice; nothing of it counts any more."""
    row, state, log = _asked(key, WithdrawVisit)
    numbers = [found.number for found in getattr(log, "findings", ())]
    issues = [state.issues[n] for n in numbers if n in state.issues]

    def do(values: dict[str, Any]) -> Done:
        current.act(
            WithdrawVisit(command_id=current.command_id(), stream=key, entry=log.version, **values),
            seen=meanwhile.seen(key),
        )
        if not issues:
            return Done("走访已撤回，不再计数。")
        return Done(
            f"走访已撤回，不再计数。转出的网格问题{'、'.join(issues)}还在，已在问题里注明，"
            "请告诉网格办核实：不属实或重复的作废，属实的继续办理。",
            look="warn",
        )

    left = (
        f"它转出的网格问题{'、'.join(issues)}不会随着撤回消失，会注明来源走访已撤回，"
        "由网格办核实后作废或继续办理。"
    )
    return _page(
        key,
        WithdrawForm(),
        do,
        title="撤回走访记录",
        button="撤回",
        danger=True,
        words=f"{_named(row, log)}。撤回后不再计入各项数字和门户的走访情况，记录仍然可查。"
        + (left if issues else ""),
    )


@page("visits")
def reopen(key: UUID, number: int) -> Answer:
    """恢复为隐患: what was said to be solved is not."""
    _, state, _ = _asked(key, ReopenFinding)
    if number not in state.findings:
        abort(404)

    def do(values: dict[str, Any]) -> Done:
        sent = current.command_id()
        current.act(
            ReopenFinding(command_id=sent, stream=key, number=number, **values),
            seen=meanwhile.seen(key),
        )
        return Done(f"第{number}项问题已恢复为隐患。")

    return _page(
        key,
        ReopenForm(),
        do,
        title=f"第{number}项问题恢复为隐患",
        button="恢复为隐患",
        words="登记错了，或者去看了还没有解决的，用这一项；先前的登记和照片仍然可查。",
    )


def _page(key: UUID, form: Form, do: Any, **more: Any) -> Answer:
    events = current.history(key)
    return answer(
        form,
        do,
        back=url_for("visits.show", key=key),
        hidden=meanwhile.hidden(events),
        more=lambda: {"meanwhile": meanwhile.news(key, events)},
        **more,
    )


def _asked(key: UUID, command: type[Command]) -> tuple[Visit, State, Log]:
    """Give the visit, its state and the time at the door asked for; the last that stands."""
    row = visit_row(current.live(), key)
    sight = current.sight("visits")
    if row is None or not (sight.everything or row.grid in sight.grids):
        abort(404)
    if not current.may(command, grid=row.grid):
        abort(403)
    state: State = STREAM.fold(current.history(key))
    entry = query_args.number("entry", within=range(1, 10**6)) if "entry" in request.args else 0
    sent = any(event.command_id == current.command_id() for event in current.history(key))
    logs = state.logs if sent else state.standing  # what is sent again finds what it did
    log = logs.get(entry or max(logs, default=0))
    return row, state, log or abort(404)


def _named(row: Visit, log: Log) -> str:
    return f"{row.place_name or '未登记的对象'}，{moment(time_of(log))}"
