"""The errand of taking a sheet in: from the file to its receipt."""

import io
import re
from datetime import UTC, datetime
from uuid import uuid4

import openpyxl
import pytest

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.kernel.stream import stream_id
from projections.casework.queries import case
from scripts.jobs import sweep_uploads
from tests.expecting import existing

HEAD = "工单编号,接单时间,诉求标题,诉求内容,联系电话,办理备注"
ROWS = (
    "SH001,2026-03-04 09:00,路灯不亮,三号楼前路灯不亮，电话13800138000,13800138000,加急",
    "SH002,2026-03-04 10:00,噪声扰民,夜间施工,13900139000,",
    ",2026-03-04 11:00,没有编号,内容,,",
    "SH004,不知道哪天,日期不对,内容,,",
)


def sheet(rows=ROWS):
    return "\r\n".join((HEAD, *rows)).encode("gb18030")


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def upload(client, data=None, name="三月工单.csv", source="12345"):
    form = {"source": source, "sheet": (io.BytesIO(sheet() if data is None else data), name)}
    return client.post("/import", data=form, content_type="multipart/form-data")


def mapping_of(page):
    """Give the form as it stands on the page: the chosen column of each field."""
    selects = re.findall(r'<select[^>]* name="([^"]+)".*?</select>', page, re.DOTALL)
    bodies = re.findall(r"<select[^>]* name=.*?</select>", page, re.DOTALL)
    chosen = [re.search(r'value="([^"]*)" selected', body) for body in bodies]
    return {name: found[1] if found else "" for name, found in zip(selects, chosen, strict=True)}


def begun(desk, rows, name="表.csv"):
    """Upload rows; give the page that asks what each column is, and the form as it stands there."""
    path = upload(desk, "\n".join(rows).encode(), name=name).location
    return path, mapping_of(desk.get(path).text)


def test_a_sheet_in_gb18030_is_looked_at_tried_and_taken(desk, office):
    before = office.ledger.position()
    answer = upload(desk)
    assert answer.status_code == 303, answer.text
    look = desk.get(answer.location).text
    assert "编码 GB18030" in look
    assert "路灯不亮" in look
    assert "13800138000" not in look
    assert "办理备注" in look
    values = mapping_of(look)
    assert values["serial-0"] == "工单编号"
    trial = desk.post(answer.location, data=values, follow_redirects=True)
    assert trial.status_code == 200, trial.text
    assert "导入 2 行，跳过 2 行" in trial.text
    assert "不是能识别的日期时间" in trial.text
    assert office.ledger.position() == before
    back = desk.get(f"{answer.location}/refused").data
    lines = list(openpyxl.load_workbook(io.BytesIO(back)).worksheets[0].values)
    assert [line[0] for line in lines[1:]] == [4, 5]
    gone = desk.post(f"{answer.location}/go")
    receipt = desk.get(gone.location).text
    assert "已导入，共 4 行" in receipt
    assert existing(case(office.live(), ticket_id("12345", "SH001"))).title == "路灯不亮"
    assert desk.get(f"{answer.location}/refused").data[:2] == b"PK"
    assert "三月工单.csv" in desk.get("/import").text


def test_what_a_sheet_changes_is_listed_and_fetched(desk):
    take(desk)
    rows = [
        row.replace("路灯不亮,", "路灯损坏,").replace("13900139000", "13911112222") for row in ROWS
    ]
    answer = upload(desk, sheet(rows), name="四月.csv")
    values = mapping_of(desk.get(answer.location).text)
    trial = desk.post(answer.location, data=values, follow_redirects=True).text
    for page in (trial, desk.get(desk.post(f"{answer.location}/go").location).text):
        assert "<del>路灯不亮</del>" in page
        assert "<ins>路灯损坏</ins>" in page
        assert "139****2222" in page
        assert "13911112222" not in page
        file = desk.get(f"{answer.location}/changes").data
        lines = list(openpyxl.load_workbook(io.BytesIO(file))["更正清单"].values)
        assert lines[0] == ("行", "工单编号", "项目", "原来", "现在", "说明")
        assert lines[1] == (2, "SH001", "标题", "路灯不亮", "路灯损坏", None)


def take(desk, data=None, **changes):
    answer = upload(desk, data)
    values = mapping_of(desk.get(answer.location).text) | changes
    assert desk.post(answer.location, data=values, follow_redirects=True).status_code == 200
    return answer.location, desk.post(f"{answer.location}/go")


def test_pressing_twice_and_the_same_file_again_take_it_once(desk, office):
    where, _ = take(desk)
    position = office.ledger.position()
    assert desk.post(f"{where}/go").status_code == 303
    assert office.ledger.position() == position
    _, gone = take(desk)
    receipt = " ".join(re.findall(r">([^<>]+)<", desk.get(gone.location).text)).split()
    assert receipt[receipt.index("已经有了：") + 1] == "2"
    assert len(office.history(ticket_id("12345", "SH001"))) == 1


def test_the_file_goes_with_its_import_and_is_nobody_elses(desk, office, client_of):
    answer = upload(desk)
    token = answer.location.rpartition("/")[2]
    path = office.data / "uploads" / f"{token}.sheet"
    assert path.stat().st_mode & 0o777 == 0o600
    values = mapping_of(desk.get(answer.location).text)
    desk.post(answer.location, data=values, follow_redirects=True)
    assert "路灯不亮".encode("gb18030") in path.read_bytes()
    desk.post(f"{answer.location}/go")
    assert not path.exists()
    assert client_of("grid_worker").get(answer.location).status_code == 403
    assert desk.get("/import/" + "0" * 32).status_code == 404


