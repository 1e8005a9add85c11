"""What a request asks: arguments and form fields, freed of what nobody means, read in one place.

Whatever stands in an address may have been typed by anybody: what cannot be read is as if it had
not been asked.
"""

import re
from datetime import date
from functools import cached_property
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict

from web.text.moments import YEARS

FURTHEST = 1_000_000
# What is searched for becomes a condition a word; databases bear some hundreds of them.
LONGEST = 200
LONGEST_ADDRESS = 2_000
ADDRESSES = frozenset({"next", "to"})
NUMBERS = range(2**31)
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

File = Literal["", "csv", "xlsx"]


class Arguments(ImmutableMultiDict[str, Any]):
    """Arguments or form fields, without the characters that no database takes."""

    def __init__(self, pairs: Any = ()) -> None:
        super().__init__((_speakable(name), _speakable(value)) for name, value in pairs)


class TextRequest(Request):
    """A request of which every argument is text."""

    parameter_storage_class = Arguments

    @cached_property
    def args(self) -> Arguments:
        """The arguments of the address; bytes that are no text are shown as such."""
        text = self.query_string.decode("utf-8", "replace")
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace")
        return self.parameter_storage_class(pairs)


def register(app: Flask) -> None:
    """Read every request so; an address no page can have is not found."""
    app.request_class = TextRequest
    app.before_request(_refuse_unspeakable)


def number(name: str, default: int = 0, *, within: range = NUMBERS) -> int:
    """Give a whole number of the address, the default when it is none or is out of bounds."""
    asked = request.args.get(name, default, int)
    return asked if asked in within else default


def page_number() -> int:
    """Give the page of a list that is asked for, from 1."""
    return number("page", 1, within=range(1, FURTHEST))


def day(name: str) -> date | None:
    """Give a day of the address; None when it is none, or none of a case."""
    try:
        asked = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return asked if asked.year in YEARS else None


def our_address(text: str) -> str:
    """Give an address when it is one of ours, else that of the first page.

    Browsers read a backslash as a slash and leave line breaks out.
    """
    try:
        ours = text.startswith("/") and not text.startswith("//") and not urlsplit(text).netloc
    except ValueError:
        ours = False
    return text if ours and text.isprintable() and "\\" not in text else "/"


def file() -> File:
    """Give the kind of file a list is asked for as; empty for the page."""
    kind = request.args.get("format", "")
    return cast("File", kind) if kind in {"csv", "xlsx"} else ""


def _speakable(value: Any) -> Any:
    return _UNSPEAKABLE.sub("", value) if isinstance(value, str) else value


def _refuse_unspeakable() -> None:
    if _UNSPEAKABLE.search(request.path):
        abort(404)
    for name, value in request.args.items(multi=True):
        if len(value) > (LONGEST_ADDRESS if name in ADDRESSES else LONGEST):
            abort(414)
