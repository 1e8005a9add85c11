"""How much of a file is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one uploaded file: sizes in bytes, texts in characters.

    ``ratio`` is what a part may grow to against its packed size, once it is bigger than
    ``ratio_after``. ``tags`` and ``records`` (rows, shared strings) count the whole workbook,
    ``record_tags`` one record. ``rows`` and ``columns`` are those of the sheet that is read.
    """

    size: int = 12_000_000
    entries: int = 2_000
    expanded: int = 100_000_000
    ratio: int = 200
    ratio_after: int = 1_000_000
    tags: int = 16_000_000
    records: int = 2_000_000
    record_tags: int = 200_000
    rows: int = 50_000
    columns: int = 200
    cell: int = 32_767
