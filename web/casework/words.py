"""What any case says: its records as sentences, its refusals as what to do."""

from governance.casework import events as fact
from governance.casework.commands import TAKEN_UP
from governance.casework.kind import PAST, Kind
from web.frame.feature import Codes, Lists, Sentences


def _corrected(event: fact.Corrected) -> str:
    """Say who asked for a correction that was granted."""
    return "同意{asked_by}的更正申请，原因：{reason}" if event.asked_by else "更正，原因：{reason}"


def _reopened(event: fact.Reopened) -> str:
    """Say whether it is another round, or 历史资料 that is worked on from now on."""
    if event.reason == TAKEN_UP:
        return "历史资料转入办理：{note}，{clock}期限{due}"
    if event.stage == PAST:
        return "历史资料里的又一轮（{reason}），没有说明办结"
    return "重新办理（{reason}），第{round}次重办，{clock}期限{due}"


SENTENCES: Sentences = {
    fact.ProgressNoted: "登记进展：{note}",
    fact.FilesAttached: "补充材料：{note}",
    fact.ReturnRequested: "申请退单，原因：{reason}",
    fact.ReturnGranted: "同意退单，{unit}退回，等待重新派遣",
    fact.ReturnDeclined: "不予退单：{note}",
    fact.ExtensionRequested: "申请延期，原因：{reason}",
    fact.ExtensionGranted: "同意延期，办理期限由{old_due}改为{handle_due}",
    fact.ExtensionDeclined: "不予延期：{note}",
    fact.CrossingFlagged: "认定三跨（{kinds}），涉及{units}：{reason}",
    fact.CrossingCleared: "三跨销号：{result}",
    fact.Chased: "催办：{clock}期限{due}已过",
    fact.Corrected: _corrected,
    fact.CorrectionRequested: "申请更正，原因：{reason}",
    fact.CorrectionDeclined: "不予更正：{note}",
    fact.Reopened: _reopened,
}
FIELDS = {
    "kind": "诉求类别",
    "content": "诉求内容",
    "caller": "来电人",
    "reporter": "反映人",
    "address": "详细地址",
    "urgency": "紧急程度",
    "handle_due": "办理时限",
    "handled_at": "办结时间",
    "closed_at": "结案时间",
    "result": "处置情况",
    "round": "办理轮次",
    "attributes": "表格其他列",
}
CODES: Codes = {
    "clock": {"handle": "办理", "redo": "再次办理"},
    "reason": {TAKEN_UP: "历史资料转入办理"},
}
LISTS: Lists = {
    fact.CrossingFlagged: {"kinds": "crossing_kinds"},
    fact.ReturnRequested: {"reason": "return_reasons"},
    fact.ReturnGranted: {"reason": "return_reasons"},
    fact.ExtensionRequested: {"reason": "extension_reasons"},
    fact.ExtensionGranted: {"reason": "extension_reasons"},
    fact.Reopened: {"reason": "reopen_reasons"},
}
REFUSALS = {
    "cases.no_such_name": "没有叫“{name}”的{field}。请填写登记册或清单里的全称。",
}
SHARED = {
    "already_closed": (
        "这件{noun}已经结案，不能接着办。来电人再次反映或者没有解决的，请在这件{noun}上“重新办理”。"
    ),
    "asked_by_yourself": "这是您自己提出的申请，按规定要由另一人审核。",
    "corrected_by_asking": ("这件{noun}已经结案，更正要由另一人同意：请“申请更正”。"),
    "correction_pending": "这件{noun}已有一个更正申请等待审核，请先审核。",
    "no_correction_asked": "这件{noun}没有待审的更正申请，请刷新页面查看最新情况。",
    "historical": (
        "这件{noun}是历史资料，没有说明办结，不在办理之中。要接着办的，请先“转入办理”并写明原因。"
    ),
    "taken_up_without_reason": "请写明为什么要把这件历史资料转入办理。",
    "open_still": "这件{noun}还没有结案，请直接办理；写错的可以直接更正。",
    "crossing_needs_units": "认定三跨要选择类型，并写明至少{least}个涉及单位。",
    "dispatched_already": "这件{noun}已经派遣给{unit}，没有改动。要改派的，请另选单位。",
    "extension_pending": "这件{noun}已有一个延期申请等待审核，请等审核结果。",
    "extensions_used_up": "这件{noun}的延期次数已用完（最多{most}次），请在现有时限内办理。",
    "no_extension_asked": "这件{noun}没有待审的延期申请，请刷新页面查看最新情况。",
    "no_return_asked": "这件{noun}没有待审的退单申请，请刷新页面查看最新情况。",
    "no_such_option": "所选项不在清单里，请从下拉清单里重新选择。",
    "nothing_attached": "请至少选一张照片或一个文件。",
    "not_crossing": "这件{noun}没有认定为三跨，不需要销号。",
    "not_dispatched": "这件{noun}还没有派遣，请先派遣再办理。",
    "not_returnable": "只有已派遣、且没有待审退单的{noun}才能申请退单。",
    "overdue_not_extended": "这件{noun}已经超过时限，不能再申请延期；请尽快办理并说明原因。",
    "returns_used_up": (
        "这件{noun}已申请退单{most}次，不能再退。确实不归本单位办的，请与派遣单位商定后改派。"
    ),
    "proof_missing": "按类别和立案条件的规定，这一步要附照片或文件。请拍照或选择文件后再提交。",
    "return_pending": "这件{noun}的退单申请还在等待审核，请先审核退单。",
}


def lists(kind: Kind) -> Lists:
    """Give the lists of what is corrected of a kind of case."""
    asked = (fact.Corrected, fact.CorrectionRequested)
    return {kind.event(shared): kind.listings for shared in asked}


def refusals(kind: Kind, noun: str) -> dict[str, str]:
    """Give the refusals all kinds of cases share, for one kind, which people call so."""
    return {
        f"{kind.stream}.{code}": words.replace("{noun}", noun) for code, words in SHARED.items()
    }
