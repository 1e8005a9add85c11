"""A moved date reaches whoever has the old one: by a notice, and on 今日 of all concerned."""

import io

from docx import Document
from pypdf import PdfReader

from tests.functional.meetings.setting import PAGE, done, freeze

MOVE = {"new": "2026-03-12T15:00", "place": "三楼会议室", "reason": "与街道例会冲突"}


def test_the_issued_paper_gets_a_notice(frozen):
    assert frozen.get(f"{PAGE}/notice.docx").status_code == 404
    before = frozen.get(f"{PAGE}/agenda.docx?version=1").data
    done(frozen, f"{PAGE}/move", **MOVE)
    page = frozen.get(PAGE).text
    assert "改期通知（docx）" in page
    assert "改到 <strong>3月12日（周四） 15:00（三楼会议室）" in page
    assert frozen.get(f"{PAGE}/agenda.docx?version=1").data == before
    notice = frozen.get(f"{PAGE}/notice.docx")
    text = "".join(each.text for each in Document(io.BytesIO(notice.data)).paragraphs)
    assert "关于“双周一议”会议改期的通知" in text
    assert "2026年3月10日" in text
    assert "2026年3月12日" in text
    assert "与街道例会冲突" in text
    assert frozen.get(f"{PAGE}/notice.docx").data == notice.data
    pages = PdfReader(io.BytesIO(frozen.get(f"{PAGE}/notice.pdf").data)).pages
    assert "会议改期" in "".join("".join(page.extract_text().split()) for page in pages)
    done(frozen, f"{PAGE}/draft")
    freeze(frozen)
    assert "改期通知" not in frozen.get(PAGE).text, "the addendum says the new day"
    assert frozen.get(f"{PAGE}/notice.docx").status_code == 404


def test_everybody_concerned_hears_of_it_today(frozen, clock, client_of):
    roles = ("secretary", "grid_leader", "grid_worker", "handling_unit")
    for role in roles:
        assert "会议改期" not in client_of(role).get("/").text
    done(frozen, f"{PAGE}/move", **MOVE)
    for role in roles:
        page = client_of(role).get("/").text.partition('id="moved-title"')[2]
        assert "3月12日（周四） 15:00" in page, role
        assert "与街道例会冲突" in page, role
    assert "会议改期" not in client_of("administrator").get("/").text
    clock.move(days=8)
    for role in roles:
        assert "会议改期" not in client_of(role).get("/").text, "it is over"
