"""Choosing a door on the phone: building, then room; by letters, or by the number of the room."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from governance.kernel.command import SYSTEM
from governance.places.commands import CorrectPlace, RegisterPlace, RetirePlace
from governance.places.stream import place_id
from projections.places.board import places
from tests.builders import ask

BUILDING = place_id("building", "B2")


def door(code):
    return place_id("household", code)


def homes():
    """Give the doors of two buildings, one registered, of a lone address, and of another grid."""
    yield from ((f"A{n}", "青禾里2号楼", f"{n}01室", "g1", BUILDING) for n in (1, 2, 10))
    yield from ((f"L{n}", "漕溪路5弄", f"{n}02室", "g1", None) for n in (1, 2))
    yield "Z1", "示例路9号", "901室", "g2", None


@pytest.fixture
def street(office):
    """Nine places: what is of a room stands in its sealed number alone."""
    office.execute(
        ask(RegisterPlace, BUILDING, kind="building", code="B2", name="青禾里2号楼", grid="g1"),
        *(
            ask(
                RegisterPlace,
                door(code),
                kind="household",
                code=code,
                name=f"{where}第{code[1:]}户",
                address=where,
                door=room,
                grid=grid,
                parent=parent,
            )
            for code, where, room, grid, parent in homes()
        ),
        ask(
            RegisterPlace,
            place_id("shop", "S1"),
            kind="shop",
            code="S1",
            name="阿婆生煎",
            address="样板路3号",
            grid="g1",
        ),
        actor=SYSTEM,
    )
    return office


@pytest.fixture
def worker(street, client_of):
    return client_of("grid_worker")


def rows(page, part="results"):
    """Give what a page offers to choose, in its order."""
    return re.findall(
        r'<li[^>]*><a [^>]*href="[^"]+"[^>]*>(?:<strong>)?([^<]+)<', page.partition(part)[2]
    )


def found(client, q):
    return rows(client.get("/visits/new", query_string={"q": q}).text)


def test_a_door_is_chosen_in_two_steps(worker):
    page = worker.get("/visits/new").text
    assert rows(page) == ["阿婆生煎", "漕溪路5弄", "青禾里2号楼"]
    assert "共3户" in page
    assert "3户该走访" in page
    building = existing_link(page, "青禾里2号楼")
    rooms = worker.get(building).text
    assert rows(rooms) == ["第1户", "第2户", "第10户"]
    assert rooms.count("未走访 · 该走访") == 3
    assert f'href="/visits/new?place={door("A10")}"' in rooms
    address = worker.get(existing_link(page, "漕溪路5弄")).text
    assert rows(address) == ["第1户", "第2户"]
    shop = existing_link(page, "阿婆生煎")
    assert shop == f"/visits/new?place={place_id('shop', 'S1')}"


def existing_link(page, name):
    match = re.search(rf'href="([^"]+)">{name}<', page)
    assert match
    return match[1].replace("&amp;", "&")


def test_what_was_gone_to_last_stands_first(worker):
    form = {"command_id": str(uuid4()), "place": str(door("A2")), "outcome": "met", "way": "door"}
    assert worker.post("/visits/new", data=form).status_code == 303
    page = worker.get("/visits/new").text
    assert rows(page) == ["青禾里2号楼第2户", "青禾里2号楼", "阿婆生煎", "漕溪路5弄"]
    rooms = worker.get(existing_link(page, "青禾里2号楼")).text
    assert (rooms.count("正常</small>"), rooms.count("未走访 · 该走访")) == (1, 2)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("qhl", ["青禾里2号楼", *(f"青禾里2号楼第{n}户" for n in (1, 10, 2))]),
        ("CXL", ["漕溪路5弄", "漕溪路5弄第1户", "漕溪路5弄第2户"]),
        ("aposhengjian", ["阿婆生煎"]),
        ("ap", ["阿婆生煎"]),
        ("qhl cxl", []),
    ],
)
def test_names_are_found_by_their_letters(worker, typed, names):
    assert found(worker, typed) == names


@pytest.mark.parametrize("typed", ["201", "201室", "２０１", "qhl 201"])
def test_a_room_is_found_by_its_number_and_is_not_read(worker, typed):
    page = worker.get("/visits/new", query_string={"q": typed}).text
    assert rows(page) == ["青禾里2号楼第2户"]
    assert "201室" not in page.replace(typed, "")


def test_the_room_meant_stands_before_what_only_holds_its_figures(worker, street):
    named = {"kind": "household", "code": "H102", "name": "示例里102", "grid": "g1"}
    street.execute(ask(RegisterPlace, door("H102"), **named), actor=SYSTEM)
    assert found(worker, "102")[-2:] == ["漕溪路5弄第1户", "示例里102"]


def test_rooms_are_found_as_they_are_now_and_in_ones_own_grid(worker, street):
    assert found(worker, "901") == []
    changed = {"field": "door", "new": "305室", "reason": "登记有误"}
    street.execute(
        ask(CorrectPlace, door("A2"), **changed),
        ask(RetirePlace, door("A1"), reason="已拆"),
        actor=SYSTEM,
    )
    assert (found(worker, "201"), found(worker, "305")) == ([], ["青禾里2号楼第2户"])
    assert found(worker, "101") == []


def test_no_row_holds_the_number_of_a_room(worker, street):
    found(worker, "201")
    with street.live().connect() as connection:
        rows = repr(connection.execute(sa.select(places)).all())
    assert "青禾里2号楼" in rows
    assert "201室" not in rows


def test_the_page_of_a_building_shows_its_doors_as_they_stood(worker, street, clock):
    before = street.ledger.position()
    clock.move(minutes=1)
    form = {"command_id": str(uuid4()), "place": str(door("A2")), "outcome": "met", "way": "door"}
    assert worker.post("/visits/new", data=form).status_code == 303
    page = worker.get(f"/register/{BUILDING}").text
    assert (page.count("<small>正常</small>"), page.count("未走访 · 该走访")) == (1, 2)
    assert f'href="/register/{door("A2")}"' in page
    past = worker.get(f"/register/{BUILDING}?as_of={before}").text
    assert (past.count("<small>正常</small>"), past.count("未走访 · 该走访")) == (0, 3)
