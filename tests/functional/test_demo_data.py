"""The demo year: the same for the same seed, in order, with work of every kind at its end."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from governance.kernel.event import Event, decode
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.runtime import Runtime
from scripts import setting_up, simulation

TODAY = date(2026, 11, 20)  # a Friday
NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
SMALL = 0.03
OPEN = "stage NOT IN ('closed', 'void')"


def a_year(folder: Path, *, now: datetime = NOW, **options: Any) -> Runtime:
    runtime = Runtime(folder, clock=lambda: now)
    simulation.load(runtime, setting_up.founding(), scale=SMALL, **options)
    return runtime


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    with a_year(tmp_path_factory.mktemp("year")) as runtime:
        runtime.live()
        yield runtime


def events(runtime: Runtime) -> list[Event]:
    end = runtime.ledger.position()
    return [decode(t, state) for rows in runtime.ledger.follow(0, end) for _, t, state in rows]


def fields(runtime: Runtime) -> list[tuple[str, object]]:
    """Everything stored but what the keys of a deployment make of it."""
    end = runtime.ledger.position()
    return [
        (topic, json.loads(state, object_hook=_unsealed))
        for rows in runtime.ledger.follow(0, end)
        for _, topic, state in rows
    ]


def _unsealed(value: dict[str, Any]) -> object:
    if value.keys() == {"subject", "mark", "data"}:
        return "sealed"
    return {name: held for name, held in value.items() if name != "command_mark"}


def count(runtime: Runtime, sql: str, **values: Any) -> int:
    with runtime.live().connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {sql}"), values).scalar_one())


def test_the_same_seed_tells_the_same_year(year, tmp_path):
    with a_year(tmp_path) as again:
        assert fields(again) == fields(year)


def test_another_seed_tells_another_year(year, tmp_path):
    with a_year(tmp_path, seed=7) as other:
        assert fields(other) != fields(year)


def test_nothing_runs_backwards_or_ahead_of_the_clock(year):
    recorded = [event.recorded_at for event in events(year)]
    assert all(earlier <= later for earlier, later in pairwise(recorded))
    assert recorded[0] < NOW - timedelta(days=360)
    assert NOW - timedelta(days=1) < recorded[-1] <= NOW


def test_rows_built_anew_are_the_same_rows(year):
    assert rebuild_beside(year).identical


def test_every_role_has_somebody(year):
    with year.live().connect() as connection:
        held = connection.execute(sa.text("SELECT roles FROM accounts")).scalars()
        roles = {role for row in held for role in json.loads(row)}
    assert roles == year.governance.book.roles.labels().keys() - {"system"}


def test_nobody_without_an_account_did_anything(year):
    by = {event.actor for event in events(year)} - {"system"}
    with year.live().connect() as connection:
        logins = set(connection.execute(sa.text("SELECT login FROM accounts")).scalars())
    assert by <= logins
    assert len(by) > 10


@pytest.mark.parametrize(
    "rows",
    [
        "cases WHERE kind = 'ticket' AND contacted_at IS NULL AND NOT contact_tried",
        "cases WHERE return_asked <> ''",
        "cases WHERE extension_asked <> ''",
        "cases WHERE kind = 'ticket' AND stage = 'handled'",
        "cases WHERE kind = 'issue' AND stage = 'handled'",
        "cases WHERE kind = 'issue' AND stage = 'reported'",
        f"cases WHERE crossing <> '[]' AND {OPEN}",
        f"cases WHERE round > 0 AND {OPEN}",
        f"cases WHERE chased > 0 AND {OPEN}",
        "cases WHERE kind = 'issue' AND visit IS NOT NULL",
        "findings WHERE outcome = 'solved'",
        "visits WHERE stage = 'missed' OR visits.stage = 'planned'",
        "resolutions WHERE stage = 'open'",
        "resolutions WHERE stage = 'claimed'",
        "resolutions WHERE stage = 'closed'",
    ],
)
def test_the_last_day_finds_work_in_hand(year, rows):
    assert count(year, rows)


def test_every_grid_has_a_topic_a_draft_ahead_and_a_year_of_meetings_behind(year):
    for grid in ("g1", "g2", "g3"):
        assert count(year, "topics WHERE grid = :grid AND stage = 'open'", grid=grid) == 1
        assert count(year, "topics WHERE grid = :grid AND stage <> 'open'", grid=grid) == 2
        assert count(year, "meetings WHERE grid = :grid AND stage = 'held'", grid=grid) >= 25
        assert count(year, "meetings WHERE grid = :grid AND stage = 'drafted'", grid=grid) == 1


def test_what_a_visit_escalates_is_stored_with_its_visit(year):
    reported = {
        event.cause: event.recorded_at
        for event in events(year)
        if event.TOPIC == "issues.IssueReported" and event.cause
    }
    visits = {e.reference: e.recorded_at for e in events(year) if e.TOPIC.startswith("visits.")}
    assert reported
    assert all(visits[cause] == at for cause, at in reported.items())


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 2, 18, 2, 0, tzinfo=UTC),  # within the Spring Festival
        datetime(2026, 10, 25, 12, 0, tzinfo=UTC),  # a Sunday evening
        datetime(2026, 6, 9, 23, 50, tzinfo=UTC),  # before work begins, the UTC day another one
    ],
)
def test_a_year_may_end_on_any_day(tmp_path, now):
    with a_year(tmp_path, now=now) as runtime:
        assert events(runtime)[-1].recorded_at <= now
        assert count(runtime, "meetings WHERE stage IN ('drafted', 'frozen')") == 3


def test_a_demo_is_set_up_with_a_password_for_everybody(tmp_path):
    with Runtime(tmp_path, clock=lambda: NOW) as runtime:
        seen = []
        opened = setting_up.initialise(
            runtime, demo=True, today=TODAY, scale=SMALL, progress=lambda *at: seen.append(at)
        )
        assert {"wangge1", "rexian", "chengban", "wanggeban", "gezhang", "shenji", "guanli"} <= {
            who.login for who in opened
        }
        assert all(runtime.access.log_in(w.login, w.password, now=NOW) for w in opened[:3])
        assert seen[-1][0] <= seen[-1][1]


def test_a_plain_deployment_has_its_grids_and_one_administrator(tmp_path):
    with Runtime(tmp_path, clock=lambda: NOW) as runtime:
        (who,) = setting_up.initialise(runtime, demo=False)
        assert who.roles == ("administrator",)
        assert runtime.access.log_in(who.login, who.password, now=NOW)
        assert count(runtime, "places WHERE kind = 'grid'") == 3
        before = runtime.ledger.position()
        assert setting_up.initialise(runtime, demo=False) == []
        assert runtime.ledger.position() == before
        assert runtime.access.log_in(who.login, who.password, now=NOW)
