"""A small street office with one account a role, and browsers of their own for each."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import first_editions
from projections.engine.runtime import DEMO, Runtime
from scripts.calendar_edition import build
from tests.builders import ask
from tests.deployment import Clock
from tests.once import made_once
from tests.postgres.cluster import new_database
from web.frame.app import create_app, put_on

PASSWORD = "Geyi-2026"
ROLES = {
    "grid_worker": (("g1",), ""),
    "hotline_desk": ((), "热线组"),
    "handling_unit": ((), "城建办"),
    "secretary": ((), "网格办"),
    "grid_leader": (("g1",), ""),
    "auditor": ((), "审计"),
    "administrator": ((), "管理"),
}
GRIDS = {"g1": "第一综合网格", "g2": "第二综合网格"}
UNITS = ("城建办", "平安办")
ClientOf = Callable[[str], FlaskClient]


@pytest.fixture(scope="session")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small office in files: made once, copied for every test."""
    return made_once(tmp_path_factory, "office", _furnished)


@pytest.fixture(scope="session")
def mould_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> Iterator[tuple[Path, str]]:
    """The folder and the database of the small office on a server, set up once too."""
    with new_database(postgres_server) as url:
        yield _furnished(tmp_path_factory.mktemp("mould") / "office", url), url.rpartition("/")[2]


def _furnished(folder: Path, database_url: str = "") -> Path:
    with Runtime(folder, database_url, Clock()) as runtime:
        furnish(runtime)
    return folder


@pytest.fixture
def postgres_mould(request: pytest.FixtureRequest) -> str:
    """The database of the small office, for a test that asks for one."""
    wanted = "office" in request.fixturenames
    return request.getfixturevalue("mould_on_postgres")[1] if wanted else "template1"


@pytest.fixture
def office(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, database_url: str
) -> Iterator[Runtime]:
    """A deployment with policies, two grids, two units and one account a role; on each database."""
    on_postgres = database_url and request.getfixturevalue("mould_on_postgres")[0]
    folder = on_postgres or request.getfixturevalue("mould")
    shutil.copytree(folder, tmp_path / "office")
    with Runtime(tmp_path / "office", database_url, clock) as runtime:
        yield runtime


def furnish(runtime: Runtime) -> None:
    """Set up the small office in an empty deployment."""
    editions = [
        ask(PublishEdition, POLICY_STREAM, policy=name, content=content, source="测试")
        for name, content in first_editions(build(range(2025, 2028))).items()
    ]
    places = [
        ask(
            RegisterPlace,
            place_id("grid", code),
            kind="grid",
            code=code,
            name=name,
            grid=code,
        )
        for code, name in GRIDS.items()
    ] + [
        ask(RegisterPlace, place_id("unit", name), kind="unit", code=name, name=name)
        for name in UNITS
    ]
    people = [
        ask(
            OpenAccount,
            account_id(role),
            login=role,
            name=f"{role}的账号",
            unit=unit,
            roles=(role,),
            grids=grids,
        )
        for role, (grids, unit) in ROLES.items()
    ]
    runtime.execute(*editions, *places, *people, actor=SYSTEM)
    (runtime.data / DEMO).touch()  # no second factor, but where it is asked for
    for role in ROLES:
        runtime.access.set_password(role, PASSWORD, now=runtime.clock())


def app_on(runtime: Runtime) -> Flask:
    """Give the application of a deployment: put together once, for that takes long, and put on it.

    So it answers for one deployment at a time; who wants two, or changes it, makes one of his own.
    """
    if not _app:
        _app.append(create_app(runtime))
    return put_on(_app[0], runtime)


_app: list[Flask] = []


@pytest.fixture
def client_of(office: Runtime) -> ClientOf:
    """Give a logged-in browser of a role."""
    app = app_on(office)

    def log_in(role: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/login", data={"account": role, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return log_in
