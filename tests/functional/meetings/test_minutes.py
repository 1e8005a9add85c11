"""会议纪要: from what was recorded, put before who was there, corrected, approved, numbered."""

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from governance.meetings.stream import STREAM
from tests.expecting import existing
from tests.functional.meetings.setting import CROSSING, LATE, MEETING, PAGE, TITLES, done, key_of

MINUTES = f"{PAGE}/minutes"
RESOLVED = {
    "kind": "resolve",
    "decision": "城建办牵头，月底前完成",
    "matter": "疏通管道",
    "owner": "城建办",
    "standard": "排水通畅",
    "due": "2026-03-20",
}


@pytest.fixture
def recorded(held):
    done(held, f"{PAGE}/decide/{key_of(CROSSING)}", **RESOLVED)
    done(held, f"{PAGE}/said/{key_of(CROSSING)}", said="平安办提出先清障")
    return held


def step(client, name):
    page = client.get(MINUTES).text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    return done(client, f"{MINUTES}/{name}", seen=seen[1] if seen else "")


def text_of(client, **asked):
    body = client.get(f"{MINUTES}.docx", query_string=asked).data
    document = Document(io.BytesIO(body))
    tables = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *tables])


def state_of(office):
    return office.governance.load(STREAM, MEETING)


def test_the_minutes_say_who_was_there_what_was_said_decided_and_resolved(recorded):
    text = text_of(recorded)
    for words in (
        "“双周一议”会议纪要",
        "grid_leader的账号",
        "居民代表、物业",
        TITLES[CROSSING],
        "讨论：平安办提出先清障",
        "议定（形成议定事项）：城建办牵头，月底前完成",
        "没有形成议定意见",
        "议定事项清单",
        "排水通畅",
    ):
        assert words in text, words
    pages = PdfReader(io.BytesIO(recorded.get(f"{MINUTES}.pdf").data)).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    assert "议定（形成议定事项）：城建办牵头" in printed
    assert "草稿" in printed


def test_minutes_are_no_agenda_and_want_a_meeting(frozen):
    assert frozen.get(MINUTES).status_code == 404
    assert frozen.get(f"{MINUTES}.docx").status_code == 404


def test_minutes_are_circulated_approved_by_another_and_numbered(recorded, client_of, office):
    leader = client_of("grid_leader")
    assert "批准并编号" not in leader.get(MINUTES).text
    step(recorded, "circulate")
    assert "会议纪要传阅" in client_of("grid_worker").get("/").text
    done(recorded, f"{MINUTES}/approve")
    assert state_of(office).approved is None
    assert "纪要须由记录人、传阅人以外的人批准" in recorded.get(MINUTES).text
    step(leader, "approve")
    assert existing(state_of(office).approved).serial == "纪〔2026〕05-G1"
    assert "已批准" in leader.get(MINUTES).text
    assert "纪〔2026〕05-G1" in text_of(leader, version="1")
    assert "会议纪要传阅" not in client_of("grid_worker").get("/").text


def test_approved_minutes_stay_and_what_is_corrected_goes_round(recorded, client_of, office, clock):
    leader = client_of("grid_leader")
    step(recorded, "circulate")
    step(leader, "approve")
    first = leader.get(f"{MINUTES}.docx?version=1").data
    clock.move(minutes=5)
    correct = {"kind": "note", "decision": "改为听取情况", "reason": "记录有误"}
    done(leader, f"{PAGE}/decide/{key_of(CROSSING)}", **correct)
    assert "批准后有更正" in leader.get(MINUTES).text
    assert leader.get(f"{MINUTES}.docx?version=1").data == first
    assert "改为听取情况" not in text_of(leader, version="1")
    step(recorded, "circulate")
    step(leader, "approve")
    assert existing(state_of(office).approved).number == 2
    assert "改为听取情况" in text_of(leader, version="2")
    assert leader.get(f"{MINUTES}.docx?version=1").data == first


def test_what_is_corrected_after_circulation_is_not_approved(recorded, client_of, office):
    leader = client_of("grid_leader")
    step(recorded, "circulate")
    seen = existing(re.search(r'name="seen" value="([0-9a-f]{64})"', leader.get(MINUTES).text))[1]
    done(recorded, f"{PAGE}/said/{key_of(LATE)}", said="承办单位说明了原因")
    done(leader, f"{MINUTES}/approve", seen=seen)
    assert state_of(office).approved is None
    assert "请重新传阅再批准" in leader.get(MINUTES).text
    again = {"said": "承办单位说明了原因"}
    answer = recorded.post(f"{PAGE}/said/{key_of(LATE)}", data=again)
    assert answer.status_code == 422, "nothing new was said"


def test_who_only_reads_reads(recorded, client_of, office):
    page = client_of("grid_worker").get(MINUTES).text
    assert "平安办提出先清障" in page
    assert "补记讨论情况" not in page
    client_of("grid_worker").post(f"{MINUTES}/circulate")
    assert state_of(office).circulated is None
