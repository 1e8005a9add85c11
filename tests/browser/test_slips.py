"""The day of a grid worker on which much goes wrong: no work is lost, and none is done twice."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from governance.policy.roles import Sight
from projections.visits.queries import VisitFilter, visit_list
from tests.browser.street import PASSWORD, Street

pytestmark = pytest.mark.browser

SAVED = re.compile(r"/visits/[0-9a-f-]{36}$")
ALREADY = "这份表先前已经登记，没有重复记录。"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def pick(page: Page, group: str, label: str) -> None:
    chips = page.locator(f"[role=radiogroup][aria-labelledby=f-{group}-label]")
    chips.get_by_label(label, exact=True).check()


def photograph() -> Any:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 30).convert("RGB").save(out, "JPEG")
    return {"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


class Day:
    """A worker's phone before a door, and how many visits are told of."""

    def __init__(self, office: Street, page: Page) -> None:
        self.office, self.page = office, office.enter(page, "grid_worker")
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(f"{office.url}/visits/new")
        link = self.page.locator("main ul a").first.get_attribute("href")
        self.door = f"{office.url}{link}"
        self.before = self.said()

    def said(self) -> int:
        wanted, sight = VisitFilter(), Sight(everything=True)
        return visit_list(self.office.runtime.live(), wanted, sight).total

    def new(self) -> int:
        return self.said() - self.before

    def fill(self, words: str) -> None:
        pick(self.page, "outcome", "见面")
        pick(self.page, "way", "入户")
        self.page.get_by_label("情况记录").fill(words)

    def save(self) -> str:
        press(self.page, "保存这次走访")
        self.page.wait_for_url(SAVED)
        return self.page.url


@pytest.fixture
def day(office, open_page):
    return Day(office, open_page(None, "phone"))


def test_the_log_in_ends_while_a_form_is_filled_in(day, assert_accessible):
    page = day.page
    page.goto(day.door)
    day.fill("老人身体尚好")
    page.set_input_files("#f-photos", photograph())
    expect(page.locator("[data-shot]")).to_contain_text("已上传")
    assert page.locator("#f-photos").evaluate("(input) => input.files.length") == 0
    page.context.clear_cookies()
    press(page, "保存这次走访")
    expect(page.locator("main")).to_contain_text("已经留在这一页上")
    assert_accessible(page)
    assert page.input_value("#f-account") == day.office.login_of("grid_worker")
    page.fill("#f-password", PASSWORD)
    press(page, "登录并提交")
    page.wait_for_url(SAVED)
    assert "走访已送达" in page.inner_text("body")
    expect(page.locator(".shots img").first).to_be_visible()
    assert day.new() == 1


def test_a_form_gone_back_to_is_the_same_form(day):
    page = day.page
    page.goto(day.door)
    day.fill("楼道整洁")
    first = day.save()
    page.go_back()
    day.fill("楼道整洁")
    assert day.save() == first
    assert ALREADY in page.inner_text("body")
    page.go_back()
    day.fill("楼道整洁，灯坏了")
    press(page, "保存这次走访")
    expect(page.locator(".faults")).to_contain_text("那一次的内容与现在填写的不同")
    assert page.get_by_label("情况记录").input_value() == "楼道整洁，灯坏了"
    assert page.get_by_role("link", name="查看已登记的内容").get_attribute("href") in first
    assert day.new() == 1


def test_a_reply_is_lost_a_double_is_taken_back_and_a_wrong_one_put_right(day, assert_accessible):
    page = day.page
    page.goto(day.door)
    day.fill("邻里无纠纷")

    def lost(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/visits/new", lost)
    press(page, "保存这次走访")
    page.wait_for_url("chrome-error://**")
    page.unroute("**/visits/new")
    assert day.new() == 1
    page.go_back()
    page.wait_for_url(day.door)
    day.fill("邻里无纠纷")
    first = day.save()
    assert ALREADY in page.inner_text("body")
    page.goto(day.door)
    day.fill("邻里无纠纷")
    day.save()
    assert day.new() == 2
    page.get_by_role("link", name="撤回").first.click()
    page.fill("[name=reason]", "同一次走访登记了两次")
    press(page, "撤回")
    expect(page.locator("main")).to_contain_text("这次走访已经撤回，不计入各项数字")
    assert_accessible(page)
    assert day.new() == 1
    page.goto(first)
    page.get_by_role("link", name="更正").first.click()
    pick(page, "way", "电话")
    page.fill("[name=reason]", "其实是打的电话")
    press(page, "更正")
    page.wait_for_url(first)
    assert "更正走访记录（第1条）：其实是打的电话" in page.inner_text("main")
    assert day.new() == 1
