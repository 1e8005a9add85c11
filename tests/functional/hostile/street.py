"""Everybody's browsers, and every address there is, with what there is and with nonsense."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from governance.policy.book import POLICIES
from projections.engine.rows import metadata
from projections.engine.runtime import Runtime
from scripts.setting_up import DemoAccount
from tests.expecting import existing
from web.features import FEATURES
from web.frame.feature import Features
from web.frame.query_args import Arguments, TextRequest

CHINESE = re.compile("[\u4e00-\u9fff]")
NOBODY = UUID(int=0)
REDIRECTED = (302, 303, 308)
HUGE = "9" * 20
# What a database may choke on is asked on each; what only a page reads, on one of them.
TOUCHY = {"a%00b", "%ED%A0%80", "-1", HUGE, "0001-01-01", "9999-12-31", "%25_%5C%27%22%3B--", "\0"}
PATHS = {
    "uuid": ("nonsense", str(NOBODY), "%00", "%D9%A3"),
    "int": ("0", "-1", HUGE, "%D9%A3", "x"),
    "string": ("nonsense", "%00", "%ED%A0%80", "x" * 300, HUGE, "%D9%A3", ".."),
}
PART = re.compile(r"<(?:([a-z]+)(?:\([^)]*\))?:)?(\w+)>")
STREAMS = {"hotline": "cases", "issues": "cases", "places": "register"}
ACTS: dict[str, list[str]] = {}
for stream, acts in Features(FEATURES).acts.items():
    ACTS.setdefault(STREAMS.get(stream, stream), []).extend(act.name for act in acts)


class Recorded(Arguments):
    """Arguments that remember by which names they were asked."""

    names: set[str] = set()  # noqa: RUF012  (one list for all requests of a test)

    def get(self, key: str, *args: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().get(key, *args, **more)

    def getlist(self, key: str, *args: Any, **more: Any) -> list[Any]:
        self.names.add(key)
        held: list[Any] = super().getlist(key, *args, **more)
        return held

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)


class Recording(TextRequest):
    """A request whose arguments are recorded."""

    parameter_storage_class = Recorded


class Street:
    """Everybody's browser, and the addresses of every page with what there is."""

    def __init__(self, runtime: Runtime, app: Flask, opened: list[DemoAccount]) -> None:
        self.runtime, self.app = runtime, app
        self.clients: dict[str, FlaskClient] = {}
        for who in opened:
            if who.roles[0] in self.clients:
                self.somebody = who.login
                continue
            self.clients[who.roles[0]] = client = app.test_client()
            fields = {"account": who.login, "password": who.password}
            assert client.post("/login", data=fields).status_code == 303
        self.held = self._held()
        self.acts = ACTS | {"reveal": self.held["cases"]}

    def _held(self) -> dict[str, list[str]]:
        """Give, by the first part of an address, what may stand after it."""
        with self.runtime.live().connect() as connection:

            def first(table: str, where: str = "1 = 1") -> str:
                query = sa.select(metadata.tables[table].c.key).where(sa.text(where))
                return str(connection.execute(query.limit(1)).scalar_one())

            cases = [first("cases", f"kind = '{kind}'") for kind in ("ticket", "issue")]
            return {
                "cases": cases,
                "replay": cases,
                "visits": [first("visits", "findings > 0")],
                "register": [first("places", "kind = 'household'")],
                "meetings": [first("meetings", f"stage {s} 'held'") for s in ("=", "<>")],
                "resolutions": [first("resolutions", "stage <> 'closed'")],
                "photos": [first("visits")],
                "topics": ["g1"],
                "accounts": [self.somebody],
                "policies": [POLICIES[0]],
                "reveal": ["case"],
            }

    def browsers(self, endpoint: str) -> list[FlaskClient]:
        """Give the browsers of everybody who may open a page, first who sees everything."""
        wanted = getattr(self.app.view_functions[endpoint], "page", "")
        roles = self.runtime.governance.book.roles
        able = [
            role
            for role in roles.role
            if role.code in self.clients and (wanted in ("", "self") or wanted in role.pages)
        ]
        able.sort(key=lambda role: role.scope != "all")
        return [self.clients[role.code] for role in able]

    def tried(self, values: Iterable[str]) -> list[str]:
        """Give the values worth asking on this database."""
        return [each for each in values if not self.runtime.database_url or each in TOUCHY]

    def rules(self, method: str) -> list[Rule]:
        return [
            rule
            for rule in self.app.url_map.iter_rules()
            if method in existing(rule.methods) and rule.endpoint not in ("static", "auth.log_out")
        ]

    def addresses(self, rule: Rule) -> Iterator[str]:
        """Give the addresses of a rule with everything there is."""
        first = rule.rule.split("/")[1]
        parts = PART.findall(rule.rule)
        for held in self.held.get(first, ["nonsense"]) if parts else [""]:
            for second in self.acts.get(first, ["1"]) if len(parts) > 1 else [""]:
                yield filled(rule.rule, [held, second])

    def hostile_addresses(self, rule: Rule) -> Iterator[str]:
        """Give the addresses of a rule with every nonsense in every part."""
        usual = [self.held.get(rule.rule.split("/")[1], ["nonsense"])[0], "1"]
        for place, (kind, _) in enumerate(PART.findall(rule.rule)):
            for nonsense in PATHS.get(kind, PATHS["string"]):
                parts = [*usual]
                parts[place] = nonsense
                yield filled(rule.rule, parts)


def filled(rule: str, parts: list[str]) -> str:
    left = iter(parts)
    return PART.sub(lambda _: next(left), rule)


def check(answer: TestResponse, asked: str) -> None:
    assert answer.status_code < 500, f"{answer.status_code} {asked[:300]}"
    if answer.mimetype == "text/html" and answer.status_code not in REDIRECTED:
        assert CHINESE.search(answer.text), asked[:300]
