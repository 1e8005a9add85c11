"""Sheets in: from a file somebody uploads to rows that can become commands.

`read_sheet` opens the file, `guess` or a stored `Mapping` says which column is what, and
`read_rows` gives rows of their `Kind`, repeats and refusals. Nothing here decides, stores or
shows anything, and nothing knows a concept: the room the rows belong to declares their kind.
"""

from web.sheets.choice import Choice
from web.sheets.guessing import guess
from web.sheets.kind import Draft, Kind
from web.sheets.limits import Limits
from web.sheets.mapping import Mapping
from web.sheets.rawsheet import RawSheet, SheetRow
from web.sheets.rows import KnownRow, RefusedRow, read_rows
from web.sheets.sheet import read_sheet
from web.text.faults import ImportFault, MappingFault, MomentFault, SheetFault
from web.text.moments import read_moment

__all__ = [
    "Choice",
    "Draft",
    "ImportFault",
    "Kind",
    "KnownRow",
    "Limits",
    "Mapping",
    "MappingFault",
    "MomentFault",
    "RawSheet",
    "RefusedRow",
    "SheetFault",
    "SheetRow",
    "guess",
    "read_moment",
    "read_rows",
    "read_sheet",
]
