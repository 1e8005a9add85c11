"""Figures equal what one counts by hand, open to their cases, and stand still in the past."""

import re
from datetime import datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from governance.hotline import commands as ticket
from governance.hotline.stream import ticket_id
from tests.deployment import tell

FIRST, LAST = datetime(2026, 3, 2), datetime(2026, 3, 15)  # noqa: DTZ001  cells have no zone
HANDLED = ("A1", "A2", "A3")
OPEN = ("B1", "B2")
REPORT = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "已办好",
}


def receive(office, serial, grid, received_at):
    stream = ticket_id("12345", serial)
    tell(
        office,
        ticket.ReceiveTicket,
        stream,
        serial=serial,
        source="12345",
        received_at=received_at,
        kind="complaint",
        title=f"案件{serial}",
        grid=grid,
    )
    return stream


@pytest.fixture
def running(office, clock):
    """Five tickets whose limits come later in this fortnight: three handled, of two grids."""
    at = clock.now - timedelta(days=2)
    for serial in HANDLED:
        stream = receive(office, serial, "g1", at)
        tell(office, ticket.ContactCaller, stream, contacted_at=clock.now, note="约了")
        tell(office, ticket.DispatchTicket, stream, unit="城建办")
        tell(office, ticket.HandleTicket, stream, **REPORT)
    for serial in OPEN:
        receive(office, serial, "g2", at)
    return office


@pytest.fixture
def cases(running, clock):
    """The same five tickets on the day after their limits."""
    clock.move(days=6)
    return running


@pytest.fixture
def secretary(cases, client_of):
    return client_of("secretary")


def cell(page, metric, scope="all"):
    """Give (address, value) of a figure on the page."""
    pattern = rf'href="(/figures/cases\?[^"]*metric={metric}[^"]*)">([^<]*)</a>'
    found = [(unescape(url), text) for url, text in re.findall(pattern, page)]
    return next(
        (url, text) for url, text in found if f"scope={scope}" in url and "denominator" in url
    )


def test_a_figure_is_what_one_counts_and_opens_to_its_cases(secretary):
    page = secretary.get("/figures").text
    url, value = cell(page, "on_time_of_due")
    assert value == "60.0%"
    assert "3/5" in page
    listed = secretary.get(url).text
    assert all(f"案件{serial}" in listed for serial in (*HANDLED, *OPEN))
    assert f"/cases/{ticket_id('12345', 'A1')}" in listed
    part = secretary.get(url.replace("part=denominator", "part=numerator")).text
    assert "案件A1" in part
    assert "案件B1" not in part


def test_a_limit_that_is_still_to_come_stands_apart(running, client_of):
    secretary = client_of("secretary")
    page = secretary.get("/figures").text
    assert cell(page, "on_time_of_due")[1] == "—"
    assert "未到期5件" in page
    assert "期限未到的另列为未到期" in page
    listed = secretary.get("/figures/cases?metric=on_time_of_due&part=pending").text
    assert all(f"案件{serial}" in listed for serial in (*HANDLED, *OPEN))
    assert "未到期 <span" in listed
    assert "案件A1" not in secretary.get("/figures/cases?metric=on_time_of_due").text
    assert "未到期 <span" not in secretary.get("/figures/cases?metric=contact_rate").text
    assert ">未到期5<" in secretary.get("/figures?by=kind").text
    lines = secretary.get("/figures?format=csv").data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("范围,指标,数值,分子,分母,未到期,较上期,相比的上期,")
    assert "全部,按时办结率（应办口径）,—,0,0,5," in "\n".join(lines)
    assert "2026年2月16日至3月1日的同期（截至2026年2月19日 10:00）" in "\n".join(lines)


def test_a_running_period_is_compared_with_as_much_of_the_one_before(running, clock, client_of):
    for serial, days in (("P1", 13), ("P2", 5)):
        receive(running, serial, "g1", clock.now - timedelta(days=days))
    secretary = client_of("secretary")
    page = secretary.get("/figures").text
    assert "（进行中，第 4 天）" in page
    assert "与2026年2月16日至3月1日的同期（截至2026年2月19日 10:00）相比" in page
    # Received this fortnight: five. Of the one before: P2 on its 13th day, P1 on its 5th.
    assert "较上期同期" in page
    assert "+5件" in page
    clock.move(days=11)
    over = client_of("secretary").get("/figures?period=last").text
    assert "与2026年2月16日至3月1日相比" in over
    assert "+3件" in over
    assert "同期" not in over


def test_a_running_period_is_no_point_of_a_line(running, clock, client_of):
    assert "3月2日起" not in client_of("secretary").get("/figures").text
    clock.move(days=11)
    assert "3月2日起" in client_of("secretary").get("/figures").text


def test_what_has_nothing_to_be_compared_with_says_so(running, client_of):
    page = client_of("secretary").get("/figures?period=days&from=2026-04-01&to=2026-04-10").text
    assert "没有等长的上期可比" in page
    assert "+0" not in page


def test_the_leader_reads_the_same_at_home(running, client_of):
    page = client_of("grid_leader").get("/").text
    assert "未到期3件，较上期同期—" in page


def test_by_grid_every_cell_is_its_own(secretary):
    page = secretary.get("/figures?by=grid").text
    assert cell(page, "on_time_of_due", "g1")[1] == "100.0%"
    assert cell(page, "on_time_of_due", "g2")[1] == "0.0%"
    listed = secretary.get(cell(page, "received", "g2")[0]).text
    assert "案件B1" in listed
    assert "案件A1" not in listed


