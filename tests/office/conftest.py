"""Documents as a reader's machine sets them: LibreOffice for Word files, poppler to measure."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from msgspec.structs import replace

from tests.expecting import existing
from web.documents import agenda_docx, agenda_pdf
from web.documents.agenda_paper import AgendaPaper, Item, Section
from web.documents.layout import LAYOUT
from web.documents.specimen import SPECIMEN, TOPIC

MM = 25.4 / 72


class Word(msgspec.Struct, frozen=True):
    """A word on a page, millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def full_pages() -> AgendaPaper:
    """Nothing but running text after the head."""
    section = Section(number_cn="一", title="版心", note="国" * LAYOUT.body.characters * 80)
    return replace(SPECIMEN, sections=(section,), resolutions=(), font_notice="")


def long_agenda() -> AgendaPaper:
    """Six parts, a dozen matters, forty resolutions, as a bad fortnight brings."""
    summary = (
        "该处位于两个居民区交界处，近两周同类来电9件，涉及3个楼栋，网格员4次到场协调未果。" * 2
    )
    items: tuple[Item, ...] = tuple(
        replace(TOPIC, number=number, subject=f"示例议题{number}：{TOPIC.subject}", summary=summary)
        for number in range(1, 13)
    )
    parts = [
        Section(number_cn=number, title=f"示例部分{number}", reporter="网格办", minutes=5)
        for number in "一二三四五六"
    ]
    parts[1] = replace(parts[1], title="本期议题", items=items)
    rows = tuple(
        replace(
            SPECIMEN.resolutions[index % 2], no=index + 1, matter=f"示例事项{index + 1}：现场复核"
        )
        for index in range(40)
    )
    return replace(SPECIMEN, sections=tuple(parts), resolutions=rows)


PAPERS = {"full": full_pages(), "long": long_agenda(), "draft": replace(long_agenda(), draft=True)}


@pytest.fixture(scope="session")
def _substituting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fontconfig file that stands our stand-ins in by name, as the guide tells Linux desks to."""
    aliases = "".join(
        f'<alias binding="same"><family>{font.family}</family><accept>'
        + "".join(f"<family>{family}</family>" for family, _ in font.stand_ins)
        + "</accept></alias>"
        for font in LAYOUT.font
    )
    path = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include>{aliases}</fontconfig>"
    )
    return path


def _through_office(folder: Path, extra: dict[str, str]) -> dict[str, Path]:
    for name, paper in PAPERS.items():
        (folder / f"{name}.docx").write_bytes(agenda_docx.render(paper))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *sorted(folder.glob("*.docx")),
        ],
        env=os.environ | extra,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: folder / f"{name}.pdf" for name in PAPERS}


@pytest.fixture(scope="session", params=["word", "word, fonts missing", "pdf"])
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Each paper as a PDF file, by name, once for each way to come by it."""
    folder = tmp_path_factory.mktemp("printed")
    if request.param == "pdf":
        for name, paper in PAPERS.items():
            (folder / f"{name}.pdf").write_bytes(agenda_pdf.render(paper))
        return {name: folder / f"{name}.pdf" for name in PAPERS}
    if request.param == "word":
        extra = {"FONTCONFIG_FILE": str(request.getfixturevalue("_substituting"))}
        return _through_office(folder, extra)
    return _through_office(folder, {})


@pytest.fixture(scope="session")
def pages() -> Callable[[Path], list[list[Word]]]:
    """Return the words of every page of a PDF."""

    def read(path: Path) -> list[list[Word]]:
        out = subprocess.run(
            ["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, encoding="utf-8"
        ).stdout
        tree = ET.fromstring(re.sub(r'\sxmlns="[^"]+"', "", out[out.index("<html") :]))
        return [
            [
                Word(
                    word.text or "",
                    *(
                        float(existing(word.get(side))) * MM
                        for side in ("xMin", "yMin", "xMax", "yMax")
                    ),
                )
                for word in page.iter("word")
            ]
            for page in tree.iter("page")
        ]

    return read
