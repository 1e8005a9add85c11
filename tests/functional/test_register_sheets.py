"""Sheets of the register: tried, taken, refused rows handed back, the same again for nothing."""

import io
import re
from uuid import uuid4

import openpyxl

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace, RetirePlace
from governance.places.stream import place_id
from projections.places.queries import place
from tests.builders import ask
from tests.deployment import tell
from tests.expecting import existing


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


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
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, data=None, name="住户.xlsx"):
    form = {"sheet": (io.BytesIO(sheet() if data is None else data), name)}
    return client.post(
        "/register/import", data=form, content_type="multipart/form-data", follow_redirects=True
    )


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
    lines = list(openpyxl.load_workbook(io.BytesIO(back.data)).worksheets[0].values)
    assert [line[0] for line in lines[1:]] == [4, 5, 6, 7]
    assert "与第2行重复" in str(lines[4][-1])
    taken = desk.post(f"/register/import/{token}/go", follow_redirects=True)
    assert "已导入 2 行，有 4 行没有导入" in taken.text
    assert existing(place(office.live(), place_id("household", "JM-1"))).grid == "g1"
    assert existing(place(office.live(), place_id("shop", "SP-1"))).name == "示例面馆"


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
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600] * 4


def test_the_template_is_a_sheet_of_its_own(client_of):
    desk = client_of("administrator")
    data = desk.get("/register/import/template").data
    tried = upload(desk, data, "样表.xlsx")
    assert tried.status_code == 200
    assert "示例一居民区" in tried.text


def test_a_sheet_with_names_of_its_own_is_read_and_says_what_it_leaves_out(client_of, office):
    head = ("序号", "走访对象类型", "户编号", "所属网格", "户主姓名", "手机号码", "备注")
    rows = [
        ("示例居民区住户登记表",),
        head,
        (1, "居民户", "JM-7", "g1", "欧阳五", "13900139000", "早"),
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    desk = client_of("secretary")
    tried = upload(desk, out.getvalue())
    assert tried.status_code == 200, tried.text
    for personal in ("欧阳五", "13900139000"):
        assert personal not in tried.text
    for words in ("欧阳*", "139****9000", "当作户主或负责人", "没有对应的列（备注）不会导入"):
        assert words in tried.text
    desk.post(f"/register/import/{token_of(tried)}/go")
    held = existing(place(office.live(), place_id("household", "JM-7")))
    assert (held.name, office.reveal(held.head, held.key, "head")) == ("JM-7", "欧阳五")


def test_a_column_nobody_knows_is_chosen_by_hand(client_of, office):
    desk, data = client_of("secretary"), "登记对象,甲,片\n居民户,JM-8,g1\n".encode()
    asked = upload(desk, data, "甲.csv")
    assert asked.status_code == 422
    assert "没有“编号、网格”列，请在下面指定" in asked.text
    where = existing(re.search(r'action="(/register/import/[0-9a-f]{32})"', asked.text))[1]
    chosen = {"kind-0": "登记对象", "code-0": "甲"}
    still = desk.post(where, data=chosen)
    assert (still.status_code, "还没有指定“网格”取自哪一列" in still.text) == (422, True)
    assert (
        desk.post(where, data=chosen | {"grid-0": "片"}, follow_redirects=True).status_code == 200
    )
    desk.post(f"{where}/go")
    assert existing(place(office.live(), place_id("household", "JM-8"))).grid == "g1"
    assert upload(desk, data, "甲.csv").status_code == 200, "remembered for the next sheet"


def test_what_a_sheet_changes_is_told_before_and_after_and_masked(client_of, office):
    desk = client_of("secretary")
    desk.post(f"/register/import/{token_of(upload(desk, sheet(ROWS[:2])))}/go")
    moved = ("居民户", "JM-1", "示例路2弄1室", "第二综合网格", "王五", "13911112222")
    tried = upload(desk, sheet((moved, ROWS[1])))
    changes = re.findall(r'wrap-text"><(?:del|ins)>([^<]*)</', tried.text)
    assert changes == [
        *("第一综合网格", "第二综合网格"),
        *("第一综合网格", "第二综合网格"),
        *("示例路1弄1室", "示例路2弄1室"),
        *("139****9000", "139****2222"),
    ]
    assert "13911112222" not in tried.text
    file = desk.get(f"/register/import/{token_of(tried)}/changes").data
    lines = list(openpyxl.load_workbook(io.BytesIO(file))["更正清单"].values)
    assert lines[0] == ("行", "编号", "项目", "原来", "现在", "说明")
    assert lines[2] == (2, "JM-1", "网格", "第一综合网格", "第二综合网格", None)
    done = desk.post(f"/register/import/{token_of(tried)}/go", follow_redirects=True).text
    assert re.findall(r'wrap-text"><(?:del|ins)>([^<]*)</', done) == changes
    assert existing(place(office.live(), place_id("household", "JM-1"))).grid == "g2"


def test_a_row_the_register_refuses_is_refused_alone_when_tried_too(client_of, office):
    gone = place_id("household", "JM-1")
    where = {"kind": "household", "code": "JM-1", "name": "旧", "grid": "g1"}
    office.execute(ask(RegisterPlace, gone, **where), actor=SYSTEM)
    tell(office, RetirePlace, gone, reason="动迁")
    desk, before = client_of("secretary"), office.ledger.position()
    tried = upload(desk, sheet(ROWS[:2]))
    assert "导入 1 行，跳过 1 行" in tried.text
    assert "销档" in tried.text
    assert office.ledger.position() == before
    done = desk.post(f"/register/import/{token_of(tried)}/go", follow_redirects=True)
    assert "已导入 1 行，有 1 行没有导入" in done.text


def test_a_code_a_spreadsheet_has_rounded_is_refused(client_of):
    row = ("居民户", 2026020500012345, "甲", "第一综合网格", "", "")
    tried = upload(client_of("secretary"), sheet((row,)))
    assert "后几位不准" in tried.text


def test_the_same_row_twice_counts_once(client_of, office):
    tried = upload(client_of("secretary"), sheet((ROWS[0], ROWS[0])))
    assert "导入 2 行" in tried.text
    assert "没有不能导入的行" in tried.text
