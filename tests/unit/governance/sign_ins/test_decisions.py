"""The door: every coming and going is a fact, a run of failures is one."""

from governance.sign_ins.commands import NoteFailures, NoteSignIn, NoteSignOut
from governance.sign_ins.events import SignedIn, SignedOut, SignInsFailed
from governance.sign_ins.stream import STREAM
from tests.builders import EARLIER, NOW, ask
from tests.given import when


def test_each_coming_and_going_is_a_fact_of_its_own():
    came, went = SignedIn(login="li", network="10.1.2.0/24"), SignedOut(login="li")
    assert when(STREAM, (), ask(NoteSignIn, login="li", network="10.1.2.0/24")) == [came]
    assert when(STREAM, (came, went), ask(NoteSignIn, login="li")) == [SignedIn(login="li")]
    assert when(STREAM, (came,), ask(NoteSignOut, login="li")) == [went]


def test_a_run_of_failures_is_one_fact_and_names_few_networks():
    networks = tuple(f"10.1.{n}.0/24" for n in range(9))
    (fact,) = when(
        STREAM,
        (),
        ask(
            NoteFailures,
            login="li",
            failures=900,
            first_at=EARLIER,
            last_at=NOW,
            networks=networks,
        ),
    )
    assert fact == SignInsFailed(
        login="li", failures=900, first_at=EARLIER, last_at=NOW, networks=networks[:5]
    )
    nothing = ask(NoteFailures, login="li", failures=0, first_at=EARLIER, last_at=NOW)
    assert when(STREAM, (), nothing) == []
