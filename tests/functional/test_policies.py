"""Policies as the administrator keeps them: days of the calendar, lines of the others."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from tests.publishing import previewed, published
from web.frame.query_args import LONGEST

DAY = date(2026, 3, 9)  # a Monday after the fixed day of these tests
TOLD = {"day": DAY.isoformat(), "works": "no", "name": "防汛演练", "source": "街道通知第3号"}


@pytest.fixture
def send(client_of):
    desk = client_of("administrator")

    def sent(**values):
        return published(desk, "/policies/calendar/day", {"command_id": str(uuid4()), **values})

    return sent


def test_a_day_set_by_the_sub_district_counts_from_then_on(send, office, client_of):
    assert office.governance.book.calendar.is_working(DAY)
    assert send(**TOLD).status_code == 303
    assert not office.governance.book.calendar.is_working(DAY)
    page = client_of("auditor").get("/policies/calendar/2").text
    assert "2026年3月9日（周一）" in page
    assert "放假：防汛演练（本街道设定）" in page
    assert "街道通知第3号" in page
    assert "国庆节" in page
    assert send(**TOLD | {"works": "yes"}).status_code == 303
    assert office.governance.book.calendar.is_working(DAY)
    assert len(office.governance.book.calendar.content.overrides) == 1


def test_an_edition_that_says_nothing_new_is_not_said_to_be_published(client_of, office):
    desk = client_of("administrator")
    held = msgspec.json.encode(office.governance.book.calendar.content).decode()
    values = {"command_id": str(uuid4()), "content": held, "source": "街道通知", "in_force": "1"}
    answer = desk.post("/policies/calendar/1", data=values)
    assert answer.status_code == 422
    assert "没有改动：现在已经是这样" in answer.text
    assert "街道通知" in answer.text
    assert office.governance.book.number("calendar") == 1


def test_sent_twice_a_day_is_set_once(client_of, office):
    desk, path = client_of("administrator"), "/policies/calendar/day"
    _, once = previewed(desk, path, TOLD | {"command_id": str(uuid4())})
    assert desk.post(path, data=once).status_code == desk.post(path, data=once).status_code == 303
    assert office.governance.book.number("calendar") == 2


def test_two_at_once_do_not_undo_each_other(send, client_of, office):
    desk = client_of("administrator")
    held = office.governance.book.calendar.content
    mine = {"content": msgspec.json.encode(held).decode(), "source": "旧稿", "in_force": "1"}
    late = mine | {"command_id": str(uuid4()), "content": mine["content"].replace("08:00", "08:30")}
    shown, then = previewed(desk, "/policies/calendar/1", late)
    assert "已经发布了" not in shown.text
    assert send(**TOLD).status_code == 303
    answer = desk.post("/policies/calendar/1", data=then)
    assert answer.status_code == 200
    assert "已经发布了第2版，这次没有发布" in answer.text
    assert "08:30" in answer.text
    assert (
        '<del><span class="visually-hidden">删去</span>      &#34;name&#34;: &#34;防汛演练'
        in answer.text
    )
    assert 'name="in_force" value="2"' in answer.text
    assert office.governance.book.number("calendar") == 2
    assert send(**TOLD | {"day": "2026-03-10", "in_force": "1"}).status_code == 303
    assert len(office.governance.book.calendar.content.overrides) == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2026-03-04"}, "这一天已经过去"),
        ({"day": "明天"}, "日期"),
        ({"works": ""}, "此项必填"),
        ({"source": ""}, "此项必填"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(send, office, wrong, words):
    answer = send(**TOLD | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "防汛演练" in answer.text
    assert office.governance.book.number("calendar") == 1


def test_only_who_keeps_the_policies_sets_a_day(client_of):
    auditor = client_of("auditor")
    assert "设定某一天" not in auditor.get("/policies").text
    assert auditor.get("/policies/calendar/day").status_code == 403
    assert "设定某一天" in client_of("administrator").get("/policies").text


CONTACT = {
    "limit": "2工作日",
    "source": "街道通知第3号",
    "confirmed": "yes",
    "why": "街道核定",
    "in_force": "1",
}


def place_of(office, name):
    rules = office.governance.book.editions["deadlines"].content["rule"]
    return next(f"rule.{n}" for n, rule in enumerate(rules) if rule["id"] == name)


@pytest.fixture
def revise(office, client_of):
    path = f"/policies/deadlines/line?at={place_of(office, 'contact_urgent')}"
    desk = client_of("administrator")

    def sent(**values):
        return published(desk, path, {"command_id": str(uuid4()), **values})

    return sent


def test_a_line_is_revised_and_confirmed_and_all_else_stays(revise, office, client_of):
    before = office.governance.book.editions["deadlines"].content
    assert revise(**CONTACT).status_code == 303
    edition = office.governance.book.editions["deadlines"]
    place = int(place_of(office, "contact_urgent").partition(".")[2])
    line = {"limit": "2工作日", "source": "街道通知第3号", "confirmed": True}
    assert edition.content["rule"][place] == before["rule"][place] | line
    assert edition.content | {"rule": None} == before | {"rule": None}
    others = [rule for n, rule in enumerate(edition.content["rule"]) if n != place]
    assert others == [rule for n, rule in enumerate(before["rule"]) if n != place]
    page = client_of("administrator").get("/policies/deadlines/2").text
    assert "街道核定" in page
    assert "街道通知第3号" in page


def test_a_line_sent_twice_is_revised_once(office, client_of):
    path = f"/policies/deadlines/line?at={place_of(office, 'contact_urgent')}"
    desk = client_of("administrator")
    _, once = previewed(desk, path, CONTACT | {"command_id": str(uuid4())})
    assert desk.post(path, data=once).status_code == desk.post(path, data=once).status_code == 303
    assert office.governance.book.number("deadlines") == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"limit": "很快"}, "这不是期限"),
        ({"source": "待确认：口头"}, "已确认的内容要写明依据"),
        ({"why": ""}, "此项必填"),
    ],
)
def test_a_wrong_line_is_refused_in_words(revise, office, wrong, words):
    answer = revise(**CONTACT | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert office.governance.book.number("deadlines") == 1


def test_a_figure_stays_whole_or_is_refused(office, client_of):
    sections = office.governance.book.editions["agenda"].content["section"]
    section = next(n for n, row in enumerate(sections) if "item_minutes" in row)
    path, desk = f"/policies/agenda/line?at=section.{section}", client_of("administrator")
    plain = {k: v for k, v in sections[section].items() if not isinstance(v, bool)}
    values = {k: str(v) for k, v in plain.items() if isinstance(v, str | int)}
    values |= {"why": "会议太长", "source": "网格办", "command_id": str(uuid4())}
    assert desk.post(path, data=values | {"item_minutes": "2.5"}).status_code == 422
    answer = published(desk, path, values | {"command_id": str(uuid4()), "item_minutes": "4"})
    assert answer.status_code == 303, answer.text
    row = office.governance.book.editions["agenda"].content["section"][section]
    assert row["item_minutes"] == 4
    assert isinstance(row["item_minutes"], int)


def test_a_rule_says_to_what_it_applies(client_of):
    page = client_of("auditor").get("/policies/deadlines/1").text
    assert "适用于12345工单（紧急）" in page
    assert "适用于网格问题</td>" in page


NOWHERE = ("rule", "rule.999", "rule.x", "rule." + "9" * 5000, "rule.0.limit", "source", "1.2")


@pytest.mark.parametrize("at", NOWHERE, ids=lambda at: at[:12])
def test_only_what_has_a_name_is_revised(client_of, at):
    answer = client_of("administrator").get(f"/policies/deadlines/line?at={at}")
    assert answer.status_code == (404 if len(at) <= LONGEST else 414)
    assert client_of("administrator").get(f"/policies/weather/line?at={at[:9]}").status_code == 404


def test_a_reader_sees_no_way_to_revise(client_of):
    auditor = client_of("auditor")
    assert "修订" not in auditor.get("/policies/deadlines/1").text
    assert auditor.get("/policies/deadlines/line?at=rule.0").status_code == 403
    assert "修订" in client_of("administrator").get("/policies/deadlines/1").text


def test_what_was_not_previewed_is_not_published(office, client_of):
    path = f"/policies/deadlines/line?at={place_of(office, 'contact_urgent')}"
    desk, values = client_of("administrator"), CONTACT | {"command_id": str(uuid4())}
    for more in ({}, {"step": "publish"}, {"step": "publish", "previewed": "0" * 64}):
        answer = desk.post(path, data=values | more)
        assert answer.status_code == 200
        assert "预览：还没有发布" in answer.text
        assert office.governance.book.number("deadlines") == 1
    shown, then = previewed(desk, path, values)
    other = desk.post(path, data=then | {"limit": "3工作日"})
    assert other.status_code == 200
    assert "3工作日" in other.text
    assert "2工作日" not in other.text
    assert office.governance.book.number("deadlines") == 1
    assert "2工作日" in shown.text
    assert desk.post(path, data=then).status_code == 303
    assert office.governance.book.deadlines.rule[0].limit == "2工作日"


def test_a_preview_stores_nothing_and_keeps_what_was_typed(office, client_of):
    path = f"/policies/deadlines/line?at={place_of(office, 'contact_urgent')}"
    desk = client_of("administrator")
    position = office.ledger.position()
    shown = desk.post(path, data=CONTACT | {"in_force": "7"})
    assert office.ledger.position() == position
    assert 'value="街道核定"' in shown.text
    assert "您填写期间已经发布了第1版" in shown.text
    assert 'name="in_force" value="1"' in shown.text
