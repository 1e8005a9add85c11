"""What a page costs: what it stands on is read once, however many of its parts want to know."""

from collections import Counter
from uuid import uuid4

import pytest

from governance.hotline.stream import ticket_id
from governance.policies.stream import POLICY_STREAM
from tests.statements import noted

PAGES = {
    "/": "grid_leader",
    "/cases": "hotline_desk",
    "/visits": "grid_worker",
    "/register": "secretary",
    "/resolutions": "secretary",
    "/figures": "grid_leader",
    "/policies": "administrator",
    "/disclosures": "auditor",
}


@pytest.mark.parametrize(("path", "role"), PAGES.items())
def test_the_policies_are_read_once_a_request(office, client_of, monkeypatch, path, role):
    browser, read = client_of(role), []
    stream = office.ledger.stream

    def counted(wanted, **values):
        read.append(wanted)
        return stream(wanted, **values)

    monkeypatch.setattr(office.ledger, "stream", counted)
    assert browser.get(path).status_code == 200
    assert read.count(POLICY_STREAM) == 1


TICKET = {
    "serial": "SH2026030501",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "content": "三号楼前路灯三天不亮",
    "phone": "13800138000",
}
CASE = ticket_id(TICKET["source"], TICKET["serial"])


def taken_in(client_of):
    asked = {"command_id": str(uuid4()), **TICKET}
    assert client_of("hotline_desk").post("/tickets/new", data=asked).status_code == 303


@pytest.mark.parametrize(("path", "role"), [*PAGES.items(), (f"/cases/{CASE}", "hotline_desk")])
def test_no_page_asks_twice_for_the_same_rows(office, client_of, path, role):
    taken_in(client_of)
    browser = client_of(role)
    with noted(office.engines["reading"]) as asked:
        assert browser.get(path).status_code == 200
    assert asked
    assert [one for one, times in Counter(map(repr, asked)).items() if times > 1] == []


def test_the_page_of_a_case_reads_its_records_once(office, client_of, monkeypatch):
    taken_in(client_of)
    browser, read = client_of("hotline_desk"), []
    stream = office.ledger.stream

    def counted(wanted, **values):
        read.append(wanted)
        return stream(wanted, **values)

    monkeypatch.setattr(office.ledger, "stream", counted)
    assert browser.get(f"/cases/{CASE}").status_code == 200
    assert read.count(CASE) == 1


def test_who_takes_a_ticket_in_looks_up_no_names_of_places(office, client_of):
    client_of("hotline_desk").get("/tickets/new")
    with noted(office.engines["reading"]) as asked:
        taken_in(client_of)
    assert asked
    assert not [statement for statement, _ in asked if "FROM places" in statement]
