"""How the door is kept: tries of passwords, and what is counted of them."""

from datetime import timedelta
from typing import Any

import msgspec

from governance.policy.shape import shaped


class Lockout(msgspec.Struct, frozen=True):
    """How long whoever was wrong waits before the next try.

    Tries are counted three ways: of an account at an address (`tries`), of an address whatever the
    account (`address_tries`), of an account whatever the address (`account_tries`). From that many
    on each one more doubles the wait, up to the longest. The wider two do not hold up who got in
    from the address within `known_days`. Without another wrong one for `forget_hours` all begin
    anew.
    """

    tries: int = 5
    address_tries: int = 20
    account_tries: int = 50
    wait_minutes: int = 1
    longest_wait_minutes: int = 30
    forget_hours: int = 24
    known_days: int = 90
    source: str = ""

    def wait(self, beyond: int) -> timedelta:
        """Give the wait after the last free try (0) or after so many more; none before it."""
        if beyond < 0:
            return timedelta()
        doubled = self.wait_minutes << min(beyond, self.longest_wait_minutes.bit_length())
        return timedelta(minutes=min(doubled, self.longest_wait_minutes))

    @property
    def forgotten_after(self) -> timedelta:
        """How long a wrong one is remembered."""
        return timedelta(hours=self.forget_hours)

    @property
    def known_for(self) -> timedelta:
        """How long an address somebody got in from is one of his."""
        return timedelta(days=self.known_days)


class SecondPerson(msgspec.Struct, frozen=True):
    """Roles whose accounts are changed by two people, and how many days an asking waits."""

    roles: tuple[str, ...] = ("auditor",)
    days: int = 7
    source: str = ""


class SecondFactor(msgspec.Struct, frozen=True):
    """Roles that sign in with a code of their telephone beside the password."""

    roles: tuple[str, ...] = ()
    source: str = ""


class Reveals(msgspec.Struct, frozen=True):
    """How often one person looks at what is sealed."""

    an_hour: int = 60
    a_day: int = 300
    source: str = ""

    @property
    def spans(self) -> tuple[tuple[timedelta, int], ...]:
        """How many looks there may be in how long."""
        return (timedelta(hours=1), self.an_hour), (timedelta(days=1), self.a_day)


class Security(msgspec.Struct, frozen=True):
    """登录安全: the policy as read from an edition."""

    source: str
    lockout: Lockout = Lockout()
    second_person: SecondPerson = SecondPerson()
    second_factor: SecondFactor = SecondFactor()
    reveals: Reveals = Reveals()


SHIPPED = Security(source="")
"""What is in force where no edition is: the numbers the software begins with."""
SHAPE = Security


def read(content: dict[str, Any]) -> Security:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return shaped(content, Security)
