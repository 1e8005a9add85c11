"""A look into an archive before anything else opens it, believing nothing it says of itself."""

import re
from collections.abc import Iterator
from io import SEEK_END
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from web.sheets.limits import Limits
from web.text.faults import SheetFault

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
MAIN_PART = "xl/workbook.xml"
_OTHERS = {
    "xl/workbook.bin": "二进制工作簿（xlsb）",
    "content.xml": "开放文档表格（ods）",
    "Index/Document.iwa": "Numbers 表格",
    "word/document.xml": "文字文档（docx）",
    "ppt/presentation.xml": "演示文稿（pptx）",
}
"""What a file is that is no xlsx, by a part such files have."""

_RECORD = re.compile(rb"<(?:\w+:)?(?:row|si)[ />]")


class Guard:
    """Expands a workbook once, piece by piece, and refuses it when it grows beyond its limits.

    Besides the size, the shape is limited. Whatever reads the workbook keeps the whole of a
    record (a row, a shared string), and all that stands outside of records, in memory at once:
    about a kilobyte a tag, for a tag that may have been a few bits of the upload.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._expanded = 0
        self._tags = 0
        self._records = 0

    def inspect(self, file: IO[bytes]) -> None:
        """Expand every part once.

        Raises:
            SheetFault: no workbook, encrypted, or bigger inside than the limits allow.

        """
        upload = file.seek(0, SEEK_END)
        with ZipFile(file) as archive:
            parts = archive.infolist()
            self._refuse_others(parts)
            if len(parts) > self._limits.entries:
                raise self._bomb()
            for part in parts:
                self._expand(archive, part, upload)

    def _refuse_others(self, parts: list[ZipInfo]) -> None:
        names = {part.filename for part in parts}
        if MAIN_PART not in names:
            for part, kind in _OTHERS.items():
                if part in names:
                    raise SheetFault("sheet.other_workbook", name=self._name, kind=kind)
            raise SheetFault("sheet.wrong_type", name=self._name)
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise SheetFault("sheet.encrypted", name=self._name)
        if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
            raise SheetFault("sheet.damaged", name=self._name)

    def _expand(self, archive: ZipFile, part: ZipInfo, upload: int) -> None:
        packed = max(1, min(part.compress_size, upload))
        size = open_record = 0
        for chunk in _chunks(archive, part):
            size += len(chunk)
            if size > self._limits.ratio_after and size > self._limits.ratio * packed:
                raise self._bomb()
            open_record = self._count(chunk, open_record)

    def _count(self, chunk: bytes, open_record: int) -> int:
        """Add a piece to what has been seen; return the tags of the record it ends in."""
        first, *records = (piece.count(b"<") for piece in _RECORD.split(chunk))
        sizes = [open_record + first, *records]
        self._expanded += len(chunk)
        self._tags += sum(sizes) - open_record + len(records)
        self._records += len(records)
        if (
            self._expanded > self._limits.expanded
            or self._tags > self._limits.tags
            or self._records > self._limits.records
            or max(sizes) > self._limits.record_tags
        ):
            raise self._bomb()
        return sizes[-1]

    def _bomb(self) -> SheetFault:
        return SheetFault("sheet.bomb", name=self._name)


def _chunks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
