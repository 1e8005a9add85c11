"""A number is one number however it is typed: in the register, where it is entered and searched."""

from uuid import uuid4

import pytest

FORM = {"kind": "household", "name": "示例路1号", "grid": "g1"}


def enter(client, code):
    form = FORM | {"command_id": str(uuid4()), "code": code}
    return client.post("/register/new", data=form)


@pytest.mark.parametrize("again", ["h-１０ｂ", "H-10b", "ｈ－１０Ｂ", "H-10B"])
def test_a_place_has_one_number_in_every_spelling(client_of, again):
    desk = client_of("secretary")
    first = enter(desk, "Ｈ-10B")
    assert first.status_code == 303, first.text
    same = enter(desk, again)
    assert same.status_code == 422
    assert f'href="{first.location}"' in same.text
    found = desk.get("/register", query_string={"q": again}).text
    assert first.location in found
    walked = client_of("grid_worker").get("/visits/new", query_string={"q": again}).text
    assert first.location.rpartition("/")[2] in walked
