"""What is wrong in an edition: a code for its sentence, the place, and what is concerned."""

from collections.abc import Iterable

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong in an edition of `policy`, at a `place` such as `rule.3.limit`.

    The place of what is missing is where it should stand. The sentence of each code, with what to
    write instead, stands in `web.policies.faults`.
    """

    code: str
    place: str = ""
    facts: dict[str, str | int] = {}
    policy: str = ""


class UnfitError(ValueError):
    """An edition that cannot be in force, with everything found wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.place}: {one.code} {one.facts}" for one in self.faults))


def fault(code: str, *place: str | int, **facts: str | int) -> Fault:
    """Give a fault at a place said step by step: `fault("empty", "rule", 3, "id")`."""
    return Fault(code, ".".join(map(str, place)), facts)


def refuse(faults: Iterable[Fault]) -> None:
    """Raise UnfitError when there is any fault."""
    if found := tuple(faults):
        raise UnfitError(found)


def twice(names: Iterable[tuple[str, tuple[str | int, ...]]]) -> Iterable[Fault]:
    """Give a fault for every name that stands a second time, said with its place."""
    seen: set[str] = set()
    for name, place in names:
        if name in seen:
            yield fault("twice", *place, name=name)
        seen.add(name)


def within(value: float, least: int, most: int, *place: str | int) -> Iterable[Fault]:
    """Give a fault for a number outside of its bounds."""
    if not least <= value <= most:
        yield fault("out_of_range", *place, least=least, most=most)
