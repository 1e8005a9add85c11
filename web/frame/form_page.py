"""One page for one act: its form, what is wrong with it, and where to go when it is done."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from flask import flash, redirect, render_template, request
from marshmallow import fields
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from web.attachments import keeping, proofs
from web.frame import current, receipts, troubles
from web.frame.forms import Form, Proofs
from web.frame.receipts import See
from web.frame.refusals import sentence

Faults = dict[str, list[str]]
Choices = Mapping[str, list[tuple[str, str]]]
Offered = Choices | Callable[[], Choices]
"""What fields offer, or what gives it once it is to be shown: what is done need not look it up."""
Answer = Response | str | tuple[str, int]
More = Callable[[], Mapping[str, Any]]


class Done(msgspec.Struct, frozen=True):
    """What was done, in words, and the page to go on to; `look` is the colour of the words."""

    words: str
    url: str = ""
    look: str = "ok"


class Instead(msgspec.Struct, frozen=True, kw_only=True):
    """The page once more, with `more` to look at before anything is done.

    What was typed stays; what is `hidden` in the form may be other.
    """

    more: Mapping[str, Any] = {}
    hidden: Mapping[str, Any] = {}


Do = Callable[[dict[str, Any]], str | Done | Instead]


def answer(
    form: Form,
    do: Do,
    *,
    title: str,
    button: str,
    back: str,
    cancel: str = "",
    danger: bool = False,
    words: str = "",
    initial: Mapping[str, Any] | None = None,
    choices: Offered | None = None,
    check: Callable[[dict[str, Any]], Faults] | None = None,
    hidden: Mapping[str, Any] | None = None,
    proofs_of: UUID | None = None,
    see: Mapping[str, See] | None = None,
    template: str = "acting.html",
    more: More | None = None,
    kind: str = "",
    refusals: Callable[[Refused], Faults] | None = None,
) -> Answer:
    """Show the form, or do with its values what `do` does and tell what it gives back.

    Then, or when somebody turns round, the page is `back`; `cancel` is another for the latter.

    Whatever is wrong is answered with 422, everything typed kept. `check` finds what no single
    field can know, as field → sentences. `hidden` comes back with the form. Proofs sent with it are
    kept under the stream `proofs_of` first, so that they too are there when something is wrong.
    `see` gives, by the code of a refusal, where that stands which is there already.
    What `do` gives to be shown `Instead` is the page again: nothing has been done yet.
    `template` may be another page with what `more` gives around the form; option lists are offered
    as the policy wants them for a `kind` of ticket. `refusals` words a refusal that has
    more than one sentence, as field → sentences.
    """
    if not current.view().live:
        raise current.PastError
    facts, status, there = dict(initial or {}), 200, None
    faults: dict[str, Any] = {}
    instead, command = Instead(), request.form.get("command_id", "")
    if request.method == "POST":
        facts, status = _typed(form), 422
        values, faults = form.read()
        if proofs_of:
            for name in proofs_in(form):
                facts[name], wrong = proofs.taken(proofs_of, name)
                values[name] = tuple(one.digest for one in facts[name])
                faults |= {name: wrong} if wrong else {}
        if not faults and check:
            faults = check(values)
        if not faults:
            try:
                said = do(values)
            except Refused as no:
                field = str(no.facts.get("field", ""))
                there = (see or {}).get(no.code) or receipts.stored(no)
                if (other := receipts.anew(no, command)) != command:
                    command, instead = other, Instead(hidden=proofs.left_under(proofs_of))
                faults = (refusals and refusals(no)) or {
                    field if field in form.fields else "": [sentence(no)]
                }
            except Exception as error:
                if (trouble := troubles.met(error)) is None:
                    raise
                faults, status = {"": [troubles.SENTENCES[trouble]]}, troubles.status(trouble)
            else:
                if not isinstance(said, Instead):
                    done = said if isinstance(said, Done) else Done(said)
                    flash(receipts.acknowledged(done.words), done.look)
                    return redirect(done.url or back, 303)
                status, instead = 200, said
    page = form_page(
        form,
        facts,
        faults,
        title=title,
        button=button,
        back=cancel or back,
        danger=danger,
        words=words,
        see=there,
        choices=choices() if callable(choices) else choices,
        kind=kind,
        command=command,
        hidden={**(hidden or {}), **instead.hidden},
        template=template,
        more={**(more() if more else {}), **instead.more},
        keep=proofs_of,
    )
    return page, status


def form_page(
    form: Form,
    values: Mapping[str, Any],
    faults: Mapping[str, list[str]],
    *,
    title: str,
    button: str,
    back: str,
    danger: bool = False,
    words: str = "",
    see: See | None = None,
    choices: Choices | None = None,
    kind: str = "",
    command: str = "",
    hidden: Mapping[str, Any] | None = None,
    template: str = "acting.html",
    more: Mapping[str, Any],
    keep: UUID | None = None,
) -> str:
    """Show a form with some values; without a `command` it is another than that which was sent.

    Files are kept one by one under `keep`, as soon as they are chosen.
    """
    return render_template(
        template,
        heading=title,
        button=button,
        back=back,
        danger=danger,
        words=words,
        errors=faults,
        see=see,
        labels=form.labels(),
        fields=[
            field | ({"keep": keeping.address(keep)} if keep and field["kind"] == "proofs" else {})
            for field in form.bound(current.book(), values, faults, choices, kind)
        ],
        command=command,
        hidden=hidden or {},
        upload=bool(proofs_in(form)),
        **more,
    )


def press(do: Callable[[], str], back: str) -> Response:
    """Do what a single button does; a refusal is said on the page it came from."""
    try:
        flash(receipts.acknowledged(do()), "ok")
    except Refused as no:
        flash(sentence(no), "bad")
    return redirect(back, 303)


def proofs_in(form: Form) -> list[str]:
    """Give the fields of a form that take photographs and files."""
    return [name for name, field in form.fields.items() if isinstance(field, Proofs)]


def _typed(form: Form) -> dict[str, Any]:
    return {
        name: request.form.getlist(name)
        if isinstance(field, fields.List)
        else request.form.get(name, "")
        for name, field in form.fields.items()
    }
