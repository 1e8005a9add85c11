"""批量建档: the steps of a sheet of the register, and the sheet to fill in."""

from typing import Any

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from governance.places.commands import RegisterPlace
from web.frame import current
from web.frame.access import page
from web.frame.downloads import attach
from web.imports.step_words import Words
from web.imports.steps import Steps
from web.places.sheet import FIELDS, MEANINGS, PLACES, template
from web.sheets.xlsx import xlsx


def register(bp: Blueprint) -> None:
    """Add the steps to the blueprint of the register."""
    bp.add_url_rule("/register/import/template", "blank", blank)
    STEPS.register(bp)


@page("register")
def blank() -> Response:
    """Give the sheet to fill in."""
    if not current.may(RegisterPlace):
        abort(403)
    return attach(xlsx(template(), created=current.now()), "xlsx", "登记册样表")


def _columns() -> dict[str, Any]:
    """Give the columns of the sheet to fill in."""
    return {"columns": [(field.names[0], MEANINGS[name]) for name, field in FIELDS.items()]}


STEPS = Steps(
    kind=PLACES,
    page="register",
    at="/register/import",
    words=Words(
        title="批量建档",
        new="可以建档",
        serial="编号",
        kept="不会导入",
        then=("register.index", "去登记册"),
    ),
    prefix="import_",
    first="places/import.html",
    more=_columns,
    source="登记册",
    straight=True,
)
