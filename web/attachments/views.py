"""Photographs and proofs, to whoever sees what they belong to."""

from uuid import UUID

from flask import Blueprint, Response, abort, render_template

from governance.kernel.event import Event
from governance.kernel.sealed import Gone
from projections.custody.attachments import named
from web.attachments import keeping
from web.attachments.proofs import PDF, sent_here
from web.frame import current, words
from web.frame.access import page
from web.frame.feature import features

bp = Blueprint("attachments", __name__, template_folder="templates")
bp.add_url_rule("/attach/<place>", "keep", keeping.keep, methods=["POST"])


@bp.get("/photos/<uuid:stream>/<digest>")
@page("self")
def photo(stream: UUID, digest: str) -> Response:
    """Show a photo, or hand out a file, to whoever sees what it belongs to."""
    events = current.history(stream)
    unsent = not events and sent_here(digest)  # of what its form has yet to make
    if not (unsent or (_may_look(stream) and _may_be_shown(digest, events))):
        abort(404)
    held = current.runtime().attachments.get(stream.hex, digest)
    if held is None:
        abort(404)
    kind, data = held
    if isinstance(data, Gone):
        # A picture too: it stands where the photograph would, or is what a link to a file opens.
        drawing = render_template("attachments/gone.svg", words=words.GONE[data])
        return Response(drawing, 410, content_type="image/svg+xml; charset=utf-8")
    answer = Response(data, content_type=kind)
    # Named by its digest, a file never changes; but it is this person's to see.
    answer.headers["Cache-Control"] = "private, max-age=3600, immutable"
    if kind == PDF:
        # A PDF may hold programs: it is never opened within our pages.
        answer.headers["Content-Disposition"] = f"attachment; filename={digest[:12]}.pdf"
    return answer


def _may_look(stream: UUID) -> bool:
    """Whether any concept knows the stream as something the person sees."""
    return any(subject.find(stream) for subject in features().subjects.values()) or any(
        feature.attachments(stream) for feature in features().every if feature.attachments
    )


def _may_be_shown(digest: str, events: list[Event]) -> bool:
    """Of what has records only what they name is shown, and what this browser sent of late."""
    return not events or sent_here(digest) or any(digest in named(event) for event in events)
