"""The agenda as a workbook."""

import io
from datetime import datetime

import openpyxl
from msgspec.structs import replace

from web.documents.agenda_xlsx import render
from web.documents.specimen import BARE, SPECIMEN


def pages(paper):
    book = openpyxl.load_workbook(io.BytesIO(render(paper)))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book}


def test_agenda_ledger_and_notes():
    book = pages(SPECIMEN)
    assert list(book) == ["议程", "议定事项", "说明"]
    head, note, item, *_ = book["议程"]
    assert head[:3] == ("部分", "序号", "议题")
    assert note[0] == "一、上期议定事项落实情况（2项：销号1项、在办1项）"
    assert note[11] == "上期议定2项，详见附件。"
    assert item[1:9] == (
        1,
        "示例一居民区电动自行车集中充电点扩容",
        "示例-2026-0118",
        "网格巡查",
        "城市建设管理办公室",
        "示例一居民区",
        "超期3天、第2次重办",
        1,
    )
    assert book["议程"][-1][0] == "三、主持人小结，确认议定事项"
    assert book["议定事项"][1][4] == datetime(2026, 3, 20)  # noqa: DTZ001  a sheet knows no time zone
    assert book["议定事项"][2][4] is None
    notes = dict(row[:2] for row in book["说明"][1:9])
    assert notes["依据"] == "第1234号记录"
    assert notes["核验码"] == SPECIMEN.code
    assert notes["摘要值"] == SPECIMEN.digest
    assert notes["状态"] == "已冻结，第1版"
    assert notes["生成时间"] == "2026年3月3日（星期二）9:30"


def test_a_draft_says_so():
    notes = dict(row[:2] for row in pages(BARE)["说明"][1:9])
    assert notes["状态"] == "草稿，以正式印发的议程为准"


def test_the_same_paper_gives_the_same_bytes():
    assert render(SPECIMEN) == render(SPECIMEN)
    assert render(SPECIMEN) != render(replace(SPECIMEN, position=1235))
