"""Where pictures lie on a sheet: drawings are anchored to cells, and no cell knows of them."""

from collections.abc import Iterator

from web.sheets.parts import elements
from web.sheets.workbook import Workbook

_ANCHORS = ("oneCellAnchor", "twoCellAnchor")


def drawn(book: Workbook, part: str) -> Iterator[tuple[int, int]]:
    """Yield the row, as numbered, and the column, from 0, of each picture of a drawing."""
    if part not in book.archive.namelist():
        return
    with book.archive.open(part) as stream:
        for anchor in elements(book.name, stream, *_ANCHORS):
            if anchor.find(".//{*}pic") is not None:
                row, column = (anchor.findtext(f"{{*}}from/{{*}}{name}") for name in ("row", "col"))
                yield int(row or 0) + 1, int(column or 0)
