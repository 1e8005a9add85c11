"""A new edition from a page: who may publish it, made from which one, and never unseen."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import msgspec
from flask import request, url_for

from governance.kernel.errors import Refused
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from projections.policies.preview import preview
from web.frame import current, words
from web.frame.form_page import Instead
from web.policies.consequences import worded

IN_FORCE = "in_force"
PREVIEWED = "previewed"
STEP = "step"
PREVIEW, PUBLISH = "预览", "发布新版本"
DONE = "新版本已发布，从现在起生效，不影响以前的案件"
CHANGED = "policies.changed_meanwhile"


def may_publish() -> bool:
    """Whether the person may publish, and looks at the present."""
    return current.view().live and current.may(PublishEdition)


def newest(policy: str) -> str:
    """Give the page of the edition in force, where whoever published one goes on."""
    return url_for("policies.show", policy=policy, number=current.book().number(policy))


def publish(policy: str, content: dict[str, Any], *, source: str, reason: str) -> str | Instead:
    """Publish what was previewed, to the letter; preview whatever was not.

    The form says which edition was in force when it was opened, or what the preview was compared
    with. When another came meanwhile nothing is published: it is previewed beside that one.
    """
    opened = request.form.get(IN_FORCE, type=int)

    def asked(number: int | None) -> PublishEdition:
        return PublishEdition(
            command_id=current.command_id(),
            stream=POLICY_STREAM,
            policy=policy,
            content=content,
            source=source,
            reason=reason,
            in_force=number,
        )

    previewed = request.form.get(PREVIEWED) == _mark(policy, opened, content)
    if previewed and request.form.get(STEP) == "publish":
        try:
            current.act(asked(opened))
        except Refused as no:
            if no.code != CHANGED:
                raise
        else:
            return DONE
    return _preview(asked, opened)


def _mark(policy: str, number: int | None, content: dict[str, Any]) -> str:
    """Give what a preview is known by: the text, and the edition it was compared with."""
    return sha256(msgspec.json.encode([policy, number, content])).hexdigest()


def _preview(asked: Callable[[int], PublishEdition], opened: int | None) -> Instead:
    """Ask whether it would be published, and show what it would change; nothing is stored."""
    runtime, policy = current.runtime(), asked(0).policy
    book = current.policies()
    number = book.number(policy)
    trial = msgspec.structs.replace(asked(number), command_id=uuid4())
    if not runtime.governance.consider(trial, actor=current.me().actor):
        raise Refused("kernel.unchanged")
    made = preview(
        policy,
        trial.content,
        before=book,
        view=current.live(),
        now=current.now(),
        at=runtime.at,
        commands=runtime.governance.commands,
    )
    return Instead(
        hidden={IN_FORCE: number, PREVIEWED: _mark(policy, number, trial.content)},
        more={
            "preview": made,
            "effects": worded(made, subjects=current.sight("agenda").everything),
            "number": number,
            "name": words.POLICIES[policy],
            "meanwhile": opened not in {None, number},
            "publish": PUBLISH,
        },
    )
