"""What a Word file says, paragraph by paragraph: to be read and compared, not to be printed."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from web.documents.archive import unpack
from web.documents.template_file import WORD

PARTS: Final = re.compile(r"word/(header\d*|document|footer\d*)\.xml")
ORDER: Final = {"header": 0, "document": 1, "footer": 2}


def lines_of(document: bytes) -> list[str]:
    """Give the texts of a file we filled: heads, body, feet; empty lines left out."""
    parts = unpack(document)
    found = [(match, parts[name]) for name in parts if (match := PARTS.fullmatch(name))]
    found.sort(key=lambda part: (ORDER[part[0][1].rstrip("0123456789")], part[0][1]))
    every = (line for _, xml in found for line in _paragraphs(fromstring(xml)))
    return [line for line in every if line.strip()]


def _paragraphs(element: Element) -> Iterator[str]:
    if element.tag == f"{WORD}p":
        yield "".join(_runs(element))
    for child in element:
        yield from _paragraphs(child)


def _runs(paragraph: Element) -> Iterator[str]:
    """Give the texts of a paragraph, without those of paragraphs in it, such as a drawing's."""
    for child in paragraph:
        if child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in {f"{WORD}tab", f"{WORD}br"}:
            yield "\t"
        elif child.tag != f"{WORD}p":
            yield from _runs(child)
