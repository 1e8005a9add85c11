"""Who may do and see what: permissions as data."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Literal

import msgspec

from governance.kernel.command import Actor
from governance.policy.shape import shaped

Scope = Literal["all", "grid", "unit"]


class Role(msgspec.Struct, frozen=True):
    """One role: commands it may send, pages it may open, and how far both reach.

    What it `may_not` send it may not send, whatever stands beside it. A log-in of it ends
    `idle_minutes` after the last request, and `longest_minutes` after it began at the latest.
    """

    code: str
    label: str
    scope: Scope
    may: tuple[str, ...]
    pages: tuple[str, ...]
    source: str
    may_not: tuple[str, ...] = ()
    idle_minutes: int = 30
    longest_minutes: int = 720

    def sends(self, command: str) -> bool:
        """Whether the role may send a command of this name."""
        return _among(command, self.may) and not _among(command, self.may_not)

    def reaches(self, actor: Actor, grid: str, unit: str) -> bool:
        """Whether the role reaches a thing of this grid handled by this unit."""
        match self.scope:
            case "all":
                return True
            case "grid":
                return not grid or grid in actor.grids
            case "unit":
                return bool(unit) and unit == actor.unit


def _among(command: str, names: tuple[str, ...]) -> bool:
    return any(
        command.startswith(name[:-1]) if name.endswith("*") else command == name for name in names
    )


class Lasting(msgspec.Struct, frozen=True):
    """How long a log-in lasts: when nothing is asked for, and whatever is asked for."""

    idle: timedelta
    longest: timedelta


class Sight(msgspec.Struct, frozen=True):
    """How far somebody sees: everything, else these grids and what these units handle."""

    everything: bool
    grids: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


class Roles(msgspec.Struct, frozen=True):
    """岗位权限: the policy as read from an edition."""

    source: str
    role: tuple[Role, ...]

    def of(self, actor: Actor) -> list[Role]:
        """Give the roles somebody has."""
        return [role for role in self.role if role.code in actor.roles]

    def permits(self, actor: Actor, command: str, grid: str = "", unit: str = "") -> bool:
        """Whether somebody may send a command concerning this grid and unit."""
        return any(
            role.sends(command) and role.reaches(actor, grid, unit) for role in self.of(actor)
        )

    def opens(self, actor: Actor, page: str) -> bool:
        """Whether somebody may open a page."""
        return any(page in role.pages for role in self.of(actor))

    def sight(self, actor: Actor, page: str) -> Sight:
        """Give how far somebody sees on a page."""
        roles = [role for role in self.of(actor) if page in role.pages]
        scopes = {role.scope for role in roles}
        return Sight(
            everything="all" in scopes,
            grids=actor.grids if "grid" in scopes else frozenset(),
            units=frozenset({actor.unit}) if "unit" in scopes and actor.unit else frozenset(),
        )

    def lasting(self, roles: Iterable[str]) -> Lasting:
        """Give how long a log-in lasts: of somebody with several roles, the shorter of each."""
        held = [role for role in self.role if role.code in set(roles)] or [USUAL]
        return Lasting(
            timedelta(minutes=min(role.idle_minutes for role in held)),
            timedelta(minutes=min(role.longest_minutes for role in held)),
        )

    def labels(self) -> dict[str, str]:
        """Give the Chinese name of each role."""
        return {role.code: role.label for role in self.role}


SHAPE = Roles
USUAL = Role("", "", "all", (), (), "")
"""A role of which nothing more is said."""


def read(content: dict[str, Any]) -> Roles:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return shaped(content, Roles)
