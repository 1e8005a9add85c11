"""Errands of the administrator with accounts, and of everybody with a password."""

from uuid import uuid4

import pytest

from web.accounts.passwords import faults

NEW = {
    "login": "xinren",
    "name": "新来的",
    "password": "Wangge-2026",
    "roles": "grid_worker",
    "grids": "g1",
}


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


@pytest.fixture
def desk(client_of):
    return client_of("administrator")


def enters(client, login, password):
    """Whether a login and a password open the door, in a browser of its own."""
    return (
        client.application.test_client()
        .post("/login", data={"account": login, "password": password})
        .status_code
        == 303
    )


def test_an_account_from_opening_to_suspension_and_back(desk):
    opened = send(desk, "/accounts/new", **NEW)
    assert opened.status_code == 303, opened.text
    theirs = desk.application.test_client()
    theirs.post("/login", data={"account": "xinren", "password": NEW["password"]})
    assert theirs.get("/me/password").status_code == 200
    roles = {"roles": ["grid_worker", "secretary"], "grids": "g2", "reason": "兼任"}
    assert send(desk, "/accounts/xinren/roles", **roles).status_code == 303
    assert "网格员、网格办" in desk.get("/accounts/xinren").text
    assert send(desk, "/accounts/xinren/suspend", reason="离岗").status_code == 303
    assert theirs.get("/me/password").status_code == 302
    assert not enters(desk, "xinren", NEW["password"])
    assert send(desk, "/accounts/xinren/restore", reason="返岗").status_code == 303
    assert theirs.get("/me/password").status_code == 302
    assert enters(desk, "xinren", NEW["password"])
    page = desk.get("/accounts/xinren").text
    assert "停用，原因：离岗" in page


def test_a_reset_password_ends_the_old_one_and_leaves_no_trace_of_itself(desk, office):
    send(desk, "/accounts/new", **NEW)
    values = {"password": "Bu-yiyang-1", "reason": "忘记"}
    assert send(desk, "/accounts/xinren/password", **values).status_code == 303
    assert not enters(desk, "xinren", NEW["password"])
    assert enters(desk, "xinren", "Bu-yiyang-1")
    stored = (office.data / "events.db").read_bytes() if not office.database_url else b""
    assert b"Bu-yiyang-1" not in stored
    assert "重置密码，原因：忘记" in desk.get("/accounts/xinren").text


