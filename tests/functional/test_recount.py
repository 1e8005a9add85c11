"""An independent count of the stored records agrees with every figure of the year, then and now."""

import subprocess
import sys
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import msgspec
import pytest

from governance.policy.roles import Sight
from governance.visits.commands import CorrectVisit, WithdrawVisit
from governance.visits.stream import STREAM as VISITS
from projections.engine.runtime import Runtime
from projections.engine.view import View
from projections.figures.queries import By, figures, over
from projections.visits.queries import VisitFilter, visit_list
from scripts import recount
from tests.builders import SHANGHAI
from tests.demo_year import END, copy_of_year
from tests.deployment import tell
from tests.expecting import existing

EVERYTHING = Sight(everything=True)
BY: tuple[By, ...] = ("all", "grid", "unit", "category", "month")
PAST = 20
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counted") / "data"
    copy_of_year(tmp_path_factory, folder)
    with Runtime(folder, clock=lambda: END) as runtime:
        yield runtime


def midnight(at: datetime, back: int) -> datetime:
    day = at.astimezone(SHANGHAI).date() - back * DAY
    return datetime.combine(day, time(), SHANGHAI)


def periods(at: datetime) -> list[tuple[datetime, datetime]]:
    """Give the whole of time, the fortnight that runs, and a quarter that is over."""
    return [
        (midnight(at, 500), midnight(at, -90)),
        (midnight(at, 9), midnight(at, -5)),
        (midnight(at, 150), midnight(at, 60)),
    ]


def differences(runtime: Runtime, view: View, at: datetime) -> list[str]:
    """Give every figure the independent count does not agree with, in words."""
    things = recount.read(runtime.data / "events.db", view.position)
    found = []
    for by in BY:
        for start, end in periods(at):
            mine = recount.recount(things, (start, end), at, by)
            theirs = figures(
                view, view.book(), start=start, end=end, by=by, sight=EVERYTHING, as_at=at
            ).rows
            known = {(row.metric, row.scope) for row in theirs}
            missing = {(name, scope) for name in mine for scope in mine[name]} - known
            found += [f"{by} {start:%F}: {one} is missing" for one in missing]
            for row in theirs:
                part, whole, later = mine.get(row.metric, {}).get(row.scope, [0, 0, 0])
                count = row.denominator is None
                counted = (whole if count else round(part, 9), None if count else whole, later)
                said = (row.numerator, row.denominator, row.pending)
                if said != counted:
                    found.append(f"{by} {start:%F} {row.metric} {row.scope}: {said} {counted}")
    return found


def test_every_metric_there_is_has_been_counted(year):
    assert recount.METRICS.keys() == {one.id for one in year.governance.book.metrics.metric}


def test_every_figure_of_the_year_is_what_the_records_say(year):
    assert differences(year, year.live(), END) == []


def test_periods_counted_together_are_what_each_is_alone(year):
    view = year.live()
    asked: dict[str, Any] = {"sight": EVERYTHING, "as_at": END}
    together = over(view, view.book(), periods(END), **asked)
    assert together == [
        figures(view, view.book(), start=start, end=end, **asked) for start, end in periods(END)
    ]
    assert len({tuple(row.numerator for row in one.rows) for one in together}) == len(together)


def test_so_it_is_at_twenty_earlier_records(year):
    last = year.ledger.position()
    for position in Random(20).sample(range(last // 4, last), PAST):
        view = year.at(position)
        assert view.moment is not None
        assert differences(year, view, view.moment) == [], position


def test_so_it_is_after_visits_are_withdrawn_and_corrected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("amended") / "data"
    copy_of_year(tmp_path_factory, folder)
    with Runtime(folder, clock=lambda: END) as runtime:
        before = runtime.ledger.position()
        every = list(visit_list(runtime.live(), VisitFilter(), EVERYTHING, size=10**6).rows)
        with_findings = [row for row in every if row.findings]
        for n, row in enumerate(Random(8).sample(every, 30) + Random(9).sample(with_findings, 20)):
            state = runtime.governance.load(VISITS, row.key)
            if row.version not in state.standing:
                continue
            if n % 2:
                tell(runtime, WithdrawVisit, row.key, entry=row.version, reason="重复")
                continue
            facts: dict[str, Any] = {"way": row.way, "visitee": row.visitee}
            at = existing(row.made_at) - timedelta(days=40)
            tell(
                runtime,
                CorrectVisit,
                row.key,
                made_at=at,
                entry=row.version,
                reason="日期错",
                **facts,
            )
        assert runtime.ledger.position() > before + 40
        assert differences(runtime, runtime.live(), END) == []
        view = runtime.at(before + 20)
        assert differences(runtime, view, existing(view.moment)) == []


def test_a_figure_that_is_wrong_is_found(year):
    things = recount.read(year.data / "events.db")
    row = next(iter(things["visits"].values()))
    right = recount.recount(things, periods(END)[0], END, "all")
    row["outcome"] = "refused" if row["outcome"] != "refused" else "met"
    assert recount.recount(things, periods(END)[0], END, "all") != right


ALONE = """
import runpy, sys
runpy.run_module("scripts.recount", run_name="__main__", alter_sys=True)
ours = {"governance", "projections", "web"} & {name.partition(".")[0] for name in sys.modules}
sys.exit(bool(ours))
"""


def test_it_runs_by_itself(year):
    asked = [sys.executable, "-c", ALONE, year.data / "events.db", "--by", "grid"]
    days = ["--from", "2026-01-01", "--to", "2026-04-01", "--at", END.isoformat()]
    made = subprocess.run([*map(str, asked), *days], capture_output=True, check=True)
    counted = msgspec.json.decode(made.stdout)
    assert set(counted["visits_tried"]) == {"g1", "g2", "g3"}
