"""Lists as files: the whole filtered list, with the record it stands at and what was asked."""

from collections.abc import Iterable
from urllib.parse import quote

from flask import Response, request

from web.exports.sheet import Sheet, csv
from web.exports.workbook import xlsx
from web.formats import moment
from web.here import as_at, view

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}


def notes() -> tuple[tuple[str, str], ...]:
    """Give what every file says about itself."""
    asked = "，".join(f"{k}={v}" for k, v in request.args.items() if k != "format" and v)
    return (
        ("截至记录", f"第{view().position}号"),
        ("数据时间", moment(as_at())),
        ("筛选条件", asked or "无"),
    )


def send(sheet: Sheet, kind: str, name: str) -> Response:
    """Answer with a sheet as `xlsx` or `csv` under a Chinese file name."""
    body: bytes | Iterable[bytes] = csv(sheet) if kind == "csv" else xlsx(sheet, created=as_at())
    return attach(body, "csv" if kind == "csv" else "xlsx", name)


def attach(body: bytes | Iterable[bytes], kind: str, name: str) -> Response:
    """Answer with a file."""
    answer = Response(body, content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    return answer
