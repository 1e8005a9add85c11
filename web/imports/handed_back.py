"""What whoever imports gets back as a file: the rows not taken, the values that change."""

from werkzeug.wrappers import Response

from web.frame.downloads import send
from web.imports.kept import part_of
from web.imports.uploads import Upload
from web.sheets.lines import cell
from web.sheets.table import Column, Sheet
from web.sheets.xlsx import refused_sheet

CHANGED = (
    Column("field", "项目"),
    Column("old", "原来", width=36, meaning="个人信息已遮盖"),
    Column("new", "现在", width=36, meaning="个人信息已遮盖"),
    Column("remark", "说明", width=36),
)


def refused_rows(token: str, kept: Upload) -> Response:
    """Give the refused rows as they came, each with its reasons."""
    sheets = kept.more.get("sheets", ())
    lines = (
        (cell(row["number"], sheets), row["cells"], "".join(row["reasons"]))
        for row in part_of(token, "refused")
    )
    return send(refused_sheet(kept.more["header"], lines), "xlsx", own=True)


def changed_values(token: str, kept: Upload, serial: str) -> Response:
    """Give every value that changes."""
    columns = (
        Column("row", "行", "number", 12, meaning="在所导入表格中的行号"),
        Column("key", serial, width=24),
        *CHANGED,
    )
    sheets = kept.more.get("sheets", ())
    rows = (one | {"row": cell(one["row"], sheets)} for one in part_of(token, "changes"))
    sheet = Sheet("更正清单", columns, rows, (("文件", kept.name),))
    return send(sheet, "xlsx", sheet.title, own=True)
