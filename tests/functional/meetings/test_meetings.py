"""A fortnight's errand: drafted, worked on by hand, frozen, exported, added to."""

import io
from datetime import timedelta

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from governance.hotline.commands import DispatchTicket
from governance.hotline.stream import ticket_id
from governance.meetings.stream import STREAM
from tests.deployment import tell
from tests.functional.meetings.setting import (
    CROSSING,
    FRESH,
    LATE,
    MEETING,
    PAGE,
    TITLES,
    done,
    freeze,
    key_of,
    send,
)


def test_the_list_says_how_far_each_meeting_is(scheduled):
    page = scheduled.get("/meetings").text
    assert "已排定" in page
    assert "未排定" in page
    assert f'href="{PAGE}"' in page


def test_a_meeting_has_one_colour_on_today_and_in_the_list(scheduled):
    for address in ("/", "/meetings"):
        assert '<span class="tag tag-info">已排定</span>' in scheduled.get(address).text


def test_the_draft_gives_the_reasons_and_what_they_rest_on(drafted):
    page = drafted.get(PAGE).text
    assert TITLES[CROSSING] in page
    assert "三跨（城建办、平安办）" in page
    assert '议程规则第 <span class="num">1</span> 版“三跨”' in page
    assert "规则编号" not in page
    assert "认定三跨" in page, "the record behind the reason, in words"
    assert f"/cases/{ticket_id('12345', CROSSING)}" in page


def test_struck_with_a_reason_and_restored(drafted):
    path = f"{PAGE}/strike/{key_of(CROSSING)}"
    assert send(drafted, path, reason="").status_code == 422
    done(drafted, path, reason="已现场解决")
    page = drafted.get(PAGE).text
    assert "已撤下" in page
    assert "已现场解决" in page
    assert f'data-item="{TITLES[CROSSING]}"' not in page
    done(drafted, f"{PAGE}/restore/{key_of(CROSSING)}")
    assert f'data-item="{TITLES[CROSSING]}"' in drafted.get(PAGE).text


def test_a_matter_is_added_by_hand_and_presented_otherwise(drafted, office):
    values = {"section": "overdue", "reason": "主任交办", "minutes": "8"}
    done(drafted, f"{PAGE}/add", subject="防汛准备", **values)
    key = next(i.key for i in office.governance.load(STREAM, MEETING).draft.added)
    done(drafted, f"{PAGE}/amend/{key}", minutes="12", speaker="王科长", observers="城建办、平安办")
    page = drafted.get(PAGE).text
    assert "主任交办" in page
    assert "12分钟" in page
    assert "汇报：王科长" in page
    wrong = send(drafted, f"{PAGE}/add", subject="某事", serial="没有这号", **values)
    assert wrong.status_code == 422
    assert "没有找到这个编号的案件" in wrong.text
    assert "某事" in wrong.text


def test_items_move_by_buttons_alone(drafted, office):
    before = [item.key for item in office.governance.load(STREAM, MEETING).draft.items()]
    section = [
        item.key
        for item in office.governance.load(STREAM, MEETING).draft.items()
        if item.section == "figures"
    ]
    assert len(section) == 2
    done(drafted, f"{PAGE}/order", order=before, down=section[0])
    after = [item.key for item in office.governance.load(STREAM, MEETING).draft.items()]
    assert after != before
    assert sorted(after) == sorted(before)


def test_frozen_twice_the_same_bytes_whatever_happens_after(frozen, clock, office, client_of):
    first = {kind: frozen.get(f"{PAGE}/agenda.{kind}").data for kind in ("docx", "xlsx")}
    clock.now += timedelta(days=1)
    frozen = client_of("secretary")
    tell(office, DispatchTicket, ticket_id("12345", FRESH), unit="平安办")
    done(frozen, f"{PAGE}/strike/{key_of(CROSSING)}", reason="临时撤下")
    for kind, body in first.items():
        assert frozen.get(f"{PAGE}/agenda.{kind}?version=1").data == body
    text = "\n".join(p.text for p in Document(io.BytesIO(first["docx"])).paragraphs)
    assert TITLES[CROSSING] in text
    assert "草稿" not in text
    assert "grid_leader的账号" in text, "people stand on paper by name"
    sheet = load_workbook(io.BytesIO(first["xlsx"]))["议程"]
    assert TITLES[LATE] in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_draft_on_paper_says_so(drafted):
    body = drafted.get(f"{PAGE}/agenda.docx").data
    document = Document(io.BytesIO(body))
    head = "".join(p.text for section in document.sections for p in section.header.paragraphs)
    assert "草稿" in head


def test_an_addendum_shows_its_difference(frozen):
    done(frozen, f"{PAGE}/strike/{key_of(CROSSING)}", reason="临时撤下")
    page = frozen.get(PAGE).text
    assert "定稿后有改动" in page
    assert "印发增补（第2版）" in page
    freeze(frozen)
    difference = frozen.get(f"{PAGE}/difference?from=1&to=2").text
    assert "已去掉（1项）" in difference
    assert TITLES[CROSSING] in difference


def test_an_agenda_changed_meanwhile_is_not_frozen(drafted, office):
    answer = send(drafted, f"{PAGE}/freeze", position="999", seen="0" * 64)
    assert answer.status_code == 303
    assert "议程在您打开页面后有变动" in drafted.get(PAGE).text
    assert office.governance.load(STREAM, MEETING).frozen is None


def test_who_only_reads_gets_paper_and_no_acts(frozen, client_of):
    page = client_of("grid_worker").get(PAGE).text
    assert TITLES[CROSSING] in page
    assert "撤下" not in page
    assert "定稿（" not in page
    answer = send(client_of("grid_worker"), f"{PAGE}/draft")
    assert answer.status_code == 403


def test_the_past_shows_a_banner_and_no_acts(frozen, client_of, office):
    position = office.ledger.position()
    done(frozen, f"{PAGE}/strike/{key_of(CROSSING)}", reason="临时撤下")
    for path in (PAGE, "/meetings", "/resolutions", "/topics", "/figures"):
        page = frozen.get(f"{path}?as_of={position}").text
        assert "您正在查看" in page, path
        forms = page.count('method="post"')
        assert forms == 2, f"{path}: only logging out and the size of type are left"
    then = frozen.get(f"{PAGE}?as_of={position}").text
    assert TITLES[CROSSING] in then
    assert "定稿后有改动" not in then
    assert send(frozen, f"{PAGE}/draft?as_of={position}").status_code == 422


def test_the_frozen_agenda_is_a_pdf_of_the_same_words(frozen):
    answer = frozen.get(f"{PAGE}/agenda.pdf?version=1")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert frozen.get(f"{PAGE}/agenda.pdf?version=1").data == answer.data
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    text = "".join(text.split())
    assert TITLES[CROSSING] in text
    assert "三跨（城建办、平安办）" in text
    assert "草稿" not in text
