"""Whatever is asked of whatever stream, in whatever order: what holds of every history.

Never a fault, only events or a refusal there are words for; every command twice is once; what is
stored tells the state; what the check of an act refuses, deciding refuses too.
"""

import os
from collections import Counter
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from governance.accounts.commands import RenameAccount
from governance.accounts.stream import STREAM as ACCOUNTS
from governance.kernel.command import SYSTEM, Command
from governance.kernel.errors import Refused
from governance.kernel.event import EVENTS, NOBODY, Event, decode
from governance.kernel.stream import Act, Stream, always
from governance.meetings.commands import CorrectDecision, MoveMeeting
from governance.meetings.stream import STREAM as MEETINGS
from governance.streams import STREAMS
from governance.visits.commands import EscalateFinding, SolveFinding
from governance.visits.stream import STREAM as VISITS
from tests.builders import LATER
from tests.histories.living import Step, steps
from tests.histories.office import Office
from web.features import FEATURES
from web.frame.feature import Features
from web.frame.refusals import COMMON

REFUSALS = {**COMMON, **Features(FEATURES).refusals}
NOWHERE: dict[str, Event] = {}
OTHERS = tuple(stream for stream in STREAMS if stream is not ACCOUNTS)
TIMES = int(os.environ.get("GEYI_HISTORIES", "1"))
HISTORIES = 30
OTHERWISE = {
    "policies": 4,  # an edition is held against everything there is, which takes its time
    "hotline": 60,  # what is over is seldom asked of
    "meetings": 60,  # an order fits an agenda of several items only when it names them all
}
LONGER = 4
"""So many times as many where a command is in none yet: one more stream gives all other dice."""
UNCHANGED = "kernel.unchanged"
OFTEN = 15
"""So many refusals of what is offered, and no other answer, are no accident of what was said."""


class Record:
    """What a run has seen: what was accepted, what was offered and then refused, by stage."""

    def __init__(self) -> None:
        self.accepted: Counter[type[Command]] = Counter()
        self.taken: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()

    @property
    def idle_offers(self) -> set[tuple[str, str]]:
        """Give what was offered at a stage and never taken."""
        return {key for key, times in self.refused.items() if times >= OFTEN} - set(self.taken)


def live(office: Office, focus: str, random: Random, record: Record) -> None:
    """Live through a history and hold every answer against what must be so of all."""
    answers = []
    for step in steps(office, focus, random):
        checks_agree(office, step, record)
        before = len(office.log)
        answer = answered(office.ask, step.command, step.actor)
        if isinstance(answer, Refused):
            assert sentence(answer)
            assert len(office.log) == before
            continue
        references, new = answer
        assert office.ask(step.command, step.actor) == (references, [])
        if new:
            record.accepted[type(step.command)] += 1
            answers.append((step, references))
    for step, references in answers:
        assert office.ask(step.command, step.actor) == (references, [])
        other = replace(step.command, happened_at=LATER)
        no = answered(office.ask, other, step.actor)
        assert isinstance(no, Refused)
        assert no.code == "kernel.command_id_reused"
    replays(office)


def checks_agree(office: Office, step: Step, record: Record) -> None:
    """What the check refuses is refused so when it is asked; what is offered can be had."""
    stream, command, context = step.stream, step.command, office.context(step.actor)
    state = office.state(stream, command.stream)
    no = stream.hindrance(type(command), state, context)
    answer = answered(stream.decide, state, command, context)
    if no is None:
        key = (type(command).qualified_name(), getattr(state, "stage", ""))
        (record.refused if isinstance(answer, Refused) else record.taken)[key] += 1
    elif no.code == UNCHANGED:
        assert answer == []
    else:
        assert isinstance(answer, Refused)
        assert answer.code == no.code


def answered(asked: Callable[..., Any], *words: Any) -> Any:
    """Give the answer to what is asked, a refusal as one."""
    try:
        return asked(*words)
    except Refused as no:
        return no


def sentence(no: Refused) -> str:
    """Give the words of a refusal; KeyError where there are none, or a fact of them is missing."""
    return REFUSALS[no.code].format_map(no.facts)


