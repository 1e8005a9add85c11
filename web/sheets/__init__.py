"""Sheets in: from a file somebody uploads to rows that can become commands.

``read_sheet`` opens the file, ``guess`` or a stored ``Mapping`` says which column is what, and
``read_rows`` gives tickets, repeats and refusals. Nothing here decides, stores or shows anything.
"""

from web.sheets.faults import ImportFault, MappingFault, MomentFault, SheetFault
from web.sheets.gathering import SheetRow
from web.sheets.guessing import guess
from web.sheets.limits import Limits
from web.sheets.mapping import Mapping
from web.sheets.rows import read_rows
from web.sheets.sheet import RawSheet, read_sheet
from web.sheets.tickets import KnownRow, RefusedRow, TicketRow
from web.text.moments import read_moment

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
