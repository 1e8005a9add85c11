"""What a workbook leaves open is asked once on the page: sheets, hidden rows, hidden columns."""

import io

import openpyxl
import pytest
from flask.testing import FlaskClient

from governance.hotline.stream import ticket_id
from projections.casework.queries import case
from tests.expecting import existing
from tests.functional.test_importing import mapping_of, upload

HEADER = ("工单编号", "接单时间", "诉求标题")
DAY = "2026-03-02 09:00"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("11月")
    first.title = "10月"
    for row in (HEADER, ("SH001", DAY, "路灯不亮"), ("SH002", DAY, "楼道堆物")):
        first.append(row)
    for row in (HEADER, ("SH003", DAY, "井盖松动"), ("", DAY, "没有编号")):
        second.append(row)
    first.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def begun(desk: FlaskClient) -> str:
    return str(upload(desk, workbook(), name="两个月.xlsx").location)


def test_the_columns_are_asked_for_when_it_is_said_what_is_read(desk):
    path = begun(desk)
    page = desk.get(path).text
    assert "有 1 行是隐藏的" in page
    assert "各列是什么" not in page
    refused = desk.post(path, data={"serial-0": "工单编号", "received-0": "接单时间"})
    assert refused.status_code == 422
    assert "请先选定要不要导入" in refused.text
    desk.post(f"{path}/choose", data={"sheets": ["10月"], "hidden_rows": "leave"})
    page = desk.get(path).text
    assert "各列是什么" in page
    assert "共 1 行数据" in page


def test_both_sheets_are_taken_and_a_refused_row_says_where_it_stands(desk, office):
    path = begun(desk)
    chosen = {"sheets": ["10月", "11月"], "hidden_rows": "take"}
    assert desk.post(f"{path}/choose", data=chosen).status_code == 303
    trial = desk.post(path, data=mapping_of(desk.get(path).text)).text
    assert "导入 3 行，跳过 1 行" in trial
    assert "“11月”第3行" in trial
    back = desk.get(f"{path}/refused").data
    lines = list(openpyxl.load_workbook(io.BytesIO(back)).worksheets[0].values)
    assert [line[0] for line in lines[1:]] == ["“11月”第3行"]
    desk.post(f"{path}/go")
    for serial, title in (("SH002", "楼道堆物"), ("SH003", "井盖松动")):
        assert existing(case(office.live(), ticket_id("12345", serial))).title == title


def test_what_is_hidden_and_left_is_not_taken(desk, office):
    path = begun(desk)
    desk.post(f"{path}/choose", data={"sheets": ["10月"], "hidden_rows": "leave"})
    desk.post(path, data=mapping_of(desk.get(path).text))
    desk.post(f"{path}/go")
    assert case(office.live(), ticket_id("12345", "SH001"))
    assert case(office.live(), ticket_id("12345", "SH002")) is None


def test_a_sheet_without_rows_is_told_and_the_choice_stays(desk):
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book.create_sheet("空")
    stream = io.BytesIO()
    book.save(stream)
    path = upload(desk, stream.getvalue(), name="三张.xlsx").location
    answer = desk.post(f"{path}/choose", data={"sheets": ["空"], "hidden_rows": "take"})
    assert answer.status_code == 422
    assert "是空的" in answer.text
    assert "“10月”" in answer.text


def test_a_day_and_its_time_are_chosen_beside_each_other(desk, office):
    rows = ("编号,哪天,几点,标题", "SH009,2026-03-02,22:05,夜间施工")
    path = upload(desk, "\n".join(rows).encode(), name="两列.csv").location
    page = desk.get(path).text
    assert "接单时间的钟点（另成一列时）" in page
    values = mapping_of(page) | {"received-0": "哪天", "received-1": "几点"}
    assert "导入 1 行" in desk.post(path, data=values).text
    desk.post(f"{path}/go")
    received = office.history(ticket_id("12345", "SH009"))[0].received_at
    assert received.isoformat() == "2026-03-02T14:05:00+00:00"
