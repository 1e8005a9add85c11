"""The one door: exactly once, all or nothing, whoever else is writing."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from msgspec.structs import replace

from governance.casework import commands as asks
from governance.disclosures.commands import Reveal
from governance.disclosures.events import PersonalDataRevealed
from governance.disclosures.stream import disclosure_id
from governance.hotline.commands import ContactCaller, DispatchTicket
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM as HOTLINE
from governance.imports.commands import RecordBatch
from governance.imports.stream import batch_id
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Conflict, Refused
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from tests.builders import EARLIER, NOW, WORKER, ask, book
from tests.contracts.tree import ROOT
from tests.tickets import life, received, ticket
from tests.writers import SHARED

LOST = IntegrityError("the reply got lost")
CYCLES = book().editions["cycles"].content | {"source": "换一版"}


def stored(runtime, serial="T1"):
    return [type(event).__name__ for event in runtime.history(ticket(serial))]


def someone(account):
    """Give somebody who may do everything."""
    return Actor(account, frozenset({"system"}))


NOTE = TICKET.command(asks.NoteProgress)


def losing(runtime, monkeypatch, error):
    """Let the store keep what it is given, and then lose its answer."""
    insert, left = runtime.ledger.recorder.insert_events, [error]

    def insert_events(events, **values):
        numbers = insert(events, **values)
        if left:
            raise left.pop()
        return numbers

    monkeypatch.setattr(runtime.ledger.recorder, "insert_events", insert_events)


def test_a_command_gives_events_that_are_stamped_and_sealed(runtime):
    runtime.execute(received(), actor=SYSTEM)
    note = ask(NOTE, ticket(), note="张三家中已修复", happened_at=EARLIER, cause="x:1")
    outcome = runtime.execute(note, actor=SYSTEM)
    event = runtime.history(ticket())[-1]
    assert outcome.position == runtime.ledger.position()
    assert not outcome.repeated
    assert (event.stream, event.version, event.actor) == (ticket(), 2, "system")
    assert (event.recorded_at, event.happened_at) == (NOW, EARLIER)
    assert (event.command_id, event.cause) == (note.command_id, "x:1")
    assert runtime.reveal(event.note, ticket(), "note") == "张三家中已修复"
    [(_, _, state)] = runtime.ledger.recorder.read(outcome.position - 1, outcome.position, 1)
    assert "张三".encode() not in state


def test_asking_twice_does_it_once_and_gives_the_same_answer(runtime):
    first = runtime.execute(received(), actor=SYSTEM)
    again = runtime.execute(received(), actor=SYSTEM)
    assert again.repeated
    assert [e.reference for e in again.events] == [e.reference for e in first.events]
    assert stored(runtime) == ["TicketReceived"]


def test_an_id_that_comes_back_with_other_words_is_refused(runtime):
    runtime.execute(received(), actor=SYSTEM)
    other = replace(received(), title="另一件事")
    with pytest.raises(Refused) as refused:
        runtime.execute(other, actor=SYSTEM)
    assert refused.value.code == "kernel.command_id_reused"
    assert stored(runtime) == ["TicketReceived"]


SAID = (
    ask(NOTE, ticket(), note="已到场"),
    ask(PublishEdition, POLICY_STREAM, policy="cycles", content=CYCLES, source="换一版"),
    ask(Reveal, disclosure_id(ticket()), subject=ticket(), fields=("phone",), purpose="contact"),
    ask(RegisterPlace, place_id("shop", "S1"), kind="shop", code="S1", name="面馆", grid="g1"),
)


@pytest.mark.parametrize("command", SAID, ids=lambda command: command.STREAM)
def test_an_id_answers_to_whoever_sent_it_and_to_nobody_else(runtime, command):
    runtime.execute(received(), actor=SYSTEM)
    runtime.execute(command, actor=someone("li"))
    before = runtime.ledger.position()
    assert runtime.execute(command, actor=someone("li")).repeated
    for sent in (runtime.execute, runtime.governance.consider):
        with pytest.raises(Refused, match="command_of_another"):
            sent(command, actor=someone("wang"))
    assert runtime.ledger.position() == before


def test_a_row_of_a_sheet_is_the_same_whoever_brings_the_sheet(runtime):
    rows = (
        replace(received(), batch="a sheet"),
        ask(RegisterPlace, place_id("shop", "S1"), kind="shop", code="S1", name="面馆", batch="b"),
        ask(
            RecordBatch, batch_id("d", "m"), source="x", file="x.csv", digest="d", mapping="m",
            rows=1, accepted=1, known=0, corrected=0,
        ),
    )  # fmt: skip
    runtime.execute(*rows, actor=someone("li"))
    before = runtime.ledger.position()
    assert runtime.execute(*rows, actor=someone("wang")).repeated
    assert runtime.ledger.position() == before


def test_what_an_earlier_release_stored_answers_to_whoever_sent_it(runtime):
    """Earlier releases marked a command with a key that opens too much: the mark is not read."""
    look, mark = SAID[2], "3f0a9c0d5b1e7a24"
    revealed = PersonalDataRevealed(
        stream=look.stream, version=1, actor="li", recorded_at=EARLIER, subject=look.subject,
        fields=look.fields, purpose=look.purpose, command_id=look.command_id, command_mark=mark,
    )  # fmt: skip
    runtime.ledger.append([revealed])
    again = runtime.execute(look, actor=someone("li"))
    assert (again.repeated, again.stored) == (True, [])
    assert [event.recorded_at for event in again.events] == [EARLIER]
    with pytest.raises(Refused, match="command_of_another"):
        runtime.execute(look, actor=someone("wang"))
    assert runtime.execute(replace(look, purpose="audit"), actor=someone("li")).repeated


def test_of_many_who_press_one_button_at_once_one_has_made_the_record(runtime):
    look, together = SAID[2], Barrier(8)

    def press(_):
        together.wait()
        return runtime.governance.execute(look, actor=someone("li"))

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(press, range(8)))
    assert sorted(len(outcome.stored) for outcome in outcomes) == [0] * 7 + [1]
    assert {event.version for outcome in outcomes for event in outcome.events} == {1}


def test_several_commands_are_stored_together_or_not_at_all(runtime):
    before = runtime.ledger.position()
    too_early = ask(DispatchTicket, ticket("T2"), unit="城建办")
    with pytest.raises(Refused):
        runtime.execute(received(), too_early, actor=SYSTEM)
    assert runtime.ledger.position() == before
    runtime.execute(*life(), actor=SYSTEM)
    kinds = ["TicketReceived", "CallerContacted", "TicketDispatched", "ProgressNoted"]
    assert stored(runtime) == kinds
    assert [event.version for event in runtime.history(ticket())] == [1, 2, 3, 4]


def test_a_state_is_given_at_a_version(runtime):
    runtime.execute(*life(), actor=SYSTEM)
    door = runtime.governance
    assert door.load(HOTLINE, ticket(), upto=2).unit == ""
    assert door.load(HOTLINE, ticket()).unit == "城建办"


def test_who_may_not_is_refused_and_nothing_is_stored(runtime):
    before = runtime.ledger.position()
    with pytest.raises(Refused) as refused:
        runtime.execute(received(), actor=WORKER)
    assert refused.value.code == "kernel.not_permitted"
    assert runtime.ledger.position() == before


def test_a_permission_ends_where_the_grid_ends(runtime):
    runtime.execute(received(grid="g1"), actor=SYSTEM)
    note = ask(NOTE, ticket(), note="已到场")
    elsewhere = Actor("li", frozenset({"grid_worker"}), frozenset({"g2"}))
    with pytest.raises(Refused, match="not_permitted"):
        runtime.execute(note, actor=elsewhere)
    assert runtime.execute(note, actor=WORKER).events[0].actor == WORKER.account


def test_a_lost_reply_is_answered_as_the_success_it_was(runtime, monkeypatch):
    losing(runtime, monkeypatch, LOST)
    outcome = runtime.execute(received(), actor=SYSTEM)
    assert [type(event).__name__ for event in outcome.events] == ["TicketReceived"]
    assert stored(runtime) == ["TicketReceived"]


def test_a_broken_line_fails_once_and_the_next_try_finds_it_done(sqlite_runtime, monkeypatch):
    losing(sqlite_runtime, monkeypatch, OperationalError("disk I/O error"))
    with pytest.raises(OperationalError):
        sqlite_runtime.execute(received(), actor=SYSTEM)
    again = sqlite_runtime.execute(received(), actor=SYSTEM)
    assert again.repeated
    assert stored(sqlite_runtime) == ["TicketReceived"]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_line_that_breaks_after_the_commit_is_answered_as_success(runtime, monkeypatch):
    recorder = runtime.ledger.recorder
    insert, connect = recorder.insert_events, recorder.datastore.get_connection
    left: list[Exception] = []

    @contextmanager
    def breaking():
        with connect() as connection:
            yield connection
        if left:
            raise left.pop()

    def insert_events(events, **values):
        left.append(OperationalError("the line broke"))
        return insert(events, **values)

    monkeypatch.setattr(recorder.datastore, "get_connection", breaking)
    monkeypatch.setattr(recorder, "insert_events", insert_events)
    outcome = runtime.governance.execute(received(), actor=SYSTEM)
    assert [type(event).__name__ for event in outcome.events] == ["TicketReceived"]
    assert stored(runtime) == ["TicketReceived"]


def test_others_who_were_faster_are_read_before_deciding_again(runtime, monkeypatch):
    runtime.execute(*life(), actor=SYSTEM)
    append, meanwhile = runtime.ledger.append, [ask(NOTE, ticket(), note="抢先")]

    def racing(events):
        if meanwhile:
            runtime.governance.execute(meanwhile.pop(), actor=SYSTEM)
        return append(events)

    monkeypatch.setattr(runtime.ledger, "append", racing)
    runtime.governance.execute(ask(NOTE, ticket(), note="随后"), actor=SYSTEM)
    notes = [
        runtime.reveal(event.note, ticket(), "note") for event in runtime.history(ticket())[-2:]
    ]
    assert notes == ["抢先", "随后"]


def test_a_stream_that_never_stands_still_is_told_as_a_conflict(runtime, monkeypatch):
    def never(events):
        raise IntegrityError

    monkeypatch.setattr(runtime.ledger, "append", never)
    with pytest.raises(Conflict):
        runtime.execute(received(), actor=SYSTEM)


def test_an_edition_is_in_force_for_the_next_command_of_the_same_batch(runtime):
    roles = book().editions["roles"].content
    closed = [row for row in roles["role"] if row["code"] != "grid_worker"]
    publish = ask(
        PublishEdition, POLICY_STREAM, policy="roles", content=roles | {"role": closed}, source="x"
    )
    runtime.execute(received(), publish, actor=SYSTEM)
    with pytest.raises(Refused, match="not_permitted"):
        runtime.execute(ask(ContactCaller, ticket(), contacted_at=NOW, note="约了"), actor=WORKER)


def test_processes_that_write_at_once_lose_nothing(runtime, tmp_path, database_url):
    count = 30
    runtime.execute(received(SHARED), actor=SYSTEM)
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.writers", tmp_path / "data", database_url, name,
             str(count)],
            cwd=ROOT, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for name in ("a", "b")
    ]  # fmt: skip
    written = [json.loads(writer.communicate(timeout=120)[0]) for writer in writers]
    assert [(one["own"], one["shared"]) for one in written] == [(count, count)] * 2
    for name in ("a", "b"):
        assert all(stored(runtime, f"{name}-{n}") == ["TicketReceived"] for n in range(count))
    shared = runtime.history(ticket(SHARED))
    notes = [runtime.reveal(event.note, ticket(SHARED), "note") for event in shared[1:]]
    assert sorted(notes) == sorted(f"{name}-{n}" for name in "ab" for n in range(count))
    assert [event.version for event in shared] == list(range(1, 2 * count + 2))
    rows = [row for batch in runtime.ledger.follow(0, 10**6) for row in batch]
    assert len(rows) == len(book().editions) + 1 + 4 * count
