"""May an uploaded file be opened at all? Nothing in it is trusted, least of all its sizes."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from governance.policy.papers import KILOBYTE, MOST

MEGABYTE: Final = 1024 * KILOBYTE
MOST_UNPACKED: Final = 40 * MEGABYTE
MOST_XML: Final = 2 * MEGABYTE
MOST_PARTS: Final = 500
MOST_TAGS: Final = 1000
LONGEST_TAG: Final = 200
NEEDED: Final = ("[Content_Types].xml", "word/document.xml")
ACTIVE: Final = ("vbaproject.bin", "vbadata.xml", "/activex/", "/embeddings/", "/control")
FIELDS: Final = ("DDE", "INCLUDE", "LINK", "IMPORT", "DATABASE", "MACRO")
OPENING: Final = re.compile(r"\{[{%#]")
CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_WORD: Final = "这不是可以打开的 Word 文档，请在 Word 或 WPS 中另存为 .docx 后再上传"


def file_faults(data: bytes) -> list[str]:
    """Say in Chinese why the file may not be opened; an empty list means it may."""
    if len(data) > MOST * KILOBYTE:
        return [f"模板文件超过{MOST}千字节，请删去图片等内容后再上传"]
    try:
        parts = _unpacked(data)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        return [NOT_WORD]
    if parts is None:
        return ["模板文件解压后过大，无法使用"]
    if any(name not in parts for name in NEEDED):
        return [NOT_WORD]
    return list(dict.fromkeys(fault for part in parts.items() for fault in _part_faults(*part)))


def _unpacked(data: bytes) -> dict[str, bytes] | None:
    """Unpack, counting what really comes out; None as soon as it is too much."""
    parts: dict[str, bytes] = {}
    room = MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            return None
        for entry in archive.infolist():
            with archive.open(entry) as stream:
                content = stream.read(room + 1)
            room -= len(content)
            if room < 0:
                return None
            parts[entry.filename] = content
    return parts


def _part_faults(name: str, content: bytes) -> Iterator[str]:
    if any(mark in f"/{name.lower()}" for mark in ACTIVE):
        yield "模板里有宏、控件或嵌入的文件，请删去后再上传"
    if not name.endswith((".xml", ".rels")):
        return
    if len(content) > MOST_XML:
        yield "模板的文字部分过大，请只保留议程所需的内容"
        return
    try:
        content.decode()
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        yield NOT_WORD
        return
    if b"<!--" in content:
        yield NOT_WORD
    if any(element.get("TargetMode") == "External" for element in root.iter()):
        yield "模板里有链接到外部文件或网址的内容，请取消链接后再上传"
    if any(field in _instructions(root) for field in FIELDS):
        yield "模板里有从外部取内容的域，请删去后再上传"
    yield from _tag_faults(root)


def _instructions(root: Element) -> str:
    """All field codes of a part run together, so that no split between runs hides a word."""
    simple = (element.get(f"{WORD}instr", "") for element in root.iter(f"{WORD}fldSimple"))
    written = (element.text or "" for element in root.iter(f"{WORD}instrText"))
    return "".join((*simple, *written)).upper().replace(" ", "")


def _tag_faults(root: Element) -> Iterator[str]:
    """Find tags that do not close soon: the template library searches for their end without end."""
    text = "".join(root.itertext())
    starts = [match.start() for match in OPENING.finditer(text)]
    if len(starts) > MOST_TAGS:
        yield f"模板里的大括号标签超过{MOST_TAGS}个"
    for start in starts[:MOST_TAGS]:
        inside = text[start + 2 : start + LONGEST_TAG]
        body, closing, _ = inside.partition(CLOSING[text[start : start + 2]])
        if not closing or OPENING.search(body):
            yield f"有的大括号标签没有写完整：“{text[start : start + 20]}”"
    if any(OPENING.search(value) for element in root.iter() for value in element.attrib.values()):
        yield "大括号标签只能写在文字里，不能写在图形名称、书签等属性里"
