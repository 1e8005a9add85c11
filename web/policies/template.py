"""The Word template of the agenda: taken away, sent, checked, tried on a specimen, published."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from msgspec.structs import replace
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.policy.papers import MOST, Template, read, written
from projections.policies.effects.text import Difference, compared
from projections.policies.queries import edition, edition_list
from web.documents.agenda_docx import TEMPLATE, check_template, render
from web.documents.reading import lines_of
from web.documents.specimen import SPECIMEN
from web.documents.template_language import TemplateRefusedError
from web.frame import current
from web.frame.access import page
from web.frame.bodies import one_file
from web.frame.downloads import attach
from web.frame.form_page import Answer, Instead
from web.frame.refusals import sentence
from web.policies.faults import elsewhere, faults_of
from web.policies.publishing import IN_FORCE, may_publish, publish
from web.text.cells import clean

POLICY = "papers"
OURS = "system"
UPLOAD = "upload"
LONGEST_NAME = 200
LONGEST_TEXT = 500
SHIPPED, UNNAMED = "系统自带的模板", "没有文件名"
PAPERS = {"issued": "正式件", "draft": "草稿"}
NO_FILE = "请选择要上传的 Word 模板（.docx）。"
EMPTY = "这个文件是空的，请重新选择。"
NO_SOURCE = "请写明这一版的依据，例如文件名称和文号。"
NO_EDITION = "没有这一版模板，请重新选择。"


class Chosen(msgspec.Struct, frozen=True):
    """A template somebody wants in force: its bytes, none for the software's own."""

    file: str
    data: bytes | None

    @property
    def kept(self) -> str:
        """The bytes as they go through a form."""
        return urlsafe_b64encode(self.data or b"").decode()


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of policies."""
    bp.add_url_rule("/policies/papers", "template", template, methods=["GET", "POST"])
    bp.add_url_rule("/policies/papers/specimen", "specimen", specimen, methods=["POST"])
    bp.add_url_rule("/policies/papers/<int:number>/template.docx", "template_file", template_file)


@page("policies")
def template() -> Answer:
    """Preview a template, or publish what was previewed."""
    if not may_publish():
        abort(403)
    if request.method == "GET":
        return _page({}, None)
    chosen, errors = _chosen()
    source = request.form.get("source", "").strip()[:LONGEST_TEXT]
    if not source:
        errors["source"] = [NO_SOURCE]
    if chosen and chosen.data is not None and not errors:
        errors |= _faults(chosen.data)
    if chosen is None or errors:
        return _page(errors, chosen), 422
    content = {"source": source, "agenda": _content(chosen, source)}
    try:
        made = publish(
            POLICY,
            content,
            source=source,
            reason=request.form.get("reason", "").strip()[:LONGEST_TEXT],
        )
    except Refused as refused:
        fields = [sentence(refused), *map(elsewhere, faults_of(refused))]
        return _page({"": fields}, chosen), 422
    if isinstance(made, Instead):
        return _page({}, chosen, made)
    flash("模板已启用；已经定稿的议程仍用当时的模板", "ok")
    return redirect(url_for("policies.index"), 303)


@page("policies")
def specimen() -> Answer:
    """Give an invented agenda made with the template of the form, issued or as a draft."""
    if not may_publish():
        abort(403)
    chosen, errors = _chosen()
    which = request.form.get("paper", "")
    if chosen is None or errors or which not in PAPERS:
        return _page(errors or {"template": [NO_FILE]}, chosen), 422
    if chosen.data is not None and (errors := _faults(chosen.data)):
        return _page(errors, chosen), 422
    paper = replace(SPECIMEN, draft=which == "draft")
    return attach(render(paper, chosen.data), "docx", f"示例议程（{PAPERS[which]}）")


@page("policies", dated=True)
def template_file(number: int) -> Response:
    """Give the template of an edition, 0 for the software's own, as it was sent."""
    held = _edition(number) if number else Template(source="")
    if held is None:
        abort(404)
    return attach(held.data or TEMPLATE.read_bytes(), "docx", _stem(held.file) or "议程模板")


def _edition(number: int) -> Template | None:
    held = edition(current.view(), POLICY, number)
    return read(held.content).agenda if held else None


def _chosen() -> tuple[Chosen | None, dict[str, list[str]]]:
    """Give the template the form wants, and what is wrong with what it sent."""
    which = request.form.get("which", UPLOAD)
    if which == OURS:
        return Chosen("", None), {}
    if which.isascii() and which.isdigit() and len(which) <= len(str(10**9)):
        held = _edition(int(which))
        return (Chosen(held.file, held.data), {}) if held else (None, {"which": [NO_EDITION]})
    file = one_file("template")
    if file and file.filename:
        data = file.read()
        name = clean(file.filename)[-LONGEST_NAME:]
        return (Chosen(name, data), {}) if data else (None, {"template": [EMPTY]})
    try:
        kept = urlsafe_b64decode(request.form.get("kept", ""))
    except ValueError:
        kept = b""
    if not kept:
        return None, {"template": [NO_FILE]}
    return Chosen(clean(request.form.get("kept_name", ""))[-LONGEST_NAME:], kept), {}


def _faults(data: bytes) -> dict[str, list[str]]:
    fields = [one if one.endswith("。") else f"{one}。" for one in check_template(data)]
    return {"template": fields} if fields else {}


def _content(chosen: Chosen, source: str) -> dict[str, Any]:
    docx = [] if chosen.data is None else written(chosen.data)
    return {"source": source, "file": chosen.file, "docx": docx}


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _page(errors: dict[str, list[str]], chosen: Chosen | None, made: Instead | None = None) -> str:
    number = current.book().number(POLICY)
    values = request.form
    keeps = chosen if chosen and chosen.data and not errors.get("template") else None
    more = {"number": number} | dict(made.more if made else {})
    return render_template(
        "policies/template.html",
        errors=errors,
        values=values,
        held=current.book().papers.agenda,
        editions=[row for row in edition_list(current.view()) if row.policy == POLICY],
        which=values.get("which") or UPLOAD,
        kept=keeps,
        hidden=made.hidden if made else {IN_FORCE: values.get(IN_FORCE) or number},
        reads=_reads(chosen) if made and chosen else None,
        papers=PAPERS,
        most=MOST,
        **more,
    )


def _reads(chosen: Chosen) -> Difference:
    """Compare what the specimen says by the template in force and by the one that is to be."""
    try:
        old = lines_of(render(SPECIMEN, current.book().papers.agenda.data))
    except TemplateRefusedError:
        old = []
    return compared(old, lines_of(render(SPECIMEN, chosen.data)))
