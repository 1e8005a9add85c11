"""What a release brings to a policy that the office has made its own: three editions into one.

An edition is compared entry by entry: rows by the name each has, tables with a source of their own,
entries of a mapping, names that stand for themselves, and on each level what stands beside these.
Of each it is known what the office last had from a release, what it has now, and what the release
ships. What no edition ever had is added, what the office never touched follows the release, and
what it changed or took away stays as the office wants it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

KEYS = ("code", "id", "grid", "stream", "day", "name")
"""What a row is known by: the first of these that it has."""
EACH = frozenset({"may", "may_not", "pages"})
"""Lists of names of which each stands for itself, whatever stands beside it."""
LABELS = ("label", "title", "name", "text")
GROUND = "source"
MISSING: Any = msgspec.UNSET
Place = tuple[str, ...]


class Change(msgspec.Struct, frozen=True):
    """What becomes of the entry at a place; `label` is its name, or of what it stands in."""

    way: Literal["added", "revised", "removed", "left"]
    place: Place
    label: str = ""


class Merge:
    """The edition in force brought up to a release; `left` is what the office wants otherwise.

    `past` are the contents of all editions in their order, each with whether a release made it.
    Of all changes only those at the places of `only` are made, when it is given.
    """

    def __init__(
        self,
        past: Sequence[tuple[dict[str, Any], bool]],
        released: dict[str, Any],
        only: Iterable[Place] | None = None,
    ) -> None:
        self.changes: list[Change] = []
        self.left: list[Change] = []
        self._only = only if only is None else frozenset(only)
        self._ours = [ours for _, ours in past]
        held = [content for content, _ in past]
        self.content: dict[str, Any] = self._fields(held, released, ())

    def _fields(self, held: list[Any], new: dict[str, Any], place: Place) -> dict[str, Any]:
        """Merge one thing: what stands in it for itself, and all the rest of it as one."""
        now, label = held[-1], _label(held[-1])
        parts = {k for k in {**now, **new} if _apart(k, _at(now, k), _at(new, k), top=not place)}
        made = self._rest([_without(one, parts) for one in held], _without(new, parts), place)
        for key in parts:
            values = [_at(one, key) for one in held]
            value = self._part(values, _at(new, key), (*place, key), label)
            made |= {} if value is MISSING else {key: value}
        return {key: made[key] for key in _order(now, {**new, **made}) if key in made}

    def _rest(self, held: list[Any], new: dict[str, Any], place: Place) -> dict[str, Any]:
        """Merge as one, but for fields that no edition ever had and a release may require.

        A field of rows is never required: the rows an office wrote itself have it from nobody.
        """
        made = dict(self._settle(held, new, place, _label(held[-1]) or _label(new)))
        for key in new.keys() - made.keys() if len(place) <= 1 else ():
            values = [_at(one, key) for one in held]
            if all(value is MISSING for value in values):
                value = self._settle(values, new[key], (*place, key), _label(new))
                made |= {} if value is MISSING else {key: value}
        return made

    def _part(self, held: list[Any], new: Any, place: Place, label: str) -> Any:
        now, known = held[-1], [_entries(one) for one in held]
        if now is MISSING or new is MISSING:
            return self._settle(held, new, place, _label(new))
        if isinstance(now, dict) and GROUND in now:
            return self._fields(held, new, place)
        made = {}
        for key in _order(known[-1], _entries(new)):
            values, wanted = [_at(one, key) for one in known], _at(_entries(new), key)
            path = (*place, key)
            if isinstance(values[-1], dict) and isinstance(wanted, dict):
                value = self._fields(values, wanted, path)
            else:
                shown = wanted if values[-1] is MISSING else values[-1]
                value = self._settle(values, wanted, path, label or _label(shown))
            if value is not MISSING:
                made[key] = value
        if isinstance(now, dict):
            return made
        return list(made) if place[-1] in EACH else list(made.values())

    def _settle(self, held: list[Any], new: Any, place: Place, label: str) -> Any:
        """Give what one entry is to be."""
        now, base = held[-1], MISSING
        for n, (value, ours) in enumerate(zip(held, self._ours, strict=True)):
            if ours and (n == 0 or value != held[n - 1]):
                base = value
        if new in (now, base):
            return now
        if now != base or (now is MISSING and any(value is not MISSING for value in held)):
            self.left.append(Change("left", place, label))
            return now
        if self._only is not None and place not in self._only:
            return now
        way: Any = "added" if now is MISSING else "removed" if new is MISSING else "revised"
        self.changes.append(Change(way, place, label))
        return new


def _apart(key: str, now: Any, new: Any, *, top: bool) -> bool:
    """Whether a field is made of entries that stand for themselves, or is itself one."""
    held = [value for value in (now, new) if value is not MISSING]
    if all(isinstance(value, dict) for value in held):
        return top
    if not all(isinstance(value, list) for value in held) or (len(held) == 1 and not top):
        return False
    rows = [row for table in held for row in table]
    if key in EACH:
        return all(isinstance(row, str) for row in rows)
    named = bool(rows) and all(isinstance(row, dict) and _key(row) for row in rows)
    return named and all(len({_key(row) for row in table}) == len(table) for table in held)


def _key(row: dict[str, Any]) -> str:
    return next((str(row[key]) for key in KEYS if key in row), "")


def _entries(value: Any) -> dict[str, Any]:
    """Give entries by what they are known by."""
    if isinstance(value, dict):
        return value
    rows = value if isinstance(value, list) else []
    return {_key(row) if isinstance(row, dict) else str(row): row for row in rows}


def _order(now: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Give all keys as they stand now, each that is new right after what it follows there."""
    order, before = list(now), None
    for number, key in enumerate(new):
        if key not in now:
            after = next((one for one in list(new)[number + 1 :] if one in now), None)
            if before is not None:
                order.insert(order.index(before) + 1, key)
            else:
                order.insert(order.index(after) if after is not None else len(order), key)
        before = key
    return order


def _at(value: Any, key: str) -> Any:
    return value.get(key, MISSING) if isinstance(value, dict) else MISSING


def _without(value: Any, keys: set[str]) -> Any:
    if not isinstance(value, dict):
        return MISSING
    return {key: held for key, held in value.items() if key not in keys}


def _label(value: Any) -> str:
    held = value if isinstance(value, dict) else {}
    return next((str(held[key]) for key in LABELS if held.get(key)), "")
