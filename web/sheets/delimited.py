"""The records of a csv file in whatever encoding and with whatever delimiter it came."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median

from web.sheets.faults import SheetFault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LADDER = ("utf-8", "gb18030")
_DELIMITERS = ",;\t"
_SAMPLE = 30


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Give the encoding and the text: the byte order mark decides, then UTF-8, then GB18030.

    GB18030 also swallows other eastern encodings; only a preview shows a person that it did.

    Raises:
        SheetFault: no encoding fits.

    """
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or _LADDER:
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetFault("sheet.encoding", name=name)


def delimiter(text: str, known: Callable[[list[str]], int]) -> str:
    """Give the delimiter whose header is known best, then the one that gives most columns."""

    def fit(candidate: str) -> tuple[int, float]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=candidate)
        try:
            sample = [record for record in islice(reader, _SAMPLE) if record]
        except csv.Error:
            return 0, 0.0
        return max(map(known, sample), default=0), median(map(len, sample)) if sample else 0.0

    return max(_DELIMITERS, key=fit)


def records(text: str, separator: str) -> Iterator[list[str]]:
    """Give the records; line breaks inside quotes belong to the cell.

    Raises:
        SheetFault: quotes that do not pair, which would swallow the rows that follow.

    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SheetFault("sheet.quotes", number=reader.line_num) from error
