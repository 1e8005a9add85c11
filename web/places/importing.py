"""批量建档: a sheet is looked at, tried without storing anything, and then taken over."""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.places.commands import RegisterPlace
from projections.places.queries import labels
from projections.places.queries import place as place_row
from web.frame import current
from web.frame.access import page
from web.frame.downloads import attach, hand_out
from web.frame.refusals import sentence
from web.imports.uploads import Uploads
from web.places.sheet import COLUMNS, Known, PlaceRow, RefusedPlace, missing, read, template
from web.sheets import ImportFault, Limits, RawSheet, read_sheet
from web.sheets.xlsx import refused_xlsx, xlsx

AT_ONCE = 100
PREVIEWED = 20
PLAIN = ("name", "grid", "area", "address")
SEALED = ("door", "head", "phone")
RESULTS = {"new": ("可以建档", "ok"), "changed": ("更正", "warn"), "known": ("已经有了", "idle")}


class Trial(msgspec.Struct):
    """What a sheet would come to: rows with new, changed or known, and those refused."""

    name: str
    sheet: RawSheet
    rows: list[tuple[PlaceRow, str]]
    refused: list[RefusedPlace]

    def count(self, result: str) -> int:
        """Give how many rows come to a result."""
        return sum(each == result for _, each in self.rows)


def register(bp: Blueprint) -> None:
    """Add the steps to the blueprint of the register."""
    bp.add_url_rule("/register/import", "upload", upload)
    bp.add_url_rule("/register/import", "try_out", try_out, methods=["POST"])
    bp.add_url_rule("/register/import/template", "blank", blank)
    bp.add_url_rule("/register/import/<token>/refused", "refused", refused)
    bp.add_url_rule("/register/import/<token>", "go", go, methods=["POST"])


@page("register")
def upload() -> str:
    """Show where to choose a file."""
    _permitted()
    return render_template(
        "places/import.html", step=1, errors={}, columns=COLUMNS, limits=Limits().words
    )


@page("register")
def blank() -> Response:
    """Give the sheet to fill in."""
    _permitted()
    return attach(xlsx(template(), created=current.now()), "xlsx", "登记册样表")


@page("register")
def try_out() -> str | tuple[str, int]:
    """Read the file and say what would become of each row."""
    _permitted()
    request.max_content_length = Limits().upload
    file = request.files.get("sheet")
    if file is None or not file.filename:
        return _again("请选择要导入的表格。")
    data = file.read()
    try:
        trial = _trial(file.filename, data)
    except ImportFault as fault:
        return _again(str(fault))
    if lacking := missing(trial.sheet):
        return _again(f"表里没有“{'、'.join(lacking)}”列，请照样表的列名填写。")
    token = _uploads().keep(current.me().login, file.filename, data, now=current.now())
    return render_template(
        "places/import.html",
        step=2,
        errors={},
        columns=COLUMNS,
        token=token,
        trial=trial,
        shown=[(row, RESULTS[result]) for row, result in trial.rows[:PREVIEWED]],
        grids=current.grid_names(),
    )


@page("register")
def refused(token: str) -> Response:
    """Give the refused rows back, each with its reasons."""
    _permitted()
    kept = _uploads().find(current.me().login, token, now=current.now())
    if kept is None:
        abort(404)
    trial = _trial(kept.name, kept.data)
    rows = [(row.number, row.cells, "".join(row.reasons)) for row in trial.refused]
    held = {row.number for row in trial.refused}
    told = kept.more.get("refused", [])
    cells = {row.number: row.cells for row in trial.sheet.rows}
    rows += [(number, cells[number], words) for number, words in told if number not in held]
    data = refused_xlsx(trial.sheet.header, sorted(rows), created=current.now())
    return hand_out(data, "xlsx", "未导入的行", rows=len(rows))


@page("register")
def go(token: str) -> Response | tuple[str, int] | str:
    """Take the rows over; a row that is refused now is told of, and holds up no other."""
    _permitted()
    kept = _uploads().find(current.me().login, token, now=current.now())
    if kept is None:
        return _again("这个文件已经导入或已过期，请重新选择文件。")
    trial = _trial(kept.name, kept.data)
    digest = hashlib.sha256(kept.data).hexdigest()
    rows = [row for row, _ in trial.rows]
    late = list(_take(rows, digest))
    if trial.refused or late:
        _uploads().note(token, kept, refused=late)
        return render_template(
            "places/import.html",
            step=3,
            errors={},
            columns=COLUMNS,
            token=token,
            trial=trial,
            taken=len(rows) - len(late),
            refused=len(trial.refused) + len(late),
        )
    _uploads().drop(token)
    known = trial.count("known")
    same = f"，其中{known}行已经有了，没有改动" if known else ""
    flash(f"已导入{len(rows)}行{same}。", "ok")
    return redirect(url_for(".index"), 303)


def _take(rows: list[PlaceRow], digest: str) -> Iterable[tuple[int, str]]:
    """Send the rows in batches; where a batch is refused, row by row. Give what was refused."""
    for start in range(0, len(rows), AT_ONCE):
        batch = rows[start : start + AT_ONCE]
        try:
            current.send(*(row.command(digest) for row in batch))
        except Refused:
            for row in batch:
                try:
                    current.send(row.command(digest))
                except Refused as no:
                    yield row.number, sentence(no)


def _trial(name: str, data: bytes) -> Trial:
    sheet = read_sheet(name, data, names=COLUMNS)
    told = read(sheet, _known()) if not missing(sheet) else []
    rows, refused_rows = [], []
    for row in told:
        if isinstance(row, RefusedPlace):
            refused_rows.append(row)
            continue
        held = place_row(current.live(), row.key)
        if held and held["retired"]:
            cells = next(r.cells for r in sheet.rows if r.number == row.number)
            texts = tuple("" if cell is None else str(cell) for cell in cells)
            refused_rows.append(
                RefusedPlace(row.number, texts, ("这个编号已经销档，请先恢复建档。",))
            )
        else:
            rows.append((row, _result(row, held)))
    return Trial(name, sheet, rows, sorted(refused_rows, key=lambda row: row.number))


def _result(row: PlaceRow, held: dict[str, Any] | None) -> str:
    if held is None:
        return "new"
    vault = current.runtime().vault
    told = row.told
    same = all(not told[name] or told[name] == held[name] for name in PLAIN) and all(
        not told[name] or (held[name] and held[name].mark == vault.mark(told[name]))
        for name in SEALED
    )
    return "known" if same else "changed"


def _known() -> Known:
    return Known(
        current.book().options,
        labels(current.live(), "grid"),
        labels(current.live(), "area"),
        frozenset(labels(current.live(), "building")),
    )


def _uploads() -> Uploads:
    return Uploads(current.runtime().data)


def _permitted() -> None:
    if not current.may(RegisterPlace):
        abort(403)


def _again(words: str) -> tuple[str, int]:
    page = render_template(
        "places/import.html",
        step=1,
        errors={"sheet": [words]},
        columns=COLUMNS,
        limits=Limits().words,
    )
    return page, 422
