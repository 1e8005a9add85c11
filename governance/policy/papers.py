"""Official papers: the Word template of the agenda, where the office has one of its own.

A template stands in its edition whole, as base64: what was printed by it is printed the same for
ever, from the log alone, and an earlier one comes back like any edition. Whether it can be filled
is asked before it is published, by those who fill it (`web.documents`).
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from typing import Any

import msgspec

from governance.policy.fault import Fault, fault, refuse
from governance.policy.shape import shaped

KILOBYTE = 1024
MOST = 300
"""Kilobytes of a template: it is kept for ever, in the log and in every copy of the rows."""
LINE = 76
"""Characters of a line of base64, as in a letter."""


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Word file: its name as it was sent, its bytes in lines of base64; without any, ours."""

    source: str
    file: str = ""
    docx: tuple[str, ...] = ()

    @property
    def data(self) -> bytes | None:
        """The bytes of the file; None where the software's own template is used."""
        return b64decode("".join(self.docx)) if self.docx else None


class Papers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """文件模板: the policy as read from an edition."""

    source: str
    agenda: Template


SHIPPED = Papers(source="", agenda=Template(source=""))
"""What is in force where no edition is: the software's own templates."""


def written(data: bytes) -> list[str]:
    """Give a file as it stands in an edition."""
    text = b64encode(data).decode()
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


SHAPE = Papers


def read(content: dict[str, Any]) -> Papers:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    papers = shaped(content, Papers)
    refuse(_faults(papers.agenda))
    return papers


def _faults(template: Template) -> Iterator[Fault]:
    if sum(map(len, template.docx)) > MOST * KILOBYTE * 4 / 3 + LINE:
        yield fault("template_too_large", "agenda", "docx", most=MOST)
        return
    try:
        b64decode("".join(template.docx), validate=True)
    except (Error, ValueError):
        yield fault("no_template_file", "agenda", "docx")
