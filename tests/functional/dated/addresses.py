"""Every page that can be seen as of a moment, with keys of what there was then.

`PAGES` says of some who looks, and what more there is to see. Any other is opened as its route says
by the auditor, the page of a thing for a row of its concept's board.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from projections.boards import BOARDS
from projections.engine.projection import Projection
from projections.engine.rows import metadata
from projections.engine.view import View
from tests.expecting import existing

READERS = ("auditor",)
SOME = 6
FIGURES = tuple(
    f"period={period}&by={by}"
    for period in ("this", "last", "month", "year", "days&from=2026-02-02&to=2026-03-01")
    for by in ("all", "grid", "unit", "category", "kind")
)
# endpoint: (roles that look, addresses); what stands in brackets is filled in from the rows
PAGES = {
    "desk.today": (("auditor", "grid_leader", "grid_worker", "secretary", "administrator"), ["/"]),
    "cases.index": (
        ("auditor", "grid_leader", "handling_unit"),
        ["/cases", "/cases?due=overdue", "/cases?due=today&sort=-due", "/cases?format=csv"],
    ),
    "cases.show": (READERS, ["/cases/{ticket}", "/cases/{issue}"]),
    "visits.index": (
        ("auditor", "grid_worker"),
        ["/visits", "/visits?outcome=planned", "/visits?format=csv"],
    ),
    "visits.show": (READERS, ["/visits/{visit}"]),
    "register.index": (
        ("auditor", "grid_leader"),
        ["/register", "/register?due=1", "/register?kind=shop", "/register?format=csv"],
    ),
    "register.show": (READERS, ["/register/{place}"]),
    "accounts.index": (READERS, ["/accounts", "/accounts?format=csv"]),
    "accounts.show": (READERS, ["/accounts/wangge1"]),
    "meetings.index": (("auditor", "grid_leader"), ["/meetings"]),
    "meetings.show": (("auditor", "secretary", "grid_leader"), ["/meetings/{meeting}"]),
    "meetings.difference": (READERS, ["/meetings/{frozen}/difference"]),
    "papers.document": (READERS, ["/meetings/{drafted}/agenda.xlsx"]),
    "room.show": (
        ("auditor", "grid_leader"),
        [f"/meetings/{{drafted}}/room?at={at}" for at in (0, 1, 2, 3, 99)],
    ),
    "resolutions.index": (
        ("auditor", "handling_unit"),
        ["/resolutions", "/resolutions?stage=overdue", "/resolutions?stage=all&format=csv"],
    ),
    "resolutions.show": (READERS, ["/resolutions/{resolution}"]),
    "topics.index": (READERS, ["/topics"]),
    "figures.index": (
        ("auditor", "grid_leader"),
        ["/figures?{figures}", "/figures?period=this&by=grid&format=csv"],
    ),
    "figures.cases": (
        READERS,
        [
            f"/figures/cases?metric={metric}&period={period}&part={part}"
            for metric in ("closure_rate", "on_time_of_due", "overdue_open")
            for period in ("this", "last")
            for part in ("numerator", "denominator", "pending")
        ],
    ),
    "disclosures.index": (READERS, ["/disclosures", "/disclosures?format=csv"]),
    "policies.index": (READERS, ["/policies"]),
    "policies.show": (READERS, ["/policies/calendar/1", "/policies/deadlines/1"]),
    "policies.template_file": (READERS, ["/policies/papers/0/template.docx"]),
    "replay.evidence": (READERS, ["/cases/{ticket}/evidence.zip"]),
}
ROWS = {
    "ticket": ("cases", "kind = 'ticket'"),
    "issue": ("cases", "kind = 'issue'"),
    "visit": ("visits", "1 = 1"),
    "place": ("places", "kind = 'household'"),
    "meeting": ("meetings", "1 = 1"),
    "drafted": ("meetings", "items > 0"),
    "frozen": ("meetings", "frozen_position > 0"),
    "resolution": ("resolutions", "1 = 1"),
}


KEY = "<uuid:key>"


class Pages(NamedTuple):
    """Who looks at which addresses, by view, and the tables and rows the keys in them are of."""

    views: dict[str, tuple[tuple[str, ...], list[str]]]
    rows: dict[str, tuple[str, str]]


def pages(app: Flask, boards: tuple[type[Projection], ...] = BOARDS) -> Pages:
    """Give every page that can be dated."""
    views, rows = dict(PAGES), dict(ROWS)
    for rule in app.url_map.iter_rules():
        name, view = rule.endpoint, app.view_functions[rule.endpoint]
        if name in views or not getattr(view, "dated", False):
            continue
        key = name.replace(".", "_")
        views[name] = (READERS, [str(rule).replace(KEY, f"{{{key}}}")])
        if KEY in str(rule):
            rows[key] = (_table(view.__module__.split(".")[-2], boards), "1 = 1")
    return Pages(views, rows)


def _table(concept: str, boards: tuple[type[Projection], ...]) -> str:
    """Give the table of a concept's board whose `key` opens the page."""
    tables = (
        table.name
        for board in boards
        if board.__module__.split(".")[-2] == concept
        for table in board.tables
        if "key" in table.c
    )
    return existing(next(tables, None))


def addresses(app: Flask, view: View, dice: Random) -> Iterator[tuple[str, str]]:
    """Give (role, address) of every page, each key one of those there are."""
    views, rows = pages(app)
    keys = {name: _some(view, dice, *address) for name, address in rows.items()}
    for roles, paths in views.values():
        for path in paths:
            if all(keys[name] for name in rows if f"{{{name}}}" in path):
                who = READERS if "format=" in path else roles  # not everybody takes files
                chosen = dice.sample(FIGURES, SOME) if "{figures}" in path else ("",)
                for figures in chosen:
                    address = path.format(**keys, figures=figures)
                    yield from ((role, address) for role in who)


def _some(view: View, dice: Random, table: str, where: str) -> UUID | str | None:
    query = sa.select(metadata.tables[table].c.key).where(sa.text(where))
    with view.connect() as connection:
        found = sorted(connection.execute(query).scalars())
    return dice.choice(found) if found else None
