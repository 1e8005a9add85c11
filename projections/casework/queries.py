"""Questions about cases: lists, one case, what is due."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.casework.kind import ENDS, KINDS
from governance.kernel.spelling import folded
from governance.policy.roles import Sight
from projections.casework.table import AHEAD, CORRECTED, DISAGREED, REDONE, SHARED, UNHANDLED, cases
from projections.engine.paging import SIZE, Page, paged
from projections.engine.records import Records, any_of
from projections.engine.view import View

DAY = timedelta(days=1)
SORTS = {
    "serial": cases.c.serial_key,
    "title": cases.c.title,
    "grid": cases.c.grid,
    "unit": cases.c.unit,
    "stage": cases.c.stage,
    "received": cases.c.received_at,
    "due": cases.c.next_due,
    "closed": cases.c.closed_at,
}


class Case(msgspec.Struct, frozen=True):
    """A ticket or grid issue as it stands; a moment is None when nothing of that happened yet."""

    key: UUID
    kind: str
    serial: str
    source: str
    title: str
    place: str
    grid: str
    area: str
    category: str
    type: str
    stage: str
    historical: bool
    unit: str
    received_at: datetime
    contacted_at: datetime | None
    dispatched_at: datetime | None
    handle_due: datetime | None
    provisional: bool
    handled_at: datetime | None
    callback_over: bool
    satisfaction: str
    outcome: str
    closed_at: datetime | None
    round: int
    return_asked: str
    extension_asked: str
    correction_asked: str
    disagreed: dict[str, str]
    crossing: list[str]
    next_clock: str
    next_due: datetime | None
    subject: str
    took_part: str
    visit: UUID | None


CASES = Records(Case, cases)
REFERENCES = (cases.c.caller_reference, cases.c.phone_reference)


class Word(msgspec.Struct, frozen=True):
    """One word that is searched: `text` in lower case, or one of its categories.

    `references` name the sealed texts that are the word.
    """

    text: str
    categories: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def found(self) -> sa.ColumnElement[bool]:
        """The condition that a case has it."""
        return sa.or_(
            cases.c.search.like(f"%{_escaped(self.text)}%", escape="\\"),
            *(cases.c.category == code for code in self.categories),
            *(column.in_(any_of(self.references)) for column in REFERENCES if self.references),
        )


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means all."""

    kind: str = ""
    q: str = ""
    grid: str = ""
    area: str = ""
    unit: str = ""
    stage: str = ""
    category: str = ""
    source: str = ""
    due: str = ""
    flag: str = ""
    batch: str = ""
    subject: str = ""


def case_list(
    view: View,
    wanted: Filter,
    sight: Sight,
    *,
    now: datetime,
    sort: str = "",
    page: int = 1,
    size: int = SIZE,
    words: Sequence[Word] = (),
) -> Page[Case]:
    """Give a page of cases; `sort` names one of `SORTS`, `-` before it turns it round.

    `words` say of those of `q` what else than text they may find.
    """
    where = conditions(wanted, sight, now, words)
    query = CASES.query.where(*where).order_by(*_order(sort), cases.c.key)
    return paged(view, CASES, query, page, size)


def case(view: View, key: UUID) -> Case | None:
    """Give one case."""
    with view.connect() as connection:
        return CASES.by(connection, "key", key)


def counts(view: View, sight: Sight, now: datetime, queues: dict[str, Filter]) -> dict[str, int]:
    """Give how many cases each of some filters finds, in one pass over what any of them finds."""
    columns = [
        sa.func.count(sa.case((sa.and_(sa.true(), *conditions(wanted, None, now)), 1))).label(name)
        for name, wanted in queues.items()
    ]
    some_open = cases.c.stage.in_(open_stages())
    found = [
        some_open if _is_open(wanted) else sa.and_(sa.true(), *conditions(wanted, None, now))
        for wanted in queues.values()
    ]
    query = sa.select(*columns).where(*reach(sight), sa.or_(*dict.fromkeys(found)))
    with view.connect() as connection:
        return dict(connection.execute(query).mappings().one())


