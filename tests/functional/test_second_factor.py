"""The second factor: bound once, a code opens once, and a lost telephone is no locked door."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from governance.accounts.commands import OpenAccount
from governance.accounts.events import SecondFactorBound, SecondFactorReset
from governance.accounts.stream import account_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.sign_ins.stream import sign_ins_id
from projections.custody.second_factors import second_factors
from projections.engine.runtime import DEMO
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.conftest import PASSWORD, app_on
from web.text.formats import local_day

LEADER: dict[str, Any] = {
    "login": "lingdao",
    "name": "郑书记",
    "unit": "街道",
    "roles": ("street_leader",),
}
STEP = timedelta(seconds=30)
SECRET = re.compile(r'class="num secret">(.*?)</span></p>', re.DOTALL)
CODES = re.compile(r"<li>([a-z2-7]{5}-[a-z2-7]{5})</li>")


@pytest.fixture
def strict(office):
    """The office, as one that is no demonstration."""
    (office.data / DEMO).unlink()
    return office


@pytest.fixture
def browser(strict):
    return app_on(strict).test_client()


def password(browser, login="auditor", **more):
    values = {"account": login, "password": PASSWORD} | more
    return browser.post("/login", data=values)


def give(browser, code, **more):
    return browser.post("/login/code", data={"code": code, **more})


def secret_on(page):
    return re.sub(r"<[^>]+>|\s", "", existing(SECRET.search(page.text))[1])


def code_of(secret, office, steps=0):
    return pyotp.TOTP(secret).at(office.clock() + steps * STEP)


def bound(browser, office, login="auditor"):
    """Bind; give the secret and the recovery codes."""
    answer = password(browser, login)
    assert (answer.status_code, answer.location) == (303, "/login/code?next=/")
    secret = secret_on(browser.get("/login/code"))
    page = give(browser, code_of(secret, office))
    assert page.status_code == 200, page.text
    return secret, CODES.findall(page.text)


def is_in(browser):
    return browser.get("/me/password").status_code == 200


def test_an_account_there_is_is_led_through_binding_and_not_locked_out(strict, browser):
    answer = password(browser, next="/cases?q=x")
    assert answer.location == "/login/code?next=/cases?q%3Dx"
    page = browser.get(answer.location)
    assert "绑定动态验证码" in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert not is_in(browser)
    secret = secret_on(page)
    wrong = give(browser, "000000", next="/cases?q=x")
    assert (wrong.status_code, "没有绑定" in wrong.text) == (422, True)
    assert secret_on(wrong) == secret
    done = give(browser, code_of(secret, strict), next="/cases?q=x")
    assert 'href="/cases?q=x"' in unescape(done.text)
    assert len(set(CODES.findall(done.text))) == 8
    assert is_in(browser)
    assert isinstance(strict.history(account_id("auditor"))[-1], SecondFactorBound)
    (came,) = strict.history(sign_ins_id("auditor", local_day(strict.clock())))
    assert (came.actor, came.factor) == ("auditor", "code")


def test_a_password_alone_opens_nothing(strict, browser):
    bound(browser, strict)
    other = app_on(strict).test_client()
    assert password(other).status_code == 303
    assert not is_in(other)
    assert other.get("/").status_code == 302
    assert "绑定" not in other.get("/login/code").text
    assert not strict.history(sign_ins_id("auditor", local_day(strict.clock())))[1:]


def test_the_control_in_a_demonstration_the_password_is_enough_and_the_page_says_so(office):
    browser = app_on(office).test_client()
    assert "不要求动态验证码" in browser.get("/login").text
    assert password(browser).location == "/"
    assert is_in(browser)


def test_a_page_of_an_office_speaks_of_no_demonstration(browser):
    assert "演示" not in browser.get("/login").text


def test_a_code_opens_once_and_one_step_of_either_side(strict, browser):
    secret, _ = bound(browser, strict)

    def tried(code):
        fresh = app_on(strict).test_client()
        password(fresh)
        status = give(fresh, code).status_code
        assert is_in(fresh) is (status == 303)
        return status

    assert tried(code_of(secret, strict)) == 422  # it has bound already
    strict.clock.move(seconds=90)
    assert tried(code_of(secret, strict, 2)) == 422
    assert tried(code_of(secret, strict, -2)) == 422
    ahead, early = code_of(secret, strict, 1), code_of(secret, strict, -1)
    assert tried(ahead) == 303
    for used in (ahead, code_of(secret, strict), early):
        assert tried(used) == 422
    strict.clock.move(seconds=60)
    code = code_of(secret, strict)
    assert tried(f" {code[:3]} {code[3:]}") == 303


def test_full_width_digits_are_digits(strict, browser):
    secret, _ = bound(browser, strict)
    strict.clock.move(seconds=60)
    other = app_on(strict).test_client()
    password(other)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code_of(secret, strict))
    assert give(other, wide).status_code == 303


def test_codes_are_guessed_no_faster_than_passwords(strict, browser):
    secret, _ = bound(browser, strict)
    strict.clock.move(seconds=60)
    guesser = app_on(strict).test_client()
    statuses = []
    for n in range(8):
        password(guesser)  # the right password between makes it no faster
        statuses.append(give(guesser, f"{n:06}").text)
    assert "连续输错的次数太多" in statuses[-1]
    strict.clock.move(seconds=1)
    assert give(guesser, code_of(secret, strict)).status_code in {303, 422}
    assert not is_in(guesser)


def test_a_recovery_code_opens_once_and_is_kept_as_a_mark(strict, browser):
    _, codes = bound(browser, strict)
    for expected in (303, 422):
        other = app_on(strict).test_client()
        password(other)
        assert give(other, codes[0].upper()).status_code == expected
    (_, came, *_) = strict.history(sign_ins_id("auditor", local_day(strict.clock())))
    assert came.factor == "recovery"
    if not strict.database_url:
        kept = b"".join(file.read_bytes() for file in strict.data.rglob("*.db*"))
        assert codes[1].encode() not in kept
        assert codes[1].replace("-", "").encode() not in kept


def test_the_secret_stands_nowhere_in_clear(strict, browser):
    secret, _ = bound(browser, strict)
    with strict.engines["access"].connect() as connection:
        sealed = connection.execute(sa.select(second_factors.c.secret)).scalar_one()
    assert secret.encode() not in sealed
    if not strict.database_url:
        kept = b"".join(file.read_bytes() for file in strict.data.rglob("*.db*"))
        assert secret.encode() not in kept
    other = strict.second_factors
    with pytest.raises(InvalidTag):
        other.opened("administrator", sealed)


def test_a_half_log_in_is_over_after_its_time_and_with_the_password(strict, browser):
    secret, _ = bound(browser, strict)
    strict.clock.move(seconds=60)
    late, changed = (app_on(strict).test_client() for _ in range(2))
    password(late)
    strict.clock.move(minutes=11)
    over = give(late, code_of(secret, strict))
    assert (over.status_code, over.location) == (303, "/login?next=/")
    assert "登录时间太长" in late.get(over.location).text
    password(changed)
    strict.access.set_password("auditor", "Xin-mima-26", now=strict.clock())
    assert give(changed, code_of(secret, strict)).location == "/login?next=/"
    assert not is_in(changed)


def test_who_signs_in_with_a_code_is_policy(strict, browser):
    for login in ("administrator", "auditor"):
        assert password(browser, login).location.startswith("/login/code")
    assert password(app_on(strict).test_client(), "secretary").location == "/"
    content = strict.governance.book.editions["security"].content
    content = content | {"second_factor": {"roles": ["secretary"], "source": "x"}}
    values = {"policy": "security", "content": content, "source": "测试"}
    tell(strict, PublishEdition, POLICY_STREAM, **values)
    assert password(app_on(strict).test_client(), "secretary").location.startswith("/login/code")
    assert password(app_on(strict).test_client(), "auditor").location == "/"


def test_a_kept_form_goes_on_with_password_and_code(strict, browser):
    secret, _ = bound(browser, strict, "administrator")
    browser.delete_cookie("geyi_session")
    form = {"filled_by": "administrator", "old": "x"}
    page = browser.post("/me/password", data=form)
    assert "动态验证码" in page.text
    signed = form | {
        "sign_in_account": "administrator",
        "sign_in_password": PASSWORD,
        "sign_in_to": "/me/password",
    }
    strict.clock.move(seconds=60)
    without = browser.post("/login", data=signed)
    assert (without.status_code, "动态验证码不对" in without.text) == (401, True)
    code = {"sign_in_code": code_of(secret, strict)}
    assert browser.post("/login", data=signed | code).status_code == 307


def test_a_lost_telephone_is_reset_by_two(strict, browser, client_of):
    secret, _ = bound(browser, strict)
    tell(strict, OpenAccount, account_id("lingdao"), **LEADER)
    strict.access.set_password("lingdao", PASSWORD, now=strict.clock())
    administrator, leader = (app_on(strict).test_client() for _ in range(2))
    bound(administrator, strict, "administrator")
    assert password(leader, "lingdao").location == "/"
    asked = administrator.post("/accounts/auditor/second-factor", data={"reason": "换手机"})
    assert asked.location.startswith("/account-changes/auditor/")
    assert is_in(browser)
    assert leader.post(f"{asked.location}/approve").status_code == 303
    assert not is_in(browser)
    assert isinstance(strict.history(account_id("auditor"))[-1], SecondFactorReset)
    again, _ = bound(app_on(strict).test_client(), strict)
    assert again != secret
