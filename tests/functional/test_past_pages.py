"""历史资料 on the pages: said at the trial, marked on the case, in lists and files, taken up."""

import io
from uuid import uuid4

import openpyxl
import pytest

from governance.hotline.stream import ticket_id
from projections.casework.queries import case
from tests.expecting import existing
from tests.functional.test_importing import mapping_of, sheet, upload

KEY = ticket_id("12345", "SH001")


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


@pytest.fixture
def tried(desk):
    answer = upload(desk, sheet())
    values = mapping_of(desk.get(answer.location).text)
    trial = desk.post(answer.location, data=values, follow_redirects=True).text
    assert "整张表都是历史资料" in trial
    assert "都会马上出现在待办和超期里" in trial
    return answer.location


@pytest.fixture
def imported(desk, tried, office):
    trial = desk.post(f"{tried}/past", data={"past": "all"}, follow_redirects=True)
    assert trial.status_code == 200
    assert "有 2 件作为历史资料" in trial.text
    assert "都会马上出现在待办和超期里" not in trial.text
    assert desk.post(f"{tried}/go").status_code == 303
    row = existing(case(office.live(), KEY))
    assert (row.stage, row.historical) == ("past", True)
    return tried


def test_it_is_marked_on_the_case_in_the_list_and_in_the_file(desk, imported):
    page = desk.get(f"/cases/{KEY}").text
    assert "未说明办结" in page
    assert "历史资料" in page
    assert "转入办理" in page
    assert ">重新办理<" not in page
    found = desk.get("/cases?flag=historical").text
    assert "SH001" in found
    assert "SH002" in found
    assert "SH001" not in desk.get("/cases?stage=open").text
    file = desk.get("/cases?flag=historical&format=xlsx")
    lines = list(openpyxl.load_workbook(io.BytesIO(file.data)).worksheets[0].values)
    head = next(line for line in lines if "编号" in line)
    at, number = head.index("历史资料"), head.index("编号")
    assert {line[number] for line in lines if line[at] == "是"} == {"SH001", "SH002"}


def test_it_is_taken_up_with_a_reason(desk, imported, office):
    def take_up(note):
        data = {"command_id": str(uuid4()), "note": note}
        return desk.post(f"/cases/{KEY}/take-up", data=data)

    assert take_up("").status_code == 422
    assert take_up("来电人又来反映").status_code == 303
    row = existing(case(office.live(), KEY))
    assert (row.stage, row.historical, row.round) == ("received", False, 0)
    page = desk.get(f"/cases/{KEY}").text
    assert "历史资料转入办理" in page
    assert "重办" not in page


def test_a_form_with_its_number_meets_it(desk, imported):
    data = {
        "command_id": str(uuid4()),
        "serial": "SH001",
        "source": "12345",
        "received_at": "2026-03-05T09:30",
        "kind": "complaint",
        "title": "路灯又不亮",
        "grid": "g1",
        "urgency": "normal",
    }
    answer = desk.post("/tickets/new", data=data)
    assert answer.status_code == 422
    assert "已有的工单是历史资料，要接着办的，在它上面转入办理" in answer.text
    assert f"/cases/{KEY}?act=take-up" in answer.text


@pytest.mark.parametrize(
    "form", [{"past": "before"}, {"past": "before", "before": "上周"}, {"past": "？"}]
)
def test_a_day_that_is_none_is_asked_for(desk, tried, form):
    answer = desk.post(f"{tried}/past", data=form, follow_redirects=True)
    assert answer.status_code == 422
    assert "请写明从哪一天起照常办理" in answer.text


def test_only_what_came_before_a_day(desk, tried):
    page = desk.post(
        f"{tried}/past", data={"past": "before", "before": "2026-03-05"}, follow_redirects=True
    ).text
    assert "有 2 件作为历史资料" in page
    page = desk.post(
        f"{tried}/past", data={"past": "before", "before": "2026-03-04"}, follow_redirects=True
    ).text
    assert "作为历史资料：" not in page
    page = desk.post(f"{tried}/past", data={"past": ""}, follow_redirects=True).text
    assert "都会马上出现在待办和超期里" in page


def test_what_is_said_beside_the_last_button_is_tried_before_it_is_done(desk, tried, office):
    before = office.ledger.position()
    for _ in range(2):
        answer = desk.post(f"{tried}/go", data={"past": "before", "before": ""})
        assert answer.status_code == 422
        assert "请写明从哪一天起照常办理" in answer.text
    page = desk.post(f"{tried}/go", data={"past": "all", "before": ""}, follow_redirects=True)
    assert page.status_code == 200
    assert "有 2 件作为历史资料" in page.text
    assert office.ledger.position() == before
    assert desk.post(f"{tried}/go", data={"past": "all", "before": ""}).status_code == 303
    assert existing(case(office.live(), KEY)).historical


def test_what_came_of_a_trial_has_a_page_of_its_own(desk, tried):
    """Loaded anew, or come back to by Back, every address of the steps leads there."""
    again = desk.post(f"{tried}/past", data={"past": "all"})
    assert (again.status_code, again.location) == (303, f"{tried}/trial")
    for address in (f"{tried}/past", f"{tried}/go"):
        answer = desk.get(address, follow_redirects=True)
        assert (answer.status_code, answer.request.path) == (200, f"{tried}/trial")
        assert "有 2 件作为历史资料" in answer.text
