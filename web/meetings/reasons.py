"""Why an item is on the agenda: chips that open to the rule and to the records behind them."""

from uuid import UUID

import msgspec
from flask import url_for

from governance.meetings.items import BY_HAND, Item, Reason
from governance.policy.agenda import AgendaRules, read
from projections.policies.queries import edition
from web.frame import current
from web.frame.feature import link
from web.frame.timeline import sentence
from web.text.formats import moment


class Behind(msgspec.Struct, frozen=True):
    """A record a reason rests on, in words, and the page of the matter it is of."""

    text: str
    url: str


class Chip(msgspec.Struct, frozen=True):
    """A reason: its words and colour, and the rule that gave it, by its edition and source."""

    text: str
    kind: str
    by_hand: bool
    rule: str
    edition: int
    source: str
    url: str
    events: list[Behind]


def chips(item: Item, *, late: bool) -> list[Chip]:
    """Give the reasons of an item, coloured by how pressing they are."""
    return [_chip(reason, item, late=late) for reason in item.reasons]


def _chip(reason: Reason, item: Item, *, late: bool) -> Chip:
    by_hand = reason.rule == BY_HAND
    rules = () if by_hand else _rules(reason.edition).rule
    rule = next((rule for rule in rules if rule.id == reason.rule), None)
    kind = "idle"
    if by_hand:
        kind = "violet"
    elif rule and rule.when:
        kind = "bad" if late else "warn"
    return Chip(
        text=reason.text,
        kind=kind,
        by_hand=by_hand,
        rule=rule.title if rule else "",
        edition=reason.edition,
        source=rule.source if rule else "",
        url=url_for("rules.show", number=reason.edition, _anchor=rule.id) if rule else "",
        events=[_evidence(reference, item) for reference in reason.events],
    )


def decides(item: Item) -> str:
    """Give the kind of decision the rules that brought an item ask for, empty where none does."""
    rules = {rule.id: rule.decides for rule in current.book().agenda.rule}
    return next((rules[why.rule] for why in item.reasons if rules.get(why.rule)), "")


def _rules(number: int) -> AgendaRules:
    """Give the rules of the edition a reason was given by, which may be an earlier one."""
    book = current.book()
    held = None if number == book.number("agenda") else edition(current.view(), "agenda", number)
    return read(held.content) if held else book.agenda


def _evidence(reference: str, item: Item) -> Behind:
    stream, _, version = reference.partition(":")
    number = int(version)
    found = current.runtime().ledger.stream(UUID(stream), after=number - 1, upto=number)
    words = f"{moment(found[0].happened_at)} {sentence(found[0])}" if found else f"第{version}号"
    return Behind(words, link(item.kind, UUID(stream)))
