"""导入热线工单: the steps of a sheet, for the desk of the hotline."""

from typing import Any

from flask import Blueprint

from projections.imports.queries import latest_batches, sources
from web.frame.current import book, live, people_names
from web.hotline.sheet import TICKETS
from web.imports.step_words import Words
from web.imports.steps import Steps

LATEST = 10


def _latest() -> dict[str, Any]:
    """Give what was imported last."""
    return {"batches": latest_batches(live(), LATEST), "people": people_names()}


def _sources() -> list[tuple[str, str]]:
    """Give the sources there are: those of the policy, and of sheets that came before."""
    named = book().options.labels("hotline_sources")
    return list(named.items()) + [(one, one) for one in sources(live()) if one not in named]


bp = Blueprint("importing", __name__, template_folder="templates")
Steps(
    kind=TICKETS,
    page="import",
    at="/import",
    words=Words(
        title="导入热线工单",
        new="新工单",
        serial="工单编号",
        kept="会按列名原样加密保存在工单里，已有工单的随来表更新",
        then=("cases.index", "去看案件"),
    ),
    first="hotline/import.html",
    more=_latest,
    sources=_sources,
    usual="12345",
).register(bp)
