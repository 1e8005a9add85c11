"""The items of a draft by hand: struck, restored, put in order, and how each is presented."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.meetings import commands as ask
from governance.meetings.items import Item, Presentation, presentation
from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, answer, press
from web.frame.refusals import sentence
from web.meetings import forms
from web.meetings.preparing import back, meeting

bp = Blueprint("drafting", __name__)


@bp.route("/meetings/<uuid:key>/strike/<path:item>", methods=["GET", "POST"])
@page("agenda_edit")
def strike(key: UUID, item: str) -> Answer:
    """Take an item off the agenda, saying why."""
    held = _item(key, item)

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.StrikeAgendaItem(command_id=current.command_id(), stream=key, key=item, **values)
        )
        return f"“{held.subject}”已撤下，可随时恢复"

    return answer(
        forms.Strike(), do, title=f"撤下“{held.subject}”", button="撤下这个议题", back=back(key)
    )


@bp.post("/meetings/<uuid:key>/restore/<path:item>")
@page("agenda_edit")
def restore(key: UUID, item: str) -> Response:
    """Put a struck item back."""

    def do() -> str:
        current.act(ask.RestoreAgendaItem(command_id=current.command_id(), stream=key, key=item))
        return "议题已恢复"

    return press(do, back(key))


@bp.route("/meetings/<uuid:key>/amend/<path:item>", methods=["GET", "POST"])
@page("agenda_edit")
def amend(key: UUID, item: str) -> Answer:
    """Say how an item is presented."""
    now = presentation(_item(key, item))

    def do(values: dict[str, Any]) -> str:
        how = Presentation(
            minutes=values["minutes"] or 0,
            speaker=values["speaker"],
            observers=listed(values["observers"]),
            proposal=values["proposal"],
            summary=values["summary"],
        )
        current.act(
            ask.AmendAgendaItem(command_id=current.command_id(), stream=key, key=item, how=how)
        )
        return "汇报安排已保存"

    return answer(
        forms.Amend(),
        do,
        title=f"调整“{_item(key, item).subject}”",
        button="保存",
        back=back(key),
        initial={
            "minutes": now.minutes or "",
            "speaker": now.speaker,
            "observers": "、".join(now.observers),
            "summary": now.summary,
            "proposal": now.proposal,
        },
    )


@bp.post("/meetings/<uuid:key>/order")
@page("agenda_edit")
def order(key: UUID) -> Response:
    """Keep the order of the items: as dragged, or with one of them a place up or down."""
    state = meeting(key)
    keys = request.form.getlist("order")
    sections = {item.key: item.section for item in state.draft.items()}
    moved, step = (request.form["up"], -1) if "up" in request.form else ("", 1)
    moved = moved or request.form.get("down", "")
    if moved in keys:
        mates = [one for one in keys if sections.get(one) == sections.get(moved)]
        place = mates.index(moved) + step
        if 0 <= place < len(mates):
            here_, there = keys.index(moved), keys.index(mates[place])
            keys[here_], keys[there] = keys[there], keys[here_]

    def do() -> str:
        current.act(
            ask.ReorderAgenda(command_id=current.command_id(), stream=key, keys=tuple(keys))
        )
        return "议题顺序已保存"

    if "at_once" not in request.form:
        return press(do, back(key))
    try:
        return Response(do(), mimetype="text/plain")
    except Refused as no:
        return Response(sentence(no), 422, mimetype="text/plain")


def _item(key: UUID, item: str) -> Item:
    held = meeting(key).draft.all_items().get(item)
    if held is None:
        abort(404)
    return held


def listed(text: str) -> tuple[str, ...]:
    """Read names parted by 、 or commas."""
    parts = text.replace("，", "、").replace(",", "、").split("、")
    return tuple(part.strip() for part in parts if part.strip())
