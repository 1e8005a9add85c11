"""The papers of a meeting as files: its agenda, and the notice that it was moved."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, flash, redirect
from werkzeug.wrappers import Response

from web.documents.agenda_pdf import PdfUnavailableError
from web.documents.template_language import TemplateRefusedError
from web.frame import current, query_args
from web.frame.access import page
from web.frame.downloads import hand_out, permit
from web.meetings import notice, presenters
from web.meetings.files import FORMATS, drafted, issued
from web.meetings.kept import Given, given
from web.meetings.views import found
from web.text.formats import fortnight

bp = Blueprint("papers", __name__)

NO_PDF = "这台服务器缺少排版组件，暂时不能生成 PDF，请导出 Word 文件。"
NO_TEMPLATE = (
    "当时的 Word 模板填不成这份议程，请导出 PDF，并请管理员在“政策”的“Word 模板”里重新上传。"
)


@bp.get("/meetings/<uuid:key>/agenda.<kind>")
@page("agenda", dated=True)
def document(key: UUID, kind: str) -> Response:
    """Give the agenda as a file: a frozen version as it went out, else the draft."""
    state = found(key)
    known = presenters.versions(key)
    number = query_args.number("version", max(known, default=0))
    if kind not in FORMATS or (number and number not in known):
        abort(404)
    if not number and not state.drafted:
        flash("还没有生成议程草稿，没有可导出的内容。", "bad")
        return redirect(current.here_url("meetings.show", key=key), 303)
    chosen = known.get(number, state)
    items = chosen.frozen.items if number and chosen.frozen else chosen.draft.items()
    grid = current.grid_names().get(state.grid, state.grid)
    edition = f"第{number}版" if number else "草稿"
    name = f"{grid}议程{fortnight(state.window)}（{edition}）"

    def make() -> Given:
        if not number:
            return Given(drafted(chosen, kind))
        return given(current.runtime(), issued(current.runtime(), key, chosen), kind)

    return handed(key, kind, name, len(items), make)


@bp.get("/meetings/<uuid:key>/notice.<kind>")
@page("agenda")
def moved(key: UUID, kind: str) -> Response:
    """Give the notice that a meeting whose agenda was issued is at another moment."""
    state = found(key)
    if kind not in notice.FORMATS or not notice.moved_since(state):
        abort(404)
    grid = current.grid_names().get(state.grid, state.grid)
    name = f"{grid}{fortnight(state.window)}会议改期通知"
    return handed(
        key, kind, name, 1, lambda: given(current.runtime(), notice.issued(key, state), kind)
    )


def handed(key: UUID, kind: str, name: str, rows: int, make: Callable[[], Given]) -> Response:
    """Hand out a paper, or say on the page of the meeting why it cannot be made."""
    permit()
    try:
        body, note = make()
    except (PdfUnavailableError, TemplateRefusedError) as fault:
        flash(NO_PDF if isinstance(fault, PdfUnavailableError) else NO_TEMPLATE, "bad")
        return redirect(current.here_url("meetings.show", key=key), 303)
    return hand_out(body, kind, name + note, rows=rows)
