"""One page for one act: its form, what is wrong with it, and where to go when it is done."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from flask import flash, redirect, render_template, request
from marshmallow import fields
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from web.attachments import proofs
from web.frame import current
from web.frame.forms import Form, Proofs
from web.frame.refusals import sentence

Do = Callable[[dict[str, Any]], str]
Choices = Mapping[str, list[tuple[str, str]]]
Answer = Response | str | tuple[str, int]


class See(msgspec.Struct, frozen=True):
    """Where that stands which is there already, or whom to ask for it when `url` is empty."""

    words: str
    url: str = ""


def answer(
    form: Form,
    do: Do,
    *,
    title: str,
    button: str,
    back: str,
    words: str = "",
    initial: Mapping[str, Any] | None = None,
    choices: Choices | None = None,
    check: Callable[[dict[str, Any]], dict[str, list[str]]] | None = None,
    hidden: Mapping[str, Any] | None = None,
    proofs_of: UUID | None = None,
    see: Mapping[str, See] | None = None,
    template: str = "acting.html",
    more: Mapping[str, Any] | None = None,
    refusals: Callable[[Refused], dict[str, list[str]]] | None = None,
) -> Answer:
    """Show the form, or do with its values what `do` does and tell what it gives back.

    Whatever is wrong is answered with 422, everything typed kept. `check` finds what no single
    field can know, as field → sentences. `hidden` comes back with the form. Proofs sent with it are
    kept under the stream `proofs_of` first, so that they too are there when something is wrong.
    `see` gives, by the code of a refusal, where that stands which is there already.
    `template` may be another page with `more` around the form. `refusals` words a refusal that has
    more than one sentence, as field → sentences.
    """
    if not current.view().live:
        raise current.PastError
    told, status, there = dict(initial or {}), 200, None
    faults: dict[str, Any] = {}
    if request.method == "POST":
        told, status = _typed(form), 422
        values, faults = form.read()
        if proofs_of:
            for name in _proofs(form):
                told[name], wrong = proofs.taken(proofs_of, name)
                values[name] = tuple(one.digest for one in told[name])
                faults |= {name: wrong} if wrong else {}
        if not faults and check:
            faults = check(values)
        if not faults:
            try:
                said = do(values)
            except Refused as no:
                field, there = str(no.facts.get("field", "")), (see or {}).get(no.code)
                faults = (refusals and refusals(no)) or {
                    field if field in form.fields else "": [sentence(no)]
                }
            else:
                flash(said, "ok")
                return redirect(back, 303)
    page = render_template(
        template,
        heading=title,
        button=button,
        back=back,
        words=words,
        errors=faults,
        see=there,
        labels=form.labels(),
        fields=form.shown(current.book(), told, faults, choices),
        command=request.form.get("command_id", ""),
        hidden=hidden or {},
        upload=bool(_proofs(form)),
        **(more or {}),
    )
    return page, status


def press(do: Callable[[], str], back: str) -> Response:
    """Do what a single button does; a refusal is told on the page it came from."""
    try:
        flash(do(), "ok")
    except Refused as no:
        flash(sentence(no), "bad")
    return redirect(back, 303)


def _proofs(form: Form) -> list[str]:
    return [name for name, field in form.fields.items() if isinstance(field, Proofs)]


def _typed(form: Form) -> dict[str, Any]:
    return {
        name: request.form.getlist(name)
        if isinstance(field, fields.List)
        else request.form.get(name, "")
        for name, field in form.fields.items()
    }