def conditions(
    wanted: Filter, sight: Sight | None, now: datetime, words: Sequence[Word] = ()
) -> list[sa.ColumnElement[bool]]:
    """Give a filter as conditions, kept to what somebody sees; `now` in local time says which day.

    What is due today is still to come today.
    """
    where: list[sa.ColumnElement[bool]] = []
    if sight:
        # What is searched for is looked through row by row anyhow.
        where = reach_back(sight) if wanted.q or wanted.flag == TOOK_PART else reach(sight)
    if wanted.subject:
        where += [cases.c.subject == wanted.subject, SHARED["subject"]]
    for name in ("kind", "grid", "area", "unit", "source", "batch"):
        if value := getattr(wanted, name):
            # Few rows have such a flag, by an index of its own: no other is to be taken.
            column = cases.c[name] + "" if wanted.flag in SELDOM else cases.c[name]
            where.append(column == value)
    if wanted.category:
        where.append(cases.c.category.like(_escaped(wanted.category) + "%", escape="\\"))
    if wanted.stage == "open" or wanted.flag in WAITING:
        where.append(cases.c.stage.in_(open_stages()))
    if wanted.stage and wanted.stage != "open":
        where.append(cases.c.stage == wanted.stage)
    where += [word.found for word in words or map(Word, folded(wanted.q).split())]
    if wanted.due == "overdue":
        where.append(now > AHEAD)
    elif wanted.due == "handling":
        where += overdue(now)
    elif wanted.due == "running":
        where += [now <= AHEAD, cases.c.next_due.is_not(None)]
    elif wanted.due == "today":
        tomorrow = datetime.combine(now.date() + DAY, time.min, now.tzinfo)
        where += [now <= AHEAD, tomorrow > AHEAD]
    if wanted.flag and wanted.flag != TOOK_PART:
        where.append(FLAGS[wanted.flag])
    return where


def overdue(now: datetime) -> list[sa.ColumnElement[bool]]:
    """Give 办理超期: the limit of handling has passed, and the case is not handled.

    Of this figures and agendas tell too, and nothing else is called so; what has merely some limit
    behind it (a first call, a check) is 时限已过.
    """
    return [
        cases.c.stage.not_in(ENDS),
        UNHANDLED,
        cases.c.handle_due < now,
    ]


def _is_open(wanted: Filter) -> bool:
    """Whether a filter finds nothing that is over."""
    waits = wanted.flag in WAITING or wanted.due == "handling"
    return wanted.stage in {"open", *open_stages()} or waits


def has(column: sa.Column[str], name: str) -> sa.ColumnElement[bool]:
    """Give the condition that a name is among those a row has, as `clocks` and `awaited`."""
    return column.like(f"% {name} %")


WAITING: dict[str, sa.ColumnElement[bool]] = {
    "uncontacted": has(cases.c.clocks, "contact"),
    "return_asked": has(cases.c.awaited, "grant-return"),
    "extension_asked": has(cases.c.awaited, "grant-extension"),
    "undispatched": has(cases.c.awaited, "dispatch"),
    "callback": has(cases.c.awaited, "call-back"),
    "closable": has(cases.c.awaited, "close"),
}
"""Flags of what a case waits for, which it does at none but the open stages."""

TOOK_PART = "took_part"
"""The flag that opens a list to what somebody's grid or unit once had to do with."""

FLAGS: dict[str, sa.ColumnElement[bool]] = {
    "crossing": sa.type_coerce(cases.c.crossing, sa.Text) != "[]",
    "redo": REDONE,
    "correction_asked": CORRECTED,
    "disagreed": DISAGREED,
    "gridless": cases.c.grid == "",
    "historical": cases.c.historical.is_(True),
    **WAITING,
}


SELDOM = frozenset({"correction_asked", "disagreed"})
"""Flags of few cases, each of which has an index of its own."""


def open_stages() -> list[str]:
    """Give every stage of any kind of case but its ends: few cases are at one of them.

    LookupError before any kind is declared: nothing would be open, and lists would say so.
    """
    if not KINDS:
        raise LookupError("no kind of case is declared yet")
    return sorted({stage for kind in KINDS.values() for stage in kind.clocks_at})


def reach(sight: Sight) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep cases to what somebody sees."""
    if sight.everything:
        return []
    return [sa.or_(cases.c.grid.in_(sight.grids), cases.c.unit.in_(sight.units))]


def reach_back(sight: Sight) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep cases to what somebody sees, with what he once had."""
    if sight.everything:
        return []
    parts = [
        cases.c.took_part.like(f"%\n{_escaped(name)}\n%", escape="\\")
        for name in sorted(sight.grids | sight.units)
    ]
    return [sa.or_(*reach(sight), *parts)]


def visible(row: Case, sight: Sight) -> bool:
    """Whether somebody sees a case: his own, and one his grid or unit had to do with."""
    if sight.everything or row.grid in sight.grids or row.unit in sight.units:
        return True
    return any(f"\n{name}\n" in row.took_part for name in sight.grids | sight.units)


def _order(sort: str) -> list[Any]:
    """Give the usual order, or that by a column and then the usual one; turned round, all of it.

    An index gives it either way (`AHEAD`). What lacks a day of closing comes last.
    """
    name = sort.removeprefix("-")
    order = [AHEAD.asc(), cases.c.received_at.desc()]
    turned = [AHEAD.desc(), cases.c.received_at.asc()]
    if name not in SORTS or name == "due":
        return turned if sort == "-due" else order
    column = SORTS[name]
    if sort.startswith("-"):
        return [column.desc().nulls_last() if name == "closed" else column.desc(), *turned]
    return [column.asc().nulls_last() if name == "closed" else column.asc(), *order]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
