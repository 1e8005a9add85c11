"""Stored shapes; see CONTRIBUTING.md before changing one."""

import msgspec

from governance.kernel.event import Event, event


class Refusal(msgspec.Struct, frozen=True):
    """A row (numbered as in the sheet) that was not taken over, with the code of the reason."""

    row: int
    reason: str


@event("imports.BatchImported")
class BatchImported(Event, frozen=True, kw_only=True):
    """导入批次: a sheet was read; every row was accepted, known, corrected or refused.

    `digest` and `mapping` are SHA-256 in hexadecimal of the file and of the columns' mapping.
    """

    source: str
    file: str
    digest: str
    mapping: str
    rows: int
    accepted: int
    known: int
    corrected: int
    refused: int
    refusals: tuple[Refusal, ...] = ()
    unknown_columns: tuple[str, ...] = ()
