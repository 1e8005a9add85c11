"""The agenda in words: the names a template may use, in Chinese, and the text each stands for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from web.documents.agenda_paper import AgendaPaper, Item, ResolutionRow, Section
from web.documents.layout import LAYOUT
from web.documents.title import balanced
from web.text.paper import full_moment, local, numeral, one_line, paragraphs, plain_day

Words = dict[str, Any]


def words(paper: AgendaPaper) -> Words:
    """Return every name: legal text, 草稿 as a truth value, lists of rows of such names."""
    return {
        "红头行": _lines(paper.organ + paper.grid_name, LAYOUT.masthead.characters),
        "期次": f"{paper.year}年第{paper.issue_number}期",
        "标题行": _lines(paper.title, LAYOUT.title.characters),
        "发文单位": one_line(paper.issuer),
        "日期": plain_day(local(paper.made_at).date()),
        "时间": full_moment(paper.meets_at),
        "地点": one_line(paper.place),
        "主持": one_line(paper.host),
        "出席": _listed(paper.attendees),
        "列席": _listed(paper.observers),
        "请假": _listed(paper.absent),
        "记录": one_line(paper.recorder),
        "章节": [_section(section) for section in paper.sections],
        "议定事项": [_resolution(row, paper.year) for row in paper.resolutions],
        "文种": one_line(paper.kind),
        "草稿": paper.draft,
        "记录号": f"第{paper.position}号记录",
        "版本": f"第{paper.version}版",
        "核验码": one_line(paper.code),
        "摘要值": one_line(paper.digest),
        "字体说明": one_line(paper.font_notice),
    }


def _lines(text: str, width: int) -> list[Words]:
    return [{"行": line} for line in balanced(text, width)]


def _section(section: Section) -> Words:
    return {
        "序号": one_line(section.number_cn),
        "标题": one_line(section.title),
        "汇报": one_line(section.reporter),
        "时长": _minutes(section.minutes),
        "说明": _paragraphs(section.note),
        "议题": [_item(item) for item in section.items],
        "表": section.table and bool(section.items),
    }


def _item(item: Item) -> Words:
    return {
        "序号": numeral(item.number),
        "标题": one_line(item.subject),
        "编号": one_line(item.case_key),
        "来源": one_line(item.source),
        "单位": one_line(item.unit),
        "列席": _listed(item.observers),
        "理由": "；".join(map(one_line, item.reasons)),
        "续议": f"已续议{item.carried}次" if item.carried else "",
        "汇报": one_line(item.speaker),
        "时长": _minutes(item.minutes),
        "情况": _paragraphs(item.summary),
        "拟议": _lined(item.proposal),
    }


def _resolution(row: ResolutionRow, year: int) -> Words:
    return {
        "序号": str(row.no),
        "事项": _lined(row.matter),
        "牵头": one_line(row.owner),
        "配合": _listed(row.partners),
        "时限": due_text(row.due, year),
        "标准": _lined(row.standard),
        "落实": _lined(row.fulfilment),
        "状态": one_line(row.state),
        "跟踪": f"跟踪{row.carried}期" if row.carried else "",
    }


def due_text(due: date | None, year: int) -> str:
    """Say a limit: 3月20日 within the year of the paper, 长期 for a standing duty."""
    if due is None:
        return "长期"
    return f"{due.month}月{due.day}日" if due.year == year else plain_day(due)


def _minutes(minutes: int) -> str:
    return f"{minutes}分钟" if minutes else ""


def _listed(names: Iterable[str]) -> str:
    return "、".join(map(one_line, names))


def _lined(text: str) -> str:
    """Give a text that may have several lines, as templates name it: in one value."""
    return "\n".join(paragraphs(text))


def _paragraphs(text: str) -> list[Words]:
    return [{"段": line} for line in paragraphs(text)]
