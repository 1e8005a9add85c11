"""`geyi bench sheets`: a long sheet read, tried and taken, and how much memory that takes."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click
import xlsxwriter

from governance.kernel.command import SYSTEM
from projections.engine.runtime import Runtime
from scripts.bench import machine, peak_mb
from scripts.cli.frame import note, show
from web.hotline.sheet import TICKETS
from web.imports.columns import guessed
from web.imports.taking_over import take_over
from web.sheets import read_sheet
from web.sheets.table import Column, Sheet, csv

COLUMNS = ("工单编号", "接单时间", "诉求标题", "诉求内容", "诉求人", "联系电话", "发生地址", "备注")
FIRST = datetime(2025, 1, 1, 8, tzinfo=UTC)
T = TypeVar("T")


@click.command("sheets", help="读入、试导入并导入一张长表，测量快慢和内存。")
@click.option("--rows", default=500_000, show_default=True, help="表的行数。")
@click.option("--kind", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
@click.option("--only-read", is_flag=True, help="只读入，不试导入，也不导入。")
@click.option("--only-try", is_flag=True, help="只读入并试导入，不导入。")
@click.option("--out", type=click.Path(path_type=Path), help="把结果写入文件。")
def sheets(rows: int, kind: str, *, only_read: bool, only_try: bool, out: Path | None) -> None:
    """Make a sheet, set up a deployment, and take the sheet through its steps."""
    found: dict[str, Any] = {"machine": machine(), "rows": rows, "kind": kind}
    with tempfile.TemporaryDirectory() as folder, Runtime(Path(folder) / "data") as runtime:
        path = Path(folder) / f"sheet.{kind}"
        _write(path, rows)
        _set_up(runtime)
        found |= {"bytes": path.stat().st_size, "before_mb": peak_mb()}
        sheet = _timed(
            found, "read", rows, lambda: read_sheet(path.name, path, names=TICKETS.names)
        )
        mapping = guessed(TICKETS, sheet, "bench")
        for name, dry_run in (("trial", True), ("taken", False)):
            if only_read or (only_try and not dry_run):
                break
            found[f"{name}_rows"] = _timed(
                found,
                name,
                rows,
                lambda dry_run=dry_run: (
                    take_over(  # type: ignore[misc]
                        runtime,
                        path.name,
                        path,
                        mapping,
                        SYSTEM,
                        dry_run=dry_run,
                        sheet=sheet,
                        progress=_progress,
                    ).accepted
                ),
            )
    show(found, out)


def _timed(found: dict[str, Any], name: str, rows: int, work: Callable[[], T]) -> T:
    start, used = time.perf_counter(), time.process_time()
    answer = work()
    found |= {
        f"{name}_rate": round(rows / (time.perf_counter() - start)),
        f"{name}_cpu_ms_a_row": round((time.process_time() - used) * 1000 / rows, 3),
        f"{name}_mb": peak_mb(),
    }
    return answer


def _progress(done: int, every: int) -> None:
    if done % 20_000 == 0:
        note(f"{done}/{every}，{peak_mb()} MB")


def _rows(count: int) -> Iterator[dict[str, str]]:
    dice = random.Random(20251201)  # noqa: S311  (the same sheet each time)
    for number in range(1, count + 1):
        at = FIRST + timedelta(minutes=number % 400_000)
        text = "".join(dice.choices("市民反映小区楼道照明多日不亮夜间出行不便希望尽快修复", k=60))
        cells = (
            f"S{number:08d}",
            f"{at:%Y-%m-%d %H:%M}",
            f"楼道照明不亮第{number}件",
            text,
            "某女士",
            f"138{number:08d}",
            f"示例路{number % 300}弄{number % 40}号",
            "",
        )
        yield dict(zip(COLUMNS, cells, strict=True))


def _write(path: Path, rows: int) -> None:
    if path.suffix == ".csv":
        columns = [Column(name, name) for name in COLUMNS]
        with path.open("wb") as file:
            file.writelines(csv(Sheet("长表", columns, _rows(rows))))
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, COLUMNS)
        for line, row in enumerate(_rows(rows), 1):
            page.write_row(line, 0, list(row.values()))


def _set_up(runtime: Runtime) -> None:
    from scripts.setting_up import initialise  # noqa: PLC0415  (holidays are slow to load)

    initialise(runtime, demo=False)
