"""Who looked, who took a file out, whose data were erased: recorded, shown to the auditor."""

import json
import re
from hashlib import sha256
from uuid import uuid4

import pytest
from click.testing import CliRunner

from governance.disclosures.stream import disclosure_id
from governance.erasures.commands import ErasePersonalData
from governance.erasures.stream import erasure_id
from governance.hotline import commands as ticket
from governance.hotline.stream import ticket_id
from projections.disclosures.queries import DisclosureFilter, disclosure_list
from projections.engine.rebuild_check import rebuild
from scripts.cli.main import main
from tests.deployment import tell

KEY = ticket_id("12345", "SH2026030501")
PHONE = "13800138000"


def received(office, serial="SH2026030501", **values):
    values = {"title": "小区路灯不亮", "content": "三号楼前漆黑一片", "caller": "张三"} | values
    return tell(
        office,
        ticket.ReceiveTicket,
        ticket_id("12345", serial),
        serial=serial,
        source="12345",
        received_at=office.clock(),
        kind="complaint",
        phone=PHONE,
        grid="g1",
        **values,
    )


def exports(office):
    return disclosure_list(office.live(), DisclosureFilter(kind="export")).rows


def test_every_download_is_recorded_with_what_was_taken(office, client_of, clock):
    received(office)
    desk, before = client_of("hotline_desk"), office.ledger.position()
    first = desk.get(f"/cases?format=csv&q=路灯 {PHONE}&kind=ticket")
    assert "小区路灯不亮" in first.text  # found by the whole of the number
    clock.move(minutes=1)
    file = desk.get("/cases?format=xlsx&kind=ticket")
    clock.move(minutes=1)
    again = desk.get("/cases?format=xlsx&kind=ticket")
    latest, other, filtered = exports(office)
    assert other.digest == sha256(file.data).hexdigest()
    assert latest.digest == sha256(again.data).hexdigest()
    # A csv is recorded twice.
    assert [row.position - before for row in (filtered, other, latest)] == [0, 2, 3]
    assert (other.what, other.rows, other.actor) == ("案件清单", 1, "hotline_desk")
    assert other.filter == "种类：12345工单"
    assert filtered.rows == 1
    assert PHONE not in filtered.filter
    assert "路灯" in filtered.filter


def test_what_is_shown_or_asked_without_a_body_is_no_export(office, client_of):
    desk = client_of("hotline_desk")
    desk.get("/cases")
    desk.head("/cases?format=xlsx")
    assert exports(office) == []


def test_the_past_is_taken_out_today(office, client_of):
    received(office)
    position = office.ledger.position()
    received(office, "SH2026030502")
    assert client_of("auditor").get(f"/cases?format=xlsx&as_of={position}").data
    [row] = exports(office)
    assert (row.rows, row.position) == (1, position)


@pytest.mark.parametrize(
    ("role", "address", "name"),
    [
        ("secretary", "/visits?format=csv", "走访"),
        ("hotline_desk", "/cases?format=csv", "案件清单"),
        ("secretary", "/register?format=xlsx", "登记册"),
        ("secretary", "/figures?format=xlsx", "办结率"),
        ("secretary", "/figures/cases?metric=received&format=csv", "受理量分母案件"),
        ("grid_leader", "/resolutions?format=csv", "议定事项清单"),
        ("administrator", "/accounts?format=xlsx", "账号"),
        ("auditor", "/disclosures?format=xlsx", "查看与导出"),
    ],
)
def test_every_list_that_is_taken_out_is_recorded(office, client_of, role, address, name):
    assert client_of(role).get(address).status_code == 200
    assert [(row.what, row.actor) for row in exports(office)] == [(name, role)]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/visits?grid=g1&outcome=met", "网格：第一综合网格，走访结果：见面"),
        ("/cases?due=overdue&flag=crossing", "时限：有时限已过，标记：三跨"),
        ("/register?kind=shop&colour=red&page=2&sort=-due", "种类：商铺，颜色：红（问题未解决）"),
        ("/figures?by=unit&period=month", "分组：承办单位，统计期：本月"),
        (
            "/figures/cases?metric=received&by=grid&scope=g1&part=numerator",
            "指标：受理量，分组：网格，范围：第一综合网格，部分：分子，统计期：本双周",
        ),
        (
            "/figures/cases?metric=received&by=source&scope=12345",
            "指标：受理量，分组：来源，范围：12345热线，统计期：本双周",
        ),
        ("/resolutions?stage=running&owner=城建办", "状态：在办，责任单位：城建办"),
        (
            "/register?kind=building&due=1&retired=1",
            "种类：楼栋，是否到期：到期未走访，在册情况：已销档",
        ),
        ("/visits?open=1&since=2026-03-01", "问题是否解决：有未解决的问题，从：2026-03-01"),
        ("/accounts?role=auditor&state=active", "岗位：审计，状态：在用"),
        ("/register?grid=", "种类：居民户"),
        ("/register?grid=g1&kind=", "网格：第一综合网格"),
        ("/resolutions?grid=", "状态：在办"),
        (
            "/figures?from=2026-03-01&to=2026-03-02",
            "从：2026-03-01，至：2026-03-02，统计期：自定起止",
        ),
    ],
)
def test_what_a_list_was_narrowed_to_is_told_in_words(office, client_of, address, words):
    assert client_of("auditor").get(f"{address}&format=csv").status_code == 200
    assert exports(office)[0].filter == words


