"""不一致待定: what a sheet says beside what is held, for whoever decides which of them stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from flask import render_template, request
from markupsafe import Markup

from governance.hotline import commands as ask
from governance.hotline.state import SEALED, plain
from governance.hotline.stream import STREAM
from web.casework.facts import masked
from web.frame import current, words
from web.frame.acts import Act, Values
from web.frame.form_page import Choices
from web.hotline.forms import Settle
from web.hotline.words import disagreed_value, last_said

NOTHING = "（空）"


class Open(msgspec.Struct, frozen=True):
    """One that is not decided: both values in words, whose sheet it was, whether 更正 is asked."""

    field: str
    label: str
    said: str
    held: str
    told_at: datetime
    told_by: str
    asked: bool


def of_ticket(key: UUID) -> Markup:
    """Give what of a ticket is not decided, with both values and what may be done about it."""
    state = current.state(STREAM, key)
    if not state.disagreements:
        return Markup()
    may = current.may(ask.SettleDisagreement, state.grid, state.unit)
    page = render_template(
        "hotline/disagreements.html",
        key=key,
        rows=_open(state, key),
        may=may and current.view().live,
        in_turn=request.args.get("in_turn"),
    )
    return Markup(page)  # noqa: S704  (a template has escaped what is in it)


def _open(state: Any, key: UUID) -> list[Open]:
    names, asked = current.people_names(), state.correction_asked
    last = last_said(current.history(key))
    return [
        Open(
            field=name,
            label=words.field(name, STREAM.name),
            said=_words(name, said),
            held=_held(state, name, key),
            told_at=last[name].recorded_at,
            told_by=names.get(last[name].actor, last[name].actor),
            asked=bool(asked and asked.field == name),
        )
        for name, said in state.disagreements.items()
    ]


def _held(state: Any, name: str, key: UUID) -> str:
    held = getattr(state, name)
    return masked(name, held, key) if name in SEALED and held else _words(name, plain(state, name))


def _words(name: str, value: str) -> str:
    return disagreed_value(name, value) if value else NOTHING


def _fields(state: Any) -> Choices:
    """Give what is not decided, each with both values."""
    return {"field": [(name, _both(state, name)) for name in state.disagreements]}


def _both(state: Any, name: str) -> str:
    held = "个人信息" if name in SEALED else _words(name, plain(state, name))
    said = _words(name, state.disagreements[name])
    return f"{words.field(name, STREAM.name)}：来表写{said}，登记的是{held}"


def _first(state: Any) -> Values:
    """Begin with the one that was asked for, else with the first."""
    wanted = request.args.get("field", "")
    return {
        "field": wanted if wanted in state.disagreements else next(iter(state.disagreements), "")
    }


def _taken(state: Any) -> str:
    if state.correction_asked:
        return "已申请按来表更正，等待另一人审核"
    return "已采用来表的值，原值仍可查看"


ACTS = (
    Act(
        name="take-sheet",
        label="采用来表的值",
        done="已采用来表的值，原值仍可查看",
        receipt=_taken,
        command=ask.SettleDisagreement,
        form=Settle,
        build=lambda values: values | {"taken": True},
        choices=_fields,
        start=_first,
    ),
    Act(
        name="keep-held",
        label="保留登记的值",
        done="已保留登记的值，不再待定",
        command=ask.SettleDisagreement,
        form=Settle,
        build=lambda values: values | {"taken": False},
        choices=_fields,
        start=_first,
    ),
)
