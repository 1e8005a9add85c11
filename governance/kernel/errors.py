"""What can go wrong, by kind; each code of a refusal has its sentence in `web.frame.refusals`."""


class GovernanceError(Exception):
    """Base of all errors of this package."""


class Refused(GovernanceError):  # noqa: N818  (a refusal is an answer, not a failure)
    """The domain says no: `code` names the reason, `facts` fill in the sentence shown for it."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Conflict(GovernanceError):  # noqa: N818  (answered as 409, not a failure of ours)
    """Others kept changing the same stream; nothing was stored, the command may be sent again."""


class UnsafeSettingError(GovernanceError):
    """The set-up would lose or falsify events; `code` names the setting."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class UnreadableEventError(GovernanceError):
    """Stored bytes do not fit any known version of their topic."""