def test_the_auditor_sees_looks_and_exports(office, client_of):
    received(office)
    desk = client_of("hotline_desk")
    desk.get("/cases?format=csv&kind=ticket")
    desk.post(f"/reveal/case/{KEY}", data={"field": "phone", "purpose": "contact"})
    auditor = client_of("auditor")
    page = auditor.get("/disclosures").text
    assert "案件：电话" in page
    assert "联系当事人" in page
    assert "案件清单" in page
    assert PHONE not in page
    assert "案件清单" not in auditor.get("/disclosures?kind=look").text
    assert "案件：电话" not in auditor.get("/disclosures?actor=secretary").text
    assert desk.get("/disclosures").status_code == 403


LOOK = {"field": ["phone", "caller"], "purpose": "contact"}


def looks(office):
    return [(look.actor, look.fields) for look in office.history(disclosure_id(KEY))]


def test_a_look_is_shown_once_for_its_record_and_asked_for_again(office, client_of, clock):
    received(office)
    desk, look = client_of("hotline_desk"), LOOK | {"command_id": str(uuid4())}
    assert PHONE in desk.post(f"/reveal/case/{KEY}", data=look).text
    clock.move(days=200)
    desk = client_of("hotline_desk")
    again = desk.post(f"/reveal/case/{KEY}", data=look)
    assert again.status_code == 422
    assert PHONE not in again.text
    assert "张三" not in again.text
    assert "这次查看已在2026年3月5日 10:00记录" in again.text
    assert looks(office) == [("hotline_desk", ("phone", "caller"))]
    assert re.findall(r'name="field" value="(\w+)"', again.text) == LOOK["field"]
    assert '<option value="contact" selected>' in again.text
    (anew,) = re.findall(r'name="command_id" value="([^"]*)"', again.text)
    assert anew not in {"", look["command_id"]}
    assert PHONE in desk.post(f"/reveal/case/{KEY}", data=look | {"command_id": ""}).text
    assert looks(office) == [("hotline_desk", ("phone", "caller"))] * 2


def test_a_look_of_somebody_else_shows_nothing(office, client_of):
    received(office)
    look = LOOK | {"command_id": str(uuid4())}
    client_of("hotline_desk").post(f"/reveal/case/{KEY}", data=look)
    auditor = client_of("auditor")
    theirs = auditor.post(f"/reveal/case/{KEY}", data=look)
    assert theirs.status_code == 422
    assert PHONE not in theirs.text
    assert "已由另一个账号" in theirs.text
    assert looks(office) == [("hotline_desk", ("phone", "caller"))]
    assert PHONE in auditor.post(f"/reveal/case/{KEY}", data=LOOK).text
    assert looks(office)[1:] == [("auditor", ("phone", "caller"))]


def test_a_look_without_a_purpose_is_asked_for_one(office, client_of):
    received(office)
    unsaid = client_of("hotline_desk").post(f"/reveal/case/{KEY}", data=LOOK | {"purpose": ""})
    assert unsaid.status_code == 422
    assert "请选择用途" in unsaid.text
    assert re.findall(r'name="field" value="(\w+)"', unsaid.text) == LOOK["field"]
    assert looks(office) == []


