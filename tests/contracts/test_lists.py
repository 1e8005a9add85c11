"""A list is made in one place: rooms say its columns, and what stands around it."""

from tests.contracts.tree import ROOT

BAR = "list-bar"


def test_no_room_makes_a_list_of_its_own():
    found = {
        f"{file.parent.name}/{file.name}"
        for file in (ROOT / "web").glob("*/templates/*/*.html")
        if file.parent.name != "macros" and BAR in file.read_text("utf-8")
    }
    assert not found


def test_the_one_place_would_be_found():
    assert BAR in (ROOT / "web/frame/templates/list.html").read_text("utf-8")