def test_no_password_changes_without_a_record(desk, office):
    """A form that is sent again, and an account that is opened as it is, change nothing."""
    opening, reset = str(uuid4()), {"command_id": str(uuid4()), "reason": "忘记"}
    send(desk, "/accounts/new", **NEW | {"command_id": opening})
    assert (
        send(desk, "/accounts/xinren/password", password="Di-yi-ci-1", **reset).status_code == 303
    )
    before = office.ledger.position()
    taken = send(desk, "/accounts/new", **NEW | {"password": "Di-er-ci-2"})
    assert taken.status_code == 422
    for path, values in (
        ("/accounts/new", NEW | {"command_id": opening, "password": "Di-er-ci-2"}),
        ("/accounts/xinren/password", reset | {"password": "Di-er-ci-2"}),
    ):
        assert send(desk, path, **values).status_code == 303
        assert "密码没有再改" in desk.get("/accounts/xinren").text
    assert office.ledger.position() == before
    assert enters(desk, "xinren", "Di-yi-ci-1")
    assert not enters(desk, "xinren", "Di-er-ci-2")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "short1A"}, "密码至少8位"),
        ({"password": "alllowercase"}, "至少要有3种"),
        ({"password": "Xinren-2026"}, "密码里不能包含账号"),
        ({"login": "新人"}, "账号用小写字母开头"),
        ({"name": ""}, "此项必填"),
        ({"roles": []}, "has-fault"),
        ({"roles": ["auditor", "secretary"]}, "faults"),
        ({"login": "secretary"}, "faults"),
    ],
)
def test_a_wrong_account_is_not_opened_and_the_form_keeps_the_rest(desk, office, changed, words):
    before = office.ledger.position()
    answer = send(desk, "/accounts/new", **NEW | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert "新来的" in answer.text or changed == {"name": ""}
    assert "Wangge-2026" not in answer.text
    assert office.ledger.position() == before


def test_an_account_that_is_there_is_shown_and_keeps_its_password(desk, office):
    assert send(desk, "/accounts/new", **NEW).status_code == 303
    position = office.ledger.position()
    again = send(desk, "/accounts/new", **NEW | {"password": "Bieren-2027"})
    assert again.status_code == 422
    assert "这个登录名已有人使用" in again.text
    assert '<a href="/accounts/xinren">查看已有的账号：新来的</a>' in again.text
    assert office.ledger.position() == position
    assert enters(desk, "xinren", NEW["password"])
    assert not enters(desk, "xinren", "Bieren-2027")


def test_an_account_opened_by_a_form_sent_twice_is_opened_once(desk, office):
    once = {"command_id": str(uuid4()), **NEW}
    for _ in range(2):
        assert desk.post("/accounts/new", data=once).status_code == 303
    assert enters(desk, "xinren", NEW["password"])


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("roles", {"roles": "secretary", "unit": "网格办", "reason": "核对"}),
        ("restore", {"reason": "返岗"}),
    ],
)
def test_what_is_so_already_is_not_said_to_be_changed(desk, office, act, values):
    position = office.ledger.position()
    answer = send(desk, f"/accounts/secretary/{act}", **values)
    assert answer.status_code == 422
    assert "没有改动：现在已经是这样" in answer.text
    assert values["reason"] in answer.text
    assert office.ledger.position() == position


def test_nobody_changes_his_own_roles(desk):
    assert "自己的岗位由另一位管理员调整" in desk.get("/accounts/administrator").text
    values = {"roles": "auditor", "reason": "试试"}
    assert send(desk, "/accounts/administrator/roles", **values).status_code == 422


def test_who_may_see_accounts_and_who_may_change_them(client_of):
    assert client_of("grid_worker").get("/accounts").status_code == 403
    auditor = client_of("auditor")
    assert auditor.get("/accounts").status_code == 200
    assert send(auditor, "/accounts/new", **NEW).status_code == 403
    assert send(auditor, "/accounts/secretary/suspend", reason="不行").status_code == 403


def test_the_list_is_narrowed_and_exported(desk):
    send(desk, "/accounts/secretary/suspend", reason="离岗")
    assert "共 <strong>1</strong> 个" in desk.get("/accounts?state=suspended").text
    assert "共 <strong>1</strong> 个" in desk.get("/accounts?role=grid_worker").text
    lines = desk.get("/accounts?format=csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 8


def test_ones_own_password_needs_the_old_one_and_ends_every_session(client_of):
    me = client_of("grid_worker")
    other = client_of("grid_worker")
    values = {"old": "Geyi-2026", "password": "Xin-mima-26", "again": "Xin-mima-26"}
    wrong = send(me, "/me/password", **values | {"old": "bu-dui-A1"})
    assert wrong.status_code == 422
    assert "现在的密码不对" in wrong.text
    assert "两次输入的密码不一样" in send(me, "/me/password", **values | {"again": "x"}).text
    same = {"password": "Geyi-2026", "again": "Geyi-2026"}
    assert "不能和现在的一样" in send(me, "/me/password", **values | same).text
    assert send(me, "/me/password", **values).status_code == 303
    assert other.get("/me/password").status_code == 302
    assert enters(me, "grid_worker", "Xin-mima-26")


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("Abcdefg1", True),
        ("abcdef1!", True),
        ("ABCD1234", False),
        ("中文密码abc1", True),
        ("        ", False),
        ("a" * 200 + "A1!", False),
    ],
)
def test_what_a_password_must_be(password, fine):
    assert (not faults(password, "zhang")) is fine
