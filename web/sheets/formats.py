"""What a file is, said by its bytes: names lie, and old systems call web pages “xls”."""

from typing import IO, Literal

from web.sheets.contents import holds, pieces
from web.text.faults import SheetFault

_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml")
_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_DECLARED = 4_096
_LOOK = 512


def format_of(name: str, file: IO[bytes]) -> Literal["xlsx", "csv"]:
    """Give the format of a file.

    Raises:
        SheetFault: empty, or a kind of file that is not read, with advice what to do instead.

    """
    if not any(piece.strip() for piece in pieces(file)):
        raise SheetFault("sheet.empty", name=name)
    file.seek(0)
    data = file.read(_DECLARED)
    if data.startswith(_ARCHIVE):
        return "xlsx"
    if data.startswith(_COMPOUND):
        code = "sheet.encrypted" if holds(file, _ENCRYPTED_PART) else "sheet.legacy"
        raise SheetFault(code, name=name)
    if data[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        if _XML_SHEET in data:
            raise SheetFault("sheet.other_workbook", name=name, kind="XML 表格（Excel 2003）")
        raise SheetFault("sheet.web_page", name=name)
    if data.startswith(_OTHERS) or (not data.startswith(_UTF16) and holds(file, b"\0")):
        raise SheetFault("sheet.wrong_type", name=name)
    return "csv"
