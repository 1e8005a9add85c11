"""The working calendar as the administrator keeps it."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

DAY = date(2026, 3, 9)  # a Monday after the fixed day of these tests
TOLD = {"day": DAY.isoformat(), "works": "no", "name": "防汛演练", "source": "街道通知第3号"}


@pytest.fixture
def send(client_of):
    desk = client_of("administrator")

    def sent(**told):
        return desk.post("/policies/calendar/day", data={"command_id": str(uuid4()), **told})

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


def test_sent_twice_a_day_is_set_once(send, office):
    once = TOLD | {"command_id": str(uuid4())}
    assert send(**once).status_code == send(**once).status_code == 303
    assert office.governance.book.number("calendar") == 2


def test_two_at_once_do_not_undo_each_other(send, client_of, office):
    desk = client_of("administrator")
    held = office.governance.book.calendar.content
    mine = {"content": msgspec.json.encode(held).decode(), "source": "旧稿", "in_force": "1"}
    assert send(**TOLD).status_code == 303
    late = mine | {"command_id": str(uuid4()), "content": mine["content"].replace("08:00", "08:30")}
    answer = desk.post("/policies/calendar/1", data=late)
    assert answer.status_code == 422
    assert "已经发布了第2版" in answer.text
    assert "08:30" in answer.text
    assert 'name="in_force" value="1"' in answer.text
    assert office.governance.book.number("calendar") == 2
    assert send(**TOLD | {"day": "2026-03-10", "in_force": "1"}).status_code == 422
    assert send(**TOLD | {"day": "2026-03-10", "in_force": "2"}).status_code == 303
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
