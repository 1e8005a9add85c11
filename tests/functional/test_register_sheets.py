"""Sheets of the register: tried, taken, refused rows handed back, the same again for nothing."""

import io
from uuid import uuid4

import openpyxl

from governance.places.stream import place_id
from projections.places.queries import place


def send(client, path, **told):
    return client.post(path, data={"command_id": str(uuid4()), **told})


HEAD = ("登记对象", "编号", "名称", "网格", "户主或负责人", "联系电话")
ROWS = (
    ("居民户", "JM-1", "示例路1弄1室", "第一综合网格", "王五", "13900139000"),
    ("商铺", "SP-1", "示例面馆", "g2", "", ""),
    ("居民户", "JM-2", "示例路1弄2室", "第九网格", "", ""),
    ("城堡", "JM-3", "示例路1弄3室", "第一综合网格", "", ""),
    ("居民户", "", "示例路1弄4室", "第一综合网格", "", ""),
    ("居民户", "JM-1", "示例路1弄5室", "第一综合网格", "", ""),
)


def sheet(rows=ROWS):
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, data=None, name="住户.xlsx"):
    form = {"sheet": (io.BytesIO(sheet() if data is None else data), name)}
    return client.post("/register/import", data=form, content_type="multipart/form-data")


def token_of(page):
    return page.text.split("/register/import/")[1].split("/")[0].split('"')[0]


def test_a_sheet_is_tried_then_taken_and_refused_rows_come_back(client_of, office):
    desk = client_of("secretary")
    before = office.ledger.position()
    tried = upload(desk)
    assert tried.status_code == 200, tried.text
    assert office.ledger.position() == before
    assert "13900139000" not in tried.text
    assert "“第九网格”不在登记册里" in tried.text
    token = token_of(tried)
    back = desk.get(f"/register/import/{token}/refused")
    lines = list(openpyxl.load_workbook(io.BytesIO(back.data)).active.values)
    assert [line[0] for line in lines[1:]] == [4, 5, 6, 7]
    assert "与第2行重复" in lines[4][-1]
    taken = desk.post(f"/register/import/{token}/go", follow_redirects=True)
    assert "已导入 2 行，有 4 行没有导入" in taken.text
    assert place(office.live(), place_id("household", "JM-1"))["grid"] == "g1"
    assert place(office.live(), place_id("shop", "SP-1"))["name"] == "示例面馆"


def test_the_same_sheet_again_changes_nothing(client_of, office):
    desk = client_of("secretary")
    desk.post(f"/register/import/{token_of(upload(desk, sheet(ROWS[:2])))}/go")
    position = office.ledger.position()
    again = upload(desk, sheet(ROWS[:2]))
    assert "已经有了" in again.text
    token = token_of(again)
    taken = desk.post(f"/register/import/{token}/go", follow_redirects=True)
    assert "已导入 2 行，其中 2 行已经有了，没有改动。" in taken.text
    assert desk.post(f"/register/import/{token}/go").status_code == 303
    assert office.ledger.position() == position


def test_the_same_sheet_from_somebody_else_changes_nothing(client_of, office):
    desk, other, data = client_of("secretary"), client_of("administrator"), sheet(ROWS[:2])
    desk.post(f"/register/import/{token_of(upload(desk, data))}/go")
    position = office.ledger.position()
    taken = other.post(f"/register/import/{token_of(upload(other, data))}/go")
    assert taken.status_code == 303, taken.text
    assert office.ledger.position() == position


def test_no_sheet_or_a_wrong_one_is_told_in_a_sentence(client_of):
    desk = client_of("secretary")
    assert "请选择要导入的表格" in desk.post("/register/import", data={}).text
    assert "不是表格" in upload(desk, b"\x89PNG\r\n\x1a\n", "照片.png").text
    assert "没有“编号、网格”列" in upload(desk, "登记对象,名称\n居民户,甲\n".encode(), "a.csv").text


def test_another_account_cannot_take_the_upload(client_of, office):
    token = token_of(upload(client_of("secretary")))
    other = client_of("administrator")
    assert other.get(f"/register/import/{token}/refused").status_code == 404
    assert other.post(f"/register/import/{token}/go").status_code == 404
    kept = list((office.data / "uploads").iterdir())
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]


def test_the_template_is_a_sheet_of_its_own(client_of):
    desk = client_of("administrator")
    data = desk.get("/register/import/template").data
    tried = upload(desk, data, "样表.xlsx")
    assert tried.status_code == 200
    assert "示例一居民区" in tried.text
