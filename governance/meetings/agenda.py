"""The agenda until the meeting is held: drafted by the rules, worked on by hand, frozen."""

from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act
from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.draft import Draft
from governance.meetings.items import BY_HAND, Item, Reason, digest, presentation
from governance.meetings.state import State
from governance.policy.context import Context


def changeable(state: State, _: Context) -> None:
    """Refuse what is asked of an agenda before there is a meeting and once it is held."""
    if state.stage == "absent":
        raise Refused("meetings.not_scheduled")
    if state.stage == "held":
        raise Refused("meetings.already_held")


def _draft(state: State, command: ask.DraftAgenda, _: Context) -> list[Event]:
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


def _add(state: State, command: ask.AddAgendaItem, context: Context) -> list[Event]:
    draft = state.draft
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


def _strike(state: State, command: ask.StrikeAgendaItem, _: Context) -> list[Event]:
    item = _known(state.draft, command.key)
    if item.fixed:
        raise Refused("meetings.item_fixed", subject=item.subject)
    if state.draft.is_struck(item):
        return []
    return [fact.AgendaItemStruck(key=command.key, reason=command.reason)]


def _restore(state: State, command: ask.RestoreAgendaItem, _: Context) -> list[Event]:
    struck = state.draft.is_struck(_known(state.draft, command.key))
    return [fact.AgendaItemRestored(key=command.key)] if struck else []


def _amend(state: State, command: ask.AmendAgendaItem, _: Context) -> list[Event]:
    old = presentation(_known(state.draft, command.key))
    if old == command.how:
        return []
    return [fact.AgendaItemAmended(key=command.key, old=old, new=command.how)]


def _reorder(state: State, command: ask.ReorderAgenda, _: Context) -> list[Event]:
    draft = state.draft
    keys = [item.key for item in draft.items()]
    if sorted(keys) != sorted(command.keys):
        raise Refused("meetings.order_outdated")
    if [item.key for item in replace(draft, order=command.keys).items()] == keys:
        return []
    return [fact.AgendaReordered(keys=command.keys)]


def _freezable(state: State, context: Context) -> None:
    changeable(state, context)
    if not state.drafted:
        raise Refused("meetings.not_drafted")


def _freeze(state: State, command: ask.FreezeAgenda, _: Context) -> list[Event]:
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


ACTS = (
    Act(ask.DraftAgenda, _draft, changeable),
    Act(ask.AddAgendaItem, _add, changeable),
    Act(ask.StrikeAgendaItem, _strike, changeable),
    Act(ask.RestoreAgendaItem, _restore, changeable),
    Act(ask.AmendAgendaItem, _amend, changeable),
    Act(ask.ReorderAgenda, _reorder, changeable),
    Act(ask.FreezeAgenda, _freeze, _freezable),
)
