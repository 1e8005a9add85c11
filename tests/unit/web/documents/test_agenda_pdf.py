"""The agenda as a PDF: the same bytes, text that stays text, nothing fetched."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader
from weasyprint import HTML

from tests.expecting import existing
from web.documents.agenda_pdf import PdfUnavailableError, page_of, pdf_of, render
from web.documents.specimen import BARE, SPECIMEN, TOPIC

ROOT = Path(__file__).parents[4]
HOSTILE = '<img src="http://example.invalid/a.png"><script>x</script>{{7*7}}&\x00\x0b\ud800'


def test_the_same_paper_gives_the_same_bytes():
    assert render(SPECIMEN) == render(SPECIMEN)


def test_another_process_gives_the_same_bytes():
    program = (
        "import hashlib; from web.documents.agenda_pdf import render; "
        "from web.documents.specimen import SPECIMEN; "
        "print(hashlib.sha256(render(SPECIMEN)).hexdigest())"
    )
    hashes = {
        subprocess.check_output(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            text=True,
        )
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert len(hashes) == 1


def test_dates_come_from_the_paper():
    about = existing(PdfReader(io.BytesIO(render(SPECIMEN))).metadata)
    assert about.creation_date == about.modification_date == SPECIMEN.made_at
    assert about.title == "示例街道第二综合网格“双周一议”会议议程（2026年第5期）"
    assert about.author == SPECIMEN.issuer


def test_hostile_text_stays_text():
    item = replace(TOPIC, subject=HOSTILE, summary=HOSTILE)
    section = replace(SPECIMEN.sections[0], title=HOSTILE, items=(item,))
    page = page_of(replace(SPECIMEN, place=HOSTILE, code=HOSTILE, sections=(section,)))
    assert "<img" not in page
    assert "<script" not in page
    assert page.count("{{7*7}}&amp;") >= 6
    assert render(replace(SPECIMEN, sections=(section,))).startswith(b"%PDF")


def test_no_address_is_fetched_though_one_could_be(tmp_path):
    picture = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(picture)
    page = f'<img src="{picture.as_uri()}">'
    assert PdfReader(io.BytesIO(HTML(string=page).write_pdf())).pages[0].images
    assert not PdfReader(io.BytesIO(pdf_of(page))).pages[0].images


def test_only_a_draft_says_so():
    assert page_of(replace(SPECIMEN, draft=True)).count("草稿") == 3
    assert "草稿" not in page_of(SPECIMEN)


def test_an_empty_draft_still_prints():
    assert len(PdfReader(io.BytesIO(render(BARE))).pages) == 1


def test_a_machine_without_the_library_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailableError):
        render(SPECIMEN)


def test_a_machine_without_pango_says_so(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')\n")
    program = (
        "from web.documents import agenda_pdf\n"
        "from web.documents.specimen import SPECIMEN\n"
        "try:\n    agenda_pdf.render(SPECIMEN)\n"
        "except agenda_pdf.PdfUnavailableError:\n    print('unavailable')\n"
    )
    said = subprocess.check_output(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PYTHONPATH": str(tmp_path)},
        text=True,
    )
    assert said == "unavailable\n"


def test_what_is_proposed_keeps_its_lines():
    proposal = "一、示例单位牵头\n二、月底前完成"
    section = replace(SPECIMEN.sections[1], items=(replace(TOPIC, proposal=proposal),))
    shown = PdfReader(io.BytesIO(render(replace(SPECIMEN, sections=(section,)))))
    lines = [line.strip() for page in shown.pages for line in page.extract_text().splitlines()]
    at = lines.index("拟议：一、示例单位牵头")
    assert lines[at + 1] == "二、月底前完成"
