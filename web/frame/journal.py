"""What the log of the program says of an exception: where it came from, never what it was about.

The text of an exception holds whatever was at hand: a row with its DETAIL, a number that could not
be read, a key that was not found. Somebody's telephone number is one of these sooner or later.
"""

import logging
import traceback
from typing import Any

_plain = logging.getLogRecordFactory()


def keep_discreet() -> None:
    """Let no record of any logger, ours or a library's, carry the text of an exception."""
    logging.setLogRecordFactory(_discreet)


def trace(error: BaseException | None) -> str:
    """Give an exception and what led to it: kinds, codes, our notes and lines of code."""
    lines: list[str] = []
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        notes = (f"  {note}\n" for note in getattr(error, "__notes__", ()))
        one = [*traceback.format_tb(error.__traceback__), f"{kind(error)}\n", *notes]
        lines = one + (["which led to:\n"] if lines else []) + lines
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip("\n")


def kind(error: BaseException) -> str:
    """Give what kind of error it is, with the code it has."""
    type_ = type(error)
    names = (getattr(error, name, None) for name in ("sqlite_errorname", "sqlstate", "errno"))
    code = next((str(name) for name in names if name), "")
    if hasattr(error, "sqlite_errorname"):  # what SQLite itself says names columns, never values
        code += f": {error}"
    return f"{type_.__module__}.{type_.__qualname__} {code}".rstrip()


def _discreet(*args: Any, **named: Any) -> logging.LogRecord:
    record = _plain(*args, **named)
    if record.exc_info:
        record.exc_text, record.exc_info = trace(record.exc_info[1]), None
    return record
