"""What is printed on a paper, typed into the search, leads to it at the position of the paper."""

import io
import re
from html import unescape

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from governance.meetings.stream import STREAM
from governance.resolutions.serial import serial_of
from tests.expecting import existing
from tests.functional.meetings.conftest import cases, drafted, frozen, held, scheduled, secretary
from tests.functional.meetings.setting import LATE, MEETING, PAGE, TITLES, WINDOW, done, key_of
from tests.functional.meetings.test_minutes import step
from tests.functional.meetings.test_moved import MOVE

__all__ = ["cases", "drafted", "frozen", "held", "scheduled", "secretary"]

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
UNKNOWN = "没有找到这个编号或核验码。请与纸上的逐字核对"


def searched(client: FlaskClient, text: str, **more: str) -> TestResponse:
    return client.get("/cases", query_string={"q": text} | more)


def code_on(client, path):
    document = Document(io.BytesIO(client.get(path).data))
    return document.core_properties.keywords


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.translate(WIDE)])
def test_the_code_of_an_agenda_opens_it_as_it_was_issued(frozen, office, clock, typed):
    code = code_on(frozen, f"{PAGE}/agenda.docx")
    clock.move(minutes=20)
    answer = searched(frozen, f" {typed(code)[:4]} {typed(code)[4:]} ")
    assert answer.status_code == 303
    record = existing(office.governance.load(STREAM, MEETING).frozen).position + 1
    assert answer.location == f"{PAGE}?as_of={record}"
    assert "已定稿" in frozen.get(answer.location).text


def test_what_was_typed_in_the_list_is_offered_and_not_gone_to(frozen):
    code = code_on(frozen, f"{PAGE}/agenda.docx")
    answer = frozen.get("/cases", query_string={"q": code}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f"打开{code}" in answer.text
    assert f"{PAGE}?as_of=" in answer.text


def test_a_notice_and_minutes_by_number_and_code(held, client_of):
    leader = client_of("grid_leader")
    step(held, "circulate")
    step(leader, "approve")
    for asked in (
        "纪〔2026〕05-G1",
        "纪(2026)05-g1",
        "纪[2026] 05-Ｇ1",
        code_on(held, f"{PAGE}/minutes.docx"),
    ):
        assert searched(held, asked).location == f"{PAGE}/minutes", asked


def test_a_notice_by_its_code(frozen):
    done(frozen, f"{PAGE}/move", **MOVE)
    assert PAGE in searched(frozen, code_on(frozen, f"{PAGE}/notice.docx")).location


def test_a_resolution_a_record_and_a_case(held):
    done(
        held,
        f"{PAGE}/decide/{key_of(LATE)}",
        kind="resolve",
        decision="月底前完成",
        matter="修好路灯",
        owner="城建办",
        standard="亮灯",
        due="2026-03-20",
    )
    serial = serial_of("g1", WINDOW, 1)
    for asked in (serial, serial.lower(), serial.replace("〔", "[").replace("〕", "]")):
        assert "/resolutions/" in searched(held, asked).location, asked
    assert searched(held, "第12号记录").location == "/cases?as_of=12"
    assert "/cases/" in searched(held, LATE.lower(), whole="1").location
    assert TITLES[LATE] in searched(held, LATE).text, "the list is narrowed as before"


def test_a_figure_opens_to_what_it_counted_then(frozen, clock, client_of, tmp_path):
    file = tmp_path / "figures.xlsx"
    page = frozen.get("/figures?by=grid").text
    file.write_bytes(frozen.get("/figures?by=grid&format=xlsx").data)
    rows = list(load_workbook(file)["办结率"].iter_rows(values_only=True))
    row = next(one for one in rows if one[0] == "第一综合网格" and one[1] == "受理量")
    code = str(row[15])
    position = code.partition("-")[0]
    assert code in page
    clock.move(days=30)
    secretary = client_of("secretary")
    answer = searched(secretary, code.lower().replace("-", "—"))
    for part in (f"as_of={position}", "metric=received", "by=grid", "scope=g1", "period=days"):
        assert part in answer.location, part
    assert f'计入 <span class="num">{row[2]}</span>' in secretary.get(answer.location).text


def test_the_figures_read_out_open_where_they_were_drawn_up(frozen):
    page = unescape(frozen.get(f"{PAGE}?as_of={_frozen_record(frozen)}").text)
    address = existing(re.search(r'href="(/figures\?[^"]*period=days[^"]*)"', page))[1]
    assert "from=2026-02-16" in address
    assert "to=2026-03-01" in address
    assert "as_of=" in address
    assert frozen.get(address).status_code == 200


def _frozen_record(client):
    found = searched(client, code_on(client, f"{PAGE}/agenda.docx")).location
    return existing(re.search(r"as_of=(\d+)", found))[1]


@pytest.mark.parametrize(
    "code", ["ABCD2345EFGH", "12-260302-14-ABCDEF", "纪〔2031〕01-G9", "第999999号记录"]
)
def test_a_code_nobody_printed_is_said_to_be_unknown(frozen, code):
    answer = searched(frozen, code)
    assert answer.status_code == 200
    assert UNKNOWN in answer.text


def test_a_paper_of_a_grid_one_does_not_see_is_unknown(frozen, client_of):
    code = code_on(frozen, f"{PAGE}/agenda.docx")
    answer = searched(client_of("handling_unit"), code)
    assert answer.status_code == 200
    assert UNKNOWN in answer.text
