"""Memory does not grow with the rows of a sheet: they wait on the disk."""

import gc
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from governance.kernel.command import SYSTEM
from tests.deployment import deployed
from tests.sheets import COLUMNS, MAPPING, NOW
from web.hotline.sheet import TICKETS
from web.imports import taking_over
from web.imports.taking_over import take_over
from web.sheets import Mapping, gathering, read_rows, read_sheet

FEW, MANY = 100, 300
Look = Callable[..., None]
BOUND = 400
"""Bytes a row may cost; a row that is kept costs thousands."""


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is held whatever the sheet be little, so that few rows show what grows with them."""
    monkeypatch.setattr(taking_over, "AT_ONCE", 20)
    monkeypatch.setattr(gathering, "_REMEMBERED", 50)


def row(number: int) -> list[str]:
    """Give a row like no other."""
    texts = (f"标题{number}", f"内容{number}" * 40, f"张{number}", f"138{number:08d}")
    return [f"A{number:07d}", "2026-03-02 09:00", *texts, "投诉", "", "", f"备注{number}" * 10]


def written(path: Path, rows: int) -> Path:
    """Write a sheet of so many rows."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for line, cells in enumerate(chain([COLUMNS], map(row, range(rows)))):
            page.write_row(line, 0, cells)
    return path


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("long")
    return {rows: written(folder / f"{rows}.xlsx", rows) for rows in (FEW, MANY)}


def growth(sheets: dict[int, Path], work: Callable[[Path, Look], object]) -> float:
    """Give how many bytes more are held for a row more, at the height of what work lets look at."""
    heights = {}
    for rows in (FEW, FEW, MANY):  # once to have loaded what is loaded once
        seen = list[int]()

        def look(*_: object, seen: list[int] = seen) -> None:
            gc.collect()
            seen.append(tracemalloc.get_traced_memory()[0])

        gc.collect()
        gc.freeze()  # what was there before need not be gone through at every look
        tracemalloc.start()
        work(sheets[rows], look)
        tracemalloc.stop()
        gc.unfreeze()
        heights[rows] = max(seen)
    return (heights[MANY] - heights[FEW]) / (MANY - FEW)


def outcomes(path: Path, look: Look) -> Iterator[Any]:
    sheet = read_sheet(path.name, path, names=TICKETS.names)
    labels = {"kind": {"complaint": "投诉"}}
    for row in read_rows(sheet, Mapping.from_toml(MAPPING, TICKETS), labels):
        if row.number % 50 == 0:
            look()
        yield row


def test_what_becomes_of_a_row_is_known_without_the_others(sheets):
    assert growth(sheets, lambda path, look: deque(outcomes(path, look), maxlen=0)) < BOUND


def test_rows_that_are_kept_would_be_seen(sheets):
    assert growth(sheets, lambda path, look: list(outcomes(path, look))) > 2 * BOUND


@pytest.mark.parametrize("columns", ["", 'closed = "标题"'], ids=["taken", "refused"])
def test_a_sheet_is_tried_a_portion_at_a_time(sheets, tmp_path, columns):
    mapping = Mapping.from_toml(MAPPING.replace('closed = "办结"', columns), TICKETS)
    with deployed(tmp_path, NOW) as runtime:

        def tried(path: Path, look: Look) -> None:
            receipt = take_over(
                runtime, path.name, path, mapping, SYSTEM, dry_run=True, progress=look
            )
            assert receipt.rows == len(receipt.refused if columns else range(receipt.accepted))

        assert growth(sheets, tried) < BOUND
