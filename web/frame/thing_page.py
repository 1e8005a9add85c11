"""A thing on a page: how it stands, what may be done with it now, and how it came about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from governance.kernel.sealed import Sealed
from governance.kernel.stream import Stream
from web.frame import current, words
from web.frame.acts import offer
from web.frame.event_values import value_words
from web.frame.looks import COVERED, Covered
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
    sealed: Mapping[str, Sealed] = {},
    template: str = "thing.html",
    **more: Any,
) -> str:
    """Show a thing of a stream; `state` is its word and colour, codes in `facts` are in words.

    `listed` names the list it stands in and its view; `act` is the view that does an act on it.
    What is `sealed` is covered until somebody looks: its subject has the name of the stream. A
    `template` that shows `more` extends `thing.html`.
    """
    held = current.state(stream, key)
    offered = offer(stream, held, getattr(held, "grid", ""), getattr(held, "unit", ""))
    return render_template(
        template,
        title=title,
        serial=serial,
        state=state,
        facts=[(label, value_words("", value), None) for label, value in facts if value],
        key=key,
        subject=stream.name,
        sealed=[
            Covered(name, words.field(name, stream.name), _masked(text, key, name))
            for name, text in sealed.items()
        ],
        purposes=(
            current.book().options.offered("reveal_purposes") if current.opens("reveal") else []
        ),
        list_title=listed[0],
        list_url=current.here_url(listed[1]),
        acts=[(each, url_for(act, key=key, name=each.name)) for each in offered.acts],
        hindrances=offered.hindrances,
        entries=[entry(event) for event in current.history(key)],
        **more,
    )


def _masked(text: Sealed, key: UUID, name: str) -> str:
    return current.masked(text, key, name, lambda _: COVERED)
