"""What a page costs: the policies are read once, however often they are asked."""

import pytest

from governance.policies.stream import POLICY_STREAM

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
