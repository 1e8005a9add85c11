"""A third kind of sheet is one declaration: read, tried, taken and said like the others."""

import io
from dataclasses import dataclass
from uuid import UUID, uuid5

import pytest
from flask import Blueprint

from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from governance.places.commands import RegisterPlace, TagPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from projections.places.queries import place
from tests.builders import ask, book
from tests.expecting import existing
from tests.functional.conftest import PASSWORD
from web.frame.app import create_app
from web.imports.step_words import Words
from web.imports.steps import Steps
from web.imports.taking_over import take_over
from web.places.sheet import PLACES
from web.sheets import Kind, Mapping
from web.sheets.fields import Option, RowSchema, Serial
from web.sheets.synonyms import FieldNames

DOOR = place_id("household", "JM-1")


@dataclass(frozen=True, slots=True)
class TagRow:
    number: int
    serial: str
    interval: str

    @property
    def key(self) -> str:
        return self.serial


class TagSchema(RowSchema):
    code = Serial(required=True)
    interval = Option(required=True)


def command(row: TagRow, source: str, batch: UUID) -> TagPlace:
    return TagPlace(
        command_id=uuid5(batch, f"{source}{row.number}"),
        stream=place_id("household", row.serial),
        tags=(),
        interval=row.interval,
    )


TAGS = Kind(
    code="intervals",
    label="走访间隔表",
    fields={
        "code": FieldNames("code", "户编号", ("户编号",), (), several=False),
        "interval": FieldNames("interval", "走访间隔", ("间隔",), (), several=False),
    },
    schema=TagSchema,
    row=lambda draft: (
        TagRow(draft.number, draft.values["code"], draft.values["interval"])
        if not draft.reasons
        else None
    ),
    asks=TagPlace,
    command=command,
    choices=lambda runtime: {"interval": runtime.governance.book.options.labels("visit_intervals")},
    labels=lambda _: {},
    masks={},
    recorded=False,
)
SHEET = "户编号,间隔\nJM-1,每月走访\nJM-2,每月走访\nJM-1,每天\n".encode()


@pytest.fixture
def desk(office):
    where = {"kind": "household", "code": "JM-1", "name": "甲", "grid": "g1"}
    office.execute(ask(RegisterPlace, DOOR, **where), actor=SYSTEM)
    app, bp = create_app(office), Blueprint("intervals", __name__)
    Steps(
        kind=TAGS,
        page="register",
        at="/intervals",
        words=Words(
            title="导入走访间隔",
            new="新",
            serial="户编号",
            kept="不会导入",
            then=("register.index", "去登记册"),
        ),
        source="间隔",
        straight=True,
    ).register(bp)
    app.register_blueprint(bp)
    client = app.test_client()
    client.post("/login", data={"account": "secretary", "password": PASSWORD})
    return client


def test_a_third_kind_is_one_declaration(desk, office):
    assert "导入走访间隔" in desk.get("/intervals").text
    before = office.ledger.position()
    form = {"sheet": (io.BytesIO(SHEET), "间隔.csv")}
    sent = desk.post("/intervals", data=form, content_type="multipart/form-data")
    tried = desk.get(sent.location)
    assert tried.status_code == 200, tried.text
    assert "导入 1 行，跳过 2 行" in tried.text
    assert "“每天”没有对应的选项" in tried.text
    assert office.ledger.position() == before
    token = tried.text.split("/intervals/")[1][:32]
    done = desk.post(f"/intervals/{token}/go", follow_redirects=True)
    assert "已导入 1 行，有 2 行没有导入。" in done.text
    assert existing(place(office.live(), DOOR)).interval == "monthly"


def test_a_row_out_of_reach_is_refused_alone_and_who_may_send_none_at_all(office):
    roles = book().editions["roles"].content
    changed = [
        role | ({"may": [*role["may"], "places.RegisterPlace"]} if role["scope"] == "grid" else {})
        for role in roles["role"]
    ]
    content = roles | {"role": changed}
    edition = ask(PublishEdition, POLICY_STREAM, policy="roles", content=content, source="试")
    office.execute(edition, actor=SYSTEM)
    data = "登记对象,编号,网格\n居民户,A1,g1\n居民户,A2,g2\n".encode()
    columns = {"kind": "登记对象", "code": "编号", "grid": "网格"}
    mapping = Mapping.from_dict({"source": "册", "columns": columns}, PLACES)
    worker = Actor("wang", frozenset({"grid_worker"}), frozenset({"g1"}))
    receipt = take_over(office, "册.csv", data, mapping, worker)
    assert (receipt.accepted, [row.number for row in receipt.refused]) == (1, [3])
    nobody = Actor("li", frozenset({"auditor"}))
    with pytest.raises(Refused, match="not_permitted"):
        take_over(office, "册.csv", data, mapping, nobody)
