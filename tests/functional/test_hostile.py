"""Whatever stands in an address or a form, nobody ever meets a fault of ours."""

import re
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import quote
from uuid import UUID

import pytest
import sqlalchemy as sa

from governance.policy.book import POLICIES
from projections.runtime import Runtime
from projections.table import metadata
from scripts.setting_up import initialise
from web.accounts.views import ACTS as ACCOUNT_ACTS
from web.app import create_app
from web.asking import Asked, Told
from web.cases.act_table import ISSUE_ACTS, TICKET_ACTS
from web.register.views import ACTS as PLACE_ACTS
from web.resolutions.views import ACTS as RESOLUTION_ACTS

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
SMALL = 0.02
CHINESE = re.compile("[\u4e00-\u9fff]")
NOBODY = UUID(int=0)
REDIRECTED = (302, 303, 308)
HUGE = "9" * 20
VALUES = (
    "",
    "nonsense",
    "a%00b",
    "%ED%A0%80",
    "\xff",
    "%F0%9F%A6%84",
    "-1",
    "0",
    HUGE,
    "9" * 5000,
    "%D9%A3",
    "1e999",
    "0001-01-01",
    "9999-12-31",
    f"agenda%3A{NOBODY}",
    "xlsx",
    "-due",
    "%25_%5C%27%22%3B--",
    "%2F%2Fevil.example%5C",
    "http%3A%2F%2F%5B",
    "x" * 5000,
)
# What a database may choke on is asked on each; what only a page reads, on one of them.
TOUCHY = {"a%00b", "%ED%A0%80", "-1", HUGE, "0001-01-01", "9999-12-31", "%25_%5C%27%22%3B--", "\0"}
PATHS = {
    "uuid": ("nonsense", str(NOBODY), "%00", "%D9%A3"),
    "int": ("0", "-1", HUGE, "%D9%A3", "x"),
    "string": ("nonsense", "%00", "%ED%A0%80", "x" * 300, HUGE, "%D9%A3", ".."),
}
PART = re.compile(r"<(?:([a-z]+)(?:\([^)]*\))?:)?(\w+)>")
ACTS = {
    "cases": [act.name for act in TICKET_ACTS + ISSUE_ACTS],
    "register": PLACE_ACTS,
    "accounts": ACCOUNT_ACTS,
    "resolutions": RESOLUTION_ACTS,
}
TYPED = (
    "",
    "nonsense",
    "\0",
    "�",
    "x" * 100_000,
    HUGE,
    "nan",
    "1e999",
    "٣",
    "9999-12-31",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    str(NOBODY),
)


class Recorded(Told):
    """Arguments that remember by which names they were asked."""

    names: set[str] = set()  # noqa: RUF012  (one list for all requests of a test)

    def get(self, key, *args, **more):
        self.names.add(key)
        return super().get(key, *args, **more)

    def getlist(self, key, *args, **more):
        self.names.add(key)
        return super().getlist(key, *args, **more)

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)


class Recording(Asked):
    """A request whose arguments are recorded."""

    parameter_storage_class = Recorded


@pytest.fixture
def street(tmp_path, database_url):
    """A small made-up year, on each database, and somebody of every role to ask as."""
    with Runtime(tmp_path / "street", database_url, lambda: NOW) as runtime:
        opened = initialise(runtime, demo=True, scale=SMALL)
        app = create_app(runtime)
        app.request_class = Recording
        yield Street(runtime, app, opened)


class Street:
    """Everybody's browser, and the addresses of every page with what there is."""

    def __init__(self, runtime, app, opened):
        self.runtime, self.app = runtime, app
        self.clients = {}
        for who in opened:
            if who.roles[0] in self.clients:
                self.somebody = who.login
                continue
            self.clients[who.roles[0]] = client = app.test_client()
            told = {"account": who.login, "password": who.password}
            assert client.post("/login", data=told).status_code == 303
        self.held = self._held()
        self.acts = ACTS | {"reveal": self.held["cases"]}

    def _held(self):
        """Give, by the first part of an address, what may stand after it."""
        with self.runtime.live().connect() as connection:

            def first(table, where="1 = 1"):
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

    def browsers(self, endpoint):
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

    def told(self, values):
        """Give the values worth asking on this database."""
        return [each for each in values if not self.runtime.database_url or each in TOUCHY]

    def rules(self, method):
        return [
            rule
            for rule in self.app.url_map.iter_rules()
            if method in rule.methods and rule.endpoint not in ("static", "auth.log_out")
        ]

    def addresses(self, rule):
        """Give the addresses of a rule with everything there is."""
        first = rule.rule.split("/")[1]
        parts = PART.findall(rule.rule)
        for held in self.held.get(first, ["nonsense"]) if parts else [""]:
            for second in self.acts.get(first, ["1"]) if len(parts) > 1 else [""]:
                yield filled(rule.rule, [held, second])

    def hostile_addresses(self, rule):
        """Give the addresses of a rule with every nonsense in every part."""
        usual = [self.held.get(rule.rule.split("/")[1], ["nonsense"])[0], "1"]
        for place, (kind, _) in enumerate(PART.findall(rule.rule)):
            for nonsense in PATHS.get(kind, PATHS["string"]):
                parts = [*usual]
                parts[place] = nonsense
                yield filled(rule.rule, parts)


