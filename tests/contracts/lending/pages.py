"""钥匙借用: the list, one key's page, and what may be done with it."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, abort, request, url_for

from tests.contracts.lending import commands as ask
from tests.contracts.lending import events as fact
from tests.contracts.lending.board import STAGES, LentKey, lent_key, lent_keys
from tests.contracts.lending.stream import STREAM, lending_id
from web.frame import current
from web.frame.access import page
from web.frame.acts import Act, act_page
from web.frame.feature import Entry, Feature, Sentences, Tile, Today
from web.frame.form_page import Answer, Done, answer
from web.frame.forms import Choice, Day, Form, Text
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
SENTENCES: Sentences = {
    fact.KeyLent: "借出{room}的钥匙给{unit}，应还日期{until}",
    fact.KeyReturned: "归还：{note}",
    fact.Reminded: "催还，应还日期{until}已过",
}
REFUSALS = {
    "lending.day_is_past": "应还日期已经过去。请选择今天或以后的日期。",
    "lending.lent_already": "这把钥匙已经借出，没有改动。请先登记归还。",
    "lending.not_lent": "这把钥匙没有借出，不必归还或催还。",
    "lending.not_overdue": "还没有到应还日期，不必催还。",
    "lending.reminded_already": "已经催还过一次，没有改动。",
}


class LendForm(Form):
    """借出."""

    code = Text("钥匙编号", longest=40, required=True)
    room = Text("场所", longest=100, required=True)
    grid = Choice("网格", required=True)
    unit = Choice("借用单位", required=True)
    borrower = Text("借用人", longest=40, required=True)
    until = Day("应还日期", required=True)


class ReturnForm(Form):
    """归还."""

    note = Text("归还情况", longest=200)


ACTS = (
    Act(name="return", label="归还", done="已登记归还", command=ask.ReturnKey, form=ReturnForm),
    Act(name="remind", label="催还", done="已催还", command=ask.Remind),
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
        enter=[("借出", url_for(".lend"))] if current.may(ask.LendKey, mine) else [],
    )


def today() -> Today:
    """Say on 今日 how many keys are out."""
    if not current.opens("lending"):
        return Today()
    sight, where = current.sight("lending"), current.here_url("lending.index", stage="lent")
    out = lent_keys(current.view(), sight, stage="lent", grid="", page=1, size=1).total
    return Today(tiles=(Tile(label="借出未还", value=out, url=where, kind="info", unit="把"),))


def seen(key: UUID) -> LentKey:
    """Give the row of a key the person sees; 404 otherwise."""
    row, sight = lent_key(current.view(), key), current.sight("lending")
    return row if row and (sight.everything or row.grid in sight.grids) else abort(404)


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
        current.act(ask.LendKey(command_id=current.command_id(), stream=key, **values))
        return Done("已借出", url_for(".show", key=key))

    choices = {
        "grid": list(current.grid_names().items()),
        "unit": [(name, name) for name in current.unit_names()],
    }
    return answer(
        LendForm(), do, title="借出", button="借出", back=url_for(".index"), choices=choices
    )


FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry(TITLE, "lending.index", "key", "lending"),),
    acts={"lending": ACTS},
    records={"lending": TITLE},
    sentences=SENTENCES,
    refusals=REFUSALS,
    today=today,
    links={"lending": current.page_of("lending.show")},
)
