"""The page of a receipt: any may check one; what the record says opens to who may see it."""

from typing import Final

from flask import Blueprint, abort, render_template

from governance.kernel.event import Event
from governance.kernel.leaf import matches, parts
from web.frame import current
from web.frame.access import page
from web.frame.feature import features

bp = Blueprint("receipts", __name__, template_folder="templates")

GROUP: Final = 8


def printed(code: str) -> str:
    """Give the page that checks a receipt; empty for what is none."""
    return current.page_url("receipts.show", code=code) if parts(code) else ""


@bp.get("/receipts/<code>")
@page("today")
def show(code: str) -> str:
    """Check a receipt against the record that stands under its number now."""
    found = parts(code)
    if not found:
        abort(404)
    position, _ = found
    ledger = current.runtime().ledger
    digest, event = ledger.leaf_at(position), ledger.event_at(position)
    valid = digest is not None and matches(code, digest)
    return render_template(
        "receipts/receipt.html",
        code=code,
        position=position,
        valid=valid,
        digest=_grouped(digest) if digest else "",
        facts=_facts(event) if valid and event else [],
        url=_page(event) if valid and event else "",
    )


def _facts(event: Event) -> list[tuple[str, object]]:
    record = features().records[event.TOPIC.partition(".")[0]]
    who = current.people_names().get(event.actor, event.actor)
    return [("事项", record), ("登记人", who), ("送达时刻", event.recorded_at)]


def _page(event: Event) -> str:
    return features().page_of(event.TOPIC.partition(".")[0], event.stream)


def _grouped(digest: bytes) -> str:
    text = digest.hex()
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
