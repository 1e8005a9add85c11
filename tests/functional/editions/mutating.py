"""Editions gone wrong: every leaf, row and table of an edition changed in every way one can err."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

HUGE = 10**9
GONE = object()


class Mutation(NamedTuple):
    """One change to the first edition of a policy."""

    policy: str
    place: tuple[str | int, ...]
    how: str
    value: Any

    @property
    def name(self) -> str:
        return f"{self.policy}:{'.'.join(map(str, self.place))} {self.how}"

    def applied(self, content: dict[str, Any]) -> dict[str, Any]:
        """Give the content with the change; KeyError or IndexError where it has no such place."""
        content = deepcopy(content)
        held: Any = content
        for key in self.place[:-1]:
            held = held[key]
        if self.value is GONE:
            del held[self.place[-1]]
        elif self.how == "twice":
            held[self.place[-1]].append(deepcopy(held[self.place[-1]][0]))
        else:
            held[self.place[-1]]
            held[self.place[-1]] = self.value
        return content


def mutations(policy: str, content: dict[str, Any], *, rows: int = 2) -> Iterator[Mutation]:
    """Give the changes; of a long list the first rows and the last stand for all."""
    for place, held in _places((), content, rows):
        if place:
            yield Mutation(policy, place, "deleted", GONE)
        for how, value in _wrong(held):
            if place and (value != held or type(value) is not type(held)):
                yield Mutation(policy, place, how, value)
        if isinstance(held, list) and held:
            yield Mutation(policy, place, "twice", None)
        if isinstance(held, dict):
            yield from _more(policy, place, held)


def _more(policy: str, place: tuple[str | int, ...], held: dict[str, Any]) -> Iterator[Mutation]:
    whole = {**held, "unheard_of": 1}
    if place:
        yield Mutation(policy, place, "more", whole)


def _wrong(held: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(held, bool):
        yield from (("turned", not held), ("text", "x"), ("number", 7), ("empty", None))
    elif isinstance(held, str):
        yield from (("empty", ""), ("misspelt", held + "x"), ("long", "长" * 100_000))
        yield from (("number", 7), ("list", [held]), ("unseen", held + "\x00"), ("none", None))
    elif isinstance(held, int | float):
        yield from (("zero", 0), ("negative", -1), ("huge", HUGE), ("text", "x"), ("half", 0.5))
        yield from (("many", 99), ("none", None))
    elif isinstance(held, list):
        yield from (("empty", []), ("text", "x"), ("table", {}), ("number", 7))
        if held and isinstance(held[0], str):
            yield ("misspelt", [held[0] + "x", *held[1:]])
    elif isinstance(held, dict):
        yield from (("empty", {}), ("list", []), ("text", "x"))


def _places(place: tuple[Any, ...], held: Any, rows: int) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield place, held
    if isinstance(held, dict):
        for key in held:
            yield from _places((*place, key), held[key], rows)
    if isinstance(held, list):
        chosen = range(len(held)) if len(held) <= 2 * rows else [*range(rows), len(held) - 1]
        for number in chosen:
            yield from _places((*place, number), held[number], rows)
