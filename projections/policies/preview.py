"""What would an edition change? Computed from the rows as they are; nothing is stored."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from governance.policy.book import Edition, PolicyBook
from projections.engine.view import View
from projections.policies.effects.entries import Entries, entries
from projections.policies.effects.limits import (
    Days,
    Filings,
    Limits,
    Running,
    days,
    filings,
    limits,
    running,
)
from projections.policies.effects.measures import Measures, measures
from projections.policies.effects.meetings import Agendas, Plans, agendas, plans
from projections.policies.effects.proposed import Proposed
from projections.policies.effects.rights import RightsChange, rights
from projections.policies.effects.text import Difference, difference

Effect = Agendas | Days | Entries | Filings | Limits | Measures | Plans | RightsChange | Running
EFFECTS: dict[str, tuple[Callable[[Proposed], Effect], ...]] = {
    "agenda": (entries, agendas),
    "calendar": (days, running, plans, agendas),
    "categories": (entries, filings, running),
    "conduct": (entries,),
    "cycles": (entries, plans, agendas),
    "deadlines": (limits, running, entries),
    "metrics": (measures, entries),
    "options": (entries, measures),
    "papers": (),
    "roles": (rights,),
}
"""What an edition of each policy has an effect on."""


class Preview(msgspec.Struct, frozen=True):
    """What was compared, the lines that differ from the edition in force, and what follows."""

    asked: Proposed
    lines: Difference
    effects: tuple[Effect, ...]


def preview(
    policy: str,
    content: dict[str, Any],
    *,
    before: PolicyBook,
    view: View,
    now: datetime,
    at: Callable[[int], View],
    commands: frozenset[str],
) -> Preview:
    """Try a content that has passed all checks on the rows.

    It bears the number of the edition in force, so that nothing differs by its number alone.
    """
    edition = Edition(policy, before.number(policy), msgspec.to_builtins(content))
    asked = Proposed(
        policy=policy,
        before=before,
        after=before.with_edition(edition),
        view=view,
        now=now,
        at=at,
        commands=commands,
    )
    held = before.editions.get(policy)
    return Preview(
        asked,
        difference(held.content if held else {}, edition.content),
        tuple(effect(asked) for effect in EFFECTS.get(policy, (entries,))),
    )