def replays(office: Office) -> None:
    """What the log holds is read as events of today, is told in the same bytes, gives the state."""
    past: dict[UUID, list[Event]] = {}
    for _, topic, state in office.log:
        event = read(topic, state)
        past.setdefault(event.stream, []).append(event)
    for identity, held in office.held.items():
        assert [event.version for event in past[identity]] == [*range(1, held.version + 1)]
        assert held.stream.fold(past[identity]) == held.state


@lru_cache(maxsize=100)
def read(topic: str, state: bytes) -> Event:
    """Read what is stored, and see that it would be stored so again."""
    event = decode(topic, state)
    assert EVENTS[topic] is type(event)
    assert msgspec.json.encode(event) == state
    return event


def lived(
    focus: str,
    office: Callable[[], Office] = Office,
    histories: int = HISTORIES,
    awaited: tuple[type[Command], ...] = (),
) -> Record:
    """Live through as many histories of mostly one stream, always the same ones.

    Some more follow while a command that is `awaited` has been accepted in none.
    """
    record = Record()
    for number in range(histories * TIMES * LONGER):
        if number >= histories * TIMES and all(record.accepted[one] for one in awaited):
            break
        try:
            live(office(), focus, Random(f"{focus} {number}"), record)
        except Exception as error:
            error.add_note(f"history {number} of {focus}")
            raise
    return record


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_every_history_holds_and_every_command_is_accepted_in_some(stream: Stream) -> None:
    histories = OTHERWISE.get(stream.name, HISTORIES)
    record = lived(stream.name, histories=histories, awaited=stream.commands)
    assert [one.__name__ for one in stream.commands if not record.accepted[one]] == []
    offered = {act.command.qualified_name() for act in stream.acts if act.check is not always}
    assert {key for key in record.idle_offers if key[0] in offered} == set()


def deciding(answer: Callable[..., list[Event]]) -> Callable[[], Office]:
    """Give an office in which an account is renamed by another decision."""
    acts = (
        Act(RenameAccount, answer) if act.command is RenameAccount else act for act in ACCOUNTS.acts
    )
    return partial(Office, (*OTHERS, replace(ACCOUNTS, acts=tuple(acts))))


def refusing(code: str) -> Callable[..., list[Event]]:
    """Give a decision that always refuses."""

    def refuse(*_: Any) -> list[Event]:
        raise Refused(code)

    return refuse


def test_a_decision_that_fails_is_found_out() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        lived("accounts", deciding(lambda *_: [NOWHERE["nowhere"]]))


def test_a_refusal_without_words_is_found_out() -> None:
    with pytest.raises(KeyError, match=r"accounts\.unheard_of"):
        lived("accounts", deciding(refusing("accounts.unheard_of")))


def test_an_offer_nobody_can_take_is_found_out() -> None:
    record = lived("accounts", deciding(refusing("accounts.unknown")))
    assert "accounts.RenameAccount" in {name for name, _ in record.idle_offers}


def test_a_door_that_forgets_ids_is_found_out() -> None:
    class Forgetful(Office):
        def store(self, event: Event) -> None:
            super().store(replace(event, command_id=NOBODY))

    with pytest.raises((AssertionError, Refused)):
        lived("accounts", Forgetful)


def test_a_state_that_is_not_what_is_stored_is_found_out() -> None:
    times = count()

    def evolve(state: Any, event: Event) -> Any:
        return replace(ACCOUNTS.evolve(state, event), unit=f"{next(times)}")

    with pytest.raises(AssertionError):
        lived("accounts", partial(Office, (*OTHERS, replace(ACCOUNTS, evolve=evolve))))


@pytest.mark.parametrize(
    ("stream", "past", "command", "code"),
    [
        (MEETINGS, "held", MoveMeeting, "meetings.already_held"),
        (MEETINGS, "held", CorrectDecision, "meetings.not_decided"),
        (VISITS, "planned", SolveFinding, "visits.nothing_found"),
        (VISITS, "planned", EscalateFinding, "visits.nothing_found"),
    ],
)
def test_what_is_always_refused_is_not_offered(
    stream: Stream, past: str, command: type[Command], code: str
) -> None:
    state = replace(stream.initial, stage=past)
    no = stream.hindrance(command, state, Office().context(SYSTEM))
    assert no is not None
    assert no.code == code
