"""What a cell says, freed of what the program that wrote it left behind."""

import re
from datetime import datetime
from typing import Any

ERROR_VALUES = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
)
"""What a spreadsheet shows where a formula failed: the cell says nothing."""

BLANKS = frozenset(("-", "--", "—", "——", "/", "\\", "无", "null", "none", "n/a", "nan", "\\n"))
"""What people and systems write for “nothing here”, in lower case."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACE = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_AROUND_BREAK = re.compile(" *\n *")
_BLANK_LINES = re.compile("\n{3,}")
_FORCED_TEXT = re.compile(r'="([^"]*)"')
_MARKED_TEXT = re.compile(r"'(?=[\d=+\-@])")


def clean(text: str) -> str:
    """Give the text as a person reads it.

    Workbook escapes such as `_x000D_` are decoded, every kind of space becomes one plain space,
    real line breaks stay, invisible and direction-changing characters go, both ends are trimmed.
    A number forced to be text (`="0123"`, `'0123`) loses the device, never a digit.
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _BREAK.sub("\n", text)
    text = _INVISIBLE.sub("", _SPACE.sub(" ", text))
    text = _BLANK_LINES.sub("\n\n", _AROUND_BREAK.sub("\n", text)).strip()
    if forced := _FORCED_TEXT.fullmatch(text):
        return forced[1].strip()
    return _MARKED_TEXT.sub("", text, count=1) if text.startswith("'") else text


def as_text(value: Any) -> str:
    """Give what a cell of any type shows: 188006.0 is “188006”, a date is in ISO form."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  (a double's exact digits)
            return str(int(value))
        case float():
            return f"{value:.15g}"
        case datetime():
            return value.isoformat(" ", "seconds")
        case _:
            return str(value)


def is_blank(text: str) -> bool:
    """Whether a cell's text stands for nothing."""
    return not text or text.lower() in BLANKS
