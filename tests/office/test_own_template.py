"""A template of the office's own, filled and set by LibreOffice: what it adds is on the paper."""

import re
import subprocess

import pytest

from tests.expecting import existing
from web.documents.agenda_docx import TEMPLATE, check_template, render
from web.documents.archive import pack, unpack
from web.documents.reading import lines_of
from web.documents.specimen import SPECIMEN

pytestmark = pytest.mark.office

MARK = "内部资料，注意保管"


@pytest.fixture(scope="module")
def template():
    """The house template, first saved by LibreOffice as an office saves it, with a line more."""
    parts = unpack(TEMPLATE.read_bytes())
    xml = parts["word/document.xml"].decode()
    place = existing(re.search("<w:body>", xml)).end()
    paragraph = f"<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p>"
    return pack(parts | {"word/document.xml": (xml[:place] + paragraph + xml[place:]).encode()})


def office(folder, data, kind):
    (folder / "in.docx").write_bytes(data)
    out = folder / kind
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            out,
            folder / "in.docx",
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return out / f"in.{kind}"


def test_a_template_saved_by_another_program_is_filled_and_read_back(template, tmp_path):
    saved = office(tmp_path, template, "docx").read_bytes()
    assert saved != template
    assert check_template(saved) == []
    made = render(SPECIMEN, saved)
    relations = unpack(made)["_rels/.rels"]
    assert relations.count(b"docProps/core.xml") == 1
    assert made == render(SPECIMEN, saved)
    said = lines_of(made)
    assert MARK in said
    assert not [line for line in said if "{{" in line or "{%" in line]
    printed = office(tmp_path, made, "pdf")
    text = subprocess.run(
        ["pdftotext", printed, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    whole = re.sub(r"\s", "", text)
    assert MARK in whole
    assert SPECIMEN.sections[1].items[0].subject in whole
    assert SPECIMEN.resolutions[0].matter in said  # on paper its cell stands beside others
