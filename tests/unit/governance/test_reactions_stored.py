"""An act and what follows from it are stored together, whatever fails and whoever is there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from msgspec.structs import replace

from governance.application import Governance
from governance.casework import commands as asks
from governance.casework import events as shared_events
from governance.hotline.kind import TICKET
from governance.issues.stream import issue_id
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from governance.resolutions.stream import resolution_id
from governance.visits.commands import SolveFinding
from tests.builders import WORKER, ask
from tests.meetings import (
    LATE,
    MEETING,
    OTHER,
    RESOLVE,
    TERMS,
    decided,
)
from tests.tickets import ticket
from tests.visits import LATER_ISSUE, TAKEN, VISIT, escalated, logged

SECRETARY = Actor("sun", frozenset({"secretary"}))
FIRST, SECOND = (resolution_id(MEETING, number) for number in (1, 2))


def names(events):
    return [type(event).__name__ for event in events]


def reacting(door, reactions):
    """Give a door to the same deployment at which something else follows."""
    return Governance(door.ledger, door.vault, door.clock, reactions=reactions)


def test_a_lost_reply_is_answered_with_what_followed_too(door, monkeypatch):
    insert, left = door.ledger.recorder.insert_events, [IntegrityError("the reply got lost")]

    def insert_events(events, **values):
        numbers = insert(events, **values)
        if left:
            raise left.pop()
        return numbers

    monkeypatch.setattr(door.ledger.recorder, "insert_events", insert_events)
    outcome = door.execute(RESOLVE, actor=SECRETARY)
    assert names(outcome.events) == ["DecisionRecorded", "ResolutionAdopted"]
    assert len(door.ledger.stream(FIRST)) == 1
    assert door.ledger.stream(SECOND) == []


def test_an_append_that_fails_at_what_follows_leaves_nothing_of_what_came_before(door, monkeypatch):
    append, meanwhile = door.ledger.append, [TAKEN]

    def racing(events):
        if meanwhile:
            door.execute(meanwhile.pop(), actor=SYSTEM)
        return append(events)

    monkeypatch.setattr(door.ledger, "append", racing)
    with pytest.raises(Refused, match="serial_taken"):
        door.execute(logged(), actor=WORKER)
    assert door.ledger.stream(VISIT) == []


def test_a_store_that_breaks_between_the_two_has_neither(door, monkeypatch):
    mapper = door.ledger.mapper
    whole = mapper.to_stored_event

    def breaking(event):
        if type(event).__name__ == "IssueReported":
            raise OperationalError("the power failed")
        return whole(event)

    monkeypatch.setattr(mapper, "to_stored_event", breaking)
    with pytest.raises(OperationalError):
        door.execute(logged(), actor=WORKER)
    monkeypatch.undo()
    assert door.ledger.stream(VISIT) == []
    assert len(door.execute(logged(), actor=WORKER).stored) == 2


def at_once(door, *asked):
    """Let people press at the same moment; give what came of it for each."""
    together = Barrier(len(asked))

    def press(one):
        command, actor = one
        together.wait()
        try:
            return names(door.execute(command, actor=actor).stored)
        except Refused as no:
            return no.code

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(press, asked))


def test_of_two_who_settle_a_finding_at_once_one_has(door):
    door.execute(logged(), actor=WORKER)
    solve = ask(SolveFinding, VISIT, number=2, proof=("a" * 64,))
    other = replace(WORKER, account="zhao")
    became = at_once(door, (solve, WORKER), (escalated(), other))
    issue = door.ledger.stream(issue_id(LATER_ISSUE))
    assert became in (
        [["FindingSolved"], "visits.finding_solved"],
        ["visits.finding_escalated", ["FindingEscalated", "IssueReported"]],
    )
    assert bool(issue) == (became[0] == "visits.finding_escalated")
    assert len(door.ledger.stream(VISIT)) == 2


def test_of_many_who_resolve_at_once_each_has_a_number(door):
    asked = [decided(item, "resolve", terms=TERMS) for item in (LATE, OTHER)]
    assert (
        at_once(door, *((command, SECRETARY) for command in asked))
        == [["DecisionRecorded", "ResolutionAdopted"]] * 2
    )
    serials = {door.ledger.stream(key)[0].serial for key in (FIRST, SECOND)}
    assert serials == {"议〔2026〕05-G1-01", "议〔2026〕05-G1-02"}


def test_from_an_act_nothing_follows_from_nothing_more_is_read(door, monkeypatch):
    reads: list[object] = []
    news = door.ledger.recorder.news_of

    def heard(wanted):
        reads.append(len(wanted))
        return news(wanted)

    monkeypatch.setattr(door.ledger.recorder, "news_of", heard)
    monkeypatch.setattr(door, "fetch", lambda *values: reads.append(values))
    door.execute(ask(TICKET.command(asks.NoteProgress), ticket(), note="已到场"), actor=SYSTEM)
    assert reads == [2], "the policies and the stream, in one visit"


def test_what_would_follow_from_itself_for_ever_is_stopped_and_nothing_is_done(door):
    def again(event, _occasion):
        return [ask(TICKET.command(asks.NoteProgress), event.stream, note=f"{event.version}")]

    before = door.ledger.position()
    with pytest.raises(RecursionError):
        reacting(door, {TICKET.event(shared_events.ProgressNoted): again}).execute(
            ask(TICKET.command(asks.NoteProgress), ticket(), note="已到场"), actor=SYSTEM
        )
    assert door.ledger.position() == before
