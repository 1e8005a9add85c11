"""The agenda as a workbook: 议程, 议定事项 and 说明."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from web.documents.agenda_paper import AgendaPaper, Item, ResolutionRow
from web.sheets.table import Column, Sheet
from web.sheets.xlsx import xlsx
from web.text.paper import full_moment

AGENDA: Final = (
    Column("section", "部分", width=26, meaning="议程的部分及其标题"),
    Column("number", "序号", "number", 6, "在本部分内的顺序"),
    Column("subject", "议题", width=36),
    Column("case_key", "案件编号", width=18),
    Column("source", "来源", width=12),
    Column("unit", "责任单位", width=22),
    Column("observers", "列席单位", width=22),
    Column("reasons", "列入理由", width=26, meaning="按规则列入本期的理由"),
    Column("carried", "续议次数", "number", 9, "此前已列入而未议定的次数"),
    Column("speaker", "汇报", width=14),
    Column("minutes", "时长（分钟）", "number", 9),
    Column("summary", "情况", width=50),
    Column("proposal", "拟议", width=40),
)
LEDGER: Final = (
    Column("no", "序号", "number", 6),
    Column("matter", "议定事项", width=40),
    Column("owner", "牵头单位", width=22),
    Column("partners", "配合单位", width=22),
    Column("due", "完成时限", "date", 16, "空白表示长期坚持"),
    Column("standard", "销号标准", width=30),
    Column("fulfilment", "落实情况", width=40, meaning="最近一次登记的进度和情况"),
    Column("state", "状态", width=10),
    Column("carried", "跟踪期数", "number", 9, "列入清单后经过的期数"),
)


def render(paper: AgendaPaper) -> bytes:
    """Return the workbook; the same paper gives the same bytes."""
    issue = f"{paper.year}年第{paper.issue_number}期"
    notes = (
        ("会议", f"{paper.organ}{paper.grid_name}{issue}{paper.title}"),
        ("会议时间", full_moment(paper.meets_at)),
        ("会议地点", paper.place),
        ("状态", "草稿，以正式印发的议程为准" if paper.draft else f"已冻结，第{paper.version}版"),
        ("依据", f"第{paper.position}号记录"),
        ("生成时间", full_moment(paper.made_at)),
        ("核验码", paper.code),
        ("摘要值", paper.digest),
    )
    ledger = (_row(row, LEDGER) for row in paper.resolutions)
    return xlsx(
        Sheet("议程", AGENDA, _agenda(paper), notes),
        Sheet("议定事项", LEDGER, ledger),
        created=paper.made_at,
    )


def _agenda(paper: AgendaPaper) -> Iterator[dict[str, Any]]:
    for section in paper.sections:
        name = f"{section.number_cn}、{section.title}"
        if section.note or not section.items:
            yield {
                "section": name,
                "speaker": section.reporter,
                "minutes": section.minutes,
                "summary": section.note,
            }
        for item in section.items:
            yield {"section": name} | _row(item, AGENDA)


def _row(source: Item | ResolutionRow, columns: Sequence[Column]) -> dict[str, Any]:
    return {column.key: getattr(source, column.key, None) for column in columns}
