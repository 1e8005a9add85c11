"""会议模式: the agenda on the wall, one item at a time, decided on as it is talked over."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template

from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.state import State
from web.frame import current, query_args
from web.frame.access import page
from web.frame.feature import link
from web.frame.form_page import Answer
from web.frame.timeline import entry
from web.meetings import presenters
from web.meetings.deciding import deciding, next_open
from web.meetings.resolved import resolved
from web.meetings.views import found
from web.text.formats import fortnight

bp = Blueprint("room", __name__)

LATEST = 5
PAGE = "meetings/room.html"


@bp.route("/meetings/<uuid:key>/room", methods=["GET", "POST"])
@page("agenda", dated=True)
def show(key: UUID) -> Answer:
    """Show the head of the meeting (0), one of its items, or what it resolved (after the last)."""
    state = found(key)
    items = state.frozen.items if state.frozen else state.draft.items()
    at = query_args.number("at", within=range(len(items) + 2))
    item = items[at - 1] if 1 <= at <= len(items) else None
    about = _frame(state, key, items, at)
    if item is None:
        return render_template(PAGE, **about, **_whole(state, key, items))
    about |= _one(state, key, item)
    if not about["item"].decidable:
        return render_template(PAGE, **about)
    return deciding(
        state,
        key,
        item,
        back=current.here_url(".show", key=key, at=at),
        after=_after(state, key, items, item),
        template=PAGE,
        more=lambda: about,
    )


def _after(state: State, key: UUID, items: tuple[Item, ...], item: Item) -> str:
    """Give the screen of the next item nothing is recorded on yet; after the last one the end."""
    ahead = next_open(state, item.key)
    to = items.index(ahead) + 1 if ahead else len(items) + 1
    return current.here_url(".show", key=key, at=to)


def _frame(state: State, key: UUID, items: tuple[Item, ...], at: int) -> dict[str, Any]:
    """Give what every screen has: where one is, and the way on and back."""
    if not items:
        abort(404)
    titles = ["会议安排", *(item.subject for item in items), "本次议定事项"]
    return {
        "key": key,
        "state": state,
        "grid": current.grid_names().get(state.grid, state.grid),
        "issue": fortnight(state.window),
        "at": at,
        "total": len(items),
        "steps": {
            name: (titles[to], current.here_url(".show", key=key, at=to))
            for name, to in (("back", at - 1), ("on", at + 1))
            if 0 <= to < len(titles)
        },
        "may_hold": current.view().live
        and state.stage == "scheduled"
        and state.frozen is not None
        and current.may(ask.HoldMeeting, state.grid),
    }


def _whole(state: State, key: UUID, items: tuple[Item, ...]) -> dict[str, Any]:
    """Give the items with their screens and what is decided on them, and what was resolved."""
    rows = [
        {
            "title": item.subject,
            "section": item.section,
            "url": current.here_url(".show", key=key, at=number),
            "decided": item.key in state.decisions,
            "figure": item.kind == "figure",
        }
        for number, item in enumerate(items, 1)
    ]
    parts = state.frozen.heading.sections if state.frozen else state.draft.sections
    return {
        "people": current.people_names(),
        "parts": [
            (part.title, held)
            for part in parts
            if (held := [row for row in rows if row["section"] == part.code])
        ],
        "undecided": [row for row in rows if not (row["decided"] or row["figure"])],
        "resolved": resolved(key),
    }


def _one(state: State, key: UUID, item: Item) -> dict[str, Any]:
    """Give an item as the agenda shows it, with the latest of its history."""
    parts = presenters.sections(state, [item], key, editable=False)
    title, held = next((part.title, part.items[0]) for part in parts if part.items)
    address = item.case_stream and link(item.kind, item.case_stream)
    events = current.history(item.case_stream) if item.case_stream and address else []
    return {
        "section": title,
        "item": held,
        "latest": [entry(event) for event in reversed(events[-LATEST:])],
        "before": max(len(events) - LATEST, 0),
    }
