"""The records of a csv file in whatever encoding and with whatever delimiter it came."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from statistics import median
from typing import IO

from web.sheets.contents import pieces
from web.text.faults import SheetFault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LADDER = ("utf-8", "gb18030")
_DELIMITERS = ",;\t"
_MARK = 4
_SAMPLE = 30
_LONGEST = 10_000_000  # characters: more than the most columns of the longest cells


def encoding_of(name: str, file: IO[bytes]) -> str:
    """Give the encoding: the byte order mark decides, then UTF-8, then GB18030.

    GB18030 also swallows other eastern encodings; only a preview shows a person that it did.

    Raises:
        SheetFault: no encoding fits.

    """
    file.seek(0)
    start = file.read(_MARK)
    marked = [encoding for mark, encoding in _MARKS if start.startswith(mark)]
    for encoding in marked or _LADDER:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for piece in pieces(file):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetFault("sheet.encoding", name=name)


def delimiter(file: IO[bytes], encoding: str, known: Callable[[list[str]], int]) -> str:
    """Give the delimiter whose header is known best, then the one that gives most columns."""

    def fit(candidate: str) -> tuple[int, float]:
        reader = csv.reader(_lines(file, encoding), delimiter=candidate)
        try:
            sample = [record for record in islice(reader, _SAMPLE) if record]
        except csv.Error:
            return 0, 0.0
        return max(map(known, sample), default=0), median(map(len, sample)) if sample else 0.0

    return max(_DELIMITERS, key=fit)


def records(file: IO[bytes], encoding: str, separator: str) -> Iterator[list[str]]:
    """Give the records; line breaks inside quotes belong to the cell.

    Raises:
        SheetFault: quotes that do not pair, which would swallow the rows that follow.

    """
    reader = csv.reader(_lines(file, encoding), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SheetFault("sheet.quotes", number=reader.line_num) from error


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Give the text from the first line on; one that no sheet has is no line."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        while line := text.readline(_LONGEST):
            if len(line) == _LONGEST:
                raise csv.Error("line too long")
            yield line
    finally:
        with suppress(ValueError):  # closed before anybody asked for the last line
            text.detach()
