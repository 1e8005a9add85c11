"""Builders: a fixed moment, a policy book of the first editions, commands and past events."""

from collections.abc import Container
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from governance.kernel.command import Actor, Command
from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Personal, Sealed
from governance.policy.book import Edition, PolicyBook, first_editions
from governance.policy.context import Context
from governance.policy.deadlines import Deadline
from projections.boards import BOARDS
from projections.engine.projection import declared
from scripts.calendar_edition import build

SHANGHAI = ZoneInfo("Asia/Shanghai")
SOME = UUID("5b3f8a52-0b0e-4d0c-9d3b-2c8f2a6a9e11")


def moment(text: str) -> datetime:
    """Give the UTC moment of a Shanghai wall clock text such as `2026-03-05 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


NOW = moment("2026-03-05 10:00")  # a Thursday without holidays around it
EARLIER = NOW - timedelta(hours=1)
LATER = NOW + timedelta(days=30)
WORKER = Actor("wang", frozenset({"grid_worker"}), frozenset({"g1"}))


@cache
def book() -> PolicyBook:
    """Give the first editions, the published days of 2025 to 2027 in the calendar."""
    contents = first_editions(build(range(2025, 2028)))
    return PolicyBook(
        {name: Edition(name, 1, content, "test") for name, content in contents.items()},
        declared(BOARDS),
    )


def of_cases() -> PolicyBook:
    """Give the first editions with the metrics of cases only."""
    metrics = book().editions["metrics"]
    rows = [row for row in metrics.content["metric"] if row.get("rows", "cases") == "cases"]
    return book().with_edition(Edition("metrics", 1, metrics.content | {"metric": rows}, "test"))


def context(
    now: datetime = NOW, *, actor: Actor | str = WORKER, policy: PolicyBook | None = None
) -> Context:
    """Give what a decision learns: at `now`, by an account (or its id), under a policy."""
    who = Actor(actor, frozenset({"grid_worker"})) if isinstance(actor, str) else actor
    return Context(now=now, actor=who, policy=policy or book(), same=same)


def amended(policy: str, **changes: Any) -> PolicyBook:
    """Give the book in which top-level entries of one policy are different."""
    content = book().editions[policy].content | changes
    return book().with_edition(Edition(policy, 2, content, "test"))


def same(
    sealed: Sealed | Personal | None,
    text: str,
    _stream: UUID,
    _field: str,
    *,
    gone: Container[Gone] = (),
) -> bool:
    """Compare as the vault would, without one: see `sealed`; what is empty there was erased."""
    if sealed is None:
        return not text
    if isinstance(sealed, Sealed) and not sealed.mark:
        return Gone.ERASED in gone
    return (sealed.text if isinstance(sealed, Personal) else sealed.mark) == text


def sealed(text: str, subject: str = "case") -> Sealed:
    """Give a sealed text whose mark is the text itself."""
    return Sealed(subject=subject, mark=text, data=b"sealed")


C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)


def ask(kind: type[C], stream: UUID = SOME, /, **values: Any) -> C:
    """Give a command; the same words make the same command id."""
    return kind(command_id=uuid5(stream, f"{kind.__name__}{values}"), stream=stream, **values)


def happened(fact: E, *, by: str = WORKER.account, at: datetime = EARLIER) -> E:
    """Give an event as the application stamps it."""
    return replace(fact, stream=SOME, version=1, recorded_at=at, happened_at=at, actor=by)


def deadline(due: datetime = LATER, **changes: Any) -> Deadline:
    """Give a limit that was set before."""
    return replace(
        Deadline(
            due=due,
            start=EARLIER,
            limit="5工作日",
            rule="test",
            edition=1,
            calendar=1,
            provisional=False,
            source="test",
        ),
        **changes,
    )
