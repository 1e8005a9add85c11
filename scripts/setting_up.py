"""A new deployment: first editions of all policies, the street, its grids, and whom to let in.

It is one transaction, of commands whose ids are made of what they set up.
"""

import secrets
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from tomllib import loads
from typing import Any

import msgspec

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM, Command
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import first_editions
from governance.processes.timers import timer_id
from governance.processes.upgrading import first_id
from projections.engine.runtime import DEMO, UNFINISHED, Runtime
from scripts import simulation
from scripts.calendar_edition import build

Progress = Callable[[int, int], None]
SECRET_BYTES = 9

FIRST: dict[str, Any] = loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class DemoAccount(msgspec.Struct, frozen=True):
    """An account just opened, with the password to be said once and kept nowhere."""

    login: str
    name: str
    roles: tuple[str, ...]
    unit: str
    grids: tuple[str, ...]
    password: str


def initialise(
    runtime: Runtime,
    *,
    demo: bool,
    today: date | None = None,
    progress: Progress | None = None,
    scale: float = 1.0,
) -> list[DemoAccount]:
    """Set a deployment up, with a year of invented work before `today` when `demo`.

    `progress` hears (done, all); `scale` is the size of the year. A deployment already set up is
    left as it is, passwords too, and gives no accounts. What is broken off leaves a mark behind.
    """
    if runtime.ledger.position():
        return []
    unfinished = runtime.data / UNFINISHED
    unfinished.touch()
    if demo:
        (runtime.data / DEMO).touch()
        opened = simulation.load(runtime, founding(), today=today, scale=scale, progress=progress)
    else:
        opened = [_administrator()]
        runtime.execute(*founding(), *opened, actor=SYSTEM)
    runtime.live()
    accounts = _let_in(runtime, opened)
    unfinished.unlink()
    return accounts


def founding() -> list[Command]:
    """Give what every deployment begins with."""
    street, grids = FIRST["street"], FIRST["grid"]
    register = partial(_register, parent=place_id("street", street["code"]))
    return [
        *(
            PublishEdition(
                command_id=first_id(policy),
                stream=POLICY_STREAM,
                policy=policy,
                content=content,
                source=content["source"],
            )
            for policy, content in first_editions(build()).items()
        ),
        _register("street", **street),
        *(register("grid", **grid, grid=grid["code"]) for grid in grids),
    ]


def _register(kind: str, code: str, **values: Any) -> RegisterPlace:
    return RegisterPlace(
        command_id=timer_id("first place", kind, code),
        stream=place_id(kind, code),
        kind=kind,
        code=code,
        **values,
    )


def pretends(runtime: Runtime) -> bool:
    """Whether a deployment people work in says that it is a demonstration."""
    first = runtime.history(account_id(FIRST["administrator"]["login"]))[:1]
    return runtime.demo and any(one.command_id == _administrator().command_id for one in first)


def _administrator() -> OpenAccount:
    who = FIRST["administrator"]
    return OpenAccount(
        command_id=timer_id("first account", who["login"]),
        stream=account_id(who["login"]),
        **who,
        roles=("administrator",),
    )


def _let_in(runtime: Runtime, opened: list[OpenAccount]) -> list[DemoAccount]:
    """Give every account one password of this deployment, made here and now."""
    password = secrets.token_urlsafe(SECRET_BYTES)
    for who in opened:
        runtime.access.set_password(who.login, password, now=runtime.clock())
    return [
        DemoAccount(who.login, who.name, who.roles, who.unit, who.grids, password) for who in opened
    ]
