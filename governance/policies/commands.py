"""Commands of the policy stream."""

from typing import Any, ClassVar

from governance.kernel.command import Command


class PublishEdition(Command, frozen=True, kw_only=True):
    """Put a new edition in force; `content` is what its TOML file would hold.

    `in_force` is the number of the edition that was in force when it was written; with another in
    force by now it is refused, without a number it is not asked.
    """

    STREAM: ClassVar[str] = "policies"

    policy: str
    content: dict[str, Any]
    source: str
    reason: str = ""
    in_force: int | None = None
