"""Whatever is asked of visits and meetings, in whatever order: never a fault, twice is once."""

from contextlib import suppress
from uuid import uuid5

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import decode
from governance.kernel.sealed import Sealed
from governance.meetings.events import DecisionRecorded
from governance.processes.reacting import REACTIONS
from governance.resolutions import commands as resolution
from governance.resolutions.events import ResolutionAdopted
from governance.resolutions.stream import resolution_id
from governance.sealing import seal
from governance.streams import STREAMS, by_command
from governance.transaction import Rules, Transaction
from governance.visits.commands import CancelPlan, LogVisit, PlanVisit, SolveFinding
from governance.visits.events import FindingEscalated, VisitMade
from governance.visits.stream import visit_id
from tests.builders import NOW, WORKER, ask, context
from tests.meetings import EARLIER_ONE, LATE, MEETING, OPEN, OTHER, TERMS, adopted, decided, held
from tests.visits import DOOR, GAS, LAMP, escalated, logged, registered

CLERK = replace(WORKER, account="sun", roles=frozenset({"system"}))
VISITS = [visit_id(key) for key in ("v1", "v2")]
WHERE = {"place": DOOR, "visitee": "household", "grid": "g1", "area": ""}


class Open:
    """A vault that leaves everything in clear: the mark of words is the words."""

    def said(self, words, subjects):
        return words

    def ready(self, subjects):
        pass

    def seal(self, sealings):
        return [Sealed(one.person or one.subject, "", one.text.encode()) for one in sealings]

    def reveal(self, sealed, context):
        return sealed.data.decode()


class Street:
    """Streams as they are stored, and one transaction after the other."""

    def __init__(self, reactions=REACTIONS):
        self.stored, self.reactions = {}, reactions
        for command in (registered(), adopted(), *held()):
            self.ask(command)

    def ask(self, command):
        """Give (events, new events) of a command; Refused leaves everything as it was."""
        given = context(NOW, actor=CLERK)
        rules = Rules(by_command(STREAMS), self.reactions)
        transaction = Transaction({}, self.fetch, given, Open(), rules)
        transaction.take(command)
        for event in seal(transaction.new, Open(), transaction.held):
            again = decode(event.TOPIC, msgspec.json.encode(event))
            self.stored.setdefault(event.stream, []).append(again)
        return [event.reference for event in transaction.answer], transaction.new

    def fetch(self, stream, identity):
        return stream.hold([*self.stored.get(identity, [])])


def of_its_own(command):
    """Give other words another id: these are different acts, unless the very same comes again."""
    return replace(command, command_id=uuid5(command.command_id, f"{command}"))


HAZARD = replace(GAS, outcome="hazard", issue="")
FOUND = [(), (GAS,), (HAZARD, LAMP), (GAS, LAMP), (replace(LAMP, issue="WG-1"),), (LAMP, LAMP)]
FOUND += [(replace(GAS, category="x"),), (replace(GAS, issue=""),), (replace(LAMP, outcome="x"),)]
KINDS = ("resolve", "postpone", "withdraw", "close", "note", "escalate", "x")
SAID = (msgspec.UNSET, TERMS, replace(TERMS, due=None), replace(TERMS, owner=""))
RESOLUTIONS = [EARLIER_ONE, *(resolution_id(MEETING, number) for number in (1, 2))]
NOTHING = replace(LATE, key="nothing")

AT_DOORS = [
    replace(command, stream=key)
    for key in VISITS
    for command in (
        *(logged(*found) for found in FOUND),
        *(
            ask(LogVisit, key, **WHERE, made_at=NOW, outcome=outcome, way="door")
            for outcome in ("not_met", "x")
        ),
        *(escalated(number, f"{issue}") for number in (1, 2) for issue in ("WG-1", key, "")),
        *(ask(SolveFinding, key, number=n, proof=("a" * 64,)) for n in (1, 2)),
        ask(SolveFinding, key, number=2),
        ask(PlanVisit, key, **WHERE, planned_for=NOW.date()),
        ask(CancelPlan, key, reason="迁出"),
    )
]
AT_MEETINGS = [
    *(
        decided(item, kind, terms=terms)
        for item in (LATE, OTHER, OPEN, NOTHING)
        for kind in KINDS
        for terms in SAID
    ),
    *(replace(adopted(), stream=key) for key in RESOLUTIONS),
    *(ask(resolution.ClaimCompletion, key, evidence="好") for key in RESOLUTIONS),
    *(ask(resolution.WithdrawResolution, key, meeting=MEETING, reason="撤") for key in RESOLUTIONS),
]
ASKED = st.lists(
    st.sampled_from([*map(of_its_own, AT_DOORS)])
    | st.sampled_from([*map(of_its_own, AT_MEETINGS)]),
    min_size=5,
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(ASKED)
def test_never_a_fault_and_twice_is_once(asked):
    street, done = Street(), []
    for command in asked:
        before = {key: len(events) for key, events in street.stored.items()}
        try:
            answer, _ = street.ask(command)
        except Refused:
            assert {key: len(events) for key, events in street.stored.items()} == before
        else:
            done.append((command, answer))
    for command, answer in done:
        assert street.ask(command) == (answer, [])


def untold(street):
    """Give what should have followed from an event and did not."""
    events = [event for stream in street.stored.values() for event in stream]
    followed = {event.cause for event in events}
    return [
        event.reference
        for event in events
        if event.reference not in followed
        and (
            (isinstance(event, VisitMade) and any(f.issue for f in escalated_of(event)))
            or isinstance(event, FindingEscalated)
            or (isinstance(event, DecisionRecorded) and event.kind in {"resolve", "withdraw"})
        )
    ]


def escalated_of(visit):
    return [finding for finding in visit.findings if finding.outcome == "escalated"]


@settings(max_examples=150, deadline=None)
@given(ASKED)
def test_what_should_follow_has_followed_and_no_number_is_given_twice(asked):
    street = Street()
    for command in asked:
        with suppress(Refused):
            street.ask(command)
    assert untold(street) == []
    for stream in street.stored.values():
        assert [event.version for event in stream] == list(range(1, len(stream) + 1))
    by_decision = [
        event.serial
        for stream in street.stored.values()
        for event in stream
        if isinstance(event, ResolutionAdopted) and event.cause
    ]
    assert len(by_decision) == len(set(by_decision))


def test_a_door_at_which_nothing_follows_is_found_out():
    """The control of what is above."""
    for command in (logged(), decided(LATE, "resolve", terms=TERMS)):
        street = Street(reactions={})
        street.ask(command)
        assert len(untold(street)) == 1