def test_only_what_stands_is_looked_at_not_what_was_corrected(office, client_of):
    received(office)
    received(office, caller="李四", batch="b1")
    asked = LOOK | {"field": ["old", "caller"]}
    shown = client_of("hotline_desk").post(f"/reveal/case/{KEY}", data=asked)
    assert shown.status_code == 200
    assert "李四" in shown.text
    assert looks(office) == [("hotline_desk", ("caller",))]


def erase(office, *words, more=("--yes", "--json"), typed=None):
    options = ["--basis", "consent_withdrawn", "--asked-by", "本人", "--reason", "不再需要"]
    place = ["--data", str(office.data)]
    place += ["--database-url", office.database_url] if office.database_url else []
    return CliRunner().invoke(main, ["erase", *words, *options, *more, *place], input=typed)


def seen(browser, address=f"/cases/{KEY}"):
    """Give what somebody who looks is shown of the case."""
    return browser.post(
        f"/reveal/case/{KEY}", data={"field": ["phone", "caller", "content"], "purpose": "contact"}
    ).text


def test_what_is_erased_is_gone_live_rebuilt_and_in_the_past(office, client_of):
    received(office)
    position = office.ledger.position()
    desk = client_of("hotline_desk")
    assert PHONE in seen(desk)
    result = erase(office, "--person", PHONE)
    assert result.exit_code == 0, result.output
    [name] = json.loads(result.stdout)["erased"]
    office.vault.forget()  # as every process does by itself after some seconds
    assert PHONE not in seen(desk)
    assert "张三" not in seen(desk)
    assert "已依法删除" in seen(desk)
    assert "三号楼前漆黑一片" in seen(desk)  # under the key of the case
    assert "已依法删除" in desk.get(f"/cases/{KEY}").text
    auditor = client_of("auditor")
    for as_of in (position, office.ledger.position()):
        page = auditor.get(f"/cases/{KEY}?as_of={as_of}")
        assert page.status_code == 200
        assert "已依法删除" in page.text
        assert "138" not in page.text
    rebuild(office)
    assert "已依法删除" in seen(desk)
    assert "一个人的个人信息" in auditor.get("/disclosures?kind=erasure").text
    assert "个人撤回同意" in auditor.get("/disclosures?kind=erasure").text
    before = office.ledger.position()
    again = erase(office, "--person", PHONE)  # nothing tells any more who he was
    assert (again.exit_code, "没有找到这个人" in again.stderr) == (1, True)
    assert office.ledger.position() == before
    assert not office.vault.holds(name)


def test_what_a_case_tells_is_erased_with_its_own_key(office, client_of):
    received(office)
    assert erase(office, "--case", "SH2026030501").exit_code == 0
    office.vault.forget()
    shown = seen(client_of("hotline_desk"))
    assert "三号楼前漆黑一片" not in shown
    assert PHONE in shown


def test_whoever_calls_again_after_an_erasure_is_heard(office, client_of):
    received(office)
    erase(office, "--person", PHONE)
    office.vault.forget()
    received(office, "SH2026030502")
    other = ticket_id("12345", "SH2026030502")
    desk = client_of("hotline_desk")
    values = {"field": ["phone"], "purpose": "contact"}
    assert PHONE in desk.post(f"/reveal/case/{other}", data=values).text
    assert "已依法删除" in desk.post(f"/reveal/case/{KEY}", data=values).text


def test_an_erasure_that_was_broken_off_is_finished_by_asking_again(office):
    received(office)
    name = office.vault.subjects(PHONE)[0]
    values = {"basis": "consent_withdrawn", "asked_by": "本人", "reason": "不再需要"}
    tell(office, ErasePersonalData, erasure_id(name), subject=name, **values)
    assert office.vault.holds(name)
    assert json.loads(erase(office, "--person", PHONE).stdout)["erased"] == [name]
    assert not office.vault.holds(name)


def test_an_erasure_is_confirmed_and_says_what_is_wrong(office):
    received(office)
    asked = erase(office, "--person", PHONE, more=(), typed="n\n")
    assert asked.exit_code == 1
    assert "不能恢复" in asked.stderr
    assert office.vault.holds(office.vault.subjects(PHONE)[0])
    assert erase(office, "--person", "13911112222").exit_code == 1
    assert erase(office).exit_code == 2
    result = erase(office, "--person", PHONE, more=("--basis", "because"))
    assert result.exit_code == 2
    assert "个人撤回同意" in result.stderr
