"""回执: what was handed in is proved by its code, and what was changed or lost is seen."""

import pytest

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.kernel.leaf import receipt
from tests.deployment import tell

KEY = ticket_id("12345", "R1")


@pytest.fixture
def code(office, clock):
    values = {"source": "12345", "received_at": clock.now, "kind": "help", "grid": "g1"}
    tell(office, ReceiveTicket, KEY, serial="R1", title="井盖松动", **values)
    position = office.ledger.position()
    return receipt(position, office.ledger.leaf_at(position))


def another(code):
    return code[:-1] + ("A" if code[-1] != "A" else "B")


def test_a_receipt_typed_into_the_search_is_checked(code, client_of):
    desk = client_of("hotline_desk")
    page = desk.get("/cases", query_string={"q": f" {code.lower()} "}).text
    assert f"/receipts/{code}" in page
    page = desk.get(f"/receipts/{code}").text
    assert "回执有效" in page
    assert "系统" in page
    assert f"/cases/{KEY}" in page


def test_a_receipt_that_is_not_of_its_record_says_so_loudly(code, client_of):
    desk = client_of("hotline_desk")
    page = desk.get(f"/receipts/{another(code)}").text
    assert "回执不符" in page
    assert f"/cases/{KEY}" not in page
    ahead = f"{int(code.partition('-')[0]) + 900}-ABCDEFGH"
    assert "没有第" in desk.get(f"/receipts/{ahead}").text
    assert desk.get("/receipts/nonsense").status_code == 404


def test_the_receipt_of_a_report_is_told_when_it_is_reported(office, client_of):
    values = {"title": "楼道堆物", "source": "patrol", "grid": "g1", "command_id": "a" * 32}
    secretary = client_of("secretary")
    page = secretary.post("/issues/new", data=values, follow_redirects=True).text
    position = office.ledger.position()
    assert f"回执 {receipt(position, office.ledger.leaf_at(position))}" in page
