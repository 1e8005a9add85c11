"""One page of all grids' topics, and the acts on them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for

from governance.kernel.command import Command
from governance.topics import commands as ask
from governance.topics.events import Goal, Milestone
from governance.topics.stream import STREAM, State, topic_id
from projections.topics.queries import Topic, topic_list, topics_grid
from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, answer
from web.frame.forms import day_text
from web.frame.people import people
from web.frame.receipts import See
from web.frame.timeline import entry
from web.topics import forms
from web.topics.presenters import worded

bp = Blueprint("topics", __name__, template_folder="templates")


@bp.get("/topics")
@page("topics", dated=True)
def index() -> str:
    """Show every grid's topic and what came before it."""
    sight = current.sight("topics")
    today = current.book().calendar.local(current.as_at()).date()
    held: dict[str, list[Topic]] = {}
    for row in topic_list(current.view(), sight):
        held.setdefault(row.grid, []).append(row)
    grids = [
        (code, name)
        for code, name in current.grid_names().items()
        if sight.everything or code in sight.grids
    ]
    live = current.view().live
    return render_template(
        "topics/index.html",
        grids=[
            {
                "code": code,
                "name": name,
                "open": next((worded(row, today) for row in held.get(code, ()) if row.open), None),
                "past": [worded(row, today) for row in held.get(code, ()) if not row.open],
                "may_open": live and current.may(ask.OpenTopic, code),
                "may_act": live and current.may(ask.ReportProgress, code),
                "entries": [entry(event) for event in current.history(topic_id(code))],
            }
            for code, name in grids
        ],
    )


def may_look(stream: UUID) -> bool:
    """Whether a stream holds the topics of a grid the person sees."""
    sight = current.sight("topics")
    grid = topics_grid(current.view(), stream)
    return bool(grid) and (sight.everything or grid in sight.grids)


def _open(grid: str) -> State:
    """Give the open topic of a grid; 404 when it has none or there is no such grid."""
    state: State = current.runtime().governance.load(STREAM, topic_id(grid))
    if grid not in current.grid_names() or state.stage != "open":
        abort(404)
    return state


@bp.route("/topics/<grid>/open", methods=["GET", "POST"])
@page("topics")
def take_up(grid: str) -> Answer:
    """Take up a topic."""
    if grid not in current.grid_names():
        abort(404)

    def do(values: dict[str, Any]) -> str:
        steps = [
            Milestone(
                number=n,
                title=values[f"step{n}"],
                due=values[f"due{n}"],
                standard=values[f"standard{n}"],
            )
            for n in range(1, forms.STEPS + 1)
            if values[f"step{n}"]
        ]
        current.act(
            ask.OpenTopic(
                command_id=current.command_id(),
                stream=topic_id(grid),
                grid=grid,
                title=values["title"],
                background=values["background"],
                goal=Goal(
                    measure=values["measure"],
                    unit=values["unit"],
                    baseline=values["baseline"],
                    target=values["target"],
                ),
                lead=values["lead"],
                partners=values["partners"],
                leader=values["leader"],
                start=values["start"],
                until=values["until"],
                milestones=tuple(steps),
            )
        )
        return f"已立题：{values['title']}"

    units = [(name, name) for name in current.unit_names()]
    return answer(
        forms.opening(),
        do,
        title=f"{current.grid_names()[grid]}立题",
        button="立题",
        back=url_for(".index"),
        words="一格一题：一个网格同时只办一个课题，结题后再立新题。",
        initial={"start": day_text(current.book().calendar.local(current.now()).date())},
        choices={"lead": units, "partners": units, "leader": people(grid)},
        check=_undated,
        see={"topics.one_open": See("查看本网格的课题", url_for(".index"))},
    )


def _undated(values: dict[str, Any]) -> dict[str, list[str]]:
    return {
        f"due{n}": ["请填写节点日期。"]
        for n in range(1, forms.STEPS + 1)
        if values[f"step{n}"] and not values[f"due{n}"]
    }


@bp.route("/topics/<grid>/progress", methods=["GET", "POST"])
@page("topics")
def progress(grid: str) -> Answer:
    """Report how far the topic is."""
    state = _open(grid)

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.ReportProgress(
                command_id=current.command_id(), stream=topic_id(grid), topic=state.number, **values
            )
        )
        return "课题进展已登记"

    return answer(
        forms.Progress(),
        do,
        title=f"登记进展：{state.choice['title']}",
        button="登记进展",
        back=url_for(".index"),
        initial={"percent": state.percent, "value": "" if state.value is None else state.value},
    )


@bp.route("/topics/<grid>/steps/<int:number>/reach", methods=["GET", "POST"])
@page("topics")
def reach(grid: str, number: int) -> Answer:
    """Record that a milestone is reached."""
    state = _open(grid)

    def do(values: dict[str, Any]) -> str:
        _tell(ask.ReachMilestone, grid, state, milestone=number, **values)
        return "节点已登记完成"

    return answer(
        forms.Reach(),
        do,
        title=f"节点完成：{_step(state, number)}",
        button="登记完成",
        back=url_for(".index"),
        proofs_of=topic_id(grid),
        initial={"on": day_text(current.book().calendar.local(current.now()).date())},
    )


@bp.route("/topics/<grid>/steps/<int:number>/unreach", methods=["GET", "POST"])
@page("topics")
def unreach(grid: str, number: int) -> Answer:
    """Take back that a milestone is reached."""
    state = _open(grid)

    def do(values: dict[str, Any]) -> str:
        _tell(ask.UnreachMilestone, grid, state, milestone=number, **values)
        return "节点的完成登记已撤回"

    return answer(
        forms.Unreach(),
        do,
        title=f"撤回节点完成：{_step(state, number)}",
        button="撤回",
        danger=True,
        back=url_for(".index"),
    )


@bp.route("/topics/<grid>/steps/<int:number>/move", methods=["GET", "POST"])
@page("topics")
def move(grid: str, number: int) -> Answer:
    """Give a milestone another day."""
    state = _open(grid)

    def do(values: dict[str, Any]) -> str:
        _tell(ask.MoveMilestone, grid, state, milestone=number, **values)
        return "节点日期已调整"

    title = _step(state, number)
    return answer(
        forms.MoveStep(),
        do,
        title=f"调整节点：{title}",
        button="保存新的日期",
        back=url_for(".index"),
        initial={"new": day_text(state.milestones[number].due)},
    )


@bp.route("/topics/<grid>/conclude", methods=["GET", "POST"])
@page("topics")
def conclude(grid: str) -> Answer:
    """End the topic with its result."""
    state = _open(grid)

    def do(values: dict[str, Any]) -> str:
        achieved = values.pop("achieved") == "yes"
        _tell(ask.ConcludeTopic, grid, state, achieved=achieved, **values)
        return "课题已结题，可以立新题"

    return answer(
        forms.Conclude(),
        do,
        title=f"结题：{state.choice['title']}",
        button="结题",
        back=url_for(".index"),
        choices={"achieved": [("yes", "已达成"), ("no", "未达成")]},
    )


def _tell(command: Callable[..., Command], grid: str, state: State, **values: Any) -> None:
    """Send a command on the open topic of a grid."""
    current.act(
        command(
            command_id=current.command_id(), stream=topic_id(grid), topic=state.number, **values
        )
    )


def _step(state: State, number: int) -> str:
    if number not in state.milestones:
        abort(404)
    return str(state.milestones[number].title)
