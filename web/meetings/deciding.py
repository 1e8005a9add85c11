"""What is decided on an item: the form of it, begun with what the rules propose, and its words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request

from governance.kernel.event import Event
from governance.meetings import commands as ask
from governance.meetings.items import Item
from governance.meetings.state import ADOPTING, State
from governance.policy.needs import CLOSING
from web.frame import current
from web.frame.form_page import Answer, Done, answer
from web.frame.people import people
from web.meetings import forms
from web.meetings.reasons import decides
from web.meetings.words import FOLLOWED, WAITING

Faults = dict[str, list[str]]


def next_open(state: State, key: str) -> Item | None:
    """Give the next item on the agenda after one, and round, that nothing is recorded on yet."""
    items = state.frozen.items if state.frozen else ()
    place = next((n for n, item in enumerate(items) if item.key == key), 0)
    return next((i for i in (*items[place + 1 :], *items[:place]) if i in undecided(state)), None)


def undecided(state: State) -> list[Item]:
    """Give the items nothing is recorded on yet; figures are read out and not decided on."""
    items = state.frozen.items if state.frozen else ()
    return [item for item in items if item.kind != "figure" and item.key not in state.decisions]


def deciding(state: State, key: UUID, item: Item, *, back: str, after: str, **page: Any) -> Answer:
    """Ask what was decided on an item, or how the record of it is to be corrected.

    Once it is recorded the next item, at `after`, is open.

    What is sent without a reason is a record sent again, or one somebody else was faster with.
    """
    again = request.method == "POST" and "reason" not in request.form
    if item.key in state.decisions and not again:
        return _correct(state, key, item, back=back, **page)

    def do(values: dict[str, Any]) -> Done:
        outcome = current.act(
            ask.RecordDecision(
                command_id=current.command_id(),
                stream=key,
                key=item.key,
                kind=values["kind"],
                decision=values["decision"],
                terms=_terms(values),
            )
        )
        return Done(said(values["kind"], outcome.events), after)

    units = [(name, name) for name in current.unit_names()]
    if item.unit and (item.unit, item.unit) not in units:
        units.insert(0, (item.unit, item.unit))
    return answer(
        forms.Decide(),
        do,
        title=f"议定：{item.subject}",
        button="记录议定",
        back=back,
        words="选“形成议定事项”或“提级办理”的，同时填写责任单位、完成时限和销号标准；长期坚持的不填时限。",
        initial=proposed(item),
        choices={
            "kind": [(row.code, row.title) for row in current.book().agenda.decisions],
            "leader": people(state.grid),
            "owner": units,
            "partners": units,
        },
        check=_missing,
        **page,
    )


def said(kind: str, events: Sequence[Event]) -> str:
    """Say what came of a decision, or that somebody else is to do what was decided."""
    followed = [FOLLOWED[type(event)] for event in events if type(event) in FOLLOWED]
    if kind == CLOSING and not followed:
        followed = [WAITING]
    return "，".join(["议定已记录", *followed])


def proposed(item: Item) -> dict[str, Any]:
    """Give what the rule that brought an item proposes to decide, to begin with."""
    book = current.book()
    kind = decides(item)
    row = next((one for one in book.agenda.decisions if one.code == kind), None)
    return {
        "kind": kind if row else "",
        "decision": item.proposal or (row.title if row else ""),
        "matter": item.subject,
        "owner": item.unit,
        "standard": row.standard if row else "",
    }


def _missing(values: dict[str, Any]) -> Faults:
    """Give every part of a resolution that is not filled in."""
    if values["kind"] not in ADOPTING:
        return {}
    return {
        name: [words]
        for name, words in {
            "matter": "请写明议定事项。",
            "owner": "请选择责任单位。",
            "standard": "请写明销号标准，怎样才算办成。",
        }.items()
        if not values[name]
    }


def _terms(values: dict[str, Any]) -> ask.Terms:

    return ask.Terms(**{name: values[name] for name in ask.Terms.__struct_fields__})


def _correct(state: State, key: UUID, item: Item, **page: Any) -> Answer:
    kind, decision = state.decisions[item.key]

    def do(values: dict[str, Any]) -> str:
        current.act(
            ask.CorrectDecision(command_id=current.command_id(), stream=key, key=item.key, **values)
        )
        return "议定记录已更正，原记录仍可查看"

    return answer(
        forms.Correct(),
        do,
        title=f"更正议定：{item.subject}",
        button="更正议定",
        words="更正只改会议记录；已形成的议定事项需要调整的，由会议另行议定。",
        initial={"kind": kind, "decision": decision},
        choices={"kind": [(row.code, row.title) for row in current.book().agenda.decisions]},
        **page,
    )
