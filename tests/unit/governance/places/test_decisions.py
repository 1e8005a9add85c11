from typing import Any
from uuid import UUID

import pytest

from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed, personal
from governance.places import commands
from governance.places import events as fact
from governance.places.stream import STREAM, place_id
from tests.builders import ask, happened
from tests.given import given, refusal, then, when

HOME = place_id("household", "h1")
OTHER = UUID(int=7)


def mine(text: str) -> Sealed:
    return personal(text, person=str(HOME))


ROW: dict[str, Any] = {
    "kind": "household",
    "code": "h1",
    "name": "1号101室",
    "parent": OTHER,
    "grid": "g1",
    "area": "a101",
    "address": "华阳路1号",
    "door": "101室",
    "head": "张三",
    "phone": "13800000000",
}
PEOPLE = {"door": mine("101室"), "head": mine("张三"), "phone": mine("13800000000")}
REGISTERED = happened(fact.PlaceRegistered(**ROW | PEOPLE))
BOUNDS: dict[str, Any] = {"parent": OTHER, "grid": "g1", "area": "a101"}
OLD = {f"old_{name}": value for name, value in BOUNDS.items()}
TAGGED = happened(fact.PlaceTagged(tags=mine("disabled elder_alone"), interval="close"))
RETIRED = happened(fact.PlaceRetired(reason="动迁"))


def row(**changes: Any) -> Command:
    return ask(commands.RegisterPlace, HOME, **ROW | {"batch": "b1"} | changes)


def move(**changes: Any) -> Command:
    return ask(commands.MovePlace, HOME, **BOUNDS | {"reason": "网格调整"} | changes)


def tag(*tags: str, interval: str = "close") -> Command:
    return ask(commands.TagPlace, HOME, tags=tags, interval=interval)


def correct(field: str, new: str) -> Command:
    return ask(commands.CorrectPlace, HOME, field=field, new=new, reason="核对")


RETIRE = ask(commands.RetirePlace, HOME, reason="动迁")
RESTORE = ask(commands.RestorePlace, HOME, reason="误销")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), row(), [fact.PlaceRegistered(**ROW | PEOPLE, batch="b1")]),
        ((REGISTERED,), row(), []),
        (
            (REGISTERED,),
            row(name="1号101", phone="13900000000"),
            [
                fact.PlaceCorrected(field="name", old="1号101室", new="1号101", reason="sheet"),
                fact.SealedFactCorrected(
                    field="phone",
                    old=mine("13800000000"),
                    new=mine("13900000000"),
                    reason="sheet",
                ),
            ],
        ),
        (
            (REGISTERED,),
            row(grid="g2"),
            [fact.PlaceMoved(**BOUNDS | OLD | {"grid": "g2"}, reason="sheet")],
        ),
        ((REGISTERED,), row(name="", grid="", parent=None, phone=""), []),
        (
            (REGISTERED,),
            move(grid="g2"),
            [fact.PlaceMoved(**BOUNDS | OLD | {"grid": "g2"}, reason="网格调整")],
        ),
        ((REGISTERED,), move(), []),
        (
            (REGISTERED,),
            tag("elder_alone", "disabled", "disabled"),
            [fact.PlaceTagged(tags=mine("disabled elder_alone"), interval="close")],
        ),
        ((REGISTERED, TAGGED), tag("elder_alone", "disabled"), []),
        (
            (REGISTERED, TAGGED),
            tag(interval="usual"),
            [fact.PlaceTagged(tags=None, interval="usual")],
        ),
        (
            (REGISTERED,),
            correct("address", "华阳路3号"),
            [fact.PlaceCorrected(field="address", old="华阳路1号", new="华阳路3号", reason="核对")],
        ),
        ((REGISTERED,), correct("address", "华阳路1号"), []),
        (
            (REGISTERED,),
            correct("head", "李四"),
            [
                fact.SealedFactCorrected(
                    field="head", old=mine("张三"), new=mine("李四"), reason="核对"
                )
            ],
        ),
        ((REGISTERED,), correct("head", "张三"), []),
        ((REGISTERED,), RETIRE, [fact.PlaceRetired(reason="动迁")]),
        ((REGISTERED, RETIRED), RESTORE, [fact.PlaceRestored(reason="误销")]),
    ],
    ids=[
        "register",
        "the same row again",
        "a row that says more",
        "a row of another grid",
        "a row with empty cells",
        "move",
        "move again",
        "tag",
        "tag again",
        "untag",
        "correct",
        "correct again",
        "correct a person",
        "correct a person again",
        "retire",
        "restore",
    ],
)
def test_decisions(past: tuple[Event, ...], command: Command, facts: list[Event]) -> None:
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), tag(), "places.unknown"),
        ((REGISTERED,), row(batch=""), "places.code_taken"),
        ((REGISTERED,), row(batch="", name="另一户"), "places.code_taken"),
        ((REGISTERED, RETIRED), row(batch=""), "places.retired"),
        ((REGISTERED, RETIRED), RETIRE, "places.retired"),
        ((REGISTERED,), RESTORE, "places.not_retired"),
        ((), RETIRE, "places.unknown"),
        ((), row(kind="castle"), "places.no_such_option"),
        ((), row(parent=HOME), "places.own_parent"),
        ((REGISTERED,), move(parent=HOME), "places.own_parent"),
        ((REGISTERED,), tag("rich"), "places.no_such_option"),
        ((REGISTERED,), tag(interval="never"), "places.no_such_option"),
        ((REGISTERED,), correct("code", "h2"), "places.not_correctable"),
        ((REGISTERED, RETIRED), row(), "places.retired"),
        ((REGISTERED, RETIRED), move(grid="g2"), "places.retired"),
    ],
)
def test_refusals(past: tuple[Event, ...], command: Command, code: str) -> None:
    assert refusal(STREAM, past, command) == code


@pytest.mark.parametrize(
    "by_hand", [correct("name", "张家"), correct("phone", "13700000000"), move(grid="g2")]
)
def test_a_sheet_never_undoes_a_change_by_hand(by_hand: Command) -> None:
    past = then(STREAM, (REGISTERED,), by_hand)
    assert len(past) == 2
    assert when(STREAM, past, row()) == []


def test_what_a_sheet_corrected_comes_again_without_a_word():
    changed = row(name="张家", phone="13900000000", grid="g2")
    past = then(STREAM, (REGISTERED,), changed)
    assert when(STREAM, past, changed) == []


def test_a_restored_place_has_what_it_had():
    before = given(STREAM, REGISTERED, TAGGED)
    assert given(STREAM, REGISTERED, TAGGED, RETIRED, happened(fact.PlaceRestored(reason=""))) == (
        before
    )
