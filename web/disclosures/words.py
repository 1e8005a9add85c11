"""What 查看与导出 says: its records as sentences, its refusals as what to do."""

from governance.disclosures import events as fact
from web.frame import words
from web.frame.feature import Lists, Sentences


def _looked(event: fact.PersonalDataRevealed) -> str:
    fields = "、".join(words.field(name, event.page) for name in event.fields)
    return f"查看个人信息（{fields}），用途：{{purpose}}"


SENTENCES: Sentences = {
    fact.PersonalDataRevealed: _looked,
    fact.ExportTaken: "导出{what}{rows}行",
    fact.ExportFinished: "导出完毕，共{rows}行",
}
LISTS: Lists = {fact.PersonalDataRevealed: {"purpose": "reveal_purposes"}}
REFUSALS = {
    "disclosures.no_such_export": "没有第{number}号导出记录，不能登记导出完成。请重新导出。",
    "disclosures.nothing_to_reveal": "请先选择要查看的项目。",
    "disclosures.purpose_missing": "请选择用途，或写明用途（不少于{least}个字）。",
}
