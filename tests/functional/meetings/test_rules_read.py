"""Whoever reads an agenda may read the rules its chips cite, in the edition cited."""

import re

from tests.expecting import existing
from tests.functional.meetings.setting import PAGE


def test_a_chip_leads_to_its_rule(drafted, client_of):
    page = drafted.get(PAGE).text
    url = existing(re.search(r'href="(/meetings/rules/1#crossing)"', page))[1]
    for role in ("secretary", "grid_leader", "grid_worker"):
        rules = client_of(role).get(url).text
        rule = rules.partition('id="crossing"')[2].partition("</li>")[0]
        assert "三跨" in rule
        assert "最多列8项" in rule
        assert "crossing_units" not in rule
    assert "超期工作日数不小于1" in rules
    assert "期限不小于会议日" in rules
    assert "现行" in rules
    assert client_of("handling_unit").get(url).status_code == 403
    assert drafted.get("/meetings/rules/99").status_code == 404
