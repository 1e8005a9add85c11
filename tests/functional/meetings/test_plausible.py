"""What is hardly meant is asked about or refused, in words, with everything typed kept."""

import re

import pytest

from governance.meetings.stream import STREAM, meeting_id
from tests.expecting import existing
from tests.functional.meetings.setting import CROSSING, MEETING, PAGE, WINDOW, done, key_of, send

SCHEDULE = f"/meetings/schedule?grid=g1&window={WINDOW}"
THERE = {"place": "党群服务站", "host": "grid_leader"}


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-14T14:00", "这一天不是工作日"),
        ("2026-03-11T03:00", "不在工作时段"),
        ("2026-03-04T14:00", "已经过去"),
    ],
)
def test_an_unusual_moment_is_asked_about(secretary, office, at, words):
    answer = send(secretary, SCHEDULE, meets_at=at, **THERE)
    assert answer.status_code == 422
    assert words in answer.text
    assert "党群服务站" in answer.text
    done(secretary, SCHEDULE, meets_at=at, despite="街道要求", **THERE)
    state = office.governance.load(STREAM, MEETING)
    assert state.stage == "scheduled"
    assert "街道要求" in secretary.get(PAGE).text


def test_two_grids_at_the_same_moment_are_asked_about(scheduled, office):
    other = f"/meetings/schedule?grid=g2&window={WINDOW}"
    answer = send(scheduled, other, meets_at="2026-03-10T14:00", **THERE)
    assert answer.status_code == 422
    assert "第一综合网格的会议也在这个时间" in answer.text
    done(scheduled, other, meets_at="2026-03-11T14:00", **THERE)
    move = f"/meetings/{meeting_id('g2', WINDOW)}/move"
    values = {"new": "2026-03-10T14:00", "place": "党群服务站", "reason": "冲突"}
    assert send(scheduled, move, **values).status_code == 422
    done(scheduled, move, **values, despite="合并召开")
    assert office.governance.load(STREAM, meeting_id("g2", WINDOW)).meets_at.day == 10


def test_a_day_before_the_meeting_is_refused(held):
    resolve = {
        "kind": "resolve",
        "decision": "限期",
        "matter": "疏通",
        "owner": "城建办",
        "standard": "拍照",
    }
    path = f"{PAGE}/decide/{key_of(CROSSING)}"
    answer = send(held, path, **resolve, due="2026-03-09")
    assert answer.status_code == 422
    assert "完成时限早于会议当天" in answer.text
    done(held, path, **resolve, due="2026-03-10")


def test_a_resolution_is_not_verified_without_a_word(held, client_of, office):
    done(
        held,
        f"{PAGE}/decide/{key_of(CROSSING)}",
        kind="resolve",
        decision="限期",
        matter="疏通",
        owner="城建办",
        standard="拍照",
    )
    page = held.get("/resolutions").text
    key = existing(re.search(r'href="/resolutions/([0-9a-f-]{36})', page))[1]
    done(client_of("handling_unit"), f"/resolutions/{key}/claim", evidence="办好了")
    answer = send(held, f"/resolutions/{key}/close", note=" ")
    assert answer.status_code == 422
    assert "请写明核验情况" in answer.text
    done(held, f"/resolutions/{key}/close", note="现场已看")
