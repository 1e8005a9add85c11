"""What keeps a deployment from storing or reading: told apart by what the system itself says.

Disks fill, folders become read-only, servers stop: none of it is a fault of ours, and whoever asked
is told what it is, in words, without a trace of the program.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from errno import EACCES, EDQUOT, EFBIG, EIO, EMFILE, ENFILE, ENOSPC, EPERM, EROFS

import psycopg
import sqlalchemy as sa
from eventsourcing.persistence import ConnectionUnavailableError


class Trouble(Enum):
    """What is the matter with what a deployment stands on."""

    FULL = "full"
    UNWRITABLE = "unwritable"
    AWAY = "away"
    BUSY = "busy"


OF_FILES = {
    **dict.fromkeys((ENOSPC, EDQUOT, EFBIG), Trouble.FULL),
    **dict.fromkeys((EROFS, EACCES, EPERM, EIO), Trouble.UNWRITABLE),
    **dict.fromkeys((EMFILE, ENFILE), Trouble.BUSY),
}
OF_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.UNWRITABLE,
    sqlite3.SQLITE_PERM: Trouble.UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNWRITABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNWRITABLE,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html, by the longest beginning.
OF_SERVER = {
    "53100": Trouble.FULL,
    "25006": Trouble.UNWRITABLE,
    "58030": Trouble.UNWRITABLE,
    "53": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "08": Trouble.AWAY,
    "57P": Trouble.AWAY,
}
KIND = 0xFF  # of a code of SQLite; the rest of it says where


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Give what is the matter when an error says so, through whatever library it came."""
    return found[0] if (found := met_in(error)) else None


def met_in(error: BaseException | None) -> tuple[Trouble, BaseException] | None:
    """Give what is the matter, and the error of the system itself that says so."""
    while error is not None:
        if (found := _said(error)) is not None:
            return found, error
        behind = None if error.__suppress_context__ else error.__context__
        error = getattr(error, "orig", None) or error.__cause__ or behind
    return None


@contextmanager
def forgiven() -> Iterator[None]:
    """Let fail, where nothing can be written, what nobody asked for and the next try makes good."""
    try:
        yield
    except Exception as error:
        if trouble_of(error) is None:
            raise


def _said(error: BaseException) -> Trouble | None:
    match error:
        case sqlite3.Error():
            return OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & KIND)
        case psycopg.Error(sqlstate=str(code)):
            begins = (code[:length] for length in range(len(code), 1, -1))
            return next((OF_SERVER[one] for one in begins if one in OF_SERVER), None)
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return Trouble.AWAY  # nobody answered, so there is no code
        case sa.exc.TimeoutError() | ConnectionUnavailableError():
            return Trouble.BUSY
        case OSError():
            return OF_FILES.get(error.errno or 0)
    return None
