"""Looks at personal data, photos and proofs; and who looked, exported or erased."""

from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, abort, render_template, request

from governance.disclosures.commands import Reveal
from governance.disclosures.stream import disclosure_id
from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Sealed
from projections.casework import queries as case_queries
from projections.custody.attachments import named
from projections.disclosures.queries import DisclosureFilter, disclosure_list
from projections.places import queries as place_queries
from projections.resolutions import queries as resolution_queries
from projections.topics import queries as topic_queries
from web.attachments.proofs import PDF, sent_here
from web.disclosures.listing import COLUMNS, KINDS, told
from web.disclosures.looks import why_not
from web.frame import current, words
from web.frame.access import page
from web.frame.downloads import notes
from web.frame.list_page import listing
from web.sheets.table import Sheet

bp = Blueprint("disclosures", __name__, template_folder="templates")

LONGEST = 200
TITLES = {"case": "案件", "visit": "走访", "place": "登记册"}


@bp.post("/reveal/<any(case, visit, place):kind>/<uuid:key>")
@page("reveal")
def reveal(kind: str, key: UUID) -> str | tuple[str, int]:
    """Record the look, then show the fields asked for in clear; else ask again."""
    row = _row(kind, key)
    held = _sealed(key)
    names = tuple(dict.fromkeys(name for name in request.form.getlist("field") if name in held))
    command = Reveal(
        command_id=current.command_id(),
        stream=disclosure_id(key),
        subject=key,
        fields=names,
        purpose=request.form.get("purpose", "")[:LONGEST],
        page=kind,
        grid=row["grid"],
        unit=row.get("unit", ""),
    )
    told = {"what": TITLES[kind], "kind": kind, "key": key, "fields": names}
    if fault := why_not(command):
        purposes = list(current.book().options.labels("reveal_purposes").items())
        asked = {"fault": fault, "purposes": purposes, "purpose": command.purpose}
        return render_template("disclosures/show.html", **told, **asked), 422
    rows = [
        (words.field(name), _clear(name, current.reveal(held[name], key, name.partition("-")[0])))
        for name in names
    ]
    return render_template("disclosures/show.html", **told, rows=rows)


@bp.get("/disclosures")
@page("disclosures", dated=True)
def index() -> str | Response:
    """List who looked at personal data, took rows out, or had a key erased."""
    args = request.args
    wanted = DisclosureFilter(kind=args.get("kind", ""), actor=args.get("actor", ""))
    return listing(
        "disclosures/index.html",
        find=lambda page, size: disclosure_list(current.view(), wanted, page=page, size=size),
        sheet=lambda rows: Sheet("查看与导出", COLUMNS, (told(row) for row in rows), notes()),
        worded=told,
        selects=[
            ("kind", "全部", [(kind, word) for kind, (word, _) in KINDS.items()]),
            ("actor", "全部人员", list(current.people_names().items())),
        ],
    )


@bp.get("/photos/<uuid:stream>/<digest>")
@page("self")
def photo(stream: UUID, digest: str) -> Response:
    """Show a photo, or hand out a file, to whoever sees what it belongs to."""
    events = current.history(stream)
    if not _may_look(stream, events) or not _may_be_shown(digest, events):
        abort(404)
    held = current.runtime().attachments.get(stream.hex, digest)
    if held is None:
        abort(404)
    kind, data = held
    if isinstance(data, Gone):
        # A picture too: it stands where the photograph would, or is what a link to a file opens.
        shown = render_template("disclosures/gone.svg", words=words.GONE[data])
        return Response(shown, 410, content_type="image/svg+xml; charset=utf-8")
    answer = Response(data, content_type=kind)
    # Named by its digest, a file never changes; but it is this person's to see.
    answer.headers["Cache-Control"] = "private, max-age=3600, immutable"
    if kind == PDF:
        # A PDF may hold programs: it is never opened within our pages.
        answer.headers["Content-Disposition"] = f"attachment; filename={digest[:12]}.pdf"
    return answer


def _may_look(stream: UUID, events: list[Event]) -> bool:
    """What belongs to a visit not yet logged is for whoever holds its unguessable number."""
    seen = any(_found(kind, stream) for kind in TITLES) or _of_a_meeting(stream)
    return seen or (current.opens("visit_form") and not events)


def _may_be_shown(digest: str, events: list[Event]) -> bool:
    """Of what has records only what they name is shown, and what this browser sent of late."""
    return not events or sent_here(digest) or any(digest in named(event) for event in events)


def _row(kind: str, key: UUID) -> dict[str, Any]:
    return _found(kind, key) or abort(404)


def _found(kind: str, key: UUID) -> dict[str, Any] | None:
    """Give the row of a case, visit or place the person sees."""
    if kind == "case":
        row = case_queries.case(current.view(), key)
        return row if row and case_queries.visible(row, current.sight("cases")) else None
    ask = place_queries.visit if kind == "visit" else place_queries.place
    row = ask(current.view(), key)
    sight = current.sight("visits" if kind == "visit" else "register")
    return row if row and (sight.everything or row["grid"] in sight.grids) else None


def _of_a_meeting(stream: UUID) -> bool:
    """Whether a resolution or topics that the person sees stand behind a stream."""
    if row := resolution_queries.resolution(current.view(), stream):
        return resolution_queries.resolution_visible(row, current.sight("resolutions"))
    sight = current.sight("topics")
    grid = topic_queries.topics_grid(current.view(), stream)
    return bool(grid) and (sight.everything or grid in sight.grids)


def _sealed(key: UUID) -> dict[str, Sealed]:
    """Give the sealed fields of a stream as told last; of a numbered thing as `field-number`."""
    held: dict[str, Sealed] = {}
    for event in current.history(key):
        held |= _fields(event)
        for value in map(event.__getattribute__, event.__struct_fields__):
            for part in value if isinstance(value, tuple) else ():
                if hasattr(part, "number"):
                    held |= _fields(part)
    return held


def _fields(told: msgspec.Struct) -> dict[str, Sealed]:
    number = getattr(told, "number", None)
    names = {
        name: getattr(told, "field", name) if name == "new" else name
        for name in told.__struct_fields__
        if name != "old"  # sealed for the field it was in, it opens there only
    }
    return {
        f"{field}-{number}" if number else field: value
        for name, field in names.items()
        if isinstance(value := getattr(told, name), Sealed)
    }


def _clear(name: str, text: str) -> str:
    """Give an opened text as a person reads it: tags are kept as codes."""
    if name != "tags":
        return text
    return "、".join(current.book().options.label("household_tags", code) for code in text.split())
