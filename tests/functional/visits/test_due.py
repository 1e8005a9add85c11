"""今日, the register's filter and column, planning and the visit form agree on who is due."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace, RetirePlace, TagPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.visits.commands import LogVisit
from governance.visits.stream import visit_id
from tests.builders import NOW, ask
from tests.expecting import existing
from tests.functional.conftest import PASSWORD

TODAY = NOW.date()
AT_ONCE = "at once"
WANTED: dict[str, date | str | None] = {
    "never": AT_ONCE,
    "tried": AT_ONCE,
    "agreed-past": TODAY - timedelta(days=2),
    "agreed-today": TODAY,
    "agreed-ahead": TODAY + timedelta(days=5),
    "missed": TODAY - timedelta(days=1),
    "over-today": TODAY,
    "over": TODAY - timedelta(days=20),
    "monthly": TODAY - timedelta(days=10),
    "ahead": TODAY + timedelta(days=140),
    "left": None,
}


def key(code):
    return place_id("household", code)


@pytest.fixture
def street(office):
    """One door a case; each is named by what is the case with it."""
    office.execute(
        *(
            ask(RegisterPlace, key(code), kind="household", code=code, name=code, grid="g1")
            for code in WANTED
        ),
        ask(TagPlace, key("monthly"), tags=(), interval="monthly"),
        actor=SYSTEM,
    )
    knock(office, "tried", 3, "not_met")
    knock(office, "agreed-past", 40, next_on=TODAY - timedelta(days=2))
    knock(office, "agreed-today", 40, next_on=TODAY)
    knock(office, "agreed-ahead", 300, next_on=TODAY + timedelta(days=5))
    knock(office, "missed", 300)
    knock(office, "missed", 2, "refused", next_on=TODAY - timedelta(days=1))
    knock(office, "over-today", 180, hours_later=6)
    knock(office, "over", 200)
    knock(office, "monthly", 40)
    knock(office, "ahead", 40)
    knock(office, "left", 300, next_on=TODAY - timedelta(days=9))
    office.execute(ask(RetirePlace, key("left"), reason="已搬走"), actor=SYSTEM)
    return office


def knock(office, code, days_ago, outcome="met", *, hours_later=0, **more):
    values = {"place": key(code), "visitee": "household", "grid": "g1", "area": "", "way": "door"}
    at = NOW - timedelta(days=days_ago) + timedelta(hours=hours_later)
    log = ask(LogVisit, visit_id(f"{code}{at}"), **values, made_at=at, outcome=outcome, **more)
    office.execute(log, actor=SYSTEM)


def listed(page):
    """Give the doors a list on a page offers."""
    return {code for code in WANTED if re.search(rf"<(?:a [^>]*|strong)>{code}<", page)}


def register(client, **args):
    """Give the rows of the register, those that left it too, by code, as 网格长 may take them."""
    leader = client.application.test_client()
    leader.post("/login", data={"account": "grid_leader", "password": PASSWORD})
    rows: dict[str, dict[str, str]] = {}
    for retired in ("", "1"):
        query = args | {"format": "csv", "retired": retired}
        data = leader.get("/register", query_string=query).data.decode("utf-8-sig")
        rows |= {row["编号"]: row for row in csv.DictReader(io.StringIO(data))}
    return rows


def column(client, **args):
    """Give the day in the register's column; what the page says where it has none."""
    days = {}
    for retired in ("", "1"):
        page = client.get("/register", query_string=args | {"retired": retired}).text
        for line in re.findall(r"<tr(?: class=\"late\")?>(.*?)</tr>", page, re.DOTALL)[1:]:
            code = existing(re.search(r'c-no num">([^<]+)<', line))[1]
            day = re.search(r'datetime="([\d-]+)"', line)
            held = date.fromisoformat(day[1]) if day else None
            days[code] = held or (AT_ONCE if "尽快走访" in line else None)
    return days


def form(client, code):
    """Give the day the visit form says; it need not say that a door is due at once."""
    page = client.get("/visits/new", query_string={"place": key(code)}).text
    day = re.search(r'应走访：<time class="due" datetime="([\d-]+)"', page)
    return date.fromisoformat(day[1]) if day else None


def due(days):
    return {c for c, day in days.items() if day == AT_ONCE or (day is not None and day <= TODAY)}


def check(worker, days):
    """Hold all five places against the days on which each door is due."""
    now = due(days)
    desk = worker.get("/").text
    assert listed(desk.partition("doors-title")[2]) == now or len(now) > 8
    assert existing(re.search(r"今天该走访.*?(\d+)", desk, re.DOTALL))[1] == str(len(now))
    assert set(register(worker, due="1")) == now
    assert column(worker) == days
    exported = {code: row["应走访日期"] for code, row in register(worker).items()}
    assert exported == {c: "" if d in (None, AT_ONCE) else str(d) for c, d in days.items()}
    assert listed(worker.get("/visits/plan").text) == now
    for code, day in days.items():
        if day is not None:
            assert form(worker, code) == (None if day == AT_ONCE else day), code


def shortened(office, days):
    """Put an edition of the options in force whose usual interval has so many days."""
    content = office.governance.book.editions["options"].content
    held = content["listing"]["visit_intervals"]
    rows = [row | {"weight": days} if row["code"] == "usual" else row for row in held["option"]]
    listing = content["listing"] | {"visit_intervals": held | {"option": rows}}
    edition = {"policy": "options", "content": content | {"listing": listing}, "source": "试"}
    office.execute(ask(PublishEdition, POLICY_STREAM, **edition), actor=SYSTEM)


def test_all_places_agree_on_who_is_due(street, client_of):
    check(client_of("grid_worker"), WANTED)


def test_a_new_edition_reaches_every_door_and_none_of_the_past(street, client_of, clock):
    worker, before = client_of("grid_worker"), street.ledger.position()
    clock.move(minutes=1)
    shortened(street, 39.0)
    days = WANTED | {
        "over-today": TODAY - timedelta(days=141),
        "over": TODAY - timedelta(days=161),
        "ahead": TODAY - timedelta(days=1),
    }
    check(worker, days)
    assert set(register(worker, due="1", as_of=before)) == due(WANTED)
    assert column(worker, as_of=before) == WANTED


def test_the_past_is_asked_by_its_own_day(street, client_of, clock):
    before = street.ledger.position()
    clock.move(days=5)
    knock(street, "agreed-past", 0)
    worker = client_of("grid_worker")
    assert set(register(worker, due="1")) == due(WANTED) - {"agreed-past"} | {"agreed-ahead"}
    assert set(register(worker, due="1", as_of=before)) == due(WANTED)
    assert column(worker, as_of=before) == WANTED
    desk = worker.get("/", query_string={"as_of": before}).text
    assert existing(re.search(r"今天该走访.*?(\d+)", desk, re.DOTALL))[1] == str(len(due(WANTED)))


def test_a_planned_door_stays_due_and_is_asked_for_by_its_plan(street, client_of):
    worker = client_of("grid_worker")
    values = {"command_id": str(key("over")), "chosen": str(key("over"))}
    assert worker.post("/visits/plan", data=values | {"planned_for": str(TODAY)}).status_code == 303
    assert "over" in register(worker, due="1")
    assert "over" not in listed(worker.get("/visits/plan").text)
    assert "今天该走访" in worker.get("/").text
