import struct
import zipfile
import zlib
from functools import partial
from io import BytesIO
from time import perf_counter

import pytest

from web.hotline.sheet import TICKETS
from web.sheets import Limits, SheetFault
from web.sheets import read_sheet as read_of

read_sheet = partial(read_of, names=TICKETS.names)

HEADER = ["工单编号", "来电时间", "诉求内容"]
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 13, b"IHDR") + b"\0" * 64
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def refusal(name, data, **limits):
    with pytest.raises(SheetFault) as refused:
        read_sheet(name, data, limits=Limits(**limits))
    return refused.value.code


def archive(**parts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


@pytest.fixture
def good(xlsx):
    return xlsx([HEADER, ["A1", "2026-02-05", "y"]])


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "sheet.empty"),
        ("a.csv", b" \r\n ", "sheet.empty"),
        ("a.csv", b"\xef\xbb\xbf", "sheet.empty"),
        ("a.csv", b",,\n,,\n", "sheet.empty"),
        ("a.xlsx", PNG, "sheet.wrong_type"),
        ("a.csv", b"%PDF-1.7 a,b\n1,2", "sheet.wrong_type"),
        ("a.csv", b"a,b\n\0,2", "sheet.wrong_type"),
        ("a.xls", OLE, "sheet.legacy"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "sheet.encrypted"),
        ("a.xls", b"\r\n<html><table><tr><td>A1</td></tr></table></html>", "sheet.web_page"),
        ("a.csv", b"a,b\n\xff\xff,1", "sheet.encoding"),
        ("a.csv", b"\xef\xbb\xbfa,b\n\xff,1", "sheet.encoding"),
        ("a.csv", '工单编号,来电时间\nA1,"没有收尾\nA2,x\n'.encode(), "sheet.quotes"),
        ("a.csv", ('工单编号,来电时间\nA1,"' + "x" * 200_000).encode(), "sheet.quotes"),
        ("a.csv", "工单编号,来电时间\n".encode(), "sheet.no_rows"),
        ("a.csv", b"1001,2026/2/5 9:03\n1002,2026/2/6 9:03\n", "sheet.no_header"),
        ("a.xlsx", archive(word__document_dot_xml="<x/>"), "sheet.other_workbook"),
        ("a.zip", archive(x="<x/>"), "sheet.wrong_type"),
        ("a.xls", XML_2003, "sheet.other_workbook"),
        ("a.xlsb", archive(xl__workbook_dot_bin="x"), "sheet.other_workbook"),
        ("a.ods", archive(content_dot_xml="<x/>"), "sheet.other_workbook"),
        ("a.xlsx", archive(xl__workbook_dot_xml="<x/>"), "sheet.damaged"),
        ("a.xlsx", b"PK\x03\x04" + b"junk" * 50, "sheet.damaged"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(name, data, code):
    assert refusal(name, data) == code


def test_the_sentence_tells_the_file_and_what_to_do():
    with pytest.raises(SheetFault, match=r"“旧表\.xls”是旧版表格.*另存为 xlsx"):
        read_sheet("旧表.xls", OLE)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive(content_dot_xml="<x/>"), r"开放文档表格（ods）"),
        (archive(xl__workbook_dot_bin="x"), r"二进制工作簿（xlsb）"),
        (archive(Index__Document_dot_iwa="x"), "Numbers 表格"),
        (archive(word__document_dot_xml="<x/>"), r"文字文档（docx）"),
        (XML_2003, r"XML 表格（Excel 2003）"),
    ],
)
def test_another_programs_file_is_called_by_its_name(data, kind):
    with pytest.raises(SheetFault, match=f"是{kind}，不能直接读取，请打开后另存为 xlsx"):
        read_sheet("表.xls", data)


