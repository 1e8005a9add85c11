"""The agenda until the meeting is held: drafted by the rules, worked on by hand, frozen."""

from msgspec.structs import replace

from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.draft import Draft
from governance.meetings.items import BY_HAND, Item, Reason, digest, presentation
from governance.meetings.state import State
from governance.policy.context import Context


def decide(state: State, command: Command, context: Context) -> list[Event]:
    """Answer a command on the agenda; Refused once the meeting is held."""
    if state.stage == "held":
        raise Refused("meetings.already_held")
    match command:
        case ask.DraftAgenda():
            return _draft(state, command)
        case ask.AddAgendaItem():
            return _add(state.draft, command, context)
        case ask.StrikeAgendaItem():
            return _strike(state.draft, command)
        case ask.RestoreAgendaItem():
            item = _known(state.draft, command.key)
            struck = state.draft.is_struck(item)
            return [fact.AgendaItemRestored(key=command.key)] if struck else []
        case ask.AmendAgendaItem():
            return _amend(state.draft, command)
        case ask.ReorderAgenda():
            return _reorder(state.draft, command)
        case ask.FreezeAgenda():
            return _freeze(state, command)
    raise TypeError(f"meetings knows no {type(command).__name__}")


def _draft(state: State, command: ask.DraftAgenda) -> list[Event]:
    known = state.draft
    if state.drafted and (known.edition, known.sections, known.proposed) == (
        command.edition,
        command.sections,
        command.items,
    ):
        return []
    if command.position < known.position:
        raise Refused("meetings.draft_outdated")
    return [
        fact.AgendaDrafted(
            position=command.position,
            edition=command.edition,
            sections=command.sections,
            items=command.items,
        )
    ]


def _add(draft: Draft, command: ask.AddAgendaItem, context: Context) -> list[Event]:
    why = Reason(rule=BY_HAND, text=command.reason)
    item = replace(command.item, reasons=(*command.item.reasons, why), fixed=False, number=0)
    known = draft.all_items().get(item.key)
    if known and draft.is_struck(known):
        raise Refused("meetings.item_struck", subject=known.subject)
    if known:
        raise Refused("meetings.item_exists", subject=known.subject)
    if not context.policy.agenda.has_section(item.section):
        raise Refused("meetings.no_such_section")
    return [fact.AgendaItemAdded(item=item, reason=command.reason)]


def _strike(draft: Draft, command: ask.StrikeAgendaItem) -> list[Event]:
    item = _known(draft, command.key)
    if item.fixed:
        raise Refused("meetings.item_fixed", subject=item.subject)
    if draft.is_struck(item):
        return []
    return [fact.AgendaItemStruck(key=command.key, reason=command.reason)]


def _amend(draft: Draft, command: ask.AmendAgendaItem) -> list[Event]:
    old = presentation(_known(draft, command.key))
    if old == command.how:
        return []
    return [fact.AgendaItemAmended(key=command.key, old=old, new=command.how)]


def _reorder(draft: Draft, command: ask.ReorderAgenda) -> list[Event]:
    keys = [item.key for item in draft.items()]
    if sorted(keys) != sorted(command.keys):
        raise Refused("meetings.order_outdated")
    if [item.key for item in replace(draft, order=command.keys).items()] == keys:
        return []
    return [fact.AgendaReordered(keys=command.keys)]


def _freeze(state: State, command: ask.FreezeAgenda) -> list[Event]:
    if not state.drafted:
        raise Refused("meetings.not_drafted")
    heading, items = state.heading, state.draft.items()
    mark = digest(items, heading)
    if state.frozen and state.frozen.digest == mark:
        return []
    if command.position < state.draft.position:
        raise Refused("meetings.draft_outdated")
    if command.seen not in {"", mark}:
        raise Refused("meetings.agenda_changed")
    return [
        fact.AgendaFrozen(
            number=state.frozen.number + 1 if state.frozen else 1,
            position=command.position,
            edition=state.draft.edition,
            digest=mark,
            heading=heading,
            items=items,
        )
    ]


def _known(draft: Draft, key: str) -> Item:
    item = draft.all_items().get(key)
    if item is None:
        raise Refused("meetings.no_such_item")
    return item
