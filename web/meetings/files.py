"""The agenda as Word, Excel or PDF file; a frozen version gives the same bytes for ever."""

from functools import lru_cache

from msgspec.structs import replace

from governance.meetings.state import State
from web.documents import agenda_docx, agenda_pdf, agenda_xlsx
from web.documents.agenda_paper import AgendaPaper
from web.documents.fonts import notice, substitutes
from web.frame import current
from web.meetings.agenda_document import paper

RENDER = {"docx": agenda_docx.render, "xlsx": agenda_xlsx.render, "pdf": agenda_pdf.render}


def rendered(state: State, kind: str, *, draft: bool) -> bytes:
    """Give the file of an agenda: the frozen one as of its position, or the draft as of now.

    Raise `PdfUnavailableError` where this machine sets no pages.
    """
    return file_of(_draft(state) if draft else _frozen(state), kind)


def file_of(made: AgendaPaper, kind: str) -> bytes:
    """Give the file of a paper. Raise `PdfUnavailableError` where this machine sets no pages."""
    return RENDER[kind](replace(made, font_notice=_notice()) if kind == "pdf" else made)


def _draft(state: State) -> AgendaPaper:
    return paper(state, current.view(), current.book(), draft=True, made_at=current.as_at())


def _frozen(state: State) -> AgendaPaper:
    position = state.frozen.position if state.frozen else 0
    then = current.runtime().at(position)
    return paper(state, then, then.book(), draft=False)


@lru_cache(maxsize=1)
def _notice() -> str:
    """Say what stands in for typefaces this machine lacks; they change with its next start."""
    return notice(substitutes())
