"""When is a door due for a visit? By the day agreed, else by the interval, else at once."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from governance.policy import options
from governance.visits.due import DOORS, Door, Due, due_rule
from tests.builders import book, moment

TODAY = date(2026, 3, 5)
RULE = due_rule(book().options, book().calendar, moment("2026-03-05 10:00"))
HOUSE = Door(kind="household")
LONG_AGO, YESTERDAY = moment("2025-01-01 10:00"), moment("2026-03-04 10:00")
AGREED = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("values", "rule", "day"),
    [
        pytest.param({}, "interval", None, id="never visited"),
        pytest.param({"tried_at": YESTERDAY}, "interval", None, id="tried without being met"),
        pytest.param({"visited_at": LONG_AGO}, "interval", date(2025, 6, 30), id="the usual"),
        pytest.param(
            {"visited_at": LONG_AGO, "interval": "monthly"},
            "interval",
            date(2025, 1, 31),
            id="its own interval",
        ),
        pytest.param(
            {"visited_at": LONG_AGO, "interval": "gone"},
            "interval",
            date(2025, 6, 30),
            id="an interval the edition does not have",
        ),
        pytest.param(
            {"visited_at": YESTERDAY, "revisit_on": AGREED}, "promised", AGREED, id="agreed, past"
        ),
        pytest.param(
            {"visited_at": LONG_AGO, "revisit_on": date(2026, 3, 9)},
            "promised",
            date(2026, 3, 9),
            id="agreed, ahead, the interval over",
        ),
        pytest.param(
            {"visited_at": LONG_AGO, "tried_at": YESTERDAY, "revisit_on": TODAY},
            "missed",
            TODAY,
            id="nobody met since",
        ),
        pytest.param({"tried_at": YESTERDAY, "revisit_on": TODAY}, "missed", TODAY, id="missed"),
        pytest.param(
            {"visited_at": YESTERDAY, "revisit_on": TODAY, "open_findings": 1},
            "follow_up",
            TODAY,
            id="something is left open",
        ),
        pytest.param(
            {"visited_at": YESTERDAY, "open_findings": 1},
            "follow_up",
            date(2026, 3, 19),
            id="something is left open and no day agreed",
        ),
    ],
)
def test_what_asks_for_the_next_visit(values, rule, day):
    door = replace(HOUSE, **values)
    assert RULE.due(door) == Due(rule, day)
    assert RULE.is_due(door) == (day is None or day <= TODAY)


@pytest.mark.parametrize("kind", ["grid", "area", "building", "unit", "household", "shop"])
def test_nobody_visits_what_is_no_door_or_has_left_the_register(kind):
    place = Door(kind=kind, revisit_on=AGREED)
    assert (RULE.due(place) is not None) == (kind in DOORS)
    assert RULE.due(replace(place, retired=True)) is None
    assert not RULE.is_due(replace(place, retired=True))


@pytest.mark.parametrize("met", ["2025-09-06 00:00", "2025-09-06 09:59", "2025-09-06 23:59"])
def test_a_door_is_due_on_its_day_from_the_first_minute_on(met):
    """It was met 180 days ago, at whatever hour."""
    door = replace(HOUSE, visited_at=moment(met))
    for at, due in (("2026-03-04 23:59", False), ("2026-03-05 00:00", True)):
        rule = due_rule(book().options, book().calendar, moment(at))
        assert rule.due(door) == Due("interval", TODAY)
        assert rule.is_due(door) == due


def test_another_edition_has_other_days():
    content = book().editions["options"].content
    rows = content["listing"]["visit_intervals"]["option"]
    days = {row["code"]: row["weight"] for row in rows} | {"usual": 7.0, "monthly": None}
    listing = content["listing"]["visit_intervals"] | {
        "option": [row | {"weight": days[row["code"]]} for row in rows]
    }
    changed = content | {"listing": content["listing"] | {"visit_intervals": listing}}
    rule = due_rule(options.read(changed), book().calendar, moment("2026-03-05 10:00"))
    door = replace(HOUSE, visited_at=YESTERDAY)
    assert rule.due(door) == Due("interval", date(2026, 3, 11))
    hardly = rule.due(replace(door, interval="monthly"))
    assert hardly == Due("interval", date(2026, 3, 4) + timedelta(days=3660))
