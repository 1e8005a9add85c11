"""The sheets of an xlsx file, and what all of them share: texts, looks of dates, the calendar."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from web.sheets.guard import MAIN_PART, Guard
from web.sheets.limits import Limits
from web.sheets.parts import elements, local, relation, relations
from web.sheets.spool import Spool
from web.text.faults import SheetFault

TRUE = ("1", "true")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


class Workbook:
    """The visible sheets of an xlsx file, by name; nothing of a sheet is kept in memory.

    `dates` and `spans` are the looks of cells that make a number a moment or a length of time.

    Raises:
        SheetFault: no workbook, encrypted, or bigger inside than `limits` allow. A damaged
            file raises whatever the reader stumbles over.

    """

    def __init__(self, name: str, file: IO[bytes], limits: Limits) -> None:
        self.name = name
        self.limits = limits
        Guard(name, limits).inspect(file)
        self.archive = ZipFile(file)
        self.epoch: datetime = WINDOWS_EPOCH
        self.dates: set[str] = set()
        self.spans: set[str] = set()
        self.texts = Spool()
        self._parts: dict[str, str] = {}
        self._read_sheets()
        self._read_styles()
        self._read_texts()

    @property
    def names(self) -> list[str]:
        """The visible sheets in their order."""
        return list(self._parts)

    def part(self, sheet: str) -> str:
        """Give the part of the archive that holds a sheet."""
        return self._parts[sheet]

    def _read_sheets(self) -> None:
        parts = relations(self.archive, MAIN_PART)
        if not parts:
            raise SheetFault("sheet.damaged", name=self.name)
        with self.archive.open(MAIN_PART) as stream:
            for one in elements(self.name, stream, "sheet", "workbookPr"):
                if local(one) == "workbookPr":
                    if one.get("date1904") in TRUE:
                        self.epoch = MAC_EPOCH
                elif one.get("state", "visible") == "visible":
                    part = parts[relation(one)]
                    if "sheets/" in part and "chartsheets/" not in part:
                        self._parts[one.get("name", "")] = part

    def _read_styles(self) -> None:
        codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        looks: list[str] = []
        for one in self._elements(_STYLES, "numFmt", "cellXfs"):
            if local(one) == "numFmt":
                codes[one.get("numFmtId", "")] = one.get("formatCode", "")
            else:
                looks = [codes.get(look.get("numFmtId", "0"), "") for look in one]
        for index, code in enumerate(looks):
            if is_date_format(code):
                self.dates.add(str(index))
            if is_timedelta_format(code):
                self.spans.add(str(index))

    def _read_texts(self) -> None:
        for one in self._elements(_STRINGS, "si"):
            self.texts.append(text_of(one).encode())

    def _elements(self, part: str, *tags: str) -> Iterator[Any]:
        if part in self.archive.namelist():
            with self.archive.open(part) as stream:
                yield from elements(self.name, stream, *tags)


def text_of(element: Any) -> str:
    """Give the text of a cell, its readings (ruby) left out."""
    if len(element) == 1 and not len(element[0]):
        return element[0].text or ""
    return "".join(
        part.text or "" for part in element.iter("{*}t") if local(part.getparent()) != "rPh"
    )
