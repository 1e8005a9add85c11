"""What 走访 says: its records as sentences, its refusals as what to do."""

from governance.visits import events as fact
from web.frame.feature import Lists, Sentences


def _found(event: fact.VisitMade) -> str:
    found = f"发现{len(event.findings)}项问题" if event.findings else ""
    failed = f"{event.failed}项检查为“否”，未登记为问题" if event.failed else ""
    before = "没有变化，照上次填写" if event.as_before else ""
    return "，".join(filter(None, (found or ("" if failed else "未发现问题"), failed, before)))


def _corrected(event: fact.VisitCorrected) -> str:
    texts = "，情况记录重新填写" if event.narrative or event.note else ""
    return f"更正走访记录（第{event.entry}条）：{{reason}}{texts}"


def _withdrawn(event: fact.VisitWithdrawn) -> str:
    issues = f"；转出的网格问题{'、'.join(event.issues)}已注明，待核实" if event.issues else ""
    return f"撤回走访记录（第{event.entry}条），不再计数：{{reason}}{issues}"


SENTENCES: Sentences = {
    fact.VisitPlanned: "安排{planned_for}走访",
    fact.PlanCancelled: "取消走访安排：{reason}",
    fact.VisitMade: lambda event: f"{{way}}走访，见面，{_found(event)}",
    fact.VisitMissed: lambda event: (
        f"走访{{outcome}}，发现{len(event.findings)}项问题" if event.findings else "走访{outcome}"
    ),
    fact.RevisitCalledOff: "取消{on}的走访约定：{reason}",
    fact.FindingSolved: "第{number}项问题已解决",
    fact.FindingReopened: "第{number}项问题恢复为隐患：{reason}",
    fact.FindingEscalated: "第{number}项问题转为网格问题{issue}",
    fact.VisitCorrected: _corrected,
    fact.VisitWithdrawn: _withdrawn,
}
FIELDS = {
    "narrative": "情况记录",
    "made_at": "走访时间",
    "way": "走访方式",
    "visitee": "走访对象",
    "satisfaction": "对方满意度",
    "revisit_on": "下次走访",
    "answers": "检查项",
}
LISTS: Lists = {
    fact.VisitMade: {"way": "visit_ways"},
    fact.VisitMissed: {"outcome": "visit_outcomes"},
    fact.VisitCorrected: {
        "way": "visit_ways",
        "visitee": "visitee_kinds",
        "satisfaction": "visit_satisfaction",
    },
}
REFUSALS = {
    "visits.already_made": "这次走访已经登记，没有改动。如再次上门，请另行登记一次走访。",
    "visits.already_planned": "这次走访已有计划或已经登记，不能另排。请取消原计划后重新排定。",
    "visits.check_failed": "“{item}”为“否”，请选择怎么处理，或写明不作为问题的原因。",
    "visits.finding_escalated": "第{number}个问题已转为网格问题。请在该问题中继续办理。",
    "visits.finding_solved": "第{number}个问题已经解决，不必再转办。如再次出现，请另行上报。",
    "visits.finding_told_twice": "两个发现的问题用了同一序号。请刷新页面后重新填写。",
    "visits.hazard_needs_proof": "第{number}个问题是隐患，销号须附整改后的照片。",
    "visits.in_the_future": "走访时间晚于现在。请核对手机时间后重新提交。",
    "visits.issue_missing": "第{number}个问题登记为转办，但没有网格问题编号。请重新提交。",
    "visits.missed_but_told": (
        "未遇或拒访的走访不能填写检查项。请改选走访结果，或删去检查项；看到的问题可以照填。"
    ),
    "visits.next_before_visit": "回访或下次上门的日期早于本次走访。请重新选择日期。",
    "visits.none_solved": "这次走访没有登记已解决的问题，没有可以恢复的。",
    "visits.not_solved": "第{number}个问题没有登记已解决，不必恢复。",
    "visits.no_such_edition": "表单使用的七要诀版本不存在。请刷新页面后重新填写。",
    "visits.no_such_finding": "这次走访没有第{number}个问题。请刷新页面查看最新情况。",
    "visits.no_such_option": "所选项目不在现行清单内。请刷新页面后重新选择。",
    "visits.not_planned": "这次走访没有待执行的计划，不必取消。",
    "visits.nothing_agreed": "这次走访没有约定下次走访的日期，或者已经取消，不必再取消。",
    "visits.nothing_logged": "这次走访没有登记过的记录，或者已经撤回，没有可以更正、撤回的。",
    "visits.no_such_entry": "没有这条走访记录，或者已经撤回。请刷新页面查看最新情况。",
    "visits.withdrawn": "这次走访已经撤回，不能在原记录上再登记。请从“记走访”另行登记。",
    "visits.nothing_found": "这次走访没有登记过问题。请核对是哪次走访；新发现的问题，请另行上报。",
    "visits.planned_too_late": "计划走访的日期已经过去。请选择今天或以后的日期。",
    "visits.proof_missing": "第{number}个问题登记为当场解决，请附照片或写明如何解决。",
    "visits.sheet_differs": ("这次走访已经登记，表里的{field}与登记的不一致，没有改动。请核对。"),
    "visits.solved_already": "第{number}个问题已经登记解决，没有改动。",
    "visits.theme_not_here": "“{theme}”不适用于这种走访对象。请改选走访对象，或删去这一专项。",
    "visits.unknown": "没有找到这次走访。请先登记走访或排定计划。",
}
