"""A place's life in the register: how it enters, moves, is tagged and leaves."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Sealed, personal
from governance.kernel.stream import Act, Stream, stream_id
from governance.places import commands as ask
from governance.places import events as fact
from governance.policy.context import Context

SHEET = "sheet"
PLAIN = ("name", "address")
BOUNDS = ("parent", "grid", "area")
SEALED = ("door", "head", "phone")


def place_id(kind: str, code: str) -> UUID:
    """Give the stream of a place of the register."""
    return stream_id("places", kind, code)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A place: stages absent, registered, retired.

    `reported` holds what sheets said last, so that a sheet never undoes a change by hand.
    """

    stage: str = "absent"
    kind: str = ""
    code: str = ""
    name: str = ""
    parent: UUID | None = None
    grid: str = ""
    area: str = ""
    address: str = ""
    door: Sealed | None = None
    head: Sealed | None = None
    phone: Sealed | None = None
    tags: Sealed | None = None
    interval: str = ""
    reported: dict[str, Any] = msgspec.field(default_factory=dict)


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.PlaceRegistered():
            values = {name: getattr(event, name) for name in (*PLAIN, *BOUNDS, *SEALED)}
            state = replace(state, stage="registered", kind=event.kind, code=event.code)
            return _told(state, values, SHEET)
        case fact.PlaceMoved():
            return _told(state, {name: getattr(event, name) for name in BOUNDS}, event.reason)
        case fact.PlaceTagged():
            return replace(state, tags=event.tags, interval=event.interval)
        case fact.PlaceCorrected() | fact.SealedFactCorrected():
            return _told(state, {event.field: event.new}, event.reason)
        case fact.PlaceRetired():
            return replace(state, stage="retired")
        case fact.PlaceRestored():
            return replace(state, stage="registered")
    return state


def _told(state: State, values: dict[str, Any], reason: str) -> State:
    reported = state.reported | values if reason == SHEET else state.reported
    return replace(state, **values, reported=reported)


def _held(state: State, _: Context) -> None:
    """Refuse what is asked of a place that is not in the register, or no longer."""
    if state.stage == "absent":
        raise Refused("places.unknown")
    if state.stage == "retired":
        raise Refused("places.retired")


def _retired(state: State, _: Context) -> None:
    if state.stage == "absent":
        raise Refused("places.unknown")
    if state.stage != "retired":
        raise Refused("places.not_retired")


def _register(state: State, command: ask.RegisterPlace, context: Context) -> list[Event]:
    if state.stage == "absent":
        return [_registered(command, context)]
    _held(state, context)
    if not command.batch:
        raise Refused("places.code_taken", number=state.code)
    return _again(state, command, context)


def _registered(command: ask.RegisterPlace, context: Context) -> fact.PlaceRegistered:
    if not context.policy.options.has("place_kinds", command.kind):
        raise Refused("places.no_such_option", field="kind")
    _refuse_own_parent(command)
    return fact.PlaceRegistered(
        kind=command.kind,
        code=command.code,
        **{name: getattr(command, name) for name in (*PLAIN, *BOUNDS)},
        door=_sealed(command.door, command),
        head=_sealed(command.head, command),
        phone=_sealed(command.phone, command),
        batch=command.batch,
    )


def _again(state: State, command: ask.RegisterPlace, context: Context) -> list[Event]:
    """Give what a sheet that brings the place again says differently than it said before."""
    news = {name: new for name in BOUNDS if (new := _news(state, name, command))}
    events = _moved(state, command, news, SHEET)
    for name in PLAIN:
        if new := _news(state, name, command):
            old = getattr(state, name)
            events.append(fact.PlaceCorrected(field=name, old=old, new=new, reason=SHEET))
    for name in SEALED:
        text = getattr(command, name)
        known = (getattr(state, name), state.reported.get(name))
        if text and not any(
            context.same(sealed, text, command.stream, name, gone={Gone.ERASED}) for sealed in known
        ):
            new = _sealed(text, command)
            events.append(fact.SealedFactCorrected(field=name, old=known[0], new=new, reason=SHEET))
    return events


def _news(state: State, name: str, command: ask.RegisterPlace) -> Any:
    """Give what the sheet says when it says something else than before and than is so."""
    new = getattr(command, name)
    return new if new not in (state.reported.get(name), getattr(state, name)) else None


def _moved(
    state: State,
    command: ask.RegisterPlace | ask.MovePlace,
    news: dict[str, Any],
    reason: str,
) -> list[Event]:
    old = {name: getattr(state, name) for name in BOUNDS}
    new = old | news
    if new == old:
        return []
    _refuse_own_parent(command)
    return [
        fact.PlaceMoved(
            **new, **{f"old_{name}": value for name, value in old.items()}, reason=reason
        )
    ]


def _move(state: State, command: ask.MovePlace, _: Context) -> list[Event]:
    bounds = {name: getattr(command, name) for name in BOUNDS}
    return _moved(state, command, bounds, command.reason)


def _retire(_: State, command: ask.RetirePlace, __: Context) -> list[Event]:
    return [fact.PlaceRetired(reason=command.reason)]


def _restore(_: State, command: ask.RestorePlace, __: Context) -> list[Event]:
    return [fact.PlaceRestored(reason=command.reason)]


def _tag(state: State, command: ask.TagPlace, context: Context) -> list[Event]:
    options = context.policy.options
    for tag in command.tags:
        if not options.has("household_tags", tag):
            raise Refused("places.no_such_option", field="tags")
    if not options.has("visit_intervals", command.interval):
        raise Refused("places.no_such_option", field="interval")
    tags = " ".join(sorted(set(command.tags)))
    if state.interval == command.interval and context.same(
        state.tags, tags, command.stream, "tags"
    ):
        return []
    return [fact.PlaceTagged(tags=_sealed(tags, command), interval=command.interval)]


def _correct(state: State, command: ask.CorrectPlace, context: Context) -> list[Event]:
    name, new, reason = command.field, command.new, command.reason
    if name not in (*PLAIN, *SEALED):
        raise Refused("places.not_correctable", field=name)
    old = getattr(state, name)
    if name in PLAIN:
        if old == new:
            return []
        return [fact.PlaceCorrected(field=name, old=old, new=new, reason=reason)]
    if context.same(old, new, command.stream, name):
        return []
    return [fact.SealedFactCorrected(field=name, old=old, new=_sealed(new, command), reason=reason)]


def _sealed(text: str, command: ask.PlaceCommand) -> Sealed | None:
    """Seal under the household's key, which also seals what is written about visits to it."""
    return personal(text, person=str(command.stream)) if text else None


def _refuse_own_parent(command: ask.RegisterPlace | ask.MovePlace) -> None:
    if command.parent == command.stream:
        raise Refused("places.own_parent")


STREAM = Stream(
    "places",
    State(),
    evolve,
    (
        Act(ask.RegisterPlace, _register),
        Act(ask.MovePlace, _move, _held),
        Act(ask.TagPlace, _tag, _held),
        Act(ask.CorrectPlace, _correct, _held),
        Act(ask.RetirePlace, _retire, _held),
        Act(ask.RestorePlace, _restore, _retired),
    ),
)
