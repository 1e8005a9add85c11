"""Commands of the policy stream."""

from typing import Any, ClassVar

from governance.kernel.command import Command


class PublishEdition(Command, frozen=True, kw_only=True):
    """Put a new edition in force; `content` is what its TOML file would hold."""

    STREAM: ClassVar[str] = "policies"

    policy: str
    content: dict[str, Any]
    source: str
    reason: str = ""
