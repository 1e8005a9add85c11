"""The ledger of resolutions, one resolution with its life, and the acts on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.command import Command
from governance.resolutions import commands as ask
from governance.resolutions.stream import STREAM, State
from projections.resolutions.queries import resolution, resolution_list, resolution_visible
from web.frame import current, query_args
from web.frame.access import page
from web.frame.downloads import notes, send
from web.frame.form_page import Answer, answer
from web.frame.forms import Form
from web.frame.timeline import entry
from web.resolutions import forms
from web.resolutions.ledger import COLUMNS, row_of
from web.sheets.table import Sheet

bp = Blueprint("resolutions", __name__, template_folder="templates")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a resolution: its words, form and command, and when it is due."""

    label: str
    button: str
    done: str
    command: type[Command]
    form: type[Form]
    ready: Callable[[State, str], bool]
    words: str = ""


ACTS = {
    "progress": Act(
        label="登记落实情况",
        button="登记",
        done="落实情况已登记",
        command=ask.ReportProgress,
        form=forms.Progress,
        ready=lambda state, _: not state.ended,
    ),
    "claim": Act(
        label="申请销号",
        button="申请销号",
        done="销号申请已提交，等待他人核验",
        command=ask.ClaimCompletion,
        form=forms.Claim,
        ready=lambda state, _: state.stage == "open",
        words="对照销号标准写明依据；须由申请人以外的人核验后才算销号。",
    ),
    "close": Act(
        label="核验销号",
        button="同意销号",
        done="议定事项已销号",
        command=ask.CloseResolution,
        form=forms.Close,
        ready=lambda state, who: state.stage == "claimed" and state.claimant != who,
    ),
    "decline": Act(
        label="退回销号",
        button="退回",
        done="销号申请已退回",
        command=ask.DeclineClaim,
        form=forms.Decline,
        ready=lambda state, _: state.stage == "claimed",
    ),
}


@bp.get("/resolutions")
@page("resolutions", dated=True)
def index() -> str | Response:
    """List the resolutions; the filters stand in the address."""
    args = request.args
    stage = args.get("stage", "running")
    rows = resolution_list(
        current.view(),
        current.sight("resolutions"),
        stage="running" if stage == "overdue" else "" if stage == "all" else stage,
        grid=args.get("grid", ""),
        owner=args.get("owner", ""),
    )
    rows = [row_of(row, current.as_at()) for row in rows]
    if stage == "overdue":
        rows = [row for row in rows if row["late"]]
    if kind := query_args.file():
        if not current.opens("export"):
            abort(403)
        return send(Sheet("议定事项", COLUMNS, rows, notes()), kind, "议定事项清单")
    owners = {row["owner"] for row in resolution_list(current.view(), current.sight("resolutions"))}
    return render_template(
        "resolutions/index.html",
        rows=rows,
        args=args,
        stage=stage,
        path=request.path,
        may_export=current.opens("export"),
        selects=[
            ("grid", "全部网格", list(current.grid_names().items())),
            ("owner", "全部单位", [(name, name) for name in sorted(owners)]),
        ],
    )


def seen(key: UUID) -> dict[str, Any] | None:
    """Give a resolution the person sees."""
    row = resolution(current.view(), key)
    return row if row and resolution_visible(row, current.sight("resolutions")) else None


def may_look(stream: UUID) -> bool:
    """Whether a stream is a resolution the person sees."""
    return seen(stream) is not None


def found(key: UUID) -> dict[str, Any]:
    """Give a resolution the person may see; 404 otherwise."""
    return seen(key) or abort(404)


@bp.get("/resolutions/<uuid:key>")
@page("resolutions", dated=True)
def show(key: UUID) -> str:
    """Show one resolution with its life, and what may be done now."""
    row = row_of(found(key), current.as_at())
    state: State = current.state(STREAM, key)
    return render_template(
        "resolutions/show.html",
        row=row,
        state=state,
        entries=[entry(event) for event in current.history(key)],
        acts=[(name, act.label) for name, act in ACTS.items() if _may(act, state)],
        own_claim=state.stage == "claimed" and state.claimant == current.me().login,
    )


def _may(act: Act, state: State) -> bool:
    return (
        current.view().live
        and act.ready(state, current.me().login)
        and current.may(act.command, state.grid, state.owner)
    )


@bp.route("/resolutions/<uuid:key>/<name>", methods=["GET", "POST"])
@page("resolutions")
def act(key: UUID, name: str) -> Answer:
    """Do one act on a resolution."""
    row = found(key)
    chosen = ACTS.get(name)
    if chosen is None:
        abort(404)

    def do(told: dict[str, Any]) -> str:
        current.act(chosen.command(command_id=current.command_id(), stream=key, **told))
        return chosen.done

    return answer(
        chosen.form(),
        do,
        title=f"{chosen.label}：{row['matter']}",
        button=chosen.button,
        back=url_for(".show", key=key),
        words=chosen.words or (f"销号标准：{row['standard']}" if row["standard"] else ""),
        initial={"percent": row["percent"]},
        proofs_of=key,
    )
