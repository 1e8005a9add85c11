"""Issued papers: made once, kept beside the log as they went out, and given out so ever after.

No later release, template, typeface or library changes what went out. See ADR 0025.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4

from governance.kernel.command import SYSTEM
from governance.meetings.commands import KeepPaper
from governance.meetings.items import PaperFile
from governance.meetings.state import State, kept_as
from governance.meetings.stream import STREAM
from projections.custody.attachments import AlteredError
from projections.engine.runtime import Runtime
from web.documents.agenda_pdf import PdfUnavailableError
from web.documents.making import layout_digest, template_digest
from web.documents.template_language import TemplateRefusedError

LOST = "（存档件已丢失，按记录重新生成，与印发件不完全相同）"


class Made(NamedTuple):
    """A file just made; `template` is the office's own for Word, None where it is ours."""

    body: bytes
    template: bytes | None = None


class Issued(NamedTuple):
    """A version of a paper of a meeting that was issued, its files and how each is made."""

    meeting: UUID
    paper: str
    number: int
    kinds: tuple[str, ...]
    make: Callable[[str], Made]


class Given(NamedTuple):
    """A file as it is handed out; `note` is to be said of it, in its name."""

    body: bytes
    note: str = ""


def keep(runtime: Runtime, issued: Issued) -> None:
    """Keep every file of a paper just issued; what cannot be made now is when it is asked for."""
    state = _state(runtime, issued)
    made = {}
    for kind in issued.kinds:
        if not _digest(state, issued, kind):
            try:
                made[kind] = issued.make(kind)
            except (PdfUnavailableError, TemplateRefusedError):
                continue
    _put(runtime, issued, made)


def given(runtime: Runtime, issued: Issued, kind: str) -> Given:
    """Give a file as it went out; kept from now on when it never did.

    Raise PdfUnavailableError or TemplateRefusedError where it has to be made and cannot be.
    """
    digest = _digest(_state(runtime, issued), issued, kind)
    if digest and (body := _held(runtime, issued.meeting, digest)):
        return Given(body)
    made = issued.make(kind)
    body = made.body
    if not digest:
        _put(runtime, issued, {kind: made})
        # Somebody else may have kept his own first.
        first = _digest(_state(runtime, issued), issued, kind)
        return Given(_held(runtime, issued.meeting, first) or body)
    if sha256(body).hexdigest() != digest:
        return Given(body, LOST)
    runtime.attachments.put(issued.meeting.hex, body, kind)
    return Given(body)


def _put(runtime: Runtime, issued: Issued, made: dict[str, Made]) -> None:
    if not made:
        return
    files = tuple(
        PaperFile(
            kind=kind,
            digest=runtime.attachments.put(issued.meeting.hex, one.body, kind),
            template=template_digest(kind, one.template),
        )
        for kind, one in made.items()
    )
    runtime.execute(
        KeepPaper(
            command_id=uuid4(),
            stream=issued.meeting,
            paper=issued.paper,
            number=issued.number,
            files=files,
            layout=layout_digest(),
        ),
        actor=SYSTEM,
    )


def _state(runtime: Runtime, issued: Issued) -> State:
    """Give the meeting of the present: what is kept is kept for whatever moment is looked at."""
    state: State = runtime.governance.load(STREAM, issued.meeting)
    return state


def _digest(state: State, issued: Issued, kind: str) -> str:
    return state.kept.get(kept_as(issued.paper, issued.number, kind), "")


def _held(runtime: Runtime, meeting: UUID, digest: str) -> bytes | None:
    try:
        held = runtime.attachments.get(meeting.hex, digest)
    except AlteredError:
        return None
    return held[1] if held and isinstance(held[1], bytes) else None