def test_a_truncated_workbook_is_damaged(good):
    assert refusal("a.xlsx", good[: len(good) // 2]) == "sheet.damaged"


def test_an_empty_workbook_is_empty(xlsx):
    assert refusal("a.xlsx", xlsx([])) == "sheet.empty"


def test_a_header_alone_has_no_rows(xlsx):
    assert refusal("a.xlsx", xlsx([HEADER])) == "sheet.no_rows"


def test_dates_cannot_be_a_header(xlsx):
    assert refusal("a.xlsx", xlsx([[1001, 46058.5], [1002, 46059.5]])) == "sheet.no_header"


def test_a_packed_flood_is_refused_at_once(good, edited):
    data = edited(good, lambda _, part: part, **{"xl/media/flood.bin": b"\0" * 150_000_000})
    assert len(data) < 200_000
    start = perf_counter()
    assert refusal("a.xlsx", data) == "sheet.bomb"
    assert perf_counter() - start < 5


def test_many_parts_of_modest_ratio_are_refused_together(good, edited):
    parts = {f"xl/media/{n}.txt": bytes(range(256)) * 3_500 for n in range(10)}
    data = edited(good, lambda _, part: part, **parts)
    assert refusal("a.xlsx", data, expanded=5_000_000) == "sheet.bomb"
    assert read_sheet("a.xlsx", data).rows


def test_too_many_parts_are_refused(good, edited):
    data = edited(good, lambda _, part: part, **{f"x{n}": b"" for n in range(60)})
    assert refusal("a.xlsx", data, entries=50) == "sheet.bomb"


@pytest.mark.parametrize(
    "flood",
    [
        b'<row r="3">' + b'<c r="C3"/>' * 300_000 + b"</row></sheetData>",
        b"</sheetData><mergeCells>" + b'<mergeCell ref="A1"/>' * 300_000 + b"</mergeCells>",
        b'<x:row xmlns:x="y" r="3">' + b"<x:c/>" * 300_000 + b"</x:row></sheetData>",
    ],
    ids=["one endless row", "endless merges", "another prefix"],
)
def test_a_flood_of_tags_is_refused_before_it_is_parsed(good, edited, flood):
    data = edited(
        good,
        lambda name, part: (
            part.replace(b"</sheetData>", flood, 1) if "worksheets" in name else part
        ),
    )
    assert refusal("a.xlsx", data, ratio=10_000) == "sheet.bomb"


def test_a_flood_of_records_is_refused(good, edited):
    data = edited(
        good,
        lambda name, part: (
            part.replace(b"</sheetData>", b"<row/>" * 5_000 + b"</sheetData>")
            if "worksheets" in name
            else part
        ),
    )
    assert refusal("a.xlsx", data, records=4_000) == "sheet.bomb"
    assert refusal("a.xlsx", data, tags=4_000) == "sheet.bomb"
    assert len(read_sheet("a.xlsx", data).rows) == 1


def test_a_row_beyond_the_last_possible_one_is_damage(good, edited):
    data = edited(good, lambda _, part: part.replace(b'<row r="2"', b'<row r="900000000"'))
    start = perf_counter()
    assert refusal("a.xlsx", data) == "sheet.damaged"
    assert perf_counter() - start < 10


def test_a_part_that_lies_about_its_size_is_refused(good, edited):
    flood = b"<!--" + b"x" * 3_000_000 + b"-->"
    honest = edited(good, lambda _, part: part, **{"xl/flood.xml": flood})
    lying = honest.replace(struct.pack("<I", len(flood)), struct.pack("<I", 10))
    assert lying != honest
    assert refusal("a.xlsx", honest) == "sheet.bomb"
    assert refusal("a.xlsx", lying) == "sheet.damaged"


def test_a_part_that_lies_about_its_packed_size_is_refused(good, edited):
    flood = b"<!--" + b"x" * 3_000_000 + b"-->"
    honest = edited(good, lambda _, part: part, **{"xl/flood.xml": flood})
    with zipfile.ZipFile(BytesIO(honest)) as opened:
        packed = opened.getinfo("xl/flood.xml").compress_size
    at = honest.rindex(struct.pack("<II", packed, len(flood)))
    lying = honest[:at] + struct.pack("<I", 1_000_000_000) + honest[at + 4 :]
    assert refusal("a.xlsx", lying) in {
        "sheet.bomb",
        "sheet.damaged",
    }  # as Python's zipfile sees it


def test_expanding_entities_are_refused(good, edited):
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = edited(
        good,
        lambda name, part: doctype + part.split(b"?>", 1)[-1] if "worksheets" in name else part,
    )
    assert refusal("a.xlsx", data) == "sheet.damaged"


def test_a_locked_archive_is_refused(good):
    data = bytearray(good)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + offset] |= 1
            start += 4
    assert refusal("a.xlsx", bytes(data)) == "sheet.encrypted"


def test_an_unusual_packing_is_refused(good):
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(good)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as new,
    ):
        for part in old.namelist():
            new.writestr(part, old.read(part))
    assert refusal("a.xlsx", stream.getvalue()) == "sheet.damaged"


def test_the_bombs_of_these_tests_are_bombs():
    """The control: what is refused above would really have grown."""
    packed = zlib.compress(b"\0" * 150_000_000)
    assert len(packed) * 200 < 150_000_000
