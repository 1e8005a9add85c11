"""What a workbook leaves open is asked once on the page: sheets, hidden rows, hidden columns."""

import io

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

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
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def begun(desk: FlaskClient) -> str:
    return str(upload(desk, workbook(), name="两个月.xlsx").location)


def chosen(desk: FlaskClient, path: str, **choice: str | list[str]) -> TestResponse:
    """Say what is read, with the columns as they stand, and anew where others have come."""
    answer = desk.post(path, data=mapping_of(desk.get(path).text) | choice, follow_redirects=True)
    if answer.status_code == 303:
        answer = desk.post(
            path, data=mapping_of(desk.get(path).text) | choice, follow_redirects=True
        )
    return answer


def test_nothing_is_tried_until_it_is_said_what_is_read(desk):
    path = begun(desk)
    assert "有 1 行是隐藏的" in desk.get(path).text
    refused = chosen(desk, path, sheets=["10月"])
    assert refused.status_code == 422
    assert "请先选定要不要导入" in refused.text
    assert "导入 1 行" in chosen(desk, path, sheets=["10月"], hidden_rows="leave").text


def test_both_sheets_are_taken_and_a_refused_row_says_where_it_stands(desk, office):
    path = begun(desk)
    trial = chosen(desk, path, sheets=["10月", "11月"], hidden_rows="take").text
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
    chosen(desk, path, sheets=["10月"], hidden_rows="leave")
    desk.post(f"{path}/go")
    assert case(office.live(), ticket_id("12345", "SH001"))
    assert case(office.live(), ticket_id("12345", "SH002")) is None


def test_other_columns_are_looked_at_before_they_are_tried(desk):
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["11月"]["D1"] = "承办单位"
    path = upload(desk, saved(book), name="两样.xlsx").location
    choice = {"sheets": ["10月", "11月"], "hidden_rows": "take"}
    answer = desk.post(path, data=mapping_of(desk.get(path).text) | choice)
    assert answer.status_code == 303
    assert mapping_of(desk.get(path).text)["unit-0"] == "承办单位"


def test_a_sheet_without_rows_is_told_and_the_choice_stays(desk):
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book.create_sheet("空")
    path = upload(desk, saved(book), name="三张.xlsx").location
    answer = chosen(desk, path, sheets=["空"], hidden_rows="take")
    assert answer.status_code == 422
    assert "是空的" in answer.text
    assert "“10月”" in answer.text


def test_a_day_and_its_time_are_chosen_beside_each_other(desk, office):
    rows = ("编号,哪天,几点,标题", "SH009,2026-03-02,22:05,夜间施工")
    path = upload(desk, "\n".join(rows).encode(), name="两列.csv").location
    page = desk.get(path).text
    assert "接单时间的钟点（另成一列时）" in page
    values = mapping_of(page) | {"received-0": "哪天", "received-1": "几点"}
    assert "导入 1 行" in desk.post(path, data=values, follow_redirects=True).text
    desk.post(f"{path}/go")
    received = office.history(ticket_id("12345", "SH009"))[0].received_at
    assert received.isoformat() == "2026-03-02T14:05:00+00:00"


def test_sheets_of_one_file_taken_one_after_the_other_are_both_taken(desk, office):
    path = begun(desk)
    chosen(desk, path, sheets=["10月"], hidden_rows="leave")
    desk.post(f"{path}/go")
    path = begun(desk)
    assert "导入 1 行，跳过 1 行" in chosen(desk, path, sheets=["11月"], hidden_rows="take").text
    desk.post(f"{path}/go")
    path = begun(desk)
    assert "导入 2 行" in chosen(desk, path, sheets=["10月"], hidden_rows="take").text
    desk.post(f"{path}/go")
    for serial in ("SH001", "SH002", "SH003"):
        assert len(office.history(ticket_id("12345", serial))) == 1
