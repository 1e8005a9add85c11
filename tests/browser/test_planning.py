"""A grid worker plans visits on a phone, goes there, and calls one off."""

import re

import pytest

from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from tests.browser.street import street
from tests.deployment import tell

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A street into which three households have just moved."""
    with street(tmp_path_factory) as served:
        for number in range(1, 4):
            values = {"kind": "household", "code": f"new{number}", "name": f"新里1号楼第{number}户"}
            stream = place_id("household", values["code"])
            tell(served.runtime, RegisterPlace, stream, grid="g1", area="a101", **values)
        yield served


@pytest.fixture
def phone(office, open_page, assert_no_csp_violations):
    page = office.enter(open_page(None, "phone"), "grid_worker")
    yield page
    assert_no_csp_violations(page)


def press(page, name):
    page.get_by_role("button", name=name).click()


def plan(page, office, count):
    """Plan the first doors due; give their names."""
    page.goto(f"{office.url}/visits/plan")
    doors = page.locator(".pick-list label")
    names = [doors.nth(n).locator("strong").inner_text() for n in range(count)]
    for n in range(count):
        doors.nth(n).click()
    press(page, "下一步")
    page.get_by_label("安全巡察").check()
    page.get_by_label("补充说明").fill("节前看一看")
    press(page, re.compile("计划(走访这些门户|这次走访)"))
    page.wait_for_url(re.compile("outcome=planned|/visits/[0-9a-f-]{36}"))
    return names


def test_planned_doors_are_visited_from_todays_list(office, phone, assert_accessible):
    first, second = plan(phone, office, 2)
    assert_accessible(phone)
    listed = phone.inner_text("main")
    assert first in listed
    assert second in listed
    phone.get_by_role("navigation", name="常用").get_by_role("link", name="今日").click()
    phone.get_by_role("link", name=first).click()
    assert "按计划走访" in phone.inner_text("main")
    assert_accessible(phone)
    phone.locator("[aria-labelledby=f-outcome-label]").get_by_label("未遇", exact=True).check()
    press(phone, "保存这次走访")
    phone.wait_for_url(re.compile("/visits/[0-9a-f-]{36}$"))
    assert first in phone.inner_text("h1")
    assert "未遇" in phone.inner_text("main")
    phone.goto(f"{office.url}/visits?outcome=planned&q={second}")
    assert second in phone.inner_text("tbody")
    phone.goto(f"{office.url}/visits?outcome=planned&q={first}")
    assert "没有等待走访的计划" in phone.inner_text("main")


def test_what_is_ticked_survives_a_search_and_a_plan_is_called_off(
    office, phone, assert_accessible
):
    phone.goto(f"{office.url}/visits/plan")
    assert_accessible(phone)
    ticked = phone.locator(".pick-list label").first
    name = ticked.locator("strong").inner_text()
    ticked.click()
    phone.get_by_role("searchbox").fill("2号楼")
    press(phone, "搜索")
    kept = phone.locator(".pick-list label").first
    assert kept.locator("strong").inner_text() == name
    assert kept.locator("input").is_checked()
    press(phone, "下一步")
    assert_accessible(phone)
    press(phone, "计划这次走访")
    phone.wait_for_url(re.compile("/visits/[0-9a-f-]{36}$"))
    assert_accessible(phone)
    phone.get_by_role("link", name="取消计划").click()
    press(phone, "取消这次计划")
    assert "此项必填" in phone.inner_text("main")
    phone.get_by_label("取消原因").fill("住户外出")
    press(phone, "取消这次计划")
    phone.wait_for_url(re.compile("/visits/[0-9a-f-]{36}$"))
    assert "已取消" in phone.inner_text("main")
    assert "住户外出" in phone.inner_text("main")
