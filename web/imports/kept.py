"""The file a request is about, what was read of it, and what came of it so far."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from typing import Any

from flask import abort

from web.frame.current import me, now, runtime
from web.imports.uploads import Upload, Uploads
from web.sheets import Choice, RawSheet, read_sheet

GONE = "这个文件已经导入或已过期，请重新选择文件。"
MOST_READ = 4
_read: OrderedDict[tuple[str, Choice], RawSheet] = OrderedDict()


def uploads() -> Uploads:
    """Give the uploads of the deployment."""
    return Uploads(runtime().data)


def kept_file(token: str) -> Upload:
    """Give the file this account uploaded; without one there is no such page."""
    kept = uploads().find(me().login, token, now=now())
    if kept is None:
        abort(404, GONE)
    return kept


def sheet_of(kept: Upload, choice: Choice, names: Collection[str]) -> RawSheet:
    """Give what is read of a file; the rows of the last few wait on the disk for the next step."""
    asked = (kept.file, choice)
    sheet = _read.pop(asked, None)
    if sheet is None:
        try:
            sheet = read_sheet(kept.name, kept.data, names=names, choice=choice)
        except FileNotFoundError:
            abort(404, GONE)
    _read[asked] = sheet
    while len(_read) > MOST_READ:
        _read.popitem(last=False)
    return sheet


def part_of(token: str, name: str) -> Iterator[Any]:
    """Give all of a part of what came of it, a row at a time."""
    return uploads().part(token, name)
