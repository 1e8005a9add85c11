"""Empty cells of a sheet that brings known cases again are asked for once; other columns follow."""

import re

import pytest
from flask.testing import FlaskClient

from governance.hotline.stream import STREAM, ticket_id
from projections.engine.runtime import Runtime
from tests.functional.test_importing import begun

HEAD = "工单编号,接单时间,诉求标题,来电人,联系电话,备注"
FIRST = (
    HEAD,
    "SH001,2026-03-02 09:00,路灯不亮,张三,13800138000,须回电",
    "SH002,2026-03-02 10:00,噪声,李四,13900139000,",
)
LATER = (
    HEAD,
    "SH001,2026-03-02 09:00,路灯不亮,张三,,已回电",
    "SH002,2026-03-02 10:00,噪声,李四,,",
    "SH003,2026-03-02 11:00,积水,,,",
)


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def imported(desk: FlaskClient, rows: tuple[str, ...], name: str, **said: str) -> str:
    path, values = begun(desk, rows, name)
    trial = desk.post(path, data=values | said, follow_redirects=True).text
    desk.post(f"{path}/go")
    return trial


def phone(office: Runtime, serial: str) -> str:
    key = ticket_id("12345", serial)
    held = office.governance.load(STREAM, key).phone
    return str(office.reveal(held, key, "phone")) if held else ""


def test_what_an_empty_cell_means_is_asked_with_its_rows_and_remembered(desk, office):
    imported(desk, FIRST, "一.csv")
    path, values = begun(desk, LATER, "二.csv")
    asked = desk.post(path, data=values, follow_redirects=True)
    assert "“联系电话”列的空格（已有记录有内容的 2 行）" in asked.text
    assert "“来电人”列的空格" not in asked.text
    trial = desk.post(path, data=values | {"empty-phone": "clear"}, follow_redirects=True).text
    assert "“联系电话”列的空格：表示已清空，涉及 2 行" in trial
    assert "表格其他列（备注）" in trial
    desk.post(f"{path}/go")
    assert [phone(office, "SH001"), phone(office, "SH002")] == ["", ""]

    path, values = begun(desk, (*FIRST, "SH004,2026-03-02 12:00,停电,,,"), "三.csv")
    desk.post(path, data=values | {"empty-phone": "clear"}, follow_redirects=True)
    desk.post(f"{path}/go")
    path, values = begun(desk, (*LATER, "SH005,2026-03-02 12:00,漏水,,,"), "四.csv")
    page = desk.get(path).text
    assert re.search(r'name="empty-phone"[^>]*value="clear"[^>]*checked', page)


def test_kept_values_stay_and_nothing_is_imported_before_the_answer(desk, office):
    imported(desk, FIRST, "一.csv")
    path, values = begun(desk, LATER, "二.csv")
    desk.post(path, data=values, follow_redirects=True)
    desk.post(f"{path}/go")
    assert office.history(ticket_id("12345", "SH003")) == []
    trial = desk.post(path, data=values | {"empty-phone": "keep"}, follow_redirects=True).text
    assert "“联系电话”列的空格：不说明什么（保留原值）" in trial
    desk.post(f"{path}/go")
    assert phone(office, "SH001") == "13800138000"
    assert office.history(ticket_id("12345", "SH003"))


def test_the_page_shows_what_later_sheets_say_in_other_columns_and_where_from(desk):
    imported(desk, FIRST, "一.csv")
    imported(desk, LATER, "二.csv", **{"empty-phone": "keep"})
    key = ticket_id("12345", "SH001")
    form = {"field": "attributes", "purpose": "核实情况", "command_id": str(key)}
    shown = desk.post(f"/reveal/case/{key}", data=form).text
    assert "备注：已回电（" in shown
    assert "导入的表）" in shown
    assert "须回电" not in shown
