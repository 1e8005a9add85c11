"""Files that are handed out: what stands in them, and the record of who took them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from hashlib import file_digest, sha256
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import quote
from uuid import uuid4

from flask import Response, request
from flask.globals import app_ctx, request_ctx
from msgspec.structs import replace

from governance.disclosures.commands import FinishExport, TakeExport
from governance.disclosures.stream import export_id
from governance.kernel.command import SYSTEM
from governance.kernel.event import Event
from web.frame.current import as_at, me, now, opens, runtime, view
from web.frame.filters import Filter, narrowed
from web.sheets.contents import pieces, size_of
from web.sheets.table import Sheet, csv
from web.sheets.xlsx import xlsx_file
from web.text.formats import local_day, moment
from web.text.personal import mask_personal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = 500
PAGE = "export"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


class NoExportError(Exception):
    """Somebody wanted a file whose role takes none."""


def may_take() -> bool:
    """Whether the person may take what is ours out as a file, whatever list or paper it is."""
    return opens(PAGE)


def permit() -> None:
    """Refuse whoever may not; every way out of here asks, and a long list before it is read."""
    if not may_take():
        raise NoExportError


def notes() -> tuple[tuple[str, str], ...]:
    """Give what every file says about itself."""
    return (
        ("截至记录", f"第{view().position}号"),
        ("数据时间", moment(as_at())),
    )


def send(
    sheet: Sheet,
    kind: str,
    name: str = "",
    *,
    total: int | None = None,
    filters: Sequence[Filter] | None = None,
    own: bool = False,
) -> Response:
    """Answer with a sheet as `xlsx` or `csv` named as given, or by its title.

    Whoever takes it may take files, unless it gives back what was his `own`: the rows he brought.

    A csv whose rows are known to be `total` is handed out while its rows are read. What a list of
    `filters` is narrowed to stands in the file and in the record of it.
    """
    if not own:
        permit()
    name, asked = name or sheet.title, narrowed(filters or ())
    if filters is not None:
        sheet = replace(sheet, notes=(*sheet.notes, ("筛选条件", asked or "无")))
    if kind == "csv" and total is not None and request.method != "HEAD":
        return _while_made(sheet, name, total, asked)
    rows = _Counted(sheet.rows)
    complete = replace(sheet, rows=rows)
    file = _csv_file(complete) if kind == "csv" else xlsx_file(complete, created=as_at())
    return _hand_out(file, kind, name, rows=rows.seen, asked=asked)


def hand_out(body: bytes | IO[bytes], kind: str, name: str, *, rows: int) -> Response:
    """Answer with a file that holds `rows` of ours, if the person may take it."""
    permit()
    return _hand_out(body, kind, name, rows=rows)


def _hand_out(
    body: bytes | IO[bytes], kind: str, name: str, *, rows: int, asked: str = ""
) -> Response:
    """Answer with a file once it is recorded who takes it.

    One on the disk is read as it goes out, and closed then.

    Every time it is taken is a record of its own, whatever moment it shows.
    """
    with ExitStack() as unless_done:
        if not isinstance(body, bytes):
            unless_done.enter_context(body)
        if request.method != "HEAD":
            _taken(name, rows, asked, _digest(body))
        unless_done.pop_all()
    if isinstance(body, bytes):
        return attach(body, kind, name)
    size = size_of(body)
    if request.method == "HEAD":
        body.close()
    answer = attach(_emptied(body), kind, name)
    answer.content_length = size
    answer.call_on_close(body.close)  # where nobody reads it to its end
    return answer


def _emptied(body: IO[bytes]) -> Iterator[bytes]:
    with body:
        yield from pieces(body)


def _while_made(sheet: Sheet, name: str, total: int, asked: str) -> Response:
    """Record who takes a file and hand it out row by row; a second record says that it is whole."""
    taken, deployment = _taken(name, total, asked, ""), runtime()
    rows, digest = _Counted(sheet.rows), sha256()

    # Rows are worded by what the request stands on, which is gone while a part is on its way.
    # They are proxies, whatever their types say.
    asking = request_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    standing = app_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    def parts() -> Iterator[bytes]:
        lines = csv(replace(sheet, rows=rows))
        while True:
            with standing, asking:
                part = b"".join(islice(lines, LINES))
            if not part:
                break
            digest.update(part)
            yield part
        whole = FinishExport(
            command_id=uuid4(),
            stream=taken.stream,
            cause=taken.reference,
            taken=taken.version,
            rows=rows.seen,
            digest=digest.hexdigest(),
        )
        deployment.execute(whole, actor=SYSTEM)

    return attach(parts(), "csv", name)


def _taken(name: str, rows: int, asked: str, digest: str) -> Event:
    """Record that the person takes rows out; give the record."""
    taken = TakeExport(
        command_id=uuid4(),
        stream=export_id(me().login, local_day(now())),
        what=name,
        filter=mask_personal(asked),
        rows=rows,
        position=view().position,
        digest=digest,
        unit=me().unit,
    )
    return runtime().execute(taken, actor=me().actor).events[0]


class _Counted:
    """Rows that are read once, and how many of them have been."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.seen = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self._rows:
            self.seen += 1
            yield row


def _csv_file(sheet: Sheet) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115  (closed with the answer)
    file.writelines(csv(sheet))
    return file


def _digest(body: bytes | IO[bytes]) -> str:
    if isinstance(body, bytes):
        return sha256(body).hexdigest()
    body.seek(0)
    return file_digest(body, "sha256").hexdigest()  # type: ignore[arg-type]


def attach(body: bytes | Iterator[bytes], kind: str, name: str) -> Response:
    """Answer with a file that holds nothing of ours."""
    answer = Response(body, content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    return answer
