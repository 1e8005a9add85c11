"""导入: 选文件, 看前二十行并对应各列, 试导入, 导入."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from projections.imports.queries import latest_batches
from web.frame.access import page
from web.frame.current import live, me, now, people_names, runtime
from web.frame.downloads import hand_out, send
from web.imports import columns
from web.imports.uploads import Upload, Uploads
from web.imports.work import AT_ONCE, outcome, start
from web.sheets import ImportFault, Limits, Mapping, MappingFault, RawSheet, read_sheet
from web.sheets.table import Column, Sheet
from web.sheets.taking_over import take_over
from web.sheets.xlsx import refused_xlsx
from web.text.cells import as_text, clean
from web.text.personal import mask_personal

bp = Blueprint("importing", __name__, template_folder="templates")

PREVIEWED = 20
LATEST = 10
SOURCE = "12345"
LONGEST_SOURCE = 60
CHANGES = (
    Column("row", "行", "number", 8, "在所导入表格中的行号"),
    Column("key", "工单编号", width=24),
    Column("field", "项目"),
    Column("old", "原来", width=36, meaning="个人信息已遮盖"),
    Column("new", "现在", width=36, meaning="个人信息已遮盖"),
)
GONE = "这个文件已经导入或已过期，请重新选择文件。"


@bp.get("/import")
@page("import")
def index() -> str:
    """Choose a file; see what was imported last."""
    return _first({}, SOURCE)


@bp.post("/import")
@page("import")
def upload() -> Response | tuple[str, int]:
    """Keep the file when it can be read as a sheet."""
    request.max_content_length = Limits().upload
    file = request.files.get("sheet")
    source = clean(request.form.get("source", ""))[:LONGEST_SOURCE]
    errors = {} if source else {"source": ["请写明来源，例如“12345”。"]}
    if file is None or not file.filename:
        errors["sheet"] = ["请选择要导入的表格。"]
    if errors or file is None:
        return _first(errors, source), 422
    name, data = str(file.filename), file.read()
    try:
        sheet = read_sheet(name, data)
    except ImportFault as fault:
        return _first({"sheet": [str(fault)]}, source), 422
    mapping = columns.first_mapping(sheet, source, runtime().data)
    token = _uploads().keep(me().login, name, data, now=now())
    kept = _kept(token)
    _uploads().note(
        token, kept, mapping=mapping.as_dict(), rows=len(sheet.rows), header=sheet.header
    )
    return redirect(url_for(".look", token=token), 303)


@bp.get("/import/<token>")
@page("import")
def look(token: str) -> str | Response:
    """Show the first rows and which column is taken for what; or how the import goes."""
    if _uploads().told(token):
        return redirect(url_for(".progress", token=token), 303)
    kept = _kept(token)
    return _mapping_page(token, kept, _sheet(kept), _mapping(kept), faults=[])


@bp.post("/import/<token>")
@page("import")
def try_out(token: str) -> str | tuple[str, int]:
    """Say what would become of each row; nothing is stored but the choice of columns."""
    if _uploads().told(token):
        abort(404, GONE)
    kept = _kept(token)
    sheet, before = _sheet(kept), _mapping(kept)
    try:
        mapping = columns.chosen(request.form, before)
        receipt = take_over(runtime(), kept.name, kept.data, mapping, me().actor, dry_run=True)
    except MappingFault as fault:
        typed = request.form
        page = _mapping_page(token, kept, sheet, before, faults=list(fault.reasons), typed=typed)
        return page, 422
    told = outcome(receipt)
    held = {name: told[name] for name in ("refused", "changes")}
    _uploads().note(token, kept, mapping=mapping.as_dict(), **held, tried=True)
    return render_template("imports/trial.html", token=token, name=kept.name, told=told)


@bp.get("/import/<token>/refused")
@page("import")
def refused(token: str) -> Response:
    """Give the refused rows back, each with its reasons."""
    kept = _kept(token)
    rows = _outcome(token, kept, "refused")
    lines = [(number, cells, "".join(reasons)) for number, cells, reasons in rows]
    data = refused_xlsx(kept.more["header"], lines, created=now())
    return hand_out(data, "xlsx", "未导入的行", rows=len(lines))


@bp.get("/import/<token>/changes")
@page("import")
def changes(token: str) -> Response:
    """Give every value the sheet changes."""
    kept = _kept(token)
    source = (("文件", kept.name),)
    sheet = Sheet("更正清单", CHANGES, _outcome(token, kept, "changes"), source)
    return send(sheet, "xlsx", sheet.title)


@bp.post("/import/<token>/go")
@page("import")
def go(token: str) -> Response:
    """Import; pressing twice does it once."""
    kept = _kept(token)
    if not kept.more.get("tried") and not _uploads().told(token):
        return redirect(url_for(".look", token=token), 303)
    if not _uploads().told(token):
        start(
            runtime(),
            token,
            kept,
            mapping=_mapping(kept),
            actor=me().actor,
            at_once=current_app.config.get("IMPORT_AT_ONCE", AT_ONCE),
        )
    return redirect(url_for(".progress", token=token), 303)


@bp.get("/import/<token>/progress")
@page("import")
def progress(token: str) -> str:
    """Show how far it is, then the receipt."""
    kept = _kept(token)
    return render_template(
        "imports/progress.html", token=token, name=kept.name, state=_uploads().told(token)
    )


def _outcome(token: str, kept: Upload, name: str) -> list[Any]:
    """Give a part of what came of the import, or of trying it out."""
    receipt = _uploads().told(token).get("receipt", {})
    found: list[Any] = receipt.get(name, kept.more.get(name, []))
    return found


def _first(errors: dict[str, list[str]], source: str) -> str:
    return render_template(
        "imports/upload.html",
        errors=errors,
        source=source,
        limits=Limits().words,
        batches=latest_batches(live(), LATEST),
        people=people_names(),
    )


def _mapping_page(
    token: str,
    kept: Upload,
    sheet: RawSheet,
    mapping: Mapping,
    *,
    faults: list[str],
    typed: Any = None,
) -> str:
    fields = columns.shown(mapping, sheet.header)
    for field in fields if typed is not None else ():
        field["columns"] = [
            typed.get(f"{field['name']}-{level}", "") for level in range(len(field["columns"]))
        ]
    return render_template(
        "imports/mapping.html",
        token=token,
        name=kept.name,
        sheet=sheet,
        source=mapping.source,
        fields=fields,
        faults=faults,
        unmapped=mapping.unmapped(sheet.header),
        preview=[
            (
                row.number,
                ["" if cell is None else mask_personal(as_text(cell)) for cell in row.cells],
            )
            for row in sheet.rows[:PREVIEWED]
        ],
    )


def _uploads() -> Uploads:
    return Uploads(runtime().data)


def _kept(token: str) -> Upload:
    kept = _uploads().find(me().login, token, now=now())
    if kept is None:
        abort(404, GONE)
    return kept


def _sheet(kept: Upload) -> RawSheet:
    return read_sheet(kept.name, kept.data)


def _mapping(kept: Upload) -> Mapping:
    return Mapping.from_dict(kept.more["mapping"])
