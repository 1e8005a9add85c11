"""A new edition from a page: who may publish it, and made from which one."""

from typing import Any

from flask import request

from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from web.frame import current

IN_FORCE = "in_force"
DONE = "新版本已发布，从现在起生效，不影响以前的案件"


def may_publish() -> bool:
    """Whether the person may publish, and looks at the present."""
    return current.view().live and current.may(PublishEdition)


def publish(policy: str, content: dict[str, Any], *, source: str, reason: str) -> None:
    """Publish an edition; the form says which one was in force when it was opened."""
    current.act(
        PublishEdition(
            command_id=current.command_id(),
            stream=POLICY_STREAM,
            policy=policy,
            content=content,
            source=source,
            reason=reason,
            in_force=request.form.get(IN_FORCE, type=int),
        )
    )
