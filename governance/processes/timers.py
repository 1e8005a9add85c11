"""Ids of commands nobody pressed a button for: the same occasion always gives the same id."""

from uuid import UUID, uuid5

from governance.kernel.stream import NAMESPACE


def timer_id(rule: str, *subject: str) -> UUID:
    """Give the command id of an occasion: a rule, what it is about, and when it fell due."""
    return uuid5(NAMESPACE, "\x1f".join(("timer", rule, *subject)))
