"""What is done with a place: register, move, tag, correct, retire, restore."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from governance.disclosures.commands import Reveal
from governance.disclosures.stream import disclosure_id
from governance.kernel.errors import Refused
from governance.places import commands as ask
from governance.places.stream import STREAM, place_id
from projections.places.queries import Place, spelling
from projections.places.queries import place as place_row
from web.frame.access import page
from web.frame.acts import act_page
from web.frame.current import act, command_id, live, may, opens, reveal, runtime, state
from web.frame.form_page import Answer, Done, Faults, answer, form_page
from web.frame.looks import why_not
from web.frame.receipts import See
from web.frame.words import GONE
from web.places import importing, pages
from web.places.acts import ACTS, bounds, parent
from web.places.forms import CODE, PlaceForm, PurposeForm, is_code

bp = Blueprint("register", __name__, template_folder="templates")
pages.register(bp)
importing.register(bp)

PAGE = "places/form.html"


@bp.route("/register/new", methods=["GET", "POST"])
@page("register")
def new() -> Answer:
    """建档."""
    if not may(ask.RegisterPlace):
        abort(403)
    there: dict[str, See] = {}

    def check(values: dict[str, Any]) -> Faults:
        values["code"] = spelling(live(), values["kind"], values["code"])
        return {} if is_code(values["code"]) else {"code": [CODE]}

    def do(values: dict[str, Any]) -> Done:
        key = place_id(values["kind"], values["code"])
        grid = values["grid"] or (values["code"] if values["kind"] == "grid" else "")
        above = parent(grid, values["area"])
        facts = values | {"grid": grid, "parent": None if above == key else above}
        try:
            act(ask.RegisterPlace(command_id=command_id(), stream=key, **facts))
        except Refused as no:
            if known := _known(key):
                there[no.code] = known
            if no.code == "places.code_taken":
                no.facts["field"] = "code"
            raise
        return Done("已建档。", url_for(".show", key=key))

    return answer(
        PlaceForm(),
        do,
        title="建档",
        button="建档",
        back=url_for(".index"),
        initial={"kind": request.args.get("kind", "household")},
        choices=bounds(),
        check=check,
        see=there,
        template=PAGE,
    )


def _known(key: UUID) -> See | None:
    """Say where a place stands that is registered already; None when there is none."""
    row = place_row(runtime().live(), key)
    if row is None:
        return None
    if pages.sees(row):
        return See(f"查看已登记的“{row.name or row.code}”", url_for(".show", key=key))
    return See("这个编号登记在其他网格，请向网格办询问。")


@bp.route("/register/<uuid:key>/<act_name>", methods=["GET", "POST"])
@page("register")
def change(key: UUID, act_name: str) -> Answer:
    """One act upon a place."""
    row = place_row(live(), key)
    chosen = next((act for act in ACTS if act.name == act_name), None)
    if row is None or chosen is None or not pages.sees(row):
        abort(404)
    if not may(chosen.command, grid=row.grid):
        abort(403)
    sealed = chosen.command is ask.TagPlace and state(STREAM, key).tags is not None
    if request.method == "GET" and sealed and _may_reveal(row):
        return _purpose(row, {}, {})
    return act_page(
        STREAM,
        key,
        act_name,
        title=lambda act: act.label,
        back=url_for(".show", key=key),
        template=PAGE,
        more=lambda: {"row": row, "action": url_for(".change", key=key, act_name=act_name)},
    )


@bp.post("/register/<uuid:key>/look")
@page("register")
def look(key: UUID) -> Answer:
    """Record the look at the tags a household has, then show them to be changed; else ask again."""
    row = place_row(live(), key)
    if row is None or not pages.sees(row):
        abort(404)
    if not (may(ask.TagPlace, grid=row.grid) and _may_reveal(row)):
        abort(403)
    values, faults = PurposeForm().read()
    asked = Reveal(
        command_id=command_id(),
        stream=disclosure_id(key),
        subject=key,
        fields=("tags",),
        purpose=values.get("purpose", ""),
        page="place",
        grid=row.grid,
    )
    if not faults and (fault := why_not(asked)):
        faults = {"": [fault]}
    if faults:
        return _purpose(row, request.form, faults), 422
    text = reveal(state(STREAM, key).tags, key, "tags")
    gone = text in GONE.values()
    tag = next(act for act in ACTS if act.command is ask.TagPlace)
    return form_page(
        tag.form(),
        {**tag.start(state(STREAM, key)), "tags": [] if gone else text.split()},
        {"tags": [f"原来的标签{text}，请按现在的情况重新勾选。"]} if gone else {},
        title=tag.label,
        button=tag.button,
        back=url_for(".show", key=key),
        template=PAGE,
        more={"row": row, "action": url_for(".change", key=key, act_name=tag.name)},
    )


def _purpose(row: Place, values: Any, faults: Faults) -> str:
    """Ask what the present tags are looked at for; a form of its own, whatever was sent."""
    return form_page(
        PurposeForm(),
        values,
        faults,
        title="走访间隔与标签",
        button="查看现有标签",
        back=url_for(".show", key=row.key),
        template=PAGE,
        more={"row": row, "action": url_for(".look", key=row.key)},
    )


def _may_reveal(row: Place) -> bool:
    return opens("reveal") and may(Reveal, grid=row.grid)
