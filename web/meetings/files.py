"""The agenda as Word, Excel or PDF file; a frozen version is kept as it went out (`kept`)."""

from functools import lru_cache
from uuid import UUID

from msgspec.structs import replace

from governance.meetings.state import State
from governance.policy.book import PolicyBook
from projections.engine.runtime import Runtime
from web.documents import agenda_docx, agenda_pdf, agenda_xlsx
from web.documents.agenda_paper import AgendaPaper
from web.documents.fonts import notice, substitutes
from web.frame import current
from web.meetings.agenda_document import paper
from web.meetings.kept import Issued, Made

FORMATS = ("docx", "xlsx", "pdf")


def drafted(state: State, kind: str) -> bytes:
    """Give the file of the draft of an agenda as of the moment looked at.

    It is printed by the template that was in force there. Raise `PdfUnavailableError` where this
    machine sets no pages, `TemplateRefusedError` where that template cannot be filled.
    """
    made = paper(state, current.view(), current.book(), draft=True, made_at=current.as_at())
    return file_of(made, kind, current.view().book())


def issued(runtime: Runtime, key: UUID, state: State) -> Issued:
    """Give the agenda frozen last in a state of a meeting: as of its position, by what was then."""
    frozen = state.frozen
    if frozen is None:
        raise ValueError("the agenda is not frozen")
    number, position = frozen.number, frozen.position

    def make(kind: str) -> Made:
        then = runtime.at(position)
        book = then.book()
        body = file_of(paper(state, then, book, draft=False), kind, book)
        return Made(body, book.papers.agenda.data)

    return Issued(key, "agenda", number, FORMATS, make)


def file_of(made: AgendaPaper, kind: str, book: PolicyBook) -> bytes:
    """Give the file of a paper; the template of the book is for Word, other files have their own.

    Raise as `rendered` does.
    """
    match kind:
        case "docx":
            return agenda_docx.render(made, book.papers.agenda.data)
        case "pdf":
            return agenda_pdf.render(replace(made, font_notice=_notice()))
    return agenda_xlsx.render(made)


def house_file(made: AgendaPaper, kind: str) -> bytes:
    """Give the file of a paper of ours that is no agenda; raise as `rendered` does."""
    if kind == "pdf":
        return agenda_pdf.render(replace(made, font_notice=_notice()))
    return agenda_docx.render(made)


@lru_cache(maxsize=1)
def _notice() -> str:
    """Say what stands in for typefaces this machine lacks; they change with its next start."""
    return notice(substitutes())
