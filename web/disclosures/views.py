"""Looks at personal data; and who looked, exported or erased."""

import json
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request

from governance.disclosures.commands import Reveal
from governance.disclosures.stream import disclosure_id
from governance.kernel.sealed import Sealed
from projections.disclosures.queries import DisclosureFilter, disclosure_list, lookers
from web.disclosures.listing import COLUMNS, KINDS, PAGE, worded
from web.frame import current, words
from web.frame.access import page
from web.frame.feature import features
from web.frame.filters import Filter
from web.frame.list_page import table
from web.frame.looks import LONGEST, said_before, sealed_of, why_not
from web.text.formats import moment

PERIOD, MOST = timedelta(days=30), 10
"""What the head of the list counts: who looked most often lately."""
bp = Blueprint("disclosures", __name__, template_folder="templates")


@bp.post("/reveal/<kind>/<uuid:key>")
@page("reveal")
def reveal(kind: str, key: UUID) -> str | tuple[str, int]:
    """Record the look, then show the fields asked for in clear; else ask again."""
    subject = features().subjects.get(kind) or abort(404)
    row = subject.find(key) or abort(404)
    held = sealed_of(key)
    names = tuple(dict.fromkeys(name for name in request.form.getlist("field") if name in held))
    command = Reveal(
        command_id=current.command_id(),
        stream=disclosure_id(key),
        subject=key,
        fields=names,
        purpose=request.form.get("purpose", "")[:LONGEST],
        page=kind,
        grid=row.grid,
        unit=row.unit,
    )
    values = {"what": subject.title, "kind": kind, "key": key, "fields": names}
    if fault := why_not(command):
        purposes = list(current.book().options.labels("reveal_purposes").items())
        asked = {"fault": fault, "purposes": purposes, "purpose": command.purpose}
        return render_template("disclosures/show.html", **values, **asked), 422
    rows = [(words.field(name, kind), _clear(name, held[name], key)) for name in names]
    return render_template("disclosures/show.html", **values, rows=rows)


@bp.get("/disclosures")
@page("disclosures", dated=True)
def index() -> str | Response:
    """List who looked at personal data, took rows out, or had a key erased."""
    args = request.args
    wanted = DisclosureFilter(kind=args.get("kind", ""), actor=args.get("actor", ""))
    return table(
        "查看与导出",
        COLUMNS,
        lambda page, size: disclosure_list(current.view(), wanted, page=page, size=size),
        worded,
        page=PAGE,
        heading="about",
        empty="没有符合条件的记录，请放宽筛选条件。",
        symbol="eye",
        measure="次",
        selects=[
            Filter("kind", "全部", [(kind, word) for kind, (word, _) in KINDS.items()], "种类"),
            ("actor", "全部人员", list(current.people_names().items())),
        ],
        template="disclosures/index.html",
        lookers=[
            (
                current.people_names().get(login, login),
                times,
                current.here_url("disclosures.index", kind="look", actor=login),
            )
            for login, times in lookers(current.view(), current.as_at() - PERIOD, MOST)
        ],
    )


def _other_columns(key: UUID) -> str:
    """Give what sheets said in columns no field takes: each as last told, when, and by whose hand.

    A later sheet that has not a column leaves it as it was.
    """
    people = current.people_names()
    lines: dict[str, tuple[str, str]] = {}
    for event, sealed in said_before(key, "attributes"):
        text = current.reveal(sealed, key, "attributes")
        for column, said in json.loads(text).items() if text.startswith("{") else ():
            if column not in lines or lines[column][0] != said:
                who = people.get(event.actor, event.actor)
                lines[column] = said, f"{moment(event.recorded_at)}，{who}导入的表"
    return "\n".join(f"{column}：{said}（{where}）" for column, (said, where) in lines.items())


def _clear(name: str, sealed: Sealed, key: UUID) -> str:
    """Give an opened text as a person reads it: tags are kept as codes."""
    text = current.reveal(sealed, key, name.partition("-")[0])
    if name == "attributes" and text.startswith("{"):
        return _other_columns(key)
    if name != "tags":
        return text
    return "、".join(current.book().options.label("household_tags", code) for code in text.split())
