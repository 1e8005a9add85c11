"""What a meeting resolves comes back to it until somebody else closes it."""

import io
import re
from datetime import timedelta
from uuid import uuid4

from openpyxl import load_workbook
from PIL import Image

from governance.resolutions.stream import resolution_id
from tests.builders import NOW
from tests.expecting import existing
from tests.functional.meetings.setting import (
    CROSSING,
    LATE,
    MEETING,
    NEXT,
    PAGE,
    WINDOW,
    done,
    key_of,
    send,
)

RESOLVED = {
    "kind": "resolve",
    "decision": "由城建办牵头疏通",
    "matter": "疏通排污管道",
    "leader": "grid_leader",
    "owner": "城建办",
    "partners": ["平安办"],
    "due": "2026-03-20",
    "standard": "管道通畅并拍照",
    "number": "1",
}


def test_a_resolution_comes_back_until_somebody_else_closes_it(held, client_of, office, clock):
    path = f"{PAGE}/decide/{key_of(CROSSING)}"
    incomplete = send(held, path, kind="resolve", decision="由城建办牵头疏通", number="1")
    assert incomplete.status_code == 422
    assert "请写明销号标准" in incomplete.text
    assert "由城建办牵头疏通" in incomplete.text
    once = {"command_id": str(uuid4()), **RESOLVED}
    for _ in range(2):
        assert held.post(path, data=once).status_code == 303
    page = held.get(PAGE).text
    assert "由城建办牵头疏通" in page
    assert "疏通排污管道" in page
    ledger = held.get("/resolutions").text
    assert ledger.count("议〔2026〕05-G1-01") == 1
    assert "城建办等2家单位" in ledger

    clock.now += timedelta(days=7)
    held = client_of("secretary")
    following = f"/meetings/{NEXT}"
    schedule = f"/meetings/schedule?grid=g1&window={WINDOW + 1}"
    done(held, schedule, meets_at="2026-03-24T14:00", place="党群服务站", host="grid_leader")
    done(held, f"{following}/draft")
    assert "疏通排污管道" in held.get(following).text
    key = resolution_id(MEETING, 1)
    fixed = send(held, f"{following}/strike/resolution:{key}", reason="不想议")
    assert fixed.status_code == 422
    assert "不能撤下" in fixed.text

    unit, leader = client_of("handling_unit"), client_of("grid_leader")
    one = f"/resolutions/{key}"
    done(unit, f"{one}/progress", percent="60", note="已疏通一半")
    done(unit, f"{one}/claim", evidence="全线疏通，照片附后")
    assert send(unit, f"{one}/close").status_code == 422
    done(leader, f"{one}/decline", reason="缺少照片")
    assert "缺少照片" in unit.get(one).text
    done(unit, f"{one}/claim", evidence="已补照片")
    done(held, f"{following}/draft")
    assert "责任单位已申请销号" in held.get(following).text
    done(leader, f"{one}/close", note="现场看过")
    done(held, f"{following}/draft")
    assert 'data-item="疏通排污管道"' not in held.get(following).text
    assert "已销号" in held.get("/resolutions?stage=closed").text
    workbook = load_workbook(io.BytesIO(held.get("/resolutions?stage=all&format=xlsx").data))
    row = [cell.value for cell in workbook["议定事项"][2]]
    assert {"议〔2026〕05-G1-01", "疏通排污管道", "已销号"} <= set(row)


def test_a_claim_brings_proof_and_whoever_sees_the_resolution_sees_it(held, client_of, office):
    done(held, f"{PAGE}/decide/{key_of(CROSSING)}", **RESOLVED)
    one = f"/resolutions/{resolution_id(MEETING, 1)}"
    unit = client_of("handling_unit")
    assert 'enctype="multipart/form-data"' in unit.get(f"{one}/claim").text
    proof = [(io.BytesIO(photo()), "完工.png"), (io.BytesIO(b"%PDF-1.7 x"), "验收单.pdf")]
    forgotten = send(unit, f"{one}/claim", evidence="", proof=proof)
    assert forgotten.status_code == 422
    kept = re.findall(r'name="proof_kept" value="(\w+)"', forgotten.text)
    assert len(kept) == 2, "what was sent is kept though something else is missing"
    fake = send(unit, f"{one}/claim", evidence="好了", proof=[(io.BytesIO(b"MZ"), "照片.png")])
    assert fake.status_code == 422
    assert "不是能读取的照片" in fake.text
    done(unit, f"{one}/claim", evidence="全线疏通", proof_kept=kept)
    page = held.get(one).text
    files = re.findall(rf'href="(/photos/{resolution_id(MEETING, 1)}/\w+)"', page)
    assert len(files) == 2
    pdf = next(answer for f in files if (answer := held.get(f)).mimetype == "application/pdf")
    assert pdf.data == b"%PDF-1.7 x"
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    assert client_of("hotline_desk").get(files[0]).status_code == 404


