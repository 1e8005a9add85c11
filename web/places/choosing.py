"""选一处: a door in two steps, its building and its room, or found by what one knows of it.

Whoever may not read the number of a room finds the door by it all the same: the blind index says
which sealed numbers are it, and the number itself is in no row.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import msgspec
from flask import request

from governance.kernel.spelling import folded
from governance.places.stream import place_id
from governance.policy.roles import Sight
from projections.casework.pinyin import letters
from projections.places.buildings import Building, buildings, rooms
from projections.places.doors import colour, doors
from projections.places.queries import Place, places_of
from projections.places.queries import place as place_row
from projections.visits.walked import latest
from web.frame import current
from web.places.due import DueDoor, asked_for, rule
from web.places.listing import COLOURS

MOST, FOUND, RECENT = 60, 20, 6
AGO = timedelta(days=60)
ROOM = "室"
NOWHERE = "none"
SHORT = {"green": "正常", "yellow": "已了结", "red": "未解决", "grey": "未走访"}


class Row(msgspec.Struct, frozen=True):
    """A building to open, or a door that stands alone; `doors` is 0 where it is one door."""

    url: str
    name: str
    note: str
    doors: int = 0
    due: int = 0


class Room(msgspec.Struct, frozen=True):
    """One door of a building: what it is called in it, how it stands, whether it is due."""

    url: str
    name: str
    look: str
    word: str
    due: bool


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered to choose from; `at` is the building that is open, `title` its name."""

    q: str
    at: str = ""
    title: str = ""
    building: UUID | None = None
    recent: list[DueDoor] = []
    groups: list[Row] = []
    more: int = 0
    found: list[DueDoor] = []
    rooms: list[Room] = []
    most: int = FOUND


def rooms_called(word: str) -> list[str]:
    """Give what names the sealed numbers of rooms that are a word, however it is written."""
    number = folded(word).removesuffix(ROOM)
    said = dict.fromkeys((word, number, number.upper(), number + ROOM, number.upper() + ROOM))
    return current.runtime().vault.references(said)


def choose(sight: Sight, door_url: Callable[[UUID], str], at_url: Callable[[str], str]) -> Choice:
    """Give what the address asks to choose from: `at` a building, or `q`, or all there is."""
    q, at = request.args.get("q", "").strip(), request.args.get("at", "").strip()
    if at and not q:
        return _building(sight, at, door_url)
    view = current.live()
    held = buildings(view, sight, rule(), q)
    last = [] if q else _recent(sight)
    ranked = sorted(
        ((_rank(each, last), _row(each, door_url, at_url)) for each in held), key=_order
    )
    rows = [row for _, row in ranked]
    if q:
        found = doors(view, q, sight, most=FOUND, room=rooms_called)
        groups = [row for row in rows if row.doors][:RECENT]
        return Choice(q=q, groups=groups, found=[asked_for(door) for door in found])
    recent = [asked_for(door) for door in last[:RECENT]]
    return Choice(q="", recent=recent, groups=rows[:MOST], more=len(rows[MOST:]))


def flats(found: list[Place], above: str, url: Callable[[UUID], str]) -> list[Room]:
    """Give the doors of a building called `above`, each by what is its own of its name."""
    rule_now = rule()
    held = []
    for door in found:
        name = door.name
        for known in filter(None, (above, door.address)):
            name = name.removeprefix(known).strip() or name
        asked, code = asked_for(door), colour(door)
        due = bool(asked.rule) and (asked.due_on is None or asked.due_on <= rule_now.today)
        held.append(Room(url(door.key), name, COLOURS[code][1], SHORT[code], due))
    return sorted(held, key=_natural)


def _rank(each: Building, last: list[Place]) -> int:
    """Give how lately the person went to a door of a building, 0 for the last."""
    at = (
        n
        for n, door in enumerate(last)
        if (door.parent == each.key if each.key else door.address == each.address)
    )
    return next(at, len(last))


def _order(ranked: tuple[int, Row]) -> tuple[int, list[tuple[int, str, str]]]:
    return ranked[0], _natural(ranked[1])


def _building(sight: Sight, at: str, url: Callable[[UUID], str]) -> Choice:
    key = _uuid(at)
    row = place_row(current.live(), key) if key else None
    title = (row.name or row.address or row.code) if row else at
    address = "" if key or at == NOWHERE else at
    title = "未登记地址" if at == NOWHERE else title
    found = rooms(current.live(), sight, key, address)
    return Choice(q="", at=at, title=title, building=key, rooms=flats(found, title, url))


def _recent(sight: Sight) -> list[Place]:
    """Give the doors the person went to last, those that may still be gone to."""
    keys = latest(current.live(), current.me().login, current.now() - AGO, most=MOST)
    held = {door.key: door for door in places_of(current.live(), keys)}
    near = [held[key] for key in keys if key in held and not held[key].retired]
    return [door for door in near if sight.everything or door.grid in sight.grids]


def _row(each: Building, url: Callable[[UUID], str], at: Callable[[str], str]) -> Row:
    area = current.area_names().get(each.area, each.area)
    name = each.name or each.address
    if each.doors == 1 and not each.key:
        note = " · ".join(filter(None, (each.address if each.address != each.only else "", area)))
        return Row(url(place_id(each.kind, each.code)), each.only, note, 0, each.due)
    note = " · ".join(filter(None, (each.address if each.address != name else "", area)))
    return Row(
        at(str(each.key or each.address or NOWHERE)),
        name or "未登记地址",
        note,
        each.doors,
        each.due,
    )


def _natural(row: Row | Room) -> list[tuple[int, str, str]]:
    """Order by what is said: Chinese by its sound, figures by their number, 2号楼 before 10号楼."""
    parts = re.split(r"(\d+)", row.name)
    return [(int(part) if part.isdecimal() else 0, letters(part), part) for part in parts]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
