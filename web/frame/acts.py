"""Acts as pages offer them: the words, the form and the command of each.

Whether one is possible now, its stream says; whether this person may, the policy of roles.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from flask import abort

from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.stream import Stream
from web.frame import current, meanwhile
from web.frame.feature import features
from web.frame.form_page import Answer, Choices, Instead, More, answer
from web.frame.forms import Form
from web.frame.refusals import sentence

Values = dict[str, Any]


class Nothing(Form):
    """An act that asks for nothing more."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act: its part of the address, its words, its form and its command.

    `build` gives what the command wants of what the form has; `choices` and `start` give, for the
    state of the thing, the choices that are no option list and what a fresh form begins with.
    `receipt` gives what is said when it is done, of the thing as it is then; `done` says less.
    What is sealed is opened beside it for its `purpose`, a code of `reveal_purposes`.
    Where a command goes by two names, `fits` says which of them is right for the state.
    """

    name: str
    label: str
    done: str
    command: type[Command]
    form: type[Form] = Nothing
    button: str = ""
    danger: bool = False
    words: str = ""
    build: Callable[[Values], Values] = lambda values: values
    choices: Callable[[Any], Choices] = lambda _: {}
    start: Callable[[Any], Mapping[str, Any]] = lambda _: {}
    purpose: str = ""
    receipt: Callable[[Any], str] | None = None
    fits: Callable[[Any], bool] = lambda _: True

    def asked(self, key: UUID, values: Values) -> Command:
        """Give the command of a filled-in form."""
        return self.command(command_id=current.command_id(), stream=key, **self.build(values))


class Offer(msgspec.Struct, frozen=True):
    """What somebody may do with a thing now, and what keeps him from what comes next."""

    acts: list[Act]
    hindrances: list[tuple[str, str]] = []


def acts_of(stream: Stream) -> tuple[Act, ...]:
    """Give all acts on the things of a stream."""
    return features().acts.get(stream.name, ())


def offer(
    stream: Stream,
    state: Any,
    grid: str,
    unit: str = "",
    awaited: frozenset[type[Command]] = frozenset(),
) -> Offer:
    """Give what the person may do now, first what is `awaited`; nothing in the past."""
    if not current.view().live:
        return Offer([])
    context, acts, hindrances = current.context(), [], []
    for act in acts_of(stream):
        if not act.fits(state) or not current.may(act.command, grid, unit):
            continue
        no = stream.hindrance(act.command, state, context)
        if no is None:
            acts.append(act)
        elif act.command in awaited:
            hindrances.append((act.label, sentence(no)))
    return Offer(sorted(acts, key=lambda act: act.command not in awaited), hindrances)


def act_page(
    stream: Stream,
    key: UUID,
    name: str,
    *,
    title: Callable[[Act], str],
    back: str,
    words: str = "",
    template: str = "acting.html",
    more: More | None = None,
) -> Answer:
    """Show the form of an act on a thing, or do it; 404 for an act there is none of."""
    act = next((act for act in acts_of(stream) if act.name == name), None) or abort(404)
    events = current.history(key)
    state = stream.fold(events)
    if not act.fits(state):
        same = (one for one in acts_of(stream) if one.command is act.command and one.fits(state))
        act = next(same, act)

    def do(values: Values) -> str | Instead:
        try:
            current.act(act.asked(key, values), seen=meanwhile.seen(key))
        except Refused as no:
            if no.code != meanwhile.CHANGED:
                raise
            now = current.history(key)
            more = {"meanwhile": meanwhile.news(key, now)}
            return Instead(more=more, hidden=meanwhile.hidden(now))
        return act.receipt(current.state(stream, key)) if act.receipt else act.done

    def around() -> Mapping[str, Any]:
        return {"meanwhile": meanwhile.news(key, events), **(more() if more else {})}

    return answer(
        act.form(),
        do,
        title=title(act),
        button=act.button or act.label,
        danger=act.danger,
        back=back,
        words=act.words or words,
        initial=act.start(state),
        choices=act.choices(state),
        kind=getattr(state, "kind", ""),
        proofs_of=key,
        hidden=meanwhile.hidden(events),
        template=template,
        more=around,
    )
