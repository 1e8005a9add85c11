"""What was said at a door and how the visit was made: covered, opened, gone through."""

import re
from copy import deepcopy
from uuid import uuid4

from governance.disclosures.stream import disclosure_id
from governance.kernel.command import SYSTEM
from governance.kernel.leaf import leaf, receipt
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.visits.stream import visit_id
from tests.builders import ask
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, escalated, send, visit_form


def test_the_page_of_a_visit_shows_receipt_and_findings_but_not_what_was_said(worker):
    form = escalated(uuid4()) | {"f1-description": "王阿姨家门口"}
    page = worker.get(send(worker, form).location).text
    assert re.search(r'已送达，回执 <a class="num" href="[^"]+">\d+-[A-Z2-7]{8}</a>', page)
    assert "楼道灯不亮" in page
    assert "隐患未消除" in page
    for words in ("13800138000", "独居", "王阿姨"):
        assert words not in page


def test_the_receipt_names_the_record_though_the_clock_was_set_back(worker, doors, clock):
    clock.move(minutes=-1)
    form = visit_form(uuid4())
    page = worker.get(send(worker, form).location).text
    record, *_ = doors.ledger.records(visit_id(form["command_id"]), doors.ledger.position())
    code = receipt(record[0], leaf(*record))
    assert f'回执 <a class="num" href="/receipts/{code}">{code}</a>' in page


def test_what_was_said_at_the_door_is_opened_for_a_purpose_and_the_look_is_kept(worker, doors):
    form = escalated(uuid4()) | {"f0-description": "软管发硬", "f1-description": "王阿姨家门口"}
    url = send(worker, form).location
    fields = re.findall(r'name="field" value="([^"]+)"', worker.get(url).text)
    assert fields == ["narrative", "note-1", "description-1", "description-2"]
    key = visit_id(form["command_id"])
    asked = {"command_id": str(uuid4()), "field": fields}
    unsaid = worker.post(f"/reveal/visit/{key}", data=asked | {"purpose": ""})
    assert unsaid.status_code == 422
    opened = worker.post(f"/reveal/visit/{key}", data=asked | {"purpose": "verify"}).text
    again = worker.post(f"/reveal/visit/{key}", data=asked | {"purpose": "verify"}).text
    for words in ("独居，电话13800138000", "第2项问题描述", "王阿姨家门口", "软管发硬"):
        assert words in opened
        assert words not in again
    (look,) = doors.history(disclosure_id(key))
    assert (look.fields, look.purpose) == (tuple(fields), "verify")


def test_what_was_noted_of_a_try_in_vain_is_opened_after_somebody_was_met(worker):
    missed = visit_form(
        uuid4(), outcome="not_met", made_at="2026-03-04T19:30", narrative="敲门无人"
    )
    url = send(worker, missed).location
    met = visit_form(uuid4(), plan=url.rpartition("/")[2], narrative="独居老人")
    assert send(worker, met).location == url
    fields = re.findall(r'name="field" value="([^"]+)"', worker.get(url).text)
    assert fields == ["note", "narrative"]
    asked = {"command_id": str(uuid4()), "field": fields, "purpose": "verify"}
    opened = worker.post(f"/reveal/visit/{visit_id(missed['command_id'])}", data=asked).text
    assert "敲门无人" in opened
    assert "独居老人" in opened


def test_the_seven_are_gone_through_and_shown_as_they_were_worded(worker, doors):
    page = worker.get(f"/visits/new?place={DOOR}").text
    edition = existing(re.search(r'name="seven_edition" value="(\d+)"', page))[1]
    told_seven = {"seven": ["k1", "k3"], "seven_edition": edition}
    url = send(worker, visit_form(uuid4(), **told_seven)).location
    content = deepcopy(doors.governance.book.editions["options"].content)
    content["listing"]["seven"]["option"][0]["label"] = "后来的文字"
    news = ask(PublishEdition, POLICY_STREAM, policy="options", content=content, source="测试")
    doors.execute(news, actor=SYSTEM)
    shown = worker.get(url).text
    assert len(re.findall(">做到<", shown)) == 2
    assert "第1条（待填写）" in shown
    assert "后来的文字" not in shown
    assert "后来的文字" in worker.get(f"/visits/new?place={DOOR}").text
    assert "七要诀" not in worker.get(send(worker, visit_form(uuid4())).location).text


def test_the_seven_stay_ticked_after_a_fault(worker):
    answer = send(worker, visit_form(uuid4(), way="", seven=["k2"], seven_edition="1"))
    assert answer.status_code == 422
    assert re.search(r'name="seven" value="k2"[^>]* checked', answer.text)
