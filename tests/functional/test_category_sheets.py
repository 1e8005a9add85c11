"""分类表: a sheet of categories becomes the next edition, previewed; nothing goes unasked."""

import io
import re

import openpyxl
import pytest

from tests.expecting import existing

pytestmark = pytest.mark.parametrize("database_url", [""])
PAGE = "/policies/categories/sheet"


@pytest.fixture
def administrator(client_of):
    return client_of("administrator")


def sent(client, rows, name="分类.xlsx", merged=(), **more):
    book = openpyxl.Workbook()
    page = book.create_sheet("分类", 0)
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    form = {"tree": "hotline", "source": "区城运中心2026年目录", "gone": "keep"} | more
    return client.post(PAGE, data=form | {"sheet": (file, name)})


def published(client, office, answer):
    page = answer.text
    at = existing(re.search(r'action="(/policies/categories/\d+)"', page))[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    area = re.search(r'<textarea[^>]*name="content"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    text = existing(area)[1]
    content = text.replace("&#34;", '"').replace("&quot;", '"').replace("&amp;", "&").strip()
    form = {"content": content, "source": "区城运中心2026年目录", "step": "publish"}
    return client.post(at, data=hidden | form)


def codes(office):
    book = office.governance.book
    rows = [row for row in book.categories.category if row.tree == "hotline"]
    return {book.categories.name(row.code): (row.code, row.closed) for row in rows}


def test_levels_in_columns_with_merged_cells_become_an_edition(administrator, office):
    before = codes(office)
    rows = [["大类", "小类"], ["物业管理", "电梯故障"], [None, "门禁损坏"], ["养老服务", "助餐"]]
    answer = sent(administrator, rows, merged=["A2:A3"])
    assert answer.status_code == 200
    assert "新增3类" in answer.text
    assert "现在还没有发布" in answer.text
    assert codes(office) == before, "a preview stores nothing"
    assert published(administrator, office, answer).status_code == 303
    after = codes(office)
    assert after["物业管理/电梯故障"] == before["物业管理/电梯故障"]
    assert set(after) - set(before) == {"物业管理/门禁损坏", "养老服务", "养老服务/助餐"}
    assert after["物业管理/门禁损坏"][0].startswith(before["物业管理"][0])
    again = sent(administrator, rows, merged=["A2:A3"])
    assert again.status_code == 422, "the same sheet changes nothing"
    assert codes(office) == after


def test_by_code_a_name_is_changed_and_what_the_sheet_lacks_is_closed_when_asked(
    administrator, office
):
    before = codes(office)
    top, old = before["物业管理"][0], before["物业管理/电梯故障"][0]
    rows = [["编码", "名称", "上级编码"], [top, "物业管理", ""], [old, "电梯困人", top]]
    answer = sent(administrator, rows, gone="close")
    assert "改名或改上级1类（物业管理/电梯故障 → 物业管理/电梯困人）" in answer.text
    assert published(administrator, office, answer).status_code == 303
    after = codes(office)
    assert after["物业管理/电梯困人"] == (old, False)
    assert after["物业管理/停车管理"] == (before["物业管理/停车管理"][0], True)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["大类", "小类"], ["", "电梯故障"]], "第2行：“电梯故障”缺少上一级的名称"),
        ([["大类", "小类"], ["物业", "修" * 41]], "超过40个字"),
        ([["大类", "小类"], ["物业", "水/电"]], "里不能有“/”"),
        ([["编码", "名称", "上级编码"], ["x1", "甲", "x9"]], "表里没有编码为“x9”的上级"),
        ([["编码", "名称", "上级编码"], ["a", "甲", "b"], ["b", "乙", "a"]], "上级又回到它自己"),
        ([["编码", "名称"], ["a", "甲"], ["a", "乙"]], "编码“a”在表里用了两次"),
        ([["编码", "名称"], ["zz", "物业管理"]], "“物业管理”已有编码"),
        ([["编码", "名称"], ["p01", "物业"]], "已用于另一个目录"),
        ([["甲", "乙"], ["1", "2"]], "列"),
    ],
)
def test_what_cannot_be_taken_is_said_by_its_row_and_nothing_is_changed(
    administrator, office, rows, words
):
    before = codes(office)
    answer = sent(administrator, rows)
    assert answer.status_code == 422
    assert words in answer.text
    assert "区城运中心2026年目录" in answer.text, "what was typed is kept"
    assert codes(office) == before


def test_only_who_may_publish_brings_a_sheet(client_of):
    assert client_of("auditor").get(PAGE).status_code == 403
    assert "请选择分类表" in client_of("administrator").post(PAGE, data={"tree": "grid"}).text
