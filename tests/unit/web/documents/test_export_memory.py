"""Memory does not grow with the rows of a file that is handed out."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.held import Look, growth
from web.sheets.table import Column, Sheet, csv
from web.sheets.xlsx import xlsx, xlsx_file

BOUND = 100
"""Bytes a row may cost; one of these costs some five hundred, however it is packed."""

Make = Callable[[Sheet], Any]


def handed_out(make: Make) -> Callable[[int, Look], None]:
    """Give the work of making a file of so many rows, with a look at it when it is made."""

    def work(count: int, look: Look) -> None:
        dice = random.Random(1)

        def rows() -> Iterator[Mapping[str, Any]]:
            for number in range(count):
                if number % 50 == 0:
                    look()
                yield {"text": dice.randbytes(500).hex()}

        made = make(Sheet("表", (Column("text", "文字"),), rows()))
        look()
        if hasattr(made, "close"):
            made.close()

    return work


@pytest.mark.parametrize("make", [xlsx_file, lambda sheet: sum(map(len, csv(sheet)))])
def test_the_rows_of_a_file_wait_on_the_disk(make):
    assert growth(handed_out(make)) < BOUND


@pytest.mark.parametrize("make", [xlsx, lambda sheet: b"".join(csv(sheet))])
def test_a_file_in_memory_would_be_seen(make):
    assert growth(handed_out(make)) > 4 * BOUND
