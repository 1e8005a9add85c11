"""案件清单、案件页与办理."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from projections.casework import queries
from projections.resolutions.queries import resolutions_of_case
from web.casework.act_table import Act
from web.casework.acts import acts_of, choices, command_of, initial, possible
from web.casework.clocks import clocks
from web.casework.entry import ENTRIES
from web.casework.facts import facts, sealed_facts
from web.casework.listing import as_sheet, listed, selects
from web.frame import current, words
from web.frame.access import page
from web.frame.feature import features
from web.frame.list_page import listing
from web.frame.refusals import sentence
from web.frame.timeline import entry
from web.text.formats import local

bp = Blueprint("cases", __name__, template_folder="templates")


@bp.get("/cases")
@page("cases", dated=True)
def index() -> str | Response:
    """List cases; the filters stand in the address."""
    args = request.args
    wanted = queries.Filter(
        **{name: args.get(name, "").strip() for name in queries.Filter.__struct_fields__}
    )
    if wanted.flag and wanted.flag not in queries.FLAGS:
        abort(404)
    sight, at, sort = current.sight("cases"), local(current.as_at()), args.get("sort", "")
    return listing(
        "casework/index.html",
        find=lambda page, size: queries.case_list(
            current.view(), wanted, sight, now=at, sort=sort, page=page, size=size
        ),
        sheet=as_sheet,
        worded=listed,
        path=request.path,
        selects=selects(),
        may_enter=[
            (label, url_for(f"entry.{name}"))
            for label, name, command in ENTRIES
            if current.view().live and current.may(command, next(iter(current.me().grids), ""))
        ],
    )


@bp.get("/cases/<uuid:key>")
@page("cases", dated=True)
def show(key: UUID) -> str:
    """Show one case."""
    return _page(key)


@bp.post("/cases/<uuid:key>/<name>")
@page("cases")
def act(key: UUID, name: str) -> Response | tuple[str, int]:
    """Do one act; a refusal shows the page again with everything as typed."""
    row = _row(key)
    chosen = next((a for a in acts_of(row["kind"]) if a.name == name), None)
    if chosen is None:
        abort(404)
    values, errors = chosen.form().read()
    if not errors:
        try:
            current.act(command_of(chosen, key, values))
        except Refused as refused:
            field = str(refused.facts.get("field", ""))
            errors = {field if field in chosen.form().fields else "": [sentence(refused)]}
    if errors:
        return _page(key, chosen, errors), 422
    flash(chosen.done, "ok")
    if request.args.get("in_turn"):
        return redirect(url_for("desk.next_one", after=key), 303)
    return redirect(url_for(".show", key=key), 303)


def seen(key: UUID) -> dict[str, Any] | None:
    """Give the row of a case the person sees."""
    row = queries.case(current.view(), key)
    return row if row and queries.visible(row, current.sight("cases")) else None


def _row(key: UUID) -> dict[str, Any]:
    return seen(key) or abort(404)


def _page(key: UUID, tried: Act | None = None, errors: dict[str, Any] | None = None) -> str:
    row = _row(key)
    kind = row["kind"]
    state = current.state(features().streams[kind], key)
    acts = possible(kind, state) if current.view().live else []
    wanted = tried.name if tried else request.args.get("act", "")
    opened = tried or next((a for a in acts if a.name == wanted), acts[0] if acts else None)
    return render_template(
        "casework/show.html",
        row=row,
        kind_word=words.KINDS[kind],
        stage=(words.stage(kind, row["stage"]), words.STAGE_KINDS.get(row["stage"], "idle")),
        marks=listed(row)["marks"],
        where=listed(row)["where"],
        clocks=clocks(state, kind),
        facts=facts(row, state),
        sealed=sealed_facts(state, key),
        entries=[entry(event) for event in current.history(key)],
        acts=acts,
        opened=_shown(opened, kind, state, errors) if opened else None,
        resolutions=resolutions_of_case(current.view(), key),
        may_replay=current.opens("replay"),
        in_turn=request.args.get("in_turn"),
        purposes=current.book().options.offered("reveal_purposes"),
    )


def _shown(act: Act, kind: str, state: Any, errors: dict[str, Any] | None) -> dict[str, Any]:
    """Give the form of one act: as typed after a refusal, else fresh."""
    form, faults = act.form(), errors or {}
    typed = request.form if errors else initial(act, state)
    return {
        "act": act,
        "errors": faults,
        "labels": form.labels(),
        "fields": form.shown(
            current.book(), typed, faults, choices(kind, act), kind=getattr(state, "kind", "")
        ),
    }
