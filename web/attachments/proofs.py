"""What shows that something was done: photographs and PDF files, kept under the key of a stream.

What no event names yet is shown to the browser that sent it, and to nobody else.
"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from flask import request, session, url_for

from governance.kernel.sealed import Gone
from projections.custody.attachments import AlteredError
from web.attachments.pictures import KIND, MOST, TOO_MANY, PhotoFault, lost, sent, small
from web.frame import current

PDF = "application/pdf"
HEAD = b"%PDF-"
LARGEST = 8 * 1024 * 1024
SENT = "sent"
UNDER = "kept_under"
MOST_SENT, ENOUGH = 60, 16  # a browser takes 4 KB; so much of a digest tells them apart
TOO_LARGE = "“{name}”超过 8 MB，请压缩后再上传。"


class Kept(NamedTuple):
    """A proof that is kept, as the form shows it again and as an event names it."""

    url: str
    name: str
    digest: str
    picture: bool


def taken(stream: UUID, field: str) -> tuple[list[Kept], list[str]]:
    """Keep the new files of a field beside those it had; give (proofs, faults as sentences)."""
    store = current.runtime().attachments
    under, digests = request.form.get(UNDER, ""), list[str]()
    for token in request.form.getlist(f"{field}_kept"):
        where, _, digest = token.rpartition("/")
        if holds(stream, digest, where or under):
            digests.append(digest)
    files = sent(field)
    if len(files) + len(digests) > MOST:
        return [_kept(stream, digest) for digest in digests], [TOO_MANY.format(most=MOST)]
    faults = lost(field)
    for file in files:
        try:
            data, kind = read(str(file.filename), file.read())
        except PhotoFault as fault:
            faults.append(str(fault))
        else:
            digests.append(store.put(stream.hex, data, kind))
    remember(digests)
    return [_kept(stream, digest) for digest in dict.fromkeys(digests)], faults


def left_under(stream: UUID | None) -> dict[str, str]:
    """Give what a form brings back that comes again with another id: where its files are kept."""
    return {UNDER: str(stream)} if stream else {}


def holds(stream: UUID, digest: str, under: str = "") -> bool:
    """Whether a file is kept under a stream; one sent from here `under` another is taken over."""
    store = current.runtime().attachments
    if store.holds(stream.hex, digest):
        return True
    try:
        held = store.get(UUID(under).hex, digest) if under and sent_here(digest) else None
    except (ValueError, AlteredError):
        return False
    if held is None or isinstance(held[1], Gone):
        return False
    store.put(stream.hex, held[1], held[0])
    return True


def kept(stream: UUID, digests: Iterable[str]) -> list[Kept]:
    """Give kept proofs for a page."""
    return [_kept(stream, digest) for digest in digests]


def remember(digests: Iterable[str]) -> None:
    """Let the browser that sent files see them while its form is not done."""
    values = dict.fromkeys((*session.get(SENT, ()), *(digest[:ENOUGH] for digest in digests)))
    session[SENT] = list(values)[-MOST_SENT:]


def sent_here(digest: str) -> bool:
    """Whether this browser sent a file of late."""
    return digest[:ENOUGH] in session.get(SENT, ())


def read(name: str, data: bytes) -> tuple[bytes, str]:
    """Give (bytes to keep, their kind); PhotoFault for what is neither picture nor PDF."""
    if not data.startswith(HEAD):
        return small(name, data), KIND
    if len(data) > LARGEST:
        raise PhotoFault(TOO_LARGE.format(name=name))
    return data, PDF


def _kept(stream: UUID, digest: str) -> Kept:
    picture = current.runtime().attachments.kind(stream.hex, digest) != PDF
    url = url_for("attachments.photo", stream=stream, digest=digest)
    return Kept(url, "照片" if picture else "PDF 文件", digest, picture)
