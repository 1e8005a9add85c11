"""A thing on a page: how it stands, what may be done with it now, and how it came about."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for

from governance.kernel.stream import Stream
from web.frame import current
from web.frame.acts import offer
from web.frame.timeline import entry


def thing_page(
    stream: Stream,
    key: UUID,
    *,
    title: str,
    serial: str,
    state: tuple[str, str],
    facts: list[tuple[str, Any]],
    listed: tuple[str, str],
    act: str,
) -> str:
    """Show a thing of a stream; `state` is its word and colour, `facts` are in words already.

    `listed` names the list it stands in and its view; `act` is the view that does an act on it.
    """
    held = current.state(stream, key)
    offered = offer(stream, held, getattr(held, "grid", ""), getattr(held, "unit", ""))
    return render_template(
        "thing.html",
        title=title,
        serial=serial,
        state=state,
        facts=[(label, value, None) for label, value in facts if value],
        list_title=listed[0],
        list_url=current.here_url(listed[1]),
        acts=[(each, url_for(act, key=key, name=each.name)) for each in offered.acts],
        hindrances=offered.hindrances,
        entries=[entry(event) for event in current.history(key)],
    )
