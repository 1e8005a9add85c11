"""The ledger of resolutions, one resolution with its life, and the acts on it."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.resolutions.commands import BringResolution, CloseResolution
from governance.resolutions.stream import STREAM, State
from projections.resolutions.queries import (
    Resolution,
    ResolutionFilter,
    owners,
    resolution,
    resolution_page,
    resolution_visible,
)
from web.frame import current
from web.frame.access import page
from web.frame.acts import act_page, offer
from web.frame.feature import features
from web.frame.filters import Filter
from web.frame.form_page import Answer
from web.frame.list_page import table
from web.frame.timeline import entry
from web.resolutions.ledger import COLUMNS, PAGE, worded

bp = Blueprint("resolutions", __name__, template_folder="templates")

FIRST_STAGE = "running"
STAGES = [
    ("running", "在办"),
    ("overdue", "已超期"),
    ("claimed", "待核验"),
    ("closed", "已销号"),
    ("withdrawn", "已撤销"),
    ("all", "全部"),
]


@bp.get("/resolutions")
@page("resolutions", dated=True)
def index() -> str | Response:
    """List the resolutions; the filters stand in the address."""
    at, sight, args = current.as_at(), current.sight("resolutions"), request.args
    stage = args.get("stage", FIRST_STAGE)
    wanted = ResolutionFilter(
        stage="" if stage == "all" else stage,
        grid=args.get("grid", ""),
        owner=args.get("owner", ""),
    )
    units = [(name, name) for name in owners(current.view(), sight)]
    return table(
        "议定事项",
        COLUMNS,
        lambda page, size: resolution_page(
            current.view(), wanted, sight, at=at, page=page, size=size
        ),
        lambda row: worded(row, at),
        page=PAGE,
        heading="matter",
        empty="没有符合条件的议定事项；会议上选“形成议定事项”，就会列在这里。",
        onward=("查看全部", current.here_url(".index", stage="all")),
        symbol="list-check",
        enter=[("批量补录", url_for("resolution_sheets.index"))]
        if current.may(BringResolution)
        else [],
        measure="项",
        selects=[
            Filter("stage", label="状态", choices=STAGES, usual=FIRST_STAGE),
            ("grid", "全部网格", list(current.grid_names().items())),
            Filter("owner", "全部单位", units, "责任单位"),
        ],
        file="议定事项清单",
        sheet="议定事项",
        template="resolutions/index.html",
        stage=stage,
    )


def seen(key: UUID) -> Resolution | None:
    """Give a resolution the person sees."""
    row = resolution(current.view(), key)
    return row if row and resolution_visible(row, current.sight("resolutions")) else None


def may_look(stream: UUID) -> bool:
    """Whether a stream is a resolution the person sees."""
    return seen(stream) is not None


def found(key: UUID) -> Resolution:
    """Give a resolution the person may see; 404 otherwise."""
    return seen(key) or abort(404)


@bp.get("/resolutions/<uuid:key>")
@page("resolutions", dated=True)
def show(key: UUID) -> str:
    """Show one resolution with its life, and what may be done now."""
    row = worded(found(key), current.as_at())
    state: State = current.state(STREAM, key)
    awaited = frozenset({CloseResolution} if state.stage == "claimed" else ())
    return render_template(
        "resolutions/show.html",
        row=row,
        state=state,
        beside=features().beside("resolution", key),
        entries=[entry(event) for event in current.history(key)],
        offer=offer(STREAM, state, state.grid, state.owner, awaited),
    )


@bp.route("/resolutions/<uuid:key>/<name>", methods=["GET", "POST"])
@page("resolutions")
def act(key: UUID, name: str) -> Answer:
    """Do one act on a resolution."""
    row = found(key)
    return act_page(
        STREAM,
        key,
        name,
        title=lambda act: f"{act.label}：{row.matter}",
        back=url_for(".show", key=key),
        words=f"销号标准：{row.standard}" if row.standard else "",
    )
