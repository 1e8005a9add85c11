"""Memory does not grow with the rows of a sheet: they wait on the disk."""

from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from governance.kernel.command import SYSTEM
from tests.deployment import deployed
from tests.held import FEW, MANY, Look, growth
from tests.sheets import COLUMNS, MAPPING, NOW
from web.hotline.sheet import TICKETS
from web.imports import taking_over
from web.imports.taking_over import take_over
from web.sheets import Mapping, gathering, read_rows, read_sheet

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


def outcomes(path: Path, look: Look) -> Iterator[Any]:
    sheet = read_sheet(path.name, path, names=TICKETS.names)
    labels = {"kind": {"complaint": "投诉"}}
    for row in read_rows(sheet, Mapping.from_toml(MAPPING, TICKETS), labels):
        if row.number % 50 == 0:
            look()
        yield row


def test_what_becomes_of_a_row_is_known_without_the_others(sheets):
    assert growth(lambda rows, look: deque(outcomes(sheets[rows], look), maxlen=0)) < BOUND


def test_rows_that_are_kept_would_be_seen(sheets):
    assert growth(lambda rows, look: list(outcomes(sheets[rows], look))) > 2 * BOUND


@pytest.mark.parametrize("columns", ["", 'closed = "标题"'], ids=["taken", "refused"])
def test_a_sheet_is_tried_a_portion_at_a_time(sheets, tmp_path, columns):
    mapping = Mapping.from_toml(MAPPING.replace('closed = "办结"', columns), TICKETS)
    with deployed(tmp_path, NOW) as runtime:

        def tried(rows: int, look: Look) -> None:
            path = sheets[rows]
            receipt = take_over(
                runtime, path.name, path, mapping, SYSTEM, dry_run=True, progress=look
            )
            assert receipt.rows == len(receipt.refused if columns else range(receipt.accepted))

        assert growth(tried) < BOUND
