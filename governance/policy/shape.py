"""The shape of an edition: what a type wants, what nobody reads, and texts no page could show."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, TypeVar

import msgspec

from governance.policy.fault import Fault, UnfitError, fault

LONGEST = 1000  # characters of one text
NAMES = frozenset({"code", "id", "label", "name", "source", "text", "title"})
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
ELSEWHERE = "[...]"  # how msgspec names a key of a mapping
_PLACE = re.compile(r"`\$([^`]*)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|(\[\.\.\.\])")
_LACKING = re.compile(r"missing required field `([^`]+)`")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_CHOICE = re.compile(r"Invalid enum value (?:'([^']*)')?")
_KIND = re.compile(r"Expected `([^`]+)`")
Step = str | int
T = TypeVar("T")


def shaped(content: dict[str, Any], kind: type[T]) -> T:
    """Give the content as a type; UnfitError that says where it is another shape."""
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise UnfitError([_misread(content, kind, str(error))]) from error


def faults(content: dict[str, Any], kind: type[Any]) -> Iterator[Fault]:
    """Give what the type lets pass and nobody could mean: unread keys and unreadable texts."""
    yield from _unread(content, msgspec.to_builtins(msgspec.convert(content, kind)), ())
    yield from _unreadable(content, ())


def _misread(content: dict[str, Any], kind: type[Any], said: str) -> Fault:
    place = _place(content, kind, said)
    if found := _LACKING.search(said):
        return fault("missing", *place, found[1], name=found[1])
    if found := _UNKNOWN.search(said):
        return fault("unknown_key", *place, found[1], name=found[1])
    if found := _CHOICE.search(said):
        key = [found[1]] if "`key` in" in said and found[1] else []
        return fault("not_offered", *place, *key, name=found[1] or "")
    if found := _KIND.search(said):
        return fault("wrong_type", *place, wanted=found[1])
    return fault("misread", *place)


def _place(content: dict[str, Any], kind: type[Any], said: str) -> tuple[Step, ...]:
    """Give the steps to where msgspec stumbled; it does not say which key of a mapping it was."""
    found = _PLACE.search(said)
    steps: list[Step] = []
    for name, number, elsewhere in _STEP.findall(found[1] if found else ""):
        step = _key(content, kind, said, steps) if elsewhere else name or int(number)
        steps.append(step)
    return tuple(steps)


def _key(content: dict[str, Any], kind: type[Any], said: str, steps: list[Step]) -> Step:
    """Give the key whose part alone makes msgspec say the same."""
    for key in _at(content, steps):
        alone = deepcopy(content)
        held = _at(alone, steps)
        only = {key: held[key]}
        held.clear()
        held.update(only)
        try:
            msgspec.convert(alone, kind)
        except msgspec.ValidationError as error:
            if str(error) == said:
                return str(key)
    return ELSEWHERE


def _at(content: Any, steps: list[Step]) -> Any:
    for step in steps:
        content = content[step]
    return content


def _unread(held: Any, read: Any, place: tuple[Step, ...]) -> Iterator[Fault]:
    if isinstance(held, dict) and isinstance(read, dict):
        for key, value in held.items():
            if key in read:
                yield from _unread(value, read[key], (*place, key))
            else:
                yield fault("unknown_key", *place, key, name=key)
    elif isinstance(held, list) and isinstance(read, list | tuple):
        for number, (value, known) in enumerate(zip(held, read, strict=True)):
            yield from _unread(value, known, (*place, number))


def _unreadable(held: Any, place: tuple[Step, ...]) -> Iterator[Fault]:
    parts = held.items() if isinstance(held, dict) else ()
    for key, value in enumerate(held) if isinstance(held, list) else parts:
        path = (*place, key)
        if isinstance(key, str) and (len(key) > LONGEST or UNSEEN.search(key)):
            yield fault("unseen", *place)
        elif not isinstance(value, str):
            yield from _unreadable(value, path)
        elif len(value) > LONGEST:
            yield fault("too_long", *path, most=LONGEST)
        elif UNSEEN.search(value):
            yield fault("unseen", *path)
        elif key in NAMES and not value.strip():
            yield fault("empty", *path, name=key)
