"""`geyi import`: sheets in."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from governance.kernel.command import SYSTEM
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, note, on_deployment, progress, show
from web.features import SHEETS
from web.imports.columns import first_mapping
from web.imports.past import said
from web.imports.taking_over import Receipt, take_over
from web.sheets import Choice, Kind, Mapping, read_sheet
from web.sheets.lines import where
from web.sheets.mapping_file import as_toml

NEXT = "核对后把上面的对应关系存成文件，再用 --mapping 指定。"
F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import", help="导入表格。")
def imports() -> None:
    """Take sheets over."""


def importer(kind: Kind) -> click.Command:
    """Give the command that takes sheets of a kind over; exit code 1 when any row was refused."""

    @click.command(
        kind.code,
        help=f"导入{kind.label}表（xlsx 或 csv）。同一份表再导入一次，不会产生任何变化。",
    )
    @click.argument("file", type=FILE)
    @click.option(
        "--mapping",
        "mapping_file",
        type=FILE,
        help="列的对应关系（toml）。不写时不导入，只按列名给出一份对应关系，核对后存成文件再用。",
    )
    @click.option(
        "--source",
        default=kind.usual or kind.label,
        show_default=True,
        help="来源，用于给出对应关系。",
    )
    @click.option(
        "--sheet",
        "sheets",
        multiple=True,
        help="工作表的名称，可写几次，缺省为第一张认得出表头的。",
    )
    @click.option(
        "--hidden",
        type=click.Choice(["take", "leave"]),
        help="隐藏的行和列：take 导入，leave 不导入。",
    )
    @_historical(kind)
    @click.option("--dry-run", is_flag=True, help="只试算，不保存。")
    @as_json
    @on_deployment()
    def command(
        runtime: Runtime,
        *,
        file: Path,
        mapping_file: Path | None,
        source: str,
        sheets: tuple[str, ...],
        hidden: str | None,
        dry_run: bool,
        as_json: bool,
        past: str | None = None,
        before: str = "",
    ) -> None:
        taken = None if hidden is None else hidden == "take"
        choice = Choice(sheets, taken, taken)
        if mapping_file is None:
            _propose(runtime, kind, file, source, choice)
            return
        mapping = Mapping.from_toml(mapping_file.read_text("utf-8"), kind)
        with progress("导入") as advance:
            receipt = take_over(
                runtime,
                file.name,
                file,
                mapping,
                SYSTEM,
                dry_run=dry_run,
                choice=choice,
                past=said({"past": past or "", "before": before}),
                progress=advance,
            )
        _report(receipt, sheets)
        if as_json:
            show(_answer(receipt))
        else:
            click.echo(_told(receipt, dry_run))
        sys.exit(1 if receipt.refused else 0)

    return command


def _historical(kind: Kind) -> Callable[[F], F]:
    """Add the options of 历史资料 to a kind of sheet that may bring some."""
    if kind.history is None:
        return lambda command: command
    past = click.option(
        "--past",
        type=click.Choice(["all", "closed", "before"]),
        help="作为历史资料导入的行：all 整张表，closed 写明已办结的，before 某一天以前接收的。",
    )
    before = click.option("--before", default="", help="与 --past before 一起用，例如 2026-01-01。")
    return lambda command: past(before(command))


def _propose(runtime: Runtime, kind: Kind, file: Path, source: str, choice: Choice) -> None:
    sheet = read_sheet(file.name, file, choice=choice, names=[*kind.names])
    proposed = first_mapping(kind, sheet, source, runtime.data)
    click.echo(as_toml(proposed), nl=False)
    beside = "、".join(proposed.unmapped(sheet.header)) or "无"
    lacking = "、".join(proposed.lacking()) or "无"
    note(f"还没有导入。没有对应的列：{beside}；还缺必需的项目：{lacking}。{NEXT}")


def _report(receipt: Receipt, sheets: tuple[str, ...]) -> None:
    for row in receipt.refused:
        note(f"{_line(row.number, sheets)}：{'；'.join(row.reasons)}")
    for change in receipt.changes:
        told_so = f"{change.field}由{change.old}改为{change.new}"
        remark = change.remark and f"（{change.remark}）"
        note(f"{_line(change.row, sheets)}（{change.key}）：{told_so}{remark}")


def _answer(receipt: Receipt) -> dict[str, Any]:
    return {
        "accepted": receipt.accepted,
        "known": receipt.known,
        "corrected": receipt.corrected,
        "refused": len(receipt.refused),
        "rows": receipt.rows,
        "historical": receipt.historical,
        "changes": list(receipt.changes),
    }


def _line(number: int, sheets: tuple[str, ...]) -> str:
    return where(number, sheets) if len(sheets) > 1 else f"第 {number} 行"


def _told(receipt: Receipt, dry_run: bool) -> str:
    beside = "、".join(receipt.unknown_columns)
    return (
        f"{'试算' if dry_run else '导入'}{receipt.rows}行：新增{receipt.accepted}，"
        f"已有{receipt.known}，更正{receipt.corrected}，退回{len(receipt.refused)}行。"
        + (f"\n没有对应项目的列：{beside}。" if beside else "")
    )


for _kind in SHEETS:
    imports.add_command(importer(_kind))