def filled(rule, parts):
    left = iter(parts)
    return PART.sub(lambda _: next(left), rule)


def check(answer, asked):
    assert answer.status_code < 500, f"{answer.status_code} {asked[:300]}"
    if answer.mimetype == "text/html" and answer.status_code not in REDIRECTED:
        assert CHINESE.search(answer.text), asked[:300]


def test_no_address_meets_a_fault(street):
    for rule in street.rules("GET"):
        browser = street.browsers(rule.endpoint)[0]
        for path in street.hostile_addresses(rule):
            check(browser.get(path), path)
        for path in street.addresses(rule):
            Recorded.names.clear()
            check(browser.get(path), path)
        for name in sorted(Recorded.names | {"unknown"}):
            for value in street.told(VALUES):
                asked = f"{path}?{quote(name)}={value}"
                check(browser.get(asked), asked)
            twice = f"{path}?{name}=1&{name}=nonsense&{name}"
            check(browser.get(twice), twice)


def test_an_argument_is_known_to_be_read(street):
    browser = street.clients["auditor"]
    Recorded.names.clear()
    browser.get("/cases")
    assert {"as_of", "due", "flag", "format", "page", "q", "sort"} <= Recorded.names


def test_no_form_meets_a_fault(street):
    for rule in street.rules("POST"):
        for path in street.hostile_addresses(rule):
            check(street.browsers(rule.endpoint)[0].post(path), path)
        for path in street.addresses(rule):
            for browser in street.browsers(rule.endpoint)[:2]:
                fill(browser, path, street.told(TYPED))


GOOD = {
    "/tickets/new": {
        "serial": "SH-1",
        "received_at": "2026-11-20T10:00",
        "kind": "complaint",
        "title": "路灯不亮",
        "phone": "13800138000",
        "grid": "g1",
        "urgency": "normal",
        "source": "12345",
    },
    "/issues/new": {"title": "井盖破损", "grid": "g1", "source": "patrol", "address": "示例路1号"},
    "/register/new": {"kind": "household", "code": "H-1", "name": "1号101室", "grid": "g1"},
}


def test_one_bad_field_in_a_good_form_meets_no_fault(street):
    for path, good in GOOD.items():
        endpoint = street.app.url_map.bind("").match(path, method="POST")[0]
        browser = street.clients["secretary" if path != "/tickets/new" else "hotline_desk"]
        assert browser in street.browsers(endpoint)
        Recorded.names.clear()
        assert browser.post(path).status_code == 422
        for name in sorted(Recorded.names - {"as_of", "next"}):
            for value in street.told(TYPED):
                bad = good | {name: value}
                check(browser.post(path, data=bad), f"{name} {value!r:.40}")
        done = browser.post(path, data=good | {"serial": "SH-2", "code": "H-2"})
        assert done.status_code == 303, done.text


def fill(browser, path, values):
    """Send a form without anything, then with nonsense of every kind in all of its fields."""
    Recorded.names.clear()
    check(browser.post(path, data={"unknown": "1"}), path)
    names = sorted(Recorded.names - {"as_of", "next", "to"})
    for value in values:
        told = {name: [value, value] for name in names}
        check(browser.post(path, data=told), f"{path} {value!r:.40}")
    files = {name: (BytesIO(b"\xff\xd8\0nonsense"), "\0.xlsx") for name in names}
    check(browser.post(path, data=files), f"{path} files")
    check(browser.post(path, data=b"\xff=%ED%A0%80", content_type="text/plain"), path)
    assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
