"""The agenda as a PDF in the layout of the Word file; nothing is fetched, no clock is asked."""

from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.documents.agenda_paper import AgendaPaper
from web.documents.agenda_words import words
from web.documents.layout import LAYOUT

TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)
LABELS: Final = ("时间", "地点", "主持", "出席", "列席", "请假", "记录")


class PdfUnavailableError(RuntimeError):
    """Raised when this machine lacks WeasyPrint or the Pango library under it."""


def render(paper: AgendaPaper) -> bytes:
    """Return the PDF. The same paper on a machine with the same fonts gives the same bytes.

    Raise ``PdfUnavailableError`` where the Word file is all there can be.
    """
    return pdf_of(page_of(paper))


def page_of(paper: AgendaPaper) -> str:
    """Return the HTML the PDF is set from."""
    names = words(paper)
    return TEMPLATES.get_template("agenda.html").render(
        names,
        labels=[(label, names[label]) for label in LABELS],
        moment=paper.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        faces={font.role: ", ".join(font.families) for font in LAYOUT.font},
        pitch=LAYOUT.body.size + LAYOUT.body.tracking,
        **msgspec.structs.asdict(LAYOUT),
    )


def pdf_of(page: str) -> bytes:
    """Set an HTML page; every address it asks for, on the network or on the disk, is refused."""
    try:
        from weasyprint import HTML  # noqa: PLC0415  a machine without Pango still runs
        from weasyprint.urls import URLFetcher  # noqa: PLC0415  idem
    except (ImportError, OSError) as missing:
        raise PdfUnavailableError from missing
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=()))
    identifier = sha256(page.encode()).digest()[:16]
    return bytes(document.write_pdf(pdf_identifier=identifier, pdf_tags=True))
