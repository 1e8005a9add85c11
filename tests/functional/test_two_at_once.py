"""Two people with the same page open: the second learns what the first did, and is asked."""

import re
from uuid import uuid4

import pytest

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from tests.builders import ask
from tests.expecting import existing
from tests.functional.conftest import PASSWORD

KEY = ticket_id("12345", "SH2026030501")
TICKET = {
    "serial": "SH2026030501",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "caller": "张三",
    "phone": "13800138000",
    "grid": "g1",
    "urgency": "normal",
}


@pytest.fixture
def desks(office, client_of):
    """Two clerks of the hotline, and a ticket nobody has dispatched."""
    second = ask(
        OpenAccount,
        account_id("desk2"),
        login="desk2",
        name="第二位专员",
        unit="热线组",
        roles=("hotline_desk",),
        grids=(),
    )
    office.execute(second, actor=SYSTEM)
    office.access.set_password("desk2", PASSWORD, now=office.clock())
    one, two = client_of("hotline_desk"), client_of("desk2")
    assert one.post("/tickets/new", data={"command_id": str(uuid4()), **TICKET}).status_code == 303
    return one, two


def opened(client, act="dispatch"):
    """Give what the form of an act sends back of the page it stands on."""
    page = client.get(f"/cases/{KEY}?act={act}").text
    return {"seen": existing(re.search(r'name="seen" value="(\d+)"', page))[1]}


def do(client, name, **values):
    data = {"command_id": str(uuid4()), **values}
    return client.post(f"/cases/{KEY}/{name}", data=data, follow_redirects=True)


def units(office):
    return [event.unit for event in office.history(KEY) if hasattr(event, "note") and event.unit]


def test_the_second_dispatch_is_told_of_the_first_and_asked(desks, office):
    one, two = desks
    first, second = opened(one), opened(two)
    assert "工单已派遣给城建办" in do(one, "dispatch", **first, unit="城建办").text
    asked = do(two, "dispatch", **second, unit="平安办").text
    assert "您打开这一页之后，别人已有新的记录" in asked
    assert "hotline_desk的账号：派遣给城建办" in asked
    assert "工单已" not in asked
    assert units(office) == ["城建办"]
    assert '<option value="平安办" selected>' in asked, "what was chosen stays"
    assert "再按一次“改派”" in asked
    again = existing(re.search(r'name="seen" value="(\d+)"', asked))[1]
    assert "工单已改派给平安办" in do(two, "dispatch", seen=again, unit="平安办").text
    assert units(office) == ["城建办", "平安办"]


def test_what_one_did_oneself_is_no_news(desks, office):
    one, _ = desks
    stale = opened(one)
    do(one, "progress", note="已电话核对")
    assert "工单已派遣给城建办" in do(one, "dispatch", **stale, unit="城建办").text


def test_any_act_on_a_stale_page_is_asked_about(desks, office):
    one, two = desks
    stale = opened(two, "progress")
    do(one, "progress", note="已电话核对")
    before = len(office.history(KEY))
    assert "登记进展" in do(two, "progress", **stale, note="已核对").text
    assert len(office.history(KEY)) == before


def test_a_dispatched_case_offers_to_be_given_to_another_unit(desks):
    one, _ = desks
    assert ">改派</a>" not in one.get(f"/cases/{KEY}").text
    do(one, "dispatch", unit="城建办")
    page = one.get(f"/cases/{KEY}?act=redispatch").text
    assert f'action="/cases/{KEY}/redispatch' in page
    assert "工单已改派给平安办" in do(one, "redispatch", unit="平安办").text


def test_whoever_had_to_do_with_a_case_goes_on_reading_it(desks, client_of):
    one, _ = desks
    unit = client_of("handling_unit")
    assert unit.get(f"/cases/{KEY}").status_code == 404
    do(one, "dispatch", unit="城建办")
    do(unit, "ask-return", reason="not_ours")
    do(one, "grant-return")
    do(one, "dispatch", unit="平安办")
    page = unit.get(f"/cases/{KEY}")
    assert page.status_code == 200
    assert 'id="act"' not in page.text, "to read, not to act"
    assert TICKET["title"] in unit.get("/cases?flag=took_part").text
    assert TICKET["title"] in unit.get("/cases?q=路灯").text
    assert TICKET["title"] not in unit.get("/cases").text
    do(one, "correct", field="grid", new="第二综合网格", reason="地址看错")
    assert client_of("grid_worker").get(f"/cases/{KEY}").status_code == 200
