"""Looks at personal data, photos and proofs; and who looked, exported or erased."""

from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, abort, render_template, request

from governance.disclosures.commands import Reveal
from governance.disclosures.stream import disclosure_id
from governance.kernel.errors import Refused
from governance.kernel.sealed import Sealed
from projections import case_queries, meeting_queries, place_queries
from projections.disclosure_queries import DisclosureFilter, disclosure_list
from web import asking, here, words
from web.access import page
from web.disclosures.listing import COLUMNS, KINDS, told
from web.downloads import notes, send
from web.exports.sheet import Sheet
from web.messages import sentence
from web.proofs import PDF

bp = Blueprint("disclosures", __name__)

LONGEST, SIZE, ALL = 200, 50, 1_000_000
TITLES = {"case": "案件", "visit": "走访", "place": "登记册"}


@bp.post("/reveal/<any(case, visit, place):kind>/<uuid:key>")
@page("reveal")
def reveal(kind: str, key: UUID) -> str | tuple[str, int]:
    """Record the look, then show the fields asked for in clear."""
    row = _row(kind, key)
    held = _sealed(key)
    names = tuple(dict.fromkeys(name for name in request.form.getlist("field") if name in held))
    command = Reveal(
        command_id=here.command_id(),
        stream=disclosure_id(key),
        subject=key,
        fields=names,
        purpose=request.form.get("purpose", "")[:LONGEST],
        page=kind,
        grid=row["grid"],
        unit=row.get("unit", ""),
    )
    try:
        here.act(command)
    except Refused as refused:
        return render_template("disclosures/show.html", fault=sentence(refused), rows=[]), 422
    rows = [(words.FIELDS.get(name, name), here.reveal(held[name], key, name)) for name in names]
    return render_template("disclosures/show.html", rows=rows, fault="", what=TITLES[kind])


@bp.get("/disclosures")
@page("disclosures")
def index() -> str | Response:
    """List who looked at personal data, took rows out, or had a key erased."""
    args = request.args
    wanted = DisclosureFilter(kind=args.get("kind", ""), actor=args.get("actor", ""))
    if file := asking.file():
        held = disclosure_list(here.view(), wanted, size=ALL).rows
        sheet = Sheet("查看与导出", COLUMNS, [told(row) for row in held], notes())
        return send(sheet, file, sheet.title)
    number = asking.page_number()
    found = disclosure_list(here.view(), wanted, page=number, size=SIZE)
    return render_template(
        "disclosures/index.html",
        rows=[told(row) for row in found.rows],
        total=found.total,
        page=number,
        last=-(-found.total // SIZE) or 1,
        args=args,
        selects=[
            ("kind", "全部", [(kind, word) for kind, (word, _) in KINDS.items()]),
            ("actor", "全部人员", list(here.people_names().items())),
        ],
    )


@bp.get("/photos/<uuid:stream>/<digest>")
@page("today")
def photo(stream: UUID, digest: str) -> Response:
    """Show a photo, or hand out a file, to whoever sees what it belongs to."""
    if not (any(_found(kind, stream) for kind in TITLES) or _of_a_meeting(stream)):
        abort(404)
    held = here.runtime().attachments.get(stream.hex, digest)
    if held is None:
        abort(404)
    answer = Response(held[1], content_type=held[0])
    answer.headers["Cache-Control"] = "private, max-age=3600"
    if held[0] == PDF:
        # A PDF may hold programs: it is never opened within our pages.
        answer.headers["Content-Disposition"] = f"attachment; filename={digest[:12]}.pdf"
    return answer


def _row(kind: str, key: UUID) -> dict[str, Any]:
    return _found(kind, key) or abort(404)


def _found(kind: str, key: UUID) -> dict[str, Any] | None:
    """Give the row of a case, visit or place the person sees."""
    if kind == "case":
        row = case_queries.case(here.view(), key)
        return row if row and case_queries.visible(row, here.sight("cases")) else None
    ask = place_queries.visit if kind == "visit" else place_queries.place
    row = ask(here.view(), key)
    sight = here.sight("visits" if kind == "visit" else "register")
    return row if row and (sight.everything or row["grid"] in sight.grids) else None


def _of_a_meeting(stream: UUID) -> bool:
    """Whether a resolution or topics that the person sees stand behind a stream."""
    if row := meeting_queries.resolution(here.view(), stream):
        return meeting_queries.resolution_visible(row, here.sight("resolutions"))
    sight = here.sight("topics")
    grid = meeting_queries.topics_grid(here.view(), stream)
    return bool(grid) and (sight.everything or grid in sight.grids)


def _sealed(key: UUID) -> dict[str, Sealed]:
    """Give the sealed fields of a stream as they were told last."""
    held: dict[str, Sealed] = {}
    for event in here.history(key):
        for name in event.__struct_fields__:
            value = getattr(event, name)
            if isinstance(value, Sealed):
                told = getattr(event, "field", name) if name == "new" else name
                held[told] = value
            elif isinstance(value, tuple):
                for part in value:
                    if isinstance(part, msgspec.Struct):
                        held |= _parts(part)
    return held


def _parts(part: msgspec.Struct) -> dict[str, Sealed]:
    return {
        name: value
        for name in part.__struct_fields__
        if isinstance(value := getattr(part, name), Sealed)
    }
