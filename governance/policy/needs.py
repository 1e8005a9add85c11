"""What the code counts on in the policies, and what it offers them to speak of.

Each table stands here once; `tests/contracts/test_policy_needs.py` holds it against the code that
needs or offers it.
"""

import msgspec

ZONE = "Asia/Shanghai"
"""The zone pages show moments in."""


class Clock(msgspec.Struct, frozen=True):
    """A clock that is started, and the facts its rules may ask for, each with its option list."""

    stream: str
    clock: str
    facts: dict[str, str] = {}


CATEGORY = "category"
"""Stands for an option list where codes are those of the categories."""
TICKET = {"kind": "hotline_kinds", "urgency": "urgency"}
ISSUE = {"source": "issue_sources", CATEGORY: CATEGORY}
CLOCKS = (
    Clock("hotline", "contact", TICKET | {CATEGORY: CATEGORY}),
    Clock("hotline", "handle", TICKET | {CATEGORY: CATEGORY}),
    Clock("hotline", "callback", TICKET),
    Clock("hotline", "redo", TICKET),
    Clock("issues", "verify", ISSUE),
    Clock("issues", "dispatch", ISSUE),
    Clock("issues", "check", ISSUE),
    Clock("issues", "redo", ISSUE),
)
SPARE_CLOCKS = (Clock("issues", "handle", ISSUE),)
"""Clocks nobody starts by a rule: the filing condition has its own limit."""
EXTENDED = ("hotline", "issues")
"""Streams whose limits may be extended."""
REASONS = (
    "received",
    "closed",
    "working",
    "weekend",
    "holiday",
    "makeup",
    "override",
    "moved",
    "clock",
)
"""Why a day of a count counted or did not."""
REPORT = (
    "facts",
    "appeal",
    "site_visited",
    "site_visited_at",
    "result",
    "reply_way",
    "replied_at",
    "reply",
    "explanation",
)
"""The fields of a closing report."""
DECISIONS = ("resolve", "postpone", "withdraw")
"""What a meeting may decide that changes a resolution."""
CLOSING, ESCALATING = "close", "escalate"
"""What else it may decide that something follows from, where an edition has it."""
ROLES = ("administrator", "auditor", "grid_leader")
"""Roles the code speaks of: two are kept apart from all others, one hosts meetings."""
HOME = "today"
"""The page everybody comes to after logging in."""
KEEPING = (
    ("policies.PublishEdition", "policies"),
    ("accounts.AssignRoles", "accounts"),
)
"""What somebody must always be able to do, and where."""
TREES = ("hotline", "grid")
CASES = ("ticket", "issue")
STAGES = (
    "received",
    "reported",
    "verified",
    "filed",
    "dispatched",
    "handled",
    "checked",
    "closed",
    "void",
    "past",
)
CHOICES = {
    "visit_outcomes": ("met",),
    "issue_sources": ("visit", "patrol"),
    "revisit_reasons": ("follow_up", "missed", "promised", "interval"),
    "visit_intervals": ("usual",),
    "place_kinds": ("grid", "area", "unit", "household"),
}
"""Choices the code itself makes: they may be renamed, not closed."""
