"""The auditor binds a second factor at his first log-in, and comes in with it afterwards."""

import re

import pyotp
import pytest

from projections.engine.runtime import DEMO
from tests.browser.street import PASSWORD

pytestmark = pytest.mark.browser


def enter(page, office, login):
    page.goto(f"{office.url}/login?next=/sign-ins")
    page.fill("[name=account]", login)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile("/login/code"))


def test_the_auditor_binds_his_telephone_and_signs_in_with_it(
    office, open_page, assert_accessible, assert_no_csp_violations
):
    (office.runtime.data / DEMO).unlink()
    login = office.login_of("auditor")
    phone = open_page(None, "phone")
    enter(phone, office, login)
    assert_accessible(phone)
    drawing = phone.locator("img.code-drawing")
    assert drawing.evaluate("(image) => image.complete && image.naturalWidth > 100")
    secret = "".join(phone.locator(".secret").inner_text().split())
    phone.fill("[name=code]", "123")
    phone.get_by_role("button", name="绑定并登录").click()
    assert "没有绑定" in phone.inner_text("main")
    assert_accessible(phone)
    known = pyotp.TOTP(secret)
    phone.fill("[name=code]", known.at(office.runtime.clock()))
    phone.get_by_role("button", name="绑定并登录").click()
    codes = phone.locator("ul.codes li").all_inner_texts()
    assert len(codes) == 8
    assert_accessible(phone)
    phone.get_by_role("link", name="已保存，继续").click()
    phone.wait_for_url(f"{office.url}/sign-ins")
    desk = open_page(None, "desk")
    enter(desk, office, login)
    assert_accessible(desk)
    desk.fill("[name=code]", codes[0])
    desk.get_by_role("button", name="登录").click()
    desk.wait_for_url(f"{office.url}/sign-ins")
    assert "登录（备用码）" in desk.inner_text("main")
    assert_no_csp_violations(desk)
    assert_no_csp_violations(phone)
