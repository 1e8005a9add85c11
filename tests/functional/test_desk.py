"""今日: each role sees first what it does first, and can do one after the other."""

import re
from datetime import datetime
from uuid import uuid4

import pytest

from tests.expecting import existing

TICKET = {
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "content": "三号楼前路灯三天不亮",
    "caller": "张三",
    "phone": "13800138000",
    "grid": "g1",
    "urgency": "normal",
}
CONTACT = {
    "way": "phone",
    "contacted_at": "2026-03-05T09:40",
    "result": "reached",
    "note": "约了下午看现场",
}
TITLES = {"SH01": "小区路灯不亮", "SH02": "垃圾厢房异味"}


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


def path_of(answer):
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def waiting(client_of):
    """Two tickets nobody has called back about."""
    desk = client_of("hotline_desk")
    for serial, title in TITLES.items():
        values = TICKET | {"serial": serial, "title": title}
        assert send(desk, "/tickets/new", **values).status_code == 303
    return desk


def group(page, label):
    """Give what stands under a heading of the list."""
    after = page.partition(f"{label} <a")[2]
    return after.partition('class="group"')[0]


def test_the_queues_stand_in_the_order_they_are_worked(waiting):
    page = waiting.get("/").text
    assert all(title in group(page, "待初电") for title in TITLES.values())
    assert "待派遣 <a" not in page  # a case stands once, where it is to be worked first
    assert page.count(TITLES["SH01"]) == 1


def test_one_after_the_other_until_none_is_left(waiting):
    first = path_of(waiting.get("/next"))
    assert "in_turn=1" in first
    page = waiting.get(first).text
    act = existing(re.search(r'action="(/cases/[^"]+/contact\?in_turn=1)"', page))[1]
    after = path_of(send(waiting, act, **CONTACT))
    second = path_of(waiting.get(after))
    assert second != first
    key = second.partition("?")[0].rpartition("/")[2]
    assert path_of(waiting.get(f"/next?after={key}")) != second


def test_skipping_goes_on_and_ends_at_today(waiting):
    first = path_of(waiting.get("/next"))
    key = first.partition("?")[0].rpartition("/")[2]
    second = path_of(waiting.get(f"/next?after={key}"))
    assert second != first
    key = second.partition("?")[0].rpartition("/")[2]
    assert path_of(waiting.get(f"/next?after={key}")) == "/"
    assert "眼下没有别的要办的了" in waiting.get("/").text


def test_an_act_out_of_turn_stays_with_the_case(waiting):
    case = path_of(waiting.get("/next")).partition("?")[0]
    assert path_of(send(waiting, f"{case}/contact", **CONTACT)) == case


def test_what_is_due_today_is_found(waiting, client_of, clock):
    due = existing(re.search(r'<time class="due" datetime="([^"]+)"', waiting.get("/").text))[1]
    before = datetime.fromisoformat(due) - clock()

    def found(which):
        return TITLES["SH01"] in client_of("hotline_desk").get(f"/cases?due={which}").text

    assert not found("today")
    clock.move(seconds=before.total_seconds() - 1)
    assert found("today")
    clock.move(seconds=2)
    assert not found("today")
    assert found("overdue")


def test_a_leader_sees_figures_and_works_no_queue(waiting, client_of):
    leader = client_of("grid_leader")
    page = leader.get("/").text
    assert "较上期" in page
    assert "先看这些" in page
    assert "办下一件" not in page
    assert path_of(leader.get("/next")) == "/"


def test_an_auditor_finds_a_case_and_a_moment(waiting, client_of, clock):
    auditor = client_of("auditor")
    assert "看哪一刻" in auditor.get("/").text
    assert TITLES["SH01"] in auditor.get("/cases?q=路灯&as_of=").text
    clock.move(days=2)
    then = client_of("auditor").get("/cases?q=路灯&as_of=2026-03-06T10:00")
    assert "您正在查看" in then.text
    assert TITLES["SH01"] in then.text


def test_an_administrator_sees_whether_all_is_well(client_of):
    page = client_of("administrator").get("/").text
    assert "系统情况" in page
    assert page.count("正常</span>") >= 4


def test_the_entry_of_a_page_further_in_is_marked(waiting):
    case = path_of(waiting.get("/next"))
    assert re.search(r'href="/cases" aria-current="true"', waiting.get(case).text)
    assert re.search(r'href="/cases" aria-current="page"', waiting.get("/cases").text)


def test_a_policy_reads_in_words(client_of):
    page = client_of("auditor").get("/policies/deadlines/1").text
    words = page.partition("逐条内容")[2].partition("<pre")[0]
    assert "先行联系" in words
    assert "工作日" in words
    assert not re.search(r"\bworking_day\b|hotline\.", words)


def test_only_an_administrator_sees_the_system(client_of):
    assert "系统情况" not in client_of("secretary").get("/").text


def test_every_number_on_the_page_is_what_its_list_has(client_of):
    desk = client_of("hotline_desk")
    for n in range(30):
        values = TICKET | {"serial": f"SH{n}", "title": f"路灯不亮{n}"}
        assert send(desk, "/tickets/new", **values).status_code == 303
    page = desk.get("/").text
    first = group(page, "待初电")
    listed = first.count('class="c-no num"')
    assert f"另有{30 - listed}件" in first


def test_late_in_handling_is_told_apart_from_some_limit_behind_it(waiting, clock, client_of):
    clock.move(days=2)
    page = client_of("grid_leader").get("/").text
    assert "先行联系</span>" in page
    tiles = dict(re.findall(r'class="visually-hidden">([^<]+)：</span>([0-9]+)', page))
    assert (tiles["办理超期"], tiles["有时限已过"]) == ("0", "2")