def test_two_who_resolve_at_once_take_numbers_of_their_own(held, office):
    first = {"command_id": str(uuid4()), **RESOLVED}
    second = {"command_id": str(uuid4()), **RESOLVED, "matter": "修复路灯"}
    assert held.post(f"{PAGE}/decide/{key_of(CROSSING)}", data=first).status_code == 303
    for _ in range(2):
        answer = held.post(f"{PAGE}/decide/{key_of(LATE)}", data=second)
        assert answer.status_code == 303, answer.text
    ledger = held.get("/resolutions").text
    assert [ledger.count(f"议〔2026〕05-G1-0{n}") for n in (1, 2, 3)] == [1, 1, 0]
    assert len(office.history(resolution_id(MEETING, 2))) == 1


def test_an_item_decided_by_somebody_else_meanwhile_is_told_so(held, office):
    path = f"{PAGE}/decide/{key_of(LATE)}"
    values = {"kind": "note", "decision": "听取情况", "number": "1"}
    done(held, path, **values)
    position = office.ledger.position()
    late = send(held, path, **values)
    assert late.status_code == 422
    assert "这个议题已有议定记录" in late.text
    assert office.ledger.position() == position


def photo():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def test_what_is_printed_names_no_resident(held, client_of):
    done(held, f"{PAGE}/decide/{key_of(CROSSING)}", **RESOLVED)
    one = f"/resolutions/{resolution_id(MEETING, 1)}"
    unit = client_of("handling_unit")
    answer = send(unit, f"{one}/progress", percent="30", note="已联系张先生13800138000")
    assert answer.status_code == 422
    assert "请去掉其中的电话号码" in answer.text
    done(unit, f"{one}/progress", percent="30", note="已联系到当事人")
    rows = held.get("/resolutions?stage=all&format=csv").data.decode("utf-8-sig").splitlines()
    assert rows[0].startswith(
        "会议名称,召开时间,跟踪督办事项,有关要求,牵头领导,责任单位,完成时限,落实情况,状态,落实时间"
    )
    assert "grid_leader的账号,城建办等2家单位" in rows[1]
    assert "完成30%：已联系到当事人" in rows[1]


def test_what_is_late_is_marked_and_stands_under_a_tab_of_its_own(held, client_of, clock):
    done(held, f"{PAGE}/decide/{key_of(CROSSING)}", **RESOLVED)
    assert RESOLVED["matter"] not in held.get("/resolutions?stage=overdue").text
    clock.now += timedelta(days=30)
    held = client_of("secretary")
    page = held.get("/resolutions?stage=overdue").text
    assert RESOLVED["matter"] in page
    assert '<tr class="late">' in page
    assert f'<a href="{PAGE}">第一综合网格双周一议' in page
    rows = held.get("/resolutions?stage=overdue&format=csv").data.decode("utf-8-sig")
    assert len(re.findall("2026-03-20", rows)) == 1


def test_nobody_closes_his_own_claim(held):
    done(held, f"{PAGE}/decide/{key_of(CROSSING)}", **RESOLVED)
    one = f"/resolutions/{resolution_id(MEETING, 1)}"
    done(held, f"{one}/claim", evidence="办好了")
    answer = send(held, f"{one}/close")
    assert answer.status_code == 422
    assert "销号须由申请人以外的人核验" in answer.text
    assert "须由其他人核验" in held.get(one).text


def test_a_decision_is_corrected_and_both_stay(held):
    path = f"{PAGE}/decide/{key_of(LATE)}"
    done(held, path, kind="note", decision="听取情况")
    assert "更正议定" in held.get(path).text
    done(held, path, kind="defer", decision="下期再议", reason="记错")
    page = held.get(PAGE).text
    assert "下期再议" in page
    assert "更正议定：记错" in page


def test_only_a_meeting_moves_a_limit(held, clock, client_of):
    done(held, f"{PAGE}/decide/{key_of(CROSSING)}", **RESOLVED)
    key = resolution_id(MEETING, 1)
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
    path = f"{following}/decide/resolution:{key}"
    assert send(held, path, kind="postpone", decision="同意", number="1").status_code == 422
    done(held, path, kind="postpone", decision="汛期施工", due="2026-04-10", number="1")
    assert "2026年4月10日" in held.get(f"/resolutions/{key}").text
