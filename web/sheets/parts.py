"""The parts of a workbook, whichever program wrote it: names are compared without namespaces."""

import posixpath
from collections.abc import Iterator
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree

from web.text.faults import SheetFault

_ID = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
       "http://purl.oclc.org/ooxml/officeDocument/relationships")  # fmt: skip


def elements(name: str, stream: IO[bytes], *tags: str) -> Iterator[Any]:
    """Yield the elements of these names as each ends; what was yielded is forgotten.

    Raises:
        SheetFault: the part declares a document type, which no workbook needs.

    """
    reader = etree.iterparse(
        stream,
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    declared = None
    for _, element in reader:
        if declared is None:
            declared = element.getroottree().docinfo.doctype
        if declared:
            raise SheetFault("sheet.damaged", name=name)
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def local(element: Any) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag.rpartition("}")[2])


def relation(element: Any) -> str:
    """Give the id of the relation an element names."""
    return next((found for space in _ID if (found := element.get(f"{{{space}}}id"))), "")


def relations(archive: ZipFile, part: str) -> dict[str, str]:
    """Give the parts a part names, by the ids of the relations."""
    folder, file = posixpath.split(part)
    path = f"{folder}/_rels/{file}.rels"
    if path not in archive.namelist():
        return {}
    with archive.open(path) as stream:
        return {
            one.get("Id", ""): _placed(folder, one.get("Target", ""))
            for one in elements(part, stream, "Relationship")
            if one.get("TargetMode") != "External"
        }


def _placed(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
