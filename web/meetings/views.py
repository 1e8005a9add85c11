"""The meetings by grid and fortnight, one agenda as paper, and its files."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for

from governance.meetings import commands as ask
from governance.meetings.difference import diff
from governance.meetings.items import Item, digest
from governance.meetings.state import State
from governance.meetings.stream import STREAM
from governance.policy.cycles import Window
from projections.meetings.queries import Meeting, meeting_list
from web.frame import current, query_args
from web.frame.access import page
from web.frame.timeline import entry
from web.meetings import presenters
from web.meetings.changes import changes, happened, outdated
from web.meetings.deciding import undecided
from web.meetings.left_out import left_out, struck
from web.meetings.notice import moved_since
from web.text.formats import fortnight

bp = Blueprint("meetings", __name__, template_folder="templates")

ALL_OF_THEM = 1000
NO_PDF = "这台服务器缺少排版组件，暂时不能生成 PDF，请导出 Word 文件。"
NO_TEMPLATE = (
    "当时的 Word 模板填不成这份议程，请导出 PDF，并请管理员在“政策”的“Word 模板”里重新上传。"
)


@bp.get("/meetings")
@page("agenda", dated=True)
def index() -> str:
    """Show every grid's meetings by fortnight, the next one first."""
    sight = current.sight("agenda")
    book = current.book()
    rows = meeting_list(current.view(), sight, limit=ALL_OF_THEM)
    grids = {
        code: name
        for code, name in current.grid_names().items()
        if sight.everything or code in sight.grids
    }
    this = book.cycles.window(book.calendar.local(current.as_at()).date())
    following = book.cycles.next(this)
    years = sorted({row.window // 100 for row in rows} | {following.year}, reverse=True)
    year = query_args.number("year") or following.year
    by_cell = {(row.window, row.grid): row for row in rows}
    coming = sorted(_ahead(rows, current.as_at()), key=lambda ahead: ahead[0])
    return render_template(
        "meetings/index.html",
        grids=grids,
        years=years,
        year=year,
        coming=[
            {"row": row, "words": presenters.stage_words(row.stage), "issue": fortnight(row.window)}
            for _, row in coming[: max(len(grids), 1)]
        ],
        windows=[
            (window, [_cell(by_cell.get((window.number, grid)), grid, window) for grid in grids])
            for window in _windows(rows, year, following)
        ],
        this=this.number,
    )


def _ahead(rows: list[Meeting], moment: datetime) -> Iterator[tuple[datetime, Meeting]]:
    """Give the meetings that are to come after a moment, with their own."""
    for row in rows:
        if row.meets_at and row.stage != "held" and row.meets_at >= moment:
            yield row.meets_at, row


def _windows(rows: list[Meeting], year: int, last: Window) -> list[Window]:
    """Give the fortnights of a year that anything is known of, and the next one, latest first."""
    cycles = current.book().cycles
    window = cycles.previous(last)
    if rows:
        window = cycles.window(min(date.fromisoformat(row.start) for row in rows))
    found = [window]
    while window.start < last.start:
        window = cycles.next(window)
        found.append(window)
    return [window for window in reversed(found) if window.year == year]


def _cell(row: Meeting | None, grid: str, window: Window) -> dict[str, Any]:
    words, kind = presenters.stage_words(row.stage if row else "absent")
    url = current.here_url("meetings.show", key=row.key) if row else ""
    ahead = window.end >= current.book().calendar.local(current.as_at()).date()
    if row is None and ahead and current.view().live and current.may(ask.ScheduleMeeting, grid):
        url = url_for("scheduling.schedule", grid=grid, window=window.number)
    return {"words": words, "kind": kind, "url": url, "row": row}


def found(key: UUID) -> State:
    """Give a meeting the person may see; 404 otherwise."""
    state: State = current.state(STREAM, key)
    sight = current.sight("agenda")
    if not state.grid or not (sight.everything or state.grid in sight.grids):
        abort(404)
    return state


@bp.get("/meetings/<uuid:key>")
@page("agenda", dated=True)
def show(key: UUID) -> str:
    """Show the agenda as paper, with what may be done and what was left out."""
    state = found(key)
    live, held = current.view().live, state.stage == "held"
    editing = live and not held and current.may(ask.AmendAgendaItem, state.grid)
    on_paper = state.frozen is not None and (held or not editing)
    items = state.frozen.items if state.frozen and on_paper else state.draft.items()
    mark = digest(items, state.heading)
    made = presenters.composition(state) if state.stage == "scheduled" else None
    known = presenters.versions(key)
    drawn = known[max(known)] if on_paper else state
    stale = outdated(drawn, made) if made and state.drafted else None
    return render_template(
        "meetings/show.html",
        key=key,
        state=state,
        grid=current.grid_names().get(state.grid, state.grid),
        issue=fortnight(state.window),
        stage=presenters.stage_words(presenters.stage_of(state)),
        people=current.people_names(),
        sections=presenters.sections(
            state,
            items,
            key,
            editable=editing and state.drafted,
            marks=stale.marks if stale else None,
        ),
        stale=stale,
        drawn=drawn.draft.position,
        minutes=planned(items, state),
        meant=current.book().conduct.meeting.minutes,
        moved=moved_since(state) and not held,
        undecided=len(undecided(state)) if live and held else 0,
        rest=current.book().agenda.rest,
        may_record=live and held and current.may(ask.RecordDecision, state.grid),
        observers=[current.people_names().get(one, one) for one in state.held.observers]
        if state.held
        else [],
        count=len(items),
        mark=mark,
        changed=state.frozen is not None and not held and state.frozen.digest != mark,
        editing=editing,
        versions=sorted(known),
        frozen_at=current.record_of(state.frozen) if state.frozen else 0,
        left_out=left_out(made, state.draft) if made else {},
        struck=[] if held else struck(state.draft, key),
        may_hold=live and not held and state.frozen and current.may(ask.HoldMeeting, state.grid),
        entries=[entry(event) for event in reversed(current.history(key))],
        position=current.view().position,
        attended=[current.people_names().get(one, one) for one in _attended(state)],
    )


def planned(items: tuple[Item, ...], state: State) -> int:
    """Give how many minutes the items and the parts of an agenda take together."""
    parts = sum(section.minutes for section in state.draft.sections)
    return parts + sum(item.minutes for item in items)


def _attended(state: State) -> tuple[str, ...]:
    return state.held.attended if state.held else ()


@bp.get("/meetings/<uuid:key>/difference")
@page("agenda", dated=True)
def difference(key: UUID) -> str:
    """Show what changed from one version of the agenda to another, or to the draft."""
    state = found(key)
    known = presenters.versions(key)
    if state.stage != "held" and state.drafted:
        known[0] = state
    texts = {n: _text(at, n) for n, at in known.items()}
    order = [*sorted(n for n in known if n), *([0] if 0 in known else [])]
    last = query_args.number("to", order[-1] if order else 0)
    before = order[: order.index(last)] if last in order else []
    first = query_args.number("from", before[-1] if before else last)
    if first not in texts or last not in texts:
        abort(404)
    names = {n: f"第{n}版" if n else "现在的草稿" for n in order}
    made = diff(texts[first], texts[last])
    return render_template(
        "meetings/difference.html",
        key=key,
        title=f"{names[first]}与{names[last]}的差异",
        names=names,
        first=first,
        last=last,
        made=changes(made, _why(made.removed, key, known[first], known[last])),
    )


def _text(state: State, number: int) -> tuple[Item, ...]:
    return state.frozen.items if number and state.frozen else state.draft.items()


def _why(removed: tuple[Item, ...], key: UUID, old: State, new: State) -> dict[str, list[str]]:
    """Give what became of items that went: struck by whom and why, or what has happened to them."""
    by_hand = {one.key: [f"{one.who}撤下：{one.reason}"] for one in struck(new.draft, key)}
    return happened(removed, old.draft.position, new.draft.position) | by_hand
