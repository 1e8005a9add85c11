"""Sheets in: from a file somebody uploads to rows that can become commands.

``read_sheet`` opens the file, ``guess`` or a stored ``Mapping`` says which column is what, and
``read_rows`` gives tickets, repeats and refusals. Nothing here decides, stores or shows anything.
"""

from web.imports.faults import ImportFault, MappingFault, MomentFault, SheetFault
from web.imports.gathering import SheetRow
from web.imports.guessing import guess
from web.imports.limits import Limits
from web.imports.mapping import Mapping
from web.imports.moments import read_moment
from web.imports.rows import read_rows
from web.imports.sheet import RawSheet, read_sheet
from web.imports.tickets import KnownRow, RefusedRow, TicketRow

__all__ = [
    "ImportFault",
    "KnownRow",
    "Limits",
    "Mapping",
    "MappingFault",
    "MomentFault",
    "RawSheet",
    "RefusedRow",
    "SheetFault",
    "SheetRow",
    "TicketRow",
    "guess",
    "read_moment",
    "read_rows",
    "read_sheet",
]
