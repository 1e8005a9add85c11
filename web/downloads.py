"""Files that are handed out: what stands in them, and the record of who took them."""

from hashlib import sha256
from urllib.parse import quote
from uuid import uuid4

from flask import Response, request
from msgspec.structs import replace

from governance.disclosures.commands import TakeExport
from governance.disclosures.stream import export_id
from web.exports.sheet import Sheet, csv
from web.exports.workbook import xlsx
from web.filters import asked
from web.formats import local_day, moment
from web.here import as_at, me, now, runtime, view
from web.imports.personal import mask_personal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def notes() -> tuple[tuple[str, str], ...]:
    """Give what every file says about itself."""
    return (
        ("截至记录", f"第{view().position}号"),
        ("数据时间", moment(as_at())),
        ("筛选条件", asked() or "无"),
    )


def send(sheet: Sheet, kind: str, name: str = "") -> Response:
    """Answer with a sheet as `xlsx` or `csv` named as told, or by its title."""
    rows = list(sheet.rows)
    told = replace(sheet, rows=rows)
    body = b"".join(csv(told)) if kind == "csv" else xlsx(told, created=as_at())
    return hand_out(body, kind, name or sheet.title, rows=len(rows))


def hand_out(body: bytes, kind: str, name: str, *, rows: int) -> Response:
    """Answer with a file that holds `rows` of ours, once it is recorded who takes it.

    Every time it is taken is a record of its own, whatever moment it shows.
    """
    if request.method != "HEAD":
        taken = TakeExport(
            command_id=uuid4(),
            stream=export_id(me().login, local_day(now())),
            what=name,
            filter=mask_personal(asked()),
            rows=rows,
            position=view().position,
            digest=sha256(body).hexdigest(),
            unit=me().unit,
        )
        runtime().execute(taken, actor=me().actor)
    return attach(body, kind, name)


def attach(body: bytes, kind: str, name: str) -> Response:
    """Answer with a file that holds nothing of ours."""
    answer = Response(body, content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    return answer
