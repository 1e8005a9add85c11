"""今日 of a grid worker: a portion of what is due, how much of it is done, and one's own list."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.merge import Merge
from governance.visits.commands import LogVisit, PlanVisit
from governance.visits.portion import lot
from governance.visits.stream import visit_id
from tests.builders import NOW, ask
from tests.expecting import existing
from tests.functional.conftest import PASSWORD, app_on

DOORS, A_DAY = 60, 12


def key(n):
    return place_id("household", f"D{n:02}")


@pytest.fixture
def street(office):
    """Sixty doors at which nobody ever was."""
    office.execute(
        *(
            ask(
                RegisterPlace, key(n), kind="household", code=f"D{n:02}", name=f"D{n:02}", grid="g1"
            )
            for n in range(DOORS)
        ),
        actor=SYSTEM,
    )
    return office


@pytest.fixture
def worker(street, client_of):
    return client_of("grid_worker")


def offered(client, **args):
    """Give the doors 今日 sends one to, in their order."""
    page = client.get("/", query_string=args).text
    part = page.partition('id="doors-title"')[2].partition('id="gone-title"')[0]
    return re.findall(r">(D\d\d)<", part)


def words(client, **args):
    return re.sub(r"<[^>]+>", "", client.get("/", query_string=args).text)


def log(client, name, **more):
    n = int(name[1:])
    form = {"command_id": str(uuid4()), "place": str(key(n)), "outcome": "met", "way": "door"}
    assert client.post("/visits/new", data=form | more).status_code == 303


def colleague(street):
    """Open the account of a second worker of the grid, and log in."""
    person = {"name": "同事", "unit": "", "roles": ("grid_worker",), "grids": ("g1",)}
    street.execute(ask(OpenAccount, account_id("aa"), login="aa", **person), actor=SYSTEM)
    street.access.set_password("aa", PASSWORD, now=NOW)
    client = app_on(street).test_client()
    client.post("/login", data={"account": "aa", "password": PASSWORD})
    return client


def published(street, **visiting):
    content = dict(street.governance.book.editions["conduct"].content)
    content.pop("visiting")
    edition = {"policy": "conduct", "content": content | visiting, "source": "试"}
    street.execute(ask(PublishEdition, POLICY_STREAM, **edition), actor=SYSTEM)


def test_a_day_has_its_portion_and_the_rest_stands_behind(worker):
    assert offered(worker) == [f"D{n:02}" for n in range(A_DAY)]
    assert "今天先走12户，还有48户排在后面" in words(worker)


def test_what_is_done_counts_in_the_day_and_the_month(worker):
    first = offered(worker)
    log(worker, first[0])
    log(worker, first[1], outcome="not_met")
    assert offered(worker) == first[2:]
    page = words(worker)
    assert "今天再走10户，已走2户，还有48户排在后面" in page
    assert re.search(r"今天该走访：12户\s*已走2户", page)
    assert re.search(r"本月走访：2户\s*见面1户", page)
    own = worker.get("/").text.partition('id="gone-title"')[2]
    assert set(re.findall(r">(D\d\d)<", own)) == set(first[:2])
    link = existing(re.search(r'href="(/visits\?visitor=[^"]+)"', own))[1]
    assert worker.get(link).text.count('class="c-no num"') == 2


def test_the_list_is_ones_own(worker, street, client_of):
    other = colleague(street)
    log(worker, "D00")
    log(other, "D01")
    mine = worker.get("/visits?visitor=grid_worker").text
    assert ("D00" in mine, "D01" in mine) == (True, False)
    leader = client_of("grid_leader").get("/visits?visitor=aa").text
    assert ("D00" in leader, "D01" in leader) == (False, True)


def test_two_workers_of_a_grid_are_sent_to_different_doors(worker, street):
    other = colleague(street)
    theirs, mine = offered(other), offered(worker)
    assert len(theirs) == len(mine) == A_DAY
    assert set(theirs).isdisjoint(mine)
    assert {lot(key(int(name[1:]))) % 2 for name in theirs} == {0}
    log(other, theirs[0])
    assert offered(worker) == mine, "what a colleague does moves nobody's doors"


def test_who_is_done_with_his_share_takes_of_the_others(worker, street):
    colleague(street)
    published(street, visiting={"doors_a_day": 50, "source": "试"})
    own = [n for n in range(DOORS) if lot(key(n)) % 2 == 1]
    shown = offered(worker)
    assert shown[: len(own)] == [f"D{n:02}" for n in own][: len(shown)]
    assert "今天先走50户，还有10户排在后面" in words(worker)


def test_what_was_agreed_or_planned_is_for_today_beyond_the_portion(worker, street):
    published(street, visiting={"doors_a_day": 2, "source": "试"})
    values = {"visitee": "household", "grid": "g1", "area": ""}
    at = NOW - timedelta(days=5)
    agreed = [
        ask(
            LogVisit,
            visit_id(f"a{n}"),
            place=key(n),
            **values,
            way="door",
            made_at=at,
            outcome="met",
            next_on=NOW.date(),
        )
        for n in (40, 41)
    ]
    plans = [
        ask(
            PlanVisit,
            visit_id(f"p{n}"),
            place=key(n),
            **values,
            planned_for=NOW.date(),
            visitor=who,
        )
        for n, who in ((50, "grid_worker"), (51, ""), (52, "aa"))
    ]
    street.execute(*agreed, *plans, actor=SYSTEM)
    assert offered(worker) == ["D50", "D51", "D40", "D41"]
    assert "今天先走4户，还有55户排在后面" in words(worker)


def test_a_day_off_asks_for_what_was_agreed_alone(street, client_of, clock):
    clock.move(days=(5 - NOW.weekday()) % 7)
    worker = client_of("grid_worker")
    assert offered(worker) == []
    assert "今天休息，没有约定和计划的走访，还有60户排在后面" in words(worker)


def test_the_past_has_its_own_portion(worker, street, clock):
    before, first = street.ledger.position(), offered(worker)
    clock.move(minutes=5)
    log(worker, first[0])
    published(street, visiting={"doors_a_day": 3, "source": "试"})
    assert offered(worker) == first[1:3]
    assert offered(worker, as_of=before) == first
    assert "今天先走12户，还有48户排在后面" in words(worker, as_of=before)


def test_an_edition_without_the_number_asks_for_all_and_an_upgrade_brings_it(worker, street):
    released = dict(street.governance.book.editions["conduct"].content)
    published(street)
    old = street.governance.book.editions["conduct"].content
    assert "今天走60户" in words(worker)
    assert "今天还有30户，在登记册查看" in words(worker)
    merge = Merge([(dict(old), True)], released)
    assert merge.content["visiting"] == released["visiting"]
    assert [(one.way, one.place) for one in merge.changes] == [("added", ("visiting",))]