def test_an_empty_period_has_no_rate(secretary):
    page = secretary.get("/figures?period=days&from=2025-01-01&to=2025-01-31").text
    assert cell(page, "on_time_of_due")[1] == "—"


def test_a_leader_counts_only_his_grid(cases, client_of):
    page = client_of("grid_leader").get("/figures").text
    assert cell(page, "received")[1] == "3"


def test_the_past_keeps_its_figures(secretary, office, client_of, clock):
    position = office.ledger.position()
    receive(office, "C1", "g1", clock.now)
    assert cell(secretary.get("/figures").text, "received")[1] == "6"
    page = secretary.get(f"/figures?as_of={position}").text
    assert "您正在查看" in page
    url, value = cell(page, "received")
    assert value == "5"
    assert f"as_of={position}" in url
    listed = secretary.get(url).text
    assert "案件C1" not in listed
    assert f"as_of={position}" in listed


def test_the_export_holds_the_same_numbers_and_their_codes(secretary, tmp_path):
    page = secretary.get("/figures?by=grid").text
    file = tmp_path / "figures.xlsx"
    file.write_bytes(secretary.get("/figures?by=grid&format=xlsx").data)
    book = load_workbook(file)
    lines = {(one[0].value, one[1].value): one for one in book["办结率"].iter_rows()}
    share = lines["第一综合网格", "按时办结率（应办口径）"]
    assert tuple(cell.value for cell in share[2:6]) == (1, 3, 3, 0)
    assert share[2].number_format == "0.0%"
    assert share[15].value in page
    count = lines["第一综合网格", "受理量"]
    assert (count[2].value, count[2].number_format) == (3, "General")
    assert [cell.value for cell in count[12:15]] == [FIRST, LAST, "件"]
    notes = [row[:2] for row in book["说明"].iter_rows(values_only=True)]
    assert ("统计期", "2026年3月2日至3月15日") in notes
    assert "截至记录" in [row[0] for row in notes]


def test_a_change_is_a_number_too(running, clock, client_of, tmp_path):
    clock.move(days=14)
    receive(running, "C1", "g1", clock.now - timedelta(days=1))
    clock.move(days=12)
    file = tmp_path / "figures.xlsx"
    file.write_bytes(client_of("secretary").get("/figures?period=last&format=xlsx").data)
    lines = {one[1].value: one for one in load_workbook(file)["办结率"].iter_rows()}
    assert (lines["受理量"][6].value, lines["受理量"][6].number_format) == (-4, "+0;-0;0")
    rate = lines["按时办结率（应办口径）"][6]
    assert (rate.value, rate.number_format.startswith("+0.0")) == (-60, True)
    text = client_of("secretary").get("/figures?period=last&format=csv").data.decode("utf-8-sig")
    assert ",0.0%,0,1,0,-60.0," in text


def test_nonsense_in_the_address_is_no_failure(secretary):
    assert secretary.get("/figures?by=wrong&period=never").status_code == 200
    assert secretary.get("/figures?period=days&from=2026-02-31&to=x").status_code == 200
    assert secretary.get("/figures/cases?metric=none").status_code == 404
    assert secretary.get(f"/figures/cases?metric=received&part={uuid4()}").status_code == 404


def test_the_cases_behind_a_figure_come_in_pages(office, clock, client_of):
    for n in range(52):
        receive(office, f"N{n:02}", "g1", clock.now - timedelta(minutes=100 - n))
    secretary = client_of("secretary")
    first = secretary.get("/figures/cases?metric=received").text
    assert "第 1 页，共 2 页" in first
    assert "统计期内接收的工单与上报的网格问题件数" in first.partition("<nav")[2]
    assert "Macro" not in first
    assert "共 <strong>52</strong> 件" in first
    assert ("案件N49" in first, "案件N50" in first) == (True, False)
    assert '<a href="/figures/cases?metric=received&amp;part=excluded"' in first
    second = secretary.get("/figures/cases?metric=received&page=2").text
    assert {n for n in range(52) if f"案件N{n:02}" in second} == {50, 51}
    assert "page=2&amp;part=" not in second
    text = secretary.get("/figures/cases?metric=received&format=csv").data.decode("utf-8-sig")
    assert sum("案件N" in line for line in text.splitlines()) == 52


def test_one_chart_says_how_a_figure_went_and_beside_what(cases, clock, client_of):
    clock.move(days=14)
    secretary = client_of("secretary")
    page = unescape(secretary.get("/figures").text)
    assert page.count('id="trend"') == 1
    assert page.count('<div class="trend ') == 2, "one for wide screens, one for phones"
    chart = page.partition('id="trend"')[2].partition("</section>")[0]
    assert "走势：按时办结率（应办口径）" in chart
    assert "最近结束的一期" in chart or "还太少" in chart
    assert "近12期平均" in chart
    counts = unescape(secretary.get("/figures?by=grid&line=g1&chart=received").text)
    chart = counts.partition('id="trend"')[2].partition("</section>")[0]
    assert "走势：第一综合网格：受理量" in chart
    assert "最近结束的一期3件，比前一期高3件，比各网格平均高0.5件。" in chart
    assert '<th scope="row">2026年3月2日至3月15日</th><td class="right">3件</td>' in chart
    strange = secretary.get("/figures?by=grid&line=none&chart=none&period=year")
    assert strange.status_code == 200
    assert "还太少" in strange.text
