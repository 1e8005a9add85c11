"""What a meeting decided is done or waits for whoever must do it, and is told where it stands."""

import io
import re
from datetime import timedelta

import pytest
from docx import Document

from governance.meetings.stream import STREAM
from governance.resolutions.stream import resolution_id
from tests.builders import NOW
from tests.expecting import existing
from tests.functional.meetings.setting import (
    CROSSING,
    LATE,
    MEETING,
    NEXT,
    PAGE,
    TITLES,
    WINDOW,
    done,
    key_of,
)

WAITS = "会议已定、待办理"
RAISED = {
    "kind": "escalate",
    "decision": "提请联席会议",
    "matter": "管道改造",
    "owner": "平安办",
    "standard": "有明确意见",
    "due": "2026-03-20",
}


def decide(client, serial, **values):
    return done(client, f"{PAGE}/decide/{key_of(serial)}", **values)


@pytest.fixture
def agreed(held):
    decide(held, LATE, kind="close", decision="同意结案。")
    return held


def test_what_was_agreed_waits_for_whoever_must_do_it(agreed, client_of):
    assert "已列入经办人今日页面" in agreed.get(PAGE).text
    for role in ("hotline_desk", "handling_unit"):
        page = client_of(role).get("/").text
        assert WAITS in page, role
        assert TITLES[LATE] in page.partition('id="agreed-title"')[2].partition("</section>")[0]
    for role in ("grid_worker", "administrator"):
        assert WAITS not in client_of(role).get("/").text, role


def test_the_case_tells_what_became_of_it_at_meetings(agreed):
    page = agreed.get(f"/cases/{key_of(LATE).removeprefix('case:')}").text
    ledger = page.partition('id="ledger-title"')[2].partition("</section>")[0]
    assert "2026年第5期首次上会，共 1 次" in ledger
    assert "同意销号或结案：</strong>同意结案。" in ledger


def test_the_next_agenda_says_what_was_decided_and_what_came_of_it(
    agreed, clock, client_of, office
):
    decide(agreed, CROSSING, **RAISED)
    clock.now += timedelta(days=7)
    secretary = client_of("secretary")
    schedule = f"/meetings/schedule?grid=g1&window={WINDOW + 1}"
    done(secretary, schedule, meets_at="2026-03-24T14:00", place="党群服务站", host="grid_leader")
    done(secretary, f"/meetings/{NEXT}/draft")
    page = secretary.get(f"/meetings/{NEXT}").text
    late = page.partition(f'data-item="{TITLES[LATE]}"')[2].partition("</li>")[0]
    assert "2026年第5期议定（同意销号或结案）：同意结案，会后尚未办理" in late
    assert "会议已同意结案，尚未办理" in late
    crossing = page.partition(f'data-item="{TITLES[CROSSING]}"')[2].partition("</li>")[0]
    assert "议定（提级办理）：提请联席会议；议定事项“管道改造”在办，进度0%" in crossing
    room = "".join(secretary.get(f"/meetings/{NEXT}/room?at={n}").text for n in range(1, 5))
    assert "会后尚未办理" in room
    paper = Document(io.BytesIO(secretary.get(f"/meetings/{NEXT}/agenda.docx").data))
    assert "会后尚未办理" in "".join(paper.element.body.itertext())
    draft = office.governance.load(STREAM, NEXT).draft
    assert any(item.decided for item in draft.items())


def test_what_is_raised_has_somebody_who_answers_for_it(held):
    answer = held.post(
        f"{PAGE}/decide/{key_of(CROSSING)}", data={"kind": "escalate", "decision": "提级"}
    )
    assert answer.status_code == 422
    assert "请写明销号标准" in answer.text
    decide(held, CROSSING, **RAISED)
    page = held.get(f"/resolutions/{resolution_id(MEETING, 1)}").text
    assert "管道改造" in page
    assert "提级办理：</strong>提请联席会议" in page.partition('id="ledger-title"')[2]


def test_a_claim_the_meeting_agreed_to_is_closed_with_the_decision(held, clock, client_of, office):
    decide(held, CROSSING, **RAISED | {"kind": "resolve", "owner": "城建办"})
    one = resolution_id(MEETING, 1)
    done(client_of("handling_unit"), f"/resolutions/{one}/claim", evidence="办好了")
    clock.now += timedelta(days=7)
    held = client_of("secretary")
    schedule = f"/meetings/schedule?grid=g1&window={WINDOW + 1}"
    done(held, schedule, meets_at="2026-03-24T14:00", place="党群服务站", host="grid_leader")
    following = f"/meetings/{NEXT}"
    done(held, f"{following}/draft")
    page = held.get(following).text
    shown = {
        n: existing(re.search(rf'name="{n}" value="([^"]*)"', page))[1]
        for n in ("position", "seen")
    }
    done(held, f"{following}/freeze", **shown)
    clock.now = NOW + timedelta(days=19, hours=5)
    held = client_of("secretary")
    people = {"host": "grid_leader", "recorder": "secretary", "attended": ["grid_leader"]}
    done(held, f"{following}/hold", held_at="2026-03-24T14:00", **people)
    done(held, f"{following}/decide/resolution:{one}", kind="close", decision="同意销号")
    assert "议定事项已销号" in held.get(following).text
    page = held.get(f"/resolutions/{one}").text
    assert "已销号" in page
    assert "共 2 次" in page
    assert office.governance.load(STREAM, NEXT).decisions
