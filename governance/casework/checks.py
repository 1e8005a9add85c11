"""What all acts on cases may have to refuse."""

from governance.casework.case import CaseState
from governance.kernel.command import SYSTEM
from governance.policy.categories import Proving
from governance.policy.context import Context


def known(state: CaseState, _context: Context) -> None:
    """Refuse what is asked of a case nobody has given of."""
    if state.stage == "absent":
        raise state.refused("unknown")


def open_still(state: CaseState, context: Context) -> None:
    """Refuse what is asked of a case that is over."""
    known(state, context)
    if state.end_untold:
        raise state.refused("historical")
    if state.ended:
        raise state.refused("already_closed")


def check_option(state: CaseState, context: Context, listing: str, code: str, field: str) -> None:
    """Refuse a code that no list has."""
    if not context.policy.options.has(listing, code):
        raise state.refused("no_such_option", field=field)


def check_proof(
    state: CaseState, context: Context, step: Proving, given: tuple[str, ...], field: str
) -> None:
    """Refuse what lacks the photographs or files its category or its condition wants."""
    condition = getattr(state, "condition", "")
    if not given and context.policy.categories.needs_proof(step, state.category, condition):
        raise state.refused("proof_missing", field=field)


def check_another(state: CaseState, context: Context, asker: str) -> None:
    """Refuse somebody's answer to what he asked for himself, where the policy wants two."""
    rule, account = context.policy.conduct.asking, context.actor.account
    if rule.answered_by_another and account == asker and account != SYSTEM.account:
        raise state.refused("asked_by_yourself")
