"""Log-ins: so many tries and no more, however they come; and nobody kept out by somebody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, Type, extract_parameters

from governance.policy.security import Lockout
from projections.custody.access import HASHER as KEPT
from projections.custody.access import NOBODY, Access, credentials
from projections.custody.tries import known, tries
from tests.builders import NOW

RIGHT, WRONG = "Geyi-2026", "Cuo-2026"
HOME, AWAY = "203.0.113.7", "198.51.100.9"
RULES = Lockout()
SECRET = b"tests"


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
        super().__init__(engine, SECRET)
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


def fails(access, times, login="li", *, now=NOW, address=AWAY):
    for _ in range(times):
        assert access.log_in(login, WRONG, now=now, address=address) is None


def at_once(access, *tried, now=NOW):
    """Let as many threads as there are (login, password) try at one moment."""
    together = Barrier(len(tried))

    def enter(login, password):
        together.wait()
        return access.log_in(login, password, now=now, address=AWAY)

    with ThreadPoolExecutor(len(tried)) as pool:
        return list(pool.map(enter, *zip(*tried, strict=True)))


def test_many_threads_verify_no_more_passwords_than_there_are_tries(access):
    for _ in range(3):
        assert at_once(access, *[("li", f"{WRONG}-{n}") for n in range(16)]) == [None] * 16
    assert len(access.tally.verified) == 48
    assert len(access.opened("li")) == RULES.tries
    assert access.log_in("li", RIGHT, now=NOW, address=AWAY) is None


def attacked(access, *, where):
    """Let somebody know his account from home, and strangers try it for a day `where` they are."""
    assert access.log_in("li", RIGHT, now=NOW, address=HOME)
    now = NOW
    for n in range(300):
        now += timedelta(minutes=5)
        access.log_in("li", f"{WRONG}-{n}", now=now, address=where(n))
    return access.log_in("li", RIGHT, now=now, address=HOME)


@pytest.mark.parametrize("many", [1, 300])
def test_strangers_at_other_addresses_lock_nobody_out(access, many):
    assert attacked(access, where=lambda n: f"stranger {n % many}")
    # However many addresses they have, of one nobody knows they open no more than so many.
    assert len(access.opened("li")) <= RULES.account_tries + 300 * 5 // RULES.longest_wait_minutes


def test_the_control_counted_by_account_alone_a_stranger_locks_the_person_out(access):
    """The rule of earlier releases: all who try are one."""
    assert not attacked(access, where=lambda _: HOME)


def test_each_try_beyond_the_free_ones_doubles_the_wait(access):
    now, waits = NOW, []
    for _ in range(13):
        now += access.wait("li", AWAY, now=now)
        fails(access, 1, now=now)
        waits.append(access.wait("li", AWAY, now=now) // timedelta(minutes=1))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30]
    later = now + timedelta(minutes=30)
    assert access.log_in("li", RIGHT, now=later - timedelta(seconds=1), address=AWAY) is None
    assert access.log_in("li", RIGHT, now=later, address=AWAY)
    fails(access, RULES.tries - 1, now=later)
    assert access.wait("li", AWAY, now=later) == timedelta()


def test_what_was_wrong_is_forgotten_after_a_day(access):
    fails(access, RULES.tries - 1)
    fails(access, 1, now=NOW + RULES.forgotten_after + timedelta(minutes=1))
    assert not access.wait("li", AWAY, now=NOW + RULES.forgotten_after + timedelta(minutes=1))


def test_an_address_that_tries_many_accounts_waits_for_all_but_its_own_people(access):
    access.set_password("wang", RIGHT, now=NOW)
    assert access.log_in("li", RIGHT, now=NOW, address=AWAY)
    for n in range(RULES.address_tries):
        fails(access, 1, f"name{n}")
    assert access.log_in("wang", RIGHT, now=NOW, address=AWAY) is None
    assert access.log_in("li", RIGHT, now=NOW, address=AWAY)
    assert access.log_in("wang", RIGHT, now=NOW, address=HOME)


def test_who_comes_in_rightly_wears_no_address_out(access):
    for _ in range(RULES.account_tries + 5):
        assert access.log_in("li", RIGHT, now=NOW, address=AWAY)
    assert not access.wait("li", AWAY, now=NOW)


def test_a_wait_outlives_the_process_and_holds_in_another(access):
    fails(access, RULES.tries)
    other = Watched(access.engine)
    assert other.log_in("li", RIGHT, now=NOW, address=AWAY) is None
    assert other.wait("li", AWAY, now=NOW) == timedelta(minutes=1)
    assert other.opened("li") == []


def test_a_new_password_begins_anew_everywhere(access):
    fails(access, RULES.tries)
    access.set_password("li", "Xin-mima-26", now=NOW)
    assert access.log_in("li", "Xin-mima-26", now=NOW, address=AWAY)


# Who is right begins anew: who comes after him has the first try of the next.
@pytest.mark.parametrize(
    ("second", "possible"), [(WRONG, ([WRONG],)), (RIGHT, ([WRONG], [RIGHT], [RIGHT, WRONG]))]
)
def test_of_two_who_come_at_the_limit_one_has_the_last_try(access, second, possible):
    for _ in range(20):
        fails(access, RULES.tries - 1)
        access.tally.verified.clear()
        sessions = at_once(access, ("li", WRONG), ("li", second))
        verified = access.opened("li")
        assert verified in possible
        assert [bool(session) for session in sessions] == [False, RIGHT in verified]
        access.set_password("li", RIGHT, now=NOW)
        with access.engine.begin() as connection:
            connection.execute(sa.delete(tries))


def test_whoever_is_not_let_in_costs_one_verification_and_hears_of_the_same_wait(access):
    """An account, none, a suspended one and one known here: nothing but what was typed counts."""
    access.set_password("wang", RIGHT, now=NOW)
    assert access.log_in("li", RIGHT, now=NOW, address=AWAY)
    access.tally.verified.clear()
    heard = {}
    for login, open_to in (("li", True), ("wang", True), ("wang2", True), ("sun", False)):
        with access.engine.begin() as connection:
            connection.execute(sa.delete(tries))
        now, waits = NOW, []
        for n in range(70):
            who = login if n % 2 else f"other{n}"
            access.log_in(who, WRONG, now=now, address=AWAY, open_to=open_to or who != login)
            waits.append(access.wait(login, AWAY, now=now))
            now += timedelta(seconds=40)
        heard[login] = waits
        assert len(access.tally.verified) == 70
        access.tally.verified.clear()
    assert len({tuple(waits) for waits in heard.values()}) == 1
    assert max(heard["li"]) > timedelta(minutes=5)


def test_nothing_tells_in_clear_who_tried_from_where(access):
    fails(access, 3, "zhangsan")
    access.log_in("li", RIGHT, now=NOW, address=HOME)
    with access.engine.connect() as connection:
        held = [*connection.execute(sa.select(tries)), *connection.execute(sa.select(known))]
    assert held
    assert not [row for row in held if {"zhangsan", "li", AWAY, HOME} & set(map(str, row))]


def test_a_store_of_an_earlier_release_lets_in(access):
    """It kept its own count and lock in the row of the account, and knew nobody."""
    with access.engine.begin() as connection:
        connection.execute(sa.delete(credentials).where(credentials.c.login == NOBODY))
        connection.execute(sa.text("ALTER TABLE credentials ADD COLUMN locked_until BIGINT"))
        connection.execute(sa.text("UPDATE credentials SET failures = 7, locked_until = 99"))
    access = Watched(access.engine)
    assert access.log_in("li", RIGHT, now=NOW, address=AWAY)
    access.set_password("wang", RIGHT, now=NOW)
    assert access.log_in("wang", RIGHT, now=NOW, address=AWAY)


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
