"""What the scripts add to lists, menus, dialogs, replay and the agenda."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.app import create_gallery

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(serve):
    return serve(create_gallery())


def answer(page):
    return json.loads(page.locator("body").inner_text())


def focused(page):
    return page.evaluate("document.activeElement.cloneNode().outerHTML")


def test_without_scripts_lists_replay_and_order_work(gallery, open_page):
    page = open_page(f"{gallery}/list", java_script_enabled=False)
    page.get_by_role("searchbox").fill("路灯")
    page.get_by_role("button", name="筛选", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.goto(f"{gallery}/replay")
    page.get_by_role("link", name="下一步").click()
    assert page.url.endswith("as_of=12361")
    page.goto(f"{gallery}/agenda")
    page.get_by_role("button", name="下移“示例一").click()
    assert answer(page)["form"]["down"] == ["a1"]


def test_the_keyboard_walks_the_rows(gallery, open_page):
    page = open_page(f"{gallery}/list")
    first, second = (page.locator(".c-title a").nth(place) for place in (0, 1))
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jk?/")
    expect(page.get_by_role("searchbox")).to_have_value("jk?/")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_enter_opens_the_row(gallery, open_page):
    page = open_page(f"{gallery}/list")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case")


def test_dialogs_open_over_the_page_and_close(gallery, open_page):
    page = open_page(f"{gallery}/case")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="登记进展").click()
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#progress")).to_be_hidden()
    assert page.url.endswith("/case")


def test_menus_close_on_escape_and_elsewhere(gallery, open_page):
    page = open_page(f"{gallery}/case")
    menu = page.locator(".who .menu-panel")
    page.locator(".who summary").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert focused(page).startswith("<summary")
    page.locator(".who summary").click()
    page.locator("h1").click()
    expect(menu).to_be_hidden()


def test_a_message_can_be_put_away(gallery, open_page):
    page = open_page(f"{gallery}/list")
    page.get_by_role("button", name="关闭提示").click()
    expect(page.locator(".notice")).to_have_count(0)


def test_ticked_rows_are_counted(gallery, open_page):
    page = open_page(f"{gallery}/list")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    page.locator("[data-tick]").nth(2).check()
    expect(page.locator("[data-ticked]")).to_have_text("1")
    assert page.locator("[data-tick-all]").evaluate("(all) => all.indeterminate")
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("24")
    page.get_by_role("button", name="派给第二网格").click()
    assert len(answer(page)["form"]["chosen"]) == 24


def test_a_list_narrows_while_one_types(gallery, open_page, assert_no_csp_violations):
    page = open_page(f"{gallery}/list")
    rows = page.locator("tbody tr")
    page.get_by_role("searchbox").type("路灯")
    expect(rows).to_have_count(3)
    assert "q=%E8%B7%AF%E7%81%AF" in page.url
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.locator("#spoken")).to_contain_text("件")
    page.go_back()
    expect(rows).to_have_count(24)
    assert_no_csp_violations(page)


def test_a_lost_connection_is_said(gallery, open_page):
    page = open_page(f"{gallery}/list")
    page.route("**/list?*", lambda route: route.abort())
    page.get_by_label("全部状态").select_option("closed")
    expect(page.locator(".notice-bad")).to_contain_text("没有发出去")


def test_replay_steps_by_key_and_by_slider(gallery, open_page):
    page = open_page(f"{gallery}/replay")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**as_of=12361")
    page.go_back()
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".track-at")).to_have_text("第 12358 号记录")
    page.wait_for_url("**as_of=12358")


def order(page):
    return page.locator("[name=order]").evaluate_all("(all) => all.map((each) => each.value)")


def test_items_are_ordered_by_keys_and_said_aloud(gallery, open_page):
    page = open_page(f"{gallery}/agenda")
    save = page.get_by_role("button", name="保存新的顺序")
    expect(save).to_be_hidden()
    grip = page.locator(".grip").first
    grip.focus()
    page.keyboard.press("ArrowUp")
    expect(save).to_be_hidden()
    page.keyboard.press("ArrowDown")
    assert order(page) == ["a2", "a1", "a3", "a4"]
    expect(page.locator("#spoken")).to_contain_text("已移到第2项，共4项")
    expect(page.locator(".order").nth(1)).to_have_text("2")
    assert "拖动“示例一" in focused(page)
    save.click()
    assert answer(page)["form"]["order"] == ["a2", "a1", "a3", "a4"]


def test_items_are_ordered_by_dragging(gallery, open_page):
    page = open_page(f"{gallery}/agenda")
    start = page.locator(".grip").nth(2).bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, page.locator(".item").first.bounding_box()["y"] + 4, steps=12)
    page.mouse.up()
    assert order(page) == ["a3", "a1", "a2", "a4"]
    expect(page.locator(".order").first).to_have_text("1")
    expect(page.get_by_role("button", name="保存新的顺序")).to_be_visible()
