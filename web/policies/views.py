"""政策版本: reading every edition, publishing a new one."""

from collections.abc import Iterator
from typing import Any

import msgspec
from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from projections.policies.queries import edition, edition_list
from web.frame import current, words
from web.frame.access import page
from web.frame.bodies import one_file
from web.frame.form_page import Answer, Instead
from web.frame.refusals import sentence
from web.policies import amending, calendar, category_form, template
from web.policies.faults import elsewhere, faults_of, in_text
from web.policies.lines import broken_at
from web.policies.publishing import IN_FORCE, may_publish, newest
from web.policies.publishing import publish as publish_edition
from web.policies.reading import Line, lines

bp = Blueprint("policies", __name__, template_folder="templates")
calendar.register(bp)
amending.register(bp)
template.register(bp)

NOT_JSON = "内容不是有效的格式，没有发布；请从第{line}行起检查括号、引号和逗号是否成对。"
NO_SOURCE = "请写明这一版的依据，例如文件名称和文号。"


@bp.get("/policies")
@page("policies", dated=True)
def index() -> str:
    """List all editions."""
    return render_template(
        "policies/index.html",
        editions=edition_list(current.view()),
        names=words.POLICIES,
        may_publish=may_publish(),
        people=current.people_names(),
    )


@bp.get("/policies/<policy>/<int:number>")
@page("policies", dated=True)
def show(policy: str, number: int) -> str:
    """Show one edition, with a form for the next."""
    return _page(policy, number, {}, {})


@bp.post("/policies/<policy>/<int:number>")
@page("policies")
def publish(policy: str, number: int) -> Response | tuple[str, int]:
    """Preview a new edition made from this one, or publish what was previewed."""
    if policy == template.POLICY:  # its page tries a template before it is published
        abort(404)
    form, errors = request.form, {}
    text = form.get("content", "")
    try:
        content: dict[str, Any] = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        errors["content"] = [NOT_JSON.format(line=broken_at(text, error))]
    if not form.get("source", "").strip():
        errors["source"] = [NO_SOURCE]
    if not errors:
        try:
            made = publish_edition(
                policy,
                content,
                source=form["source"].strip(),
                reason=form.get("reason", "").strip(),
            )
        except Refused as refused:
            found = in_text(policy, text, faults_of(refused))
            errors["content"] = [sentence(refused), *found]
        else:
            if isinstance(made, Instead):
                return _page(policy, number, dict(form), {}, made), 200
            flash(made, "ok")
            return redirect(newest(policy), 303)
    return _page(policy, number, dict(form), errors), 422


@bp.route("/policies/categories/sheet", methods=["GET", "POST"])
@page("policies")
def category_sheet() -> Answer:
    """Make the next edition of the categories of a sheet; it is previewed as any edition is."""
    if not may_publish():
        abort(403)
    number = current.book().number(category_form.POLICY)
    if request.method == "GET":
        return category_form.draw({}, {}, number)
    made, errors = category_form.made(request.form, one_file("sheet"))
    if made is None:
        return category_form.draw(dict(request.form), errors, number), 422
    source, reason = request.form["source"].strip(), request.form.get("reason", "").strip()
    try:
        seen = publish_edition(made.policy, made.content, source=source, reason=reason)
    except Refused as refused:
        errors["sheet"] = [sentence(refused), *map(elsewhere, faults_of(refused))]
        return category_form.draw(dict(request.form), errors, number), 422
    flash(made.words, "ok")
    values = {"content": made.text, "source": source, "reason": reason}
    return _page(made.policy, number, values, {}, seen if isinstance(seen, Instead) else None)


def _page(
    policy: str,
    number: int,
    values: dict[str, str],
    errors: dict[str, list[str]],
    made: Instead | None = None,
) -> str:
    held = edition(current.view(), policy, number)
    if held is None:
        abort(404)
    text = msgspec.json.format(msgspec.json.encode(held.content), indent=2).decode()
    return render_template(
        "policies/show.html",
        edition=held,
        text=text,
        lines=list(_lines(policy, held.content)),
        file=_file(policy, held.content),
        values=values,
        hidden=made.hidden
        if made
        else {IN_FORCE: values.get(IN_FORCE) or current.book().number(policy)},
        errors=errors,
        may_amend=number == current.book().number(policy) and may_publish(),
        people=current.people_names(),
        may_publish=may_publish(),
        **({"name": words.POLICIES.get(policy, policy)} | dict(made.more if made else {})),
    )


def _file(policy: str, content: dict[str, Any]) -> str:
    """Give the name of the file an edition holds, where it holds one."""
    if policy != template.POLICY:
        return ""
    agenda = content["agenda"]
    return str(agenda["file"] or template.UNNAMED) if agenda["docx"] else template.SHIPPED


def _lines(policy: str, content: dict[str, Any]) -> Iterator[Line]:
    if policy == template.POLICY:
        return iter(())
    if policy != "calendar":
        return lines(content)
    today = current.book().calendar.local(current.as_at()).date()
    return calendar.lines(content, today.replace(month=1, day=1))
