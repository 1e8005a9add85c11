"""A day of another year has its year, and a page of a moment is as it was read then."""

import re
from datetime import UTC, datetime

import pytest

from governance.kernel.command import SYSTEM
from projections.accounts.queries import everybody
from tests.tickets import life, ticket

BARE = re.compile(r"(?<![年至\d])(\d{1,2})月\d{1,2}日")
PAGES = ("/", "/cases", "/cases/{key}", "/meetings", "/figures", "/figures?period=year", "/replay")


@pytest.mark.parametrize("role", ["secretary", "grid_leader", "auditor"])
def test_no_page_leaves_out_the_year_of_a_day_of_another(office, clock, client_of, role):
    assert role in {account.login for account in everybody(office.live())}
    for command in life():
        office.execute(command, actor=SYSTEM)
    clock.now = datetime(2027, 1, 5, 2, tzinfo=UTC)
    reader, told = client_of(role), 0
    for address in (each.format(key=ticket()) for each in PAGES):
        page = reader.get(address)
        if page.status_code == 200:
            told += page.text.count("2026年")
            bare = {month for month in BARE.findall(page.text) if month != "1"}
            assert bare == set(), address
    assert told > 10
    then = reader.get("/cases?as_of=2026-11-25 12:00").text
    assert "您正在查看 <strong>2026年" in then, "the moment looked at has its year"
