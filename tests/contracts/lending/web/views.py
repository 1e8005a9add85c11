"""钥匙借用: the list, one key's page, and what may be done with it."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, abort, request, url_for

from tests.contracts.lending.governance.commands import LendKey
from tests.contracts.lending.governance.stream import STREAM, lending_id
from tests.contracts.lending.projections.board import STAGES, LentKey, lent_key, lent_keys
from tests.contracts.lending.web.acts import LendForm
from web.frame import current
from web.frame.access import page
from web.frame.acts import act_page
from web.frame.feature import Tile, Today
from web.frame.form_page import Answer, Done, answer
from web.frame.list_page import Cells, table
from web.frame.thing_page import thing_page
from web.sheets.table import Column

bp = Blueprint("lending", __name__)

TITLE = "钥匙借用"
LOOKS = {"lent": "info", "returned": "ok"}
COLUMNS = (
    Column("room", "场所", width=24),
    Column("code", "钥匙编号"),
    Column("stage", "状态"),
    Column("grid", "网格", width=16),
    Column("unit", "借用单位", width=20),
    Column("until", "应还日期", "date", 16),
    Column("returned_at", "归还时间", "datetime", 20),
    Column("reminders", "催还次数", "number"),
)


def worded(row: LentKey) -> Cells:
    """Give a row in words."""
    return msgspec.structs.asdict(row) | {
        "url": current.here_url("lending.show", key=row.key),
        "grid": current.grid_names().get(row.grid, row.grid),
        "looks": {"stage": LOOKS[row.stage]},
        "stage": STAGES[row.stage],
        "until": date.fromisoformat(row.until),
    }


@bp.get("/lending")
@page("lending", dated=True)
def index() -> str | Response:
    """List the keys; the filters stand in the address."""
    asked = {name: request.args.get(name, "") for name in ("stage", "grid")}
    stages, grids = list(STAGES.items()), list(current.grid_names().items())
    mine = next(iter(current.me().grids), "")
    return table(
        TITLE,
        COLUMNS,
        lambda number, size: lent_keys(
            current.view(), current.sight("lending"), **asked, page=number, size=size
        ),
        worded,
        heading="room",
        empty="没有符合条件的钥匙。",
        measure="把",
        selects=[("stage", "全部状态", stages), ("grid", "全部网格", grids)],
        enter=[("借出", url_for(".lend"))] if current.may(LendKey, mine) else [],
    )


def today() -> Today:
    """Say on 今日 how many keys are out."""
    if not current.opens("lending"):
        return Today()
    sight, where = current.sight("lending"), current.here_url("lending.index", stage="lent")
    out = lent_keys(current.view(), sight, stage="lent", grid="", page=1, size=1).total
    return Today(tiles=(Tile(label="借出未还", value=out, url=where, kind="info", unit="把"),))


def find(key: UUID) -> LentKey | None:
    """Give the row of a key the person sees."""
    row, sight = lent_key(current.view(), key), current.sight("lending")
    return row if row and (sight.everything or row.grid in sight.grids) else None


def seen(key: UUID) -> LentKey:
    """Give the row of a key the person sees; 404 otherwise."""
    return find(key) or abort(404)


@bp.get("/lending/<uuid:key>")
@page("lending", dated=True)
def show(key: UUID) -> str:
    """Show one key."""
    row = seen(key)
    words = worded(row)
    return thing_page(
        STREAM,
        key,
        title=row.room,
        serial=row.code,
        state=(words["stage"], words["looks"]["stage"]),
        facts=[(column.label, words[column.key]) for column in COLUMNS[2:6]],
        listed=(TITLE, ".index"),
        act=".act",
        sealed={"borrower": row.borrower},
    )


@bp.route("/lending/<uuid:key>/<name>", methods=["GET", "POST"])
@page("lending")
def act(key: UUID, name: str) -> Answer:
    """Do one act on a key."""
    room = seen(key).room
    return act_page(
        STREAM, key, name, title=lambda one: f"{one.label}：{room}", back=url_for(".show", key=key)
    )


@bp.route("/lending/new", methods=["GET", "POST"])
@page("lending")
def lend() -> Answer:
    """Lend a key."""

    def do(values: dict[str, Any]) -> Done:
        key = lending_id(values["code"])
        current.act(LendKey(command_id=current.command_id(), stream=key, **values))
        return Done("已借出", url_for(".show", key=key))

    choices = {
        "grid": list(current.grid_names().items()),
        "unit": [(name, name) for name in current.unit_names()],
    }
    return answer(
        LendForm(), do, title="借出", button="借出", back=url_for(".index"), choices=choices
    )
