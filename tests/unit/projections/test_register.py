"""Every time at a door is a row, whatever comes of the visit later; a row tells what was known."""

from datetime import date, datetime
from types import UnionType
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.visits import commands as ask
from governance.visits import events as fact
from governance.visits.due import DueRule, due_rule
from governance.visits.stream import visit_id
from projections.agenda.figures import bulletin
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.runtime import Runtime
from projections.engine.view import View
from projections.places.due import due_of
from projections.places.queries import place
from projections.visits.due import due_doors
from projections.visits.queries import VisitFilter, times, visit, visit_list
from projections.visits.table import visits
from tests.builders import book, moment
from tests.deployment import deployed, tell
from tests.expecting import existing
from tests.unit.projections.test_figures import EVERYTHING

DOOR = place_id("household", "H1")
FIRST, SECOND = visit_id("first"), visit_id("second")
WHERE: dict[str, Any] = {"place": DOOR, "visitee": "household", "grid": "g1", "area": ""}
MEETS = moment("2026-03-10 14:00")  # after the fortnight that ends with 1 March
MORNING = moment("2026-02-24 07:30")


@pytest.fixture
def office(tmp_path):
    with deployed(tmp_path, MORNING) as runtime:
        where = {"kind": "household", "code": "H1", "name": "示例路1号", "grid": "g1"}
        tell(runtime, RegisterPlace, DOOR, **where)
        yield runtime


def stand(
    office: Runtime,
    stream: UUID = FIRST,
    outcome: str = "not_met",
    at: datetime | None = None,
    **values: Any,
) -> None:
    """Stand at the door and tell of it at once."""
    usual: dict[str, Any] = {"way": "door", "made_at": at or office.clock(), "outcome": outcome}
    tell(office, ask.LogVisit, stream, **usual | WHERE | values)


def rule(at: datetime) -> DueRule:
    return due_rule(book().options, book().calendar, at)


def plan(office, stream=FIRST):
    tell(office, ask.PlanVisit, stream, **WHERE, planned_for=date(2026, 2, 24), theme="safety")


def stages(view: View) -> list[tuple[UUID, str]]:
    query = sa.select(visits.c.key, visits.c.stage).order_by(visits.c.key, visits.c.version)
    with view.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def counted(office: Runtime, kind: type | UnionType) -> int:
    """Count the events of a kind without any row."""
    streams = [office.history(stream) for stream in (FIRST, SECOND)]
    return sum(isinstance(event, kind) for stream in streams for event in stream)


def told_of_visits(office: Runtime, meets_at: datetime = MEETS) -> str:
    view = office.live()
    found = bulletin(view, book(), "g1", meets_at=meets_at, now=office.clock())
    return next(str(c.facts["sentence"]) for c in found if c.key.startswith("figure:visits"))


def test_a_try_in_vain_stays_a_row_when_somebody_is_met_later(office):
    for outcome in ("not_met", "refused", "met"):
        stand(office, FIRST, outcome)
        office.clock.move(days=1)
    stand(office, SECOND, "not_met")
    found = visit_list(office.live(), VisitFilter(), EVERYTHING)
    assert found.total == counted(office, fact.VisitMade | fact.VisitMissed) == 4
    assert [row.outcome for row in times(office.live(), FIRST)] == ["not_met", "refused", "met"]
    one = [row.outcome for row in found.rows if row.key == FIRST]
    assert one == ["met", "refused", "not_met"], "the latest first"
    for outcome in ("not_met", "refused", "met"):
        expected = 2 if outcome == "not_met" else 1
        wanted = VisitFilter(outcome=outcome)
        assert visit_list(office.live(), wanted, EVERYTHING).total == expected
    assert existing(place(office.live(), DOOR)).visits == 1, "met once"
    assert rebuild_beside(office).identical


def test_a_plan_is_no_time_at_the_door_and_waits_until_the_first(office):
    plan(office)
    assert visit_list(office.live(), VisitFilter(), EVERYTHING).total == 0
    assert visit_list(office.live(), VisitFilter(outcome="planned"), EVERYTHING).total == 1
    stand(office)
    assert visit_list(office.live(), VisitFilter(outcome="planned"), EVERYTHING).total == 0
    stand(office, outcome="met")
    assert stages(office.live()) == [(FIRST, "kept"), (FIRST, "missed"), (FIRST, "made")]
    days = [row.planned_for for row in times(office.live(), FIRST)]
    assert days == ["2026-02-24", "2026-02-24"]


