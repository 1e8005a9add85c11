"""A concept nobody has heard of is counted, listed and comes to meetings by its board alone."""

from collections import Counter
from datetime import timedelta

import pytest

from governance.hotline.stream import ticket_id
from governance.policy.roles import Sight
from projections.agenda.proposal import proposal
from projections.engine.rebuild_check import rebuild_beside
from projections.figures.queries import figures
from tests.builders import NOW, SHANGHAI, moment
from tests.functional.declared.promises import DAYS, cell, held, promise


def test_its_rows_are_counted_as_one_counts_them(place, client_of):
    rows, page = held(place), client_of("secretary").get(f"/figures?{DAYS}").text
    assert len(rows) == 8
    assert cell(page, "promised")[1] == cell(page, "informed_on")[1] == "8"
    due = [row for row in rows if row["keep_due"] <= NOW]
    kept = [row for row in due if row["kept_at"] and row["kept_at"] <= row["keep_due"]]
    assert f"{len(kept)}/{len(due)}" in page
    assert (len(kept), len(due)) == (2, 7)
    assert "按兑现期限" in page


@pytest.mark.parametrize("by", ["grid", "unit", "month"])
def test_they_are_told_apart_by_what_they_have(place, client_of, by):
    rows, page = held(place), client_of("secretary").get(f"/figures?{DAYS}&by={by}").text
    scope = {
        "grid": lambda row: row["grid"],
        "unit": lambda row: row["keeper"],
        "month": lambda row: f"{row['given_at'].astimezone(SHANGHAI):%Y-%m}",
    }[by]
    for name, count in Counter(map(scope, rows)).items():
        if name:
            url, value = cell(page, "promised", name)
            assert value == str(count), name
            assert f"共 <strong>{count}</strong> 句" in client_of("secretary").get(url).text
    assert by != "month" or "2026年2月" in page


def test_by_what_they_have_not_they_are_not_counted(client_of):
    page = client_of("secretary").get(f"/figures?{DAYS}&by=category").text
    assert cell(page, "promised")[1] == "8"
    table = page[page.index("按类别的各项指标") :]
    assert cell(table, "promised", "")[1] == "—"
    assert cell(table, "received", "")[1] == "8"
    listed = client_of("secretary").get(
        f"/figures/cases?{DAYS}&by=category&metric=promised&scope=x"
    )
    assert "这里没有承诺" in listed.text


def test_a_figure_opens_to_its_rows_and_they_to_their_pages(client_of):
    page = client_of("secretary").get(f"/figures?{DAYS}").text
    listed = client_of("secretary").get(cell(page, "promised")[0]).text
    assert "共 <strong>8</strong> 句" in listed
    assert all(f"承诺：第P{n}件" in listed for n in range(8))
    assert f"/cases/{ticket_id('12345', 'P1')}" in listed
    assert "已兑现" in listed
    assert "第一综合网格" in listed
    file = client_of("secretary").get(f"/figures/cases?{DAYS}&metric=promised&format=csv")
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("内容,状态,网格,兑现单位,承诺时间,兑现期限,告知日期,分量")
    assert sum("承诺：" in line for line in lines) == 8


def test_somebody_sees_those_of_his_grid_and_his_unit(place, client_of):
    rows = held(place)
    page = client_of("grid_leader").get(f"/figures?{DAYS}").text
    assert cell(page, "promised")[1] == str(sum(row["grid"] == "g1" for row in rows)) == "6"
    own = {"everything": False, "units": frozenset({"城建办"})}
    assert seen(place, **own) == sum(row["keeper"] == "城建办" for row in rows) == 4
    assert seen(place, everything=False) == 0


def seen(runtime, **sight):
    view, day = runtime.live(), timedelta(days=60)
    (found,) = figures(
        view,
        runtime.governance.book,
        start=NOW - day,
        end=NOW + day,
        metrics=("promised",),
        sight=Sight(**sight),
        as_at=NOW,
    ).rows
    return found.numerator


def test_the_past_keeps_them(place, client_of):
    position = place.ledger.position()
    promise(place, "P9", "g1")
    assert cell(client_of("secretary").get(f"/figures?{DAYS}").text, "promised")[1] == "9"
    then = client_of("secretary").get(f"/figures?{DAYS}&as_of={position}").text
    url, value = cell(then, "promised")
    assert value == "8"
    assert "第P9件" not in client_of("secretary").get(url).text


def test_they_come_before_the_meeting_by_one_row_of_policy(place):
    view, book = place.live(), place.governance.book
    made = proposal(view, book, "g1", moment("2026-03-10 14:00"), place.clock.now)
    values = {item.key: item.reasons[0] for item in made.items if item.kind == "promise"}
    open_ones = [r for r in held(place) if r["grid"] == "g1" and r["state"] == "given"]
    assert set(values) == {f"promise:{row['key']}" for row in open_ones}
    assert len(values) == 3
    assert {reason.rule for reason in values.values()} == {"promise-waiting"}
    assert f"{ticket_id('12345', 'P2')}:1" in {event for r in values.values() for event in r.events}
    assert "承诺后13天没有兑现" in {reason.text for reason in values.values()}


def test_the_meeting_hears_their_figures(place):
    view, book = place.live(), place.governance.book
    made = proposal(view, book, "g1", moment("2026-03-10 14:00"), place.clock.now)
    said = [item for item in made.items if item.key.startswith("figure:promises")]
    assert [item.subject for item in said] == ["上一双周承诺情况"]
    ago = [(NOW - row["given_at"]).days for row in held(place) if row["grid"] == "g1"]
    count = sum(4 <= days <= 17 for days in ago)  # the fortnight is that of 16 February
    assert f"承诺数{count}句，按期兑现率" in said[0].reasons[0].text


def test_they_are_built_anew_like_everything_else(place):
    assert rebuild_beside(place).identical
