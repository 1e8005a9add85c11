"""The file a request is about, and what came of it so far."""

from typing import Any

from flask import abort

from web.frame.current import me, now, runtime
from web.imports.uploads import Upload, Uploads

GONE = "这个文件已经导入或已过期，请重新选择文件。"


def uploads() -> Uploads:
    """Give the uploads of the deployment."""
    return Uploads(runtime().data)


def kept_file(token: str) -> Upload:
    """Give the file this account uploaded; without one there is no such page."""
    kept = uploads().find(me().login, token, now=now())
    if kept is None:
        abort(404, GONE)
    return kept


def part_of(token: str, kept: Upload, name: str) -> list[Any]:
    """Give a part of what came of the import, or of trying it out."""
    receipt = uploads().progress(token).get("receipt", {})
    found: list[Any] = receipt.get(name, kept.more.get(name, []))
    return found