def test_a_plan_called_off_stays_so_when_the_visit_is_made_all_the_same(office):
    plan(office)
    tell(office, ask.CancelPlan, FIRST, reason="住户外出")
    stand(office, outcome="met")
    assert stages(office.live()) == [(FIRST, "cancelled"), (FIRST, "made")]
    assert visit_list(office.live(), VisitFilter(outcome="cancelled"), EVERYTHING).total == 1
    assert existing(visit(office.live(), FIRST)).stage == "made"


def test_the_past_shows_the_times_known_then(office):
    seen = []
    for outcome in ("not_met", "refused", "met"):
        stand(office, FIRST, outcome)
        seen.append((office.ledger.position(), outcome))
        office.clock.move(days=1)
    for number, (position, outcome) in enumerate(seen, 1):
        view = office.at(position)
        assert len(times(view, FIRST)) == number
        assert existing(visit(view, FIRST)).outcome == outcome
        assert visit_list(view, VisitFilter(), EVERYTHING).total == number


def test_the_figures_of_a_past_fortnight_are_those_of_its_events_for_good(office):
    """A try at half past seven in the morning is one of this day, the last evening one of its."""
    hazards = tuple(
        ask.ToldFinding(number=n, title="楼道堆物", outcome="hazard") for n in (1, 2, 3)
    )
    stand(office)
    office.clock.move(days=1)
    stand(office, SECOND, "met", findings=hazards)
    office.clock.now = moment("2026-02-25 09:00")
    tell(office, ask.SolveFinding, SECOND, number=1, proof=("a" * 64,))
    office.clock.now = moment("2026-03-01 23:50")
    stand(office)
    office.clock.now = moment("2026-03-02 00:10")
    said = told_of_visits(office)
    # What else the metrics in force say of visits follows.
    assert said.startswith(
        "2026年2月16日至2026年3月1日，上门3户次，见面1户次，发现问题3个，其中期末未解决2个"
    )
    stand(office)
    stand(office, outcome="met")
    tell(office, ask.SolveFinding, SECOND, number=2, proof=("b" * 64,))
    tell(office, ask.EscalateFinding, SECOND, number=3, issue="WG-1")
    assert told_of_visits(office) == said
    after = told_of_visits(office, moment("2026-03-24 14:00"))
    assert "上门2户次，见面1户次，发现问题0个" in after


def test_what_was_agreed_last_at_a_door_counts_whatever_is_told_later_of_before(office):
    office.clock.now = moment("2026-03-05 10:00")
    stand(office, SECOND, "met", next_on=date(2026, 3, 20))
    met = existing(place(office.live(), DOOR))
    office.clock.move(hours=1)
    stand(office, FIRST, "not_met", at=moment("2026-03-01 10:00"), next_on=date(2026, 3, 2))
    assert existing(place(office.live(), DOOR)).revisit_on == "2026-03-20"
    stand(office, FIRST, "met", at=moment("2026-03-02 10:00"))
    door = existing(place(office.live(), DOOR))
    assert (door.revisit_on, door.visited_at) == ("2026-03-20", met.visited_at)
    assert existing(due_of(door, rule(MORNING))).rule == "promised"
    stand(office, visit_id("third"), "refused", next_on=date(2026, 3, 9))
    stand(office, visit_id("fourth"), "not_met", at=moment("2026-02-28 10:00"))
    door = existing(place(office.live(), DOOR))
    assert (door.tried_at, door.revisit_on) == (office.clock(), "2026-03-09")
    assert existing(due_of(door, rule(MORNING))).rule == "missed"


def test_somebody_met_at_last_ends_the_waiting(office):
    plan(office)
    stand(office, next_on=date(2026, 2, 26))
    later = moment("2026-02-26 09:00")
    assert due_doors(office.live(), EVERYTHING, rule(later), limit=9).total == 1
    office.clock.now = later
    stand(office, outcome="met")
    assert existing(place(office.live(), DOOR)).revisit_on == ""
    assert due_doors(office.live(), EVERYTHING, rule(later), limit=9).total == 0
