"""案件清单、案件页与办理."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.casework.kind import KINDS
from governance.disclosures.commands import Reveal
from governance.disclosures.stream import disclosure_id
from projections.casework import lookups, queries
from projections.resolutions.queries import resolutions_of_case
from web.attachments import keeping
from web.casework.clocks import clocks
from web.casework.facts import NEEDED, facts, sealed_facts
from web.casework.finding import none_found, onward, opened
from web.casework.listing import COLUMNS, SPOTS, marks, selects, stage_of, where, worded
from web.casework.searching import searched
from web.frame import current, meanwhile, words
from web.frame.access import page
from web.frame.acts import Act, Offer, act_page, offer
from web.frame.feature import features
from web.frame.filters import narrowed
from web.frame.form_page import Answer, proofs_in
from web.frame.list_page import table
from web.frame.looks import LONGEST, sealed_of, why_not
from web.frame.timeline import entry
from web.text.formats import local

bp = Blueprint("cases", __name__, template_folder="templates")

RELATED = 5
NONE_YET = "还没有案件。导入热线表格、接单登记或上报网格问题后，会列在这里。"


@bp.get("/cases")
@page("cases", dated=True)
def index() -> str | Response:
    """List cases; the filters stand in the address."""
    args = request.args
    wanted = queries.Filter(
        **{name: args.get(name, "").strip() for name in queries.Filter.__struct_fields__}
    )
    if wanted.flag and wanted.flag not in (*queries.FLAGS, queries.TOOK_PART):
        abort(404)
    named, typing = opened(wanted.q), "HX-Request" in request.headers
    if named and not typing:
        return redirect(named, 303)
    sight, at, sort = current.sight("cases"), local(current.as_at()), args.get("sort", "")
    narrow, words_asked = narrowed(selects()), searched(wanted.q)
    return table(
        "案件",
        COLUMNS,
        lambda page, size: queries.case_list(
            current.view(),
            wanted,
            sight,
            now=at,
            sort=sort,
            page=page,
            size=size,
            words=words_asked,
        ),
        worded(),
        page=SPOTS,
        heading="title",
        empty=none_found(wanted.q, named) if narrow else NONE_YET,
        onward=onward(wanted.q, named) if narrow else ("", ""),
        symbol="search" if narrow else "clipboard-list",
        search="搜索编号、标题、地址、电话、来电人、类别、拼音",
        selects=selects(),
        enter=[
            (label, url_for(endpoint))
            for label, endpoint, command in (kind.enter for kind in features().kinds.values())
            if current.may(command, next(iter(current.me().grids), ""))
        ],
        file="案件清单",
        template="casework/index.html",
    )


@bp.get("/cases/<uuid:key>")
@page("cases", dated=True)
def show(key: UUID) -> str:
    """Show one case, with the form of what comes next or of the act asked for."""
    return _shown(_row(key), request.args.get("act", ""))


@bp.post("/cases/<uuid:key>/look")
@page("reveal")
def look(key: UUID) -> str | tuple[str, int]:
    """Open what is sealed where it is needed: beside the form of an act, as one record."""
    row, wanted = _row(key), request.args.get("act", "")
    held = sealed_of(key)
    names = tuple(name for name in NEEDED if name in held)
    command = Reveal(
        command_id=current.command_id(),
        stream=disclosure_id(key),
        subject=key,
        fields=names,
        purpose=request.form.get("purpose", "")[:LONGEST],
        page="case",
        grid=row.grid,
        unit=row.unit,
    )
    if fault := why_not(command):
        return _shown(row, wanted, look_fault=fault), 422
    opened = [(words.field(name, "case"), current.reveal(held[name], key, name)) for name in names]
    return _shown(row, wanted, opened=opened)


def _shown(row: queries.Case, wanted: str, **more: Any) -> str:
    key = row.key
    state = current.state(features().kinds[row.kind].stream, key)
    offered = _offer(row, state)
    first = next(iter(offered.acts), None)
    act = next((each for each in offered.acts if each.name == wanted), first)
    form = act.form() if act else None
    fields = (
        form.bound(
            current.book(), act.start(state), {}, act.choices(state), getattr(state, "kind", "")
        )
        if act and form
        else []
    )
    return render_template(
        "casework/show.html",
        **_page(row, state, offered, act),
        heading=act.label if act else "",
        button=(act.button or act.label) if act else "",
        fields=[
            field | ({"keep": keeping.address(key)} if field["kind"] == "proofs" else {})
            for field in fields
        ],
        errors={},
        labels={},
        upload=bool(form and proofs_in(form)),
        hidden=meanwhile.hidden(current.history(key)),
        **more,
    )


@bp.post("/cases/<uuid:key>/<name>")
@page("cases")
def act(key: UUID, name: str) -> Answer:
    """Do one act; a refusal shows the page again with everything as typed."""
    row = _row(key)
    stream = features().kinds[row.kind].stream
    tried = next((each for each in features().acts[stream.name] if each.name == name), None)

    def page_of() -> dict[str, Any]:
        state = current.state(stream, key)
        return _page(row, state, _offer(row, state), tried)

    next_one = url_for("desk.next_one", after=key)
    return act_page(
        stream,
        key,
        name,
        title=lambda act: act.label,
        back=next_one if request.args.get("in_turn") else url_for(".show", key=key),
        template="casework/show.html",
        more=page_of,
    )


def seen(key: UUID) -> queries.Case | None:
    """Give a case the person sees."""
    row = queries.case(current.view(), key)
    return row if row and queries.visible(row, current.sight("cases")) else None


def _row(key: UUID) -> queries.Case:
    return seen(key) or abort(404)


def _offer(row: queries.Case, state: Any) -> Offer:
    kind = KINDS[row.kind]
    awaited = {step.command for step in kind.awaited(state.stage, state.fact)}
    stream = features().kinds[row.kind].stream
    return offer(stream, state, state.grid, state.unit, frozenset(awaited))


def _page(row: queries.Case, state: Any, offered: Offer, act: Act | None) -> dict[str, Any]:
    """Give what stands around the form of an act."""
    key = row.key
    return {
        "row": row,
        "kind_word": features().kinds[row.kind].title,
        "stage": stage_of(row),
        "marks": marks(row),
        "where": where(row),
        "clocks": clocks(features().kinds[row.kind].stream, current.history(key)),
        "facts": facts(row, state),
        "sealed": sealed_facts(sealed_of(key), key),
        "related": lookups.related(current.view(), row, current.sight("cases"), RELATED),
        "stage_word": features().stage,
        "entries": [entry(event) for event in current.history(key)],
        "acts": offered.acts,
        "hindrances": offered.hindrances,
        "act": act,
        "resolutions": current.asked(resolutions_of_case, key),
        "beside": features().beside(row.kind, key),
        "may_replay": current.opens("replay"),
        "in_turn": request.args.get("in_turn"),
        "purposes": current.book().options.offered("reveal_purposes"),
        "purpose": (act and act.purpose) or "",
        "may_look": current.opens("reveal") and current.may(Reveal, row.grid, row.unit),
    }
