"""What was issued goes out the same for ever: no release or template changes it."""

import io
from pathlib import Path
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from docx import Document
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pypdf import PdfReader

from governance.kernel.command import SYSTEM
from governance.meetings.commands import FreezeAgenda
from governance.meetings.events import PaperKept
from governance.meetings.stream import STREAM
from projections.custody.attachments import attachments
from projections.custody.proving import faults
from tests.builders import ask
from tests.expecting import existing
from tests.functional.meetings.setting import MEETING, PAGE, done
from tests.functional.meetings.test_minutes import step
from tests.functional.meetings.test_templates import saying
from web.documents import agenda_docx, agenda_pdf, making
from web.meetings.files import issued

MARK = "新版式的记号"
MOVE = {"new": "2026-03-12T15:00", "place": "三楼会议室", "reason": "与街道例会冲突"}


@pytest.fixture
def new_release(monkeypatch, tmp_path):
    """Give what makes the running program one of a later release: every layout of ours is other."""

    def install() -> None:
        template = tmp_path / "agenda.docx"
        template.write_bytes(saying(MARK))
        for module in (agenda_docx, making):
            monkeypatch.setattr(module, "TEMPLATE", template)
        page = Path(agenda_docx.__file__).parent / "templates" / "agenda.html"
        changed = page.read_text("utf-8").replace("<body>", f"<body><p>{MARK}</p>")
        assert MARK in changed
        (tmp_path / "agenda.html").write_text(changed, "utf-8")
        environment = Environment(
            loader=FileSystemLoader(tmp_path), autoescape=True, undefined=StrictUndefined
        )
        monkeypatch.setattr(agenda_pdf, "TEMPLATES", environment)

    return install


def taken(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.data


def kept(office):
    return [one for one in office.history(MEETING) if isinstance(one, PaperKept)]


def test_a_frozen_agenda_is_the_same_after_a_release_with_another_template(
    frozen, office, new_release
):
    paths = [f"{PAGE}/agenda.{kind}?version=1" for kind in ("docx", "xlsx", "pdf")]
    before = [taken(frozen, path) for path in paths]
    new_release()
    assert [taken(frozen, path) for path in paths] == before
    issue = existing(office.governance.load(STREAM, MEETING).frozen).position + 1
    assert [taken(frozen, f"{path}&as_of={issue}") for path in paths] == before
    # Made anew by the later release it would be another paper.
    state = office.governance.load(STREAM, MEETING)
    anew = issued(office, MEETING, state)
    assert MARK in Document(io.BytesIO(anew.make("docx").body)).paragraphs[0].text
    assert anew.make("docx").body != before[0]
    assert anew.make("pdf").body != before[2]


def test_it_is_kept_when_it_is_issued_not_when_it_is_first_taken(frozen, office, new_release):
    [record] = kept(office)
    assert (record.paper, record.number, record.actor) == ("agenda", 1, "system")
    assert {file.kind for file in record.files} == {"docx", "xlsx", "pdf"}
    templates = {file.kind: file.template for file in record.files}
    assert templates["docx"] == making.template_digest("docx")
    assert templates["pdf"] == making.template_digest("pdf")
    assert record.layout == making.layout_digest()
    new_release()
    paragraphs = Document(io.BytesIO(taken(frozen, f"{PAGE}/agenda.docx"))).paragraphs
    assert MARK not in "".join(each.text for each in paragraphs)
    assert templates["docx"] != making.template_digest("docx")
    assert len(kept(office)) == 1, "nothing is kept twice"


def test_a_notice_and_approved_minutes_are_kept_too(held, client_of, office, new_release):
    leader = client_of("grid_leader")
    step(held, "circulate")
    step(leader, "approve")
    paths = [f"{PAGE}/minutes.{kind}?version=1" for kind in ("docx", "pdf")]
    new_release()
    said = taken(held, paths[0])
    assert MARK not in "".join(each.text for each in Document(io.BytesIO(said)).paragraphs)
    assert [record.paper for record in kept(office)] == ["agenda", "minutes"]


def test_a_notice_stays_when_the_draft_is_drawn_up_anew(frozen, office, new_release):
    done(frozen, f"{PAGE}/move", **MOVE)
    before = [taken(frozen, f"{PAGE}/notice.{kind}") for kind in ("docx", "pdf")]
    new_release()
    assert [taken(frozen, f"{PAGE}/notice.{kind}") for kind in ("docx", "pdf")] == before
    assert [record.paper for record in kept(office)] == ["agenda", "notice"]


def test_what_was_issued_before_is_kept_from_the_first_file_taken(drafted, office, new_release):
    position = office.live().position
    office.execute(ask(FreezeAgenda, MEETING, position=position), actor=SYSTEM)
    assert not kept(office)
    before = taken(drafted, f"{PAGE}/agenda.docx")
    new_release()
    assert taken(drafted, f"{PAGE}/agenda.docx") == before
    assert MARK in _text(taken(drafted, f"{PAGE}/agenda.pdf")), "no PDF of it ever went out"


def _text(body):
    return "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages
    )


def test_what_is_gone_is_told_made_anew_and_never_passed_off(frozen, office, new_release):
    before = taken(frozen, f"{PAGE}/agenda.docx")
    assert list(faults(office.ledger, office.attachments)) == []
    with office.attachments.engine.begin() as connection:
        connection.execute(sa.delete(attachments))
    assert {fault for _, _, fault in faults(office.ledger, office.attachments)} == {"missing"}
    answer = frozen.get(f"{PAGE}/agenda.docx")
    assert answer.data == before, "the same release makes the same file"
    assert "重新生成" not in unquote(answer.headers["Content-Disposition"])
    with office.attachments.engine.begin() as connection:
        connection.execute(sa.delete(attachments))
    new_release()
    answer = frozen.get(f"{PAGE}/agenda.docx")
    assert answer.data != before
    assert "按记录重新生成" in unquote(answer.headers["Content-Disposition"])
