"""Log-ins: so many tries and no more, however they come; and nothing said but in or not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, Type, extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.custody.access import HASHER as KEPT
from projections.custody.access import LOCKED_FOR, NOBODY, TRIES, Access, credentials
from projections.engine.database import open_custody
from tests.builders import NOW

RIGHT, WRONG = "Geyi-2026", "Cuo-2026"


class Tally(PasswordHasher):
    """A hasher that costs little and remembers what was verified."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = []

    def verify(self, held, password):
        self.verified.append((held, password))
        return super().verify(held, password)


class Watched(Access):
    """An access of which is known what it verified."""

    def __init__(self, engine, tally=None):
        super().__init__(engine)
        self._hasher = self.tally = tally or Tally()

    def opened(self, login):
        """Give the passwords verified against the hash of an account, forgetting them."""
        with self.engine.connect() as connection:
            query = sa.select(credentials.c.hash).where(credentials.c.login == login)
            own = connection.execute(query).scalar()
        found = [password for held, password in self.tally.verified if held == own]
        self.tally.verified.clear()
        return found


@pytest.fixture
def access(runtime):
    """Somebody who has a password, on each database."""
    watched = Watched(runtime.engines["access"])
    watched.set_password("li", RIGHT, now=NOW)
    return watched


def at_once(access, *tried, now=NOW):
    """Let as many threads as there are (login, password) try at one moment."""
    together = Barrier(len(tried))

    def enter(login, password):
        together.wait()
        return access.log_in(login, password, now=now)

    with ThreadPoolExecutor(len(tried)) as pool:
        return list(pool.map(enter, *zip(*tried, strict=True)))


def test_many_threads_verify_no_more_passwords_than_there_are_tries(access):
    for _ in range(3):
        assert at_once(access, *[("li", f"{WRONG}-{n}") for n in range(16)]) == [None] * 16
    assert len(access.tally.verified) == 48
    assert len(access.opened("li")) == TRIES
    assert access.log_in("li", RIGHT, now=NOW) is None
    assert access.log_in("li", RIGHT, now=NOW + LOCKED_FOR)


# Who is right begins anew: who comes after him has the first try of the next.
@pytest.mark.parametrize(
    ("second", "possible"), [(WRONG, ([WRONG],)), (RIGHT, ([WRONG], [RIGHT], [RIGHT, WRONG]))]
)
def test_of_two_who_come_at_the_limit_one_has_the_last_try(access, second, possible):
    for _ in range(20):
        for _ in range(TRIES - 1):
            access.log_in("li", WRONG, now=NOW)
        access.tally.verified.clear()
        sessions = at_once(access, ("li", WRONG), ("li", second))
        verified = access.opened("li")
        assert verified in possible
        assert [bool(session) for session in sessions] == [False, RIGHT in verified]
        access.set_password("li", RIGHT, now=NOW)


def test_who_is_right_at_the_last_try_is_in_and_begins_anew(access):
    for _ in range(2):
        for _ in range(TRIES - 1):
            assert access.log_in("li", WRONG, now=NOW) is None
        assert access.log_in("li", RIGHT, now=NOW)


@given(
    st.lists(
        st.tuples(
            st.sampled_from((0, 0, 1, 10, 29, 30, 31)), st.sampled_from((RIGHT, *[WRONG] * 6))
        ),
        min_size=TRIES,
        max_size=20,
    )
)
@settings(max_examples=30, deadline=None)
def test_whatever_is_tried_whenever_an_account_is_locked_as_told(tmp_path_factory, tries):
    engine = open_custody(tmp_path_factory.mktemp("access") / "access.db")
    access = Watched(engine)
    access.set_password("li", RIGHT, now=NOW)
    now, wrong, until = NOW, 0, NOW
    for minutes, password in tries:
        now, right = now + timedelta(minutes=minutes), password == RIGHT
        locked = wrong >= TRIES and now < until
        wrong = 0 if wrong >= TRIES and not locked else wrong
        session = access.log_in("li", password, now=now)
        assert len(access.tally.verified) == 1
        assert len(access.opened("li")) == (not locked)
        assert bool(session) is (right and not locked)
        if not locked:
            wrong = 0 if right else wrong + 1
            until = now + LOCKED_FOR
    engine.dispose()


def test_whoever_is_not_let_in_costs_one_verification_and_one_count(access):
    access.set_password("wang", RIGHT, now=NOW)
    for _ in range(TRIES):
        access.log_in("wang", WRONG, now=NOW)
    access.tally.verified.clear()
    for n, (login, password) in enumerate(
        [("li", WRONG), ("wang", WRONG), ("wang", RIGHT), ("unknown", RIGHT), (NOBODY, "nobody")], 1
    ):
        before = counted(access)
        assert access.log_in(login, password, now=NOW) is None
        assert len(access.tally.verified) == n
        assert counted(access) == before + 1


def counted(access):
    """Give how often somebody's tries have been counted; who is nobody is counted as such."""
    with access.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.sum(credentials.c.failures))).scalar_one()


def test_what_an_earlier_release_has_locked_stays_locked(access):
    """It wrote no count beside the lock, and knew no account of nobody."""
    with access.engine.begin() as connection:
        connection.execute(sa.delete(credentials).where(credentials.c.login == NOBODY))
        connection.execute(
            sa.update(credentials).values(failures=0, locked_until=NOW + timedelta(minutes=10))
        )
    access = Watched(access.engine)
    for _ in range(TRIES + 1):
        assert access.log_in("li", RIGHT, now=NOW) is None
    assert access.opened("li") == []
    assert access.log_in("li", RIGHT, now=NOW + timedelta(minutes=10))


def test_a_password_that_is_changed_while_it_is_verified_opens_no_more(access):
    class Slow(Tally):
        def verify(self, held, password):
            right = super().verify(held, password)
            access.set_password("li", "Xin-mima-26", now=NOW)
            return right

    slow = Watched(access.engine, Slow())
    assert slow.log_in("li", RIGHT, now=NOW) is None


def test_a_password_is_as_dear_to_guess_as_owasp_asks(access):
    """Tests hash lightly, so what everybody else hashes with was taken before they began."""
    held = extract_parameters(KEPT.hash(RIGHT))
    assert (held.type, held.memory_cost, held.time_cost) == (Type.ID, 19 * 1024, 2)


def test_nobody_is_given_no_password(access):
    with pytest.raises(ValueError, match="nobody"):
        access.set_password(NOBODY, RIGHT, now=NOW)