def test_an_upload_is_forgotten_after_a_day(desk, clock, client_of, office):
    old = upload(desk).location
    clock.move(days=1, minutes=1)
    desk = client_of("hotline_desk")
    assert desk.get(old).status_code == 404
    sweep_uploads(office)
    assert not (office.data / "uploads" / old.rpartition("/")[2]).exists()


def test_a_choice_of_columns_that_cannot_be_is_told_and_kept(desk):
    where = upload(desk).location
    values = mapping_of(desk.get(where).text) | {"serial-0": "", "title-0": "办理备注"}
    answer = desk.post(where, data=values, follow_redirects=True)
    assert answer.status_code == 422
    assert "还没有指定“工单编号”取自哪一列" in answer.text
    assert mapping_of(answer.text)["title-0"] == "办理备注"


def test_what_was_chosen_for_a_source_is_remembered(desk):
    take(desk, **{"title-0": "办理备注"})
    where = upload(desk, sheet(ROWS[:2])).location
    assert mapping_of(desk.get(where).text)["title-0"] == "办理备注"
    other = upload(desk, source="区长热线").location
    assert mapping_of(desk.get(other).text)["title-0"] == "诉求标题"


def test_a_file_that_is_no_sheet_is_told_in_a_sentence(desk):
    answer = upload(desk, b"%PDF-1.7", "公文.pdf")
    assert answer.status_code == 422
    assert "不是表格" in answer.text
    assert upload(desk, source="").status_code == 422
    assert "请选择要导入的表格" in desk.post("/import", data={"source": "12345"}).text


def test_one_ticket_however_its_number_is_spelt(desk, office):
    take(desk)
    rows = ROWS[0].replace("SH001", "ｓｈ 001"), ROWS[1].replace("SH002", "sh002")
    answer = upload(desk, sheet(rows), name="又一份.csv")
    trial = desk.post(
        answer.location, data=mapping_of(desk.get(answer.location).text), follow_redirects=True
    ).text
    assert "导入 2 行" in trial
    desk.post(f"{answer.location}/go")
    assert len(office.history(ticket_id("12345", "SH001"))) == 1
    assert ticket_id("12345", "sh００1") == ticket_id("12345", "SH001")
    assert existing(case(office.live(), ticket_id("12345", "SH001"))).serial == "SH001"
    for typed in ("SH001", "sh001", "ＳＨ００１"):
        assert "路灯不亮" in desk.get("/cases", query_string={"q": typed}).text


def test_spellings_of_one_number_in_a_sheet_are_one_ticket(desk, office):
    rows = (ROWS[0], ROWS[0].replace("SH001", "sh001"), ROWS[0].replace("SH001", "ＳＨ００１"))
    answer = upload(desk, sheet(rows))
    trial = desk.post(
        answer.location, data=mapping_of(desk.get(answer.location).text), follow_redirects=True
    ).text
    assert "导入 3 行" in trial
    assert "不能导入的行" in trial
    assert "没有不能导入的行" in trial


@pytest.mark.parametrize("typed", ["１２３４５", " 12345 ", "12345热线", "12345 热线"])
def test_a_known_source_is_known_however_it_is_typed(desk, office, typed):
    take(desk)
    answer = upload(desk, sheet(), name="再来.csv", source=typed)
    trial = desk.post(
        answer.location, data=mapping_of(desk.get(answer.location).text), follow_redirects=True
    ).text
    assert "在别的来源下已有" not in trial
    desk.post(f"{answer.location}/go")
    assert len(office.history(ticket_id("12345", "SH001"))) == 1


def test_numbers_known_under_another_source_are_told(desk):
    take(desk)
    answer = upload(desk, sheet(), name="别处.csv", source="区平台")
    trial = desk.post(
        answer.location, data=mapping_of(desk.get(answer.location).text), follow_redirects=True
    ).text
    assert "有 2 行的编号在别的来源下已有" in trial
    assert "“SH001”（12345）" in trial


def test_sources_that_brought_sheets_are_offered(desk):
    assert '<option value="区平台"' not in desk.get("/import").text
    answer = upload(desk, source="区平台")
    desk.post(
        answer.location, data=mapping_of(desk.get(answer.location).text), follow_redirects=True
    )
    desk.post(f"{answer.location}/go")
    assert '<option value="区平台"' in desk.get("/import").text


def test_a_ticket_made_before_numbers_had_one_spelling_is_met(desk, office):
    old = stream_id("hotline", "12345", "sh001")
    office.execute(
        ReceiveTicket(
            command_id=uuid4(),
            stream=old,
            serial="sh001",
            source="12345",
            received_at=datetime(2026, 3, 4, 1, tzinfo=UTC),
            kind="complaint",
            title="路灯不亮",
            content="三号楼前路灯不亮，电话13800138000",
        ),
        actor=SYSTEM,
    )
    take(desk)
    assert office.history(ticket_id("12345", "SH001")) == []
    assert existing(case(office.live(), old)).serial == "sh001"
    assert len(office.history(old)) > 1


def test_columns_no_field_takes_stand_on_the_case_as_sealed_facts(desk, office):
    take(desk)
    key = ticket_id("12345", "SH001")
    page = desk.get(f"/cases/{key}").text
    assert "表格其他列" in page
    assert "加急" not in page
    asked = {"purpose": "handle", "field": "attributes", "command_id": str(uuid4())}
    opened = desk.post(f"/reveal/case/{key}", data=asked).text
    assert "办理备注：加急" in opened
    bare = ticket_id("12345", "SH002")  # its column is empty
    assert "表格其他列" not in desk.get(f"/cases/{bare}").text
