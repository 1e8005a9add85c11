"""`geyi agenda`: what comes before a grid's meeting, as data or on paper."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from governance.disclosures.commands import TakeExport
from governance.disclosures.stream import export_id
from governance.kernel.command import SYSTEM, Command
from governance.meetings.commands import FreezeAgenda
from governance.meetings.items import digest
from governance.meetings.state import State
from governance.meetings.stream import STREAM, meeting_id
from governance.policy.cycles import Window
from governance.processes.meeting_cycle import Grid, KnownMeeting, draft, schedule
from projections.agenda.proposal import proposal
from projections.engine.runtime import Runtime
from projections.engine.view import View
from projections.places.queries import labels
from scripts.cli.frame import note, on_deployment, show
from scripts.jobs import host
from web.documents import agenda_pdf
from web.documents.template_language import TemplateRefusedError
from web.meetings.agenda_document import paper
from web.meetings.files import FORMATS, file_of, issued
from web.meetings.kept import Given, given, keep

KINDS = ["json", *FORMATS]


@click.command(help="给出一个网格在某日所在双周的会议议程；没有定稿的按现行规则草拟，不保存。")
@click.argument("grid")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="双周内的一天。"
)
@click.option("--freeze", is_flag=True, help="排定会议、草拟并定稿，保存下来。")
@click.option("--format", "kind", type=click.Choice(KINDS), default="json", help="输出格式。")
@click.option("--json", "kind", flag_value="json", help="以 JSON 输出，供程序读取。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写入的文件。")
@on_deployment()
def agenda(
    runtime: Runtime, *, grid: str, day: datetime, freeze: bool, kind: str, out: Path | None
) -> None:
    """Show an agenda: the frozen one, else the draft, else what the rules propose."""
    if kind != "json" and out is None:
        raise click.UsageError("这种格式要用 --out 指明写入的文件。")
    view = runtime.live()
    if grid not in labels(view, "grid"):
        raise click.ClickException(f"没有编号为“{grid}”的网格。")
    book = runtime.governance.book
    window = book.cycles.window(day.date())
    state: State = runtime.governance.load(STREAM, meeting_id(grid, window.number))
    if freeze:
        runtime.execute(*_drafting(runtime, view, state, grid, window), actor=SYSTEM)
        stream = meeting_id(grid, window.number)
        runtime.execute(
            FreezeAgenda(command_id=uuid4(), stream=stream, position=runtime.live().position),
            actor=SYSTEM,
        )
        state = runtime.governance.load(STREAM, stream)
        keep(runtime, issued(runtime, stream, state))
    elif not state.drafted:
        would_be = _drafting(runtime, view, state, grid, window)
        for event in runtime.governance.consider(*would_be, actor=SYSTEM):
            state = STREAM.evolve(state, event)
    if kind == "json":
        _write(_told(state), out)
    elif out:
        body, said = _rendered(runtime, state, kind)
        name = f"{out.name}{said}（命令行）"
        runtime.execute(_taken(runtime, state, body, name), actor=SYSTEM)
        out.write_bytes(body)
        note(f"已写入 {out}{said}。")


def _drafting(
    runtime: Runtime, view: View, state: State, grid: str, window: Window
) -> list[Command]:
    """Give what schedules a meeting that is not planned, and drafts its agenda anew."""
    book, planned = runtime.governance.book, state.stage != "absent"
    usual = schedule(book, Grid(grid, host(view, grid)), window)
    meets_at = state.meets_at if planned else usual.meets_at
    made = proposal(view, book, grid, meets_at, runtime.clock())
    row = KnownMeeting(grid=grid, window=window.number, start=window.start)
    return [*([] if planned else [usual]), draft(row, made, book, view.position, uuid4())]


def _told(state: State) -> dict[str, Any]:
    frozen = state.frozen
    items = frozen.items if frozen else state.draft.items()
    return {
        "grid": state.grid,
        "window": state.window,
        "position": frozen.position if frozen else state.draft.position,
        "digest": frozen.digest if frozen else digest(items, state.heading),
        "items": [
            {
                "section": item.section,
                "subject": item.subject,
                "reasons": [reason.text for reason in item.reasons],
            }
            for item in items
        ],
    }


def _write(answer: dict[str, Any], out: Path | None) -> None:
    show(answer, out)
    if out:
        note(f"已写入 {out}。")


def _rendered(runtime: Runtime, state: State, kind: str) -> Given:
    try:
        if state.frozen:
            return given(runtime, issued(runtime, state.frozen.stream, state), kind)
        view = runtime.live()
        book = view.book()
        made = paper(state, view, book, draft=True, made_at=runtime.clock())
        return Given(file_of(made, kind, book))
    except agenda_pdf.PdfUnavailableError as missing:
        raise click.ClickException("本机不能排 PDF，请改用 docx。") from missing
    except TemplateRefusedError as refused:
        sentence = "。".join(("当时的 Word 模板填不成这份议程，请改用 pdf", *refused.faults))
        raise click.ClickException(f"{sentence}。") from refused


def _taken(runtime: Runtime, state: State, body: bytes, name: str) -> TakeExport:
    """Give what records that a file is taken out, as a page would."""
    book, values = runtime.governance.book, _told(state)
    return TakeExport(
        command_id=uuid4(),
        stream=export_id(SYSTEM.account, book.calendar.local(runtime.clock()).date()),
        what=name,
        filter="",
        rows=len(values["items"]),
        position=values["position"],
        digest=sha256(body).hexdigest(),
    )
