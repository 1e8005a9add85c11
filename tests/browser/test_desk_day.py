"""A day of the desk and of a unit: two at once, opened in place, closed and taken up again."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.street import Street

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def pick(page: Page, group: str, label: str) -> None:
    chips = page.locator(f"[role=radiogroup][aria-labelledby=f-{group}-label]")
    chips.get_by_label(label, exact=True).check()


def toast(page: Page) -> str:
    return page.inner_text("#toasts")


@pytest.fixture
def ticket(office: Street, open_page: OpenPage) -> tuple[Page, str]:
    """A ticket taken over by hand: the page it stands on, and its address."""
    desk = office.enter(open_page(None, "desk"), "hotline_desk")
    desk.goto(f"{office.url}/tickets/new")
    desk.get_by_label("工单编号").fill("SH20261120999")
    pick(desk, "kind", "投诉")
    desk.get_by_label("标题").fill("路灯整夜闪烁")
    desk.get_by_label("诉求内容").fill("三号楼前路灯整夜闪烁")
    desk.get_by_label("来电人").fill("张三")
    desk.get_by_label("电话").fill("138-0013-8000")
    desk.select_option("[name=grid]", "g1")
    press(desk, "登记工单")
    assert "同步可见" in toast(desk)
    return desk, desk.url.partition("?")[0]


def test_a_day_of_the_desk_and_of_a_unit(office, open_page, ticket):
    desk, page = ticket
    units = sorted({r.unit for r in office.people if "handling_unit" in r.roles and r.unit})
    handler_login = office.login_of("handling_unit")
    unit = next(row.unit for row in office.people if row.login == handler_login)
    other = next(name for name in units if name != unit)

    desk.goto(f"{page}?act=contact")
    desk.get_by_label("联系内容").fill("约了下午看现场")
    press(desk, "就地查看")
    desk.wait_for_selector("#opened >> text=13800138000")
    assert desk.get_by_label("联系内容").input_value() == "约了下午看现场", "what was typed stays"
    pick(desk, "result", "已联")
    press(desk, "登记初电")
    assert "初电已登记" in toast(desk)

    desk.goto(f"{page}?act=dispatch")
    colleague = office.enter(open_page(None, "desk"), "hotline_desk", nth=1)
    colleague.goto(f"{page}?act=dispatch")
    desk.select_option("[name=unit]", unit)
    press(desk, "派遣")
    assert f"工单已派遣给{unit}" in toast(desk)
    colleague.select_option("[name=unit]", other)
    press(colleague, "派遣")
    assert f"派遣给{unit}" in colleague.inner_text("[role=alert]")
    assert colleague.get_by_role("button", name="改派").is_visible()

    handler = office.enter(open_page(None, "desk"), "handling_unit")
    handler.goto(f"{page}?act=handle")
    for group, label in (
        ("facts", "属实"),
        ("appeal", "诉求合理合法"),
        ("site_visited", "是"),
        ("result", "实际解决"),
        ("reply_way", "电话"),
    ):
        pick(handler, group, label)
    handler.get_by_label("答复要点").fill("路灯已更换")
    press(handler, "提交办结报告")
    assert "办结报告已提交" in toast(handler)

    desk.goto(f"{page}?act=call-back")
    pick(desk, "reached", "拒绝回访")
    press(desk, "登记回访")
    assert "回访：拒绝回访" in desk.inner_text("main")
    desk.goto(f"{page}?act=close")
    press(desk, "结案")
    assert "按时" in desk.inner_text("main")

    desk.goto(f"{page}?act=reopen")
    pick(desk, "reason", "来电人再次反映")
    press(desk, "重新办理")
    assert "第1次重办" in desk.inner_text("main")
    desk.goto(f"{page}?act=redispatch")
    desk.select_option("[name=unit]", other)
    press(desk, "改派")
    assert f"工单已改派给{other}" in toast(desk)

    handler.goto(page)
    assert handler.inner_text("h1") == "路灯整夜闪烁", "who had it goes on reading it"
    assert handler.locator("#act").count() == 0
    desk.goto(f"{office.url}/cases?q=ldzyss")
    assert "路灯整夜闪烁" in desk.inner_text("main")
