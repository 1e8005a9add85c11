"""A list is the same everywhere: its places on a phone's card, its order, its way on, its file."""

import re
from datetime import timedelta

import pytest

from governance.kernel.command import SYSTEM
from projections.casework.queries import Filter
from projections.disclosures.queries import DisclosureFilter, disclosure_list
from projections.engine.paging import SIZE
from tests.builders import NOW
from tests.tickets import received


def test_a_row_stands_on_a_card_by_its_columns(office, client_of, clock):
    office.execute(received("A1"), actor=SYSTEM)
    assert '<tr class="late">' not in client_of("hotline_desk").get("/cases").text
    clock.now = NOW + timedelta(days=5)
    page = client_of("hotline_desk").get("/cases").text
    assert '<td class="c-no num">A1</td>' in page
    assert '<td class="c-title wrap-text"><a href="/cases/' in page
    assert '<td class="c-state"><span class="tag tag-warn">待派遣</span></td>' in page
    assert '<td class="c-due"><time class="due"' in page
    assert "sort=due" in page
    assert '<tr class="late">' in page


def test_an_empty_list_says_the_way_on(office, client_of):
    desk = client_of("hotline_desk")
    assert "还没有案件" in desk.get("/cases").text
    narrowed = desk.get("/cases?q=没有这件").text
    assert "没有符合条件的案件" in narrowed
    assert '<a class="btn btn-primary" href="/cases">看全部案件</a>' in narrowed


def test_a_file_is_offered_to_whoever_may_take_it(office, client_of):
    unit, rows = client_of("handling_unit"), "/figures/cases?metric=received"
    assert "format=csv" not in unit.get("/cases").text
    assert unit.get("/cases?format=csv").status_code == 403
    office.execute(received("A1"), actor=SYSTEM)
    assert "format=csv" in client_of("secretary").get(rows).text
    assert client_of("secretary").get(f"{rows}&format=csv").status_code == 200
    assert unit.get(f"{rows}&format=csv").status_code == 403


@pytest.mark.parametrize("name", Filter.__struct_fields__)
def test_whatever_narrows_cases_is_told_in_the_record_of_a_file(office, client_of, name):
    values = {"due": "today", "flag": "redo"}
    address = f"/cases?{name}={values.get(name, '1')}&format=csv"
    assert client_of("auditor").get(address).status_code == 200
    (taken,) = disclosure_list(office.live(), DisclosureFilter(kind="export")).rows
    assert taken.filter


def test_what_a_link_narrows_to_is_said_kept_and_can_be_left(office, client_of):
    page = client_of("auditor").get("/cases?area=a101&kind=ticket").text
    assert '<input type="hidden" name="area" value="a101">' in page
    assert 'href="/cases?kind=ticket" aria-label="不再限于居民区：' in page
    assert "不再限于" not in client_of("auditor").get("/register?kind=shop").text


def test_beyond_the_last_page_stands_the_last(office, client_of):
    office.execute(*(received(f"T{n:05}") for n in range(SIZE + 1)), actor=SYSTEM)
    page = client_of("auditor").get("/cases?sort=number&page=99999").text
    assert page.count('<td class="c-no num">') == 1
    assert "第 2 页，共 2 页" in page


@pytest.mark.parametrize("address", ["/cases?q=没有这件", "/resolutions?owner=没有"])
def test_the_way_on_stays_in_the_past(office, client_of, address):
    office.execute(received("A1"), actor=SYSTEM)
    page = client_of("auditor").get(f"{address}&as_of={office.live().position}").text
    assert re.search(r'<a class="btn btn-primary" href="[^"]*as_of=', page)


def test_a_moment_and_an_order_narrow_nothing(office, client_of):
    address = f"/cases?sort=due&grid=&as_of={office.live().position}"
    assert "还没有案件" in client_of("auditor").get(address).text


def test_a_day_of_another_year_has_its_year(office, client_of, clock):
    office.execute(received("A1"), actor=SYSTEM)
    assert '<td class="c-desk num">3月' in client_of("hotline_desk").get("/cases").text
    clock.now = NOW + timedelta(days=365)
    assert '<td class="c-desk num">2026年3月' in client_of("hotline_desk").get("/cases").text


def test_a_note_stands_alone_where_there_is_nothing_else(office, client_of):
    auditor = client_of("auditor")
    auditor.get("/cases?format=xlsx")
    page = auditor.get("/disclosures").text
    assert '<span class="quiet">截至第' in page
    auditor.get("/cases?stage=open&format=xlsx")
    assert '状态：未结案<span class="quiet"> · 截至第' in auditor.get("/disclosures").text
