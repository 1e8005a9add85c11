"""What 网格问题 says: its records as sentences, its refusals as what to do."""

from governance.casework.events import ExtensionGranted
from governance.issues import events as fact
from governance.issues.kind import ISSUE
from web.casework.words import FIELDS as OF_ANY_CASE
from web.casework.words import lists, refusals
from web.frame.feature import Codes, Lists, Sentences

STAGES = {
    "reported": "待核实",
    "verified": "待立案",
    "filed": "待派遣",
    "dispatched": "办理中",
    "handled": "待核查",
    "checked": "待结案",
    "closed": "已结案",
    "void": "已作废",
    "past": "未说明办结",
}
LOOKS = {
    "reported": "warn",
    "verified": "warn",
    "filed": "warn",
    "dispatched": "info",
    "handled": "violet",
    "checked": "violet",
    "closed": "ok",
}
SENTENCES: Sentences = {
    fact.IssueReported: "上报：{title}（来源：{source}），核实期限{verify_due}",
    fact.IssueVerified: "核实属实",
    fact.IssueVoided: "作废，原因：{reason}",
    fact.IssueFiled: "立案：{category}，派遣期限{dispatch_due}，处置期限{handle_due}",
    fact.IssueDispatched: "派遣给{unit}",
    ISSUE.event(ExtensionGranted): "同意延期，处置期限由{old_due}改为{handle_due}",
    fact.IssueHandled: "登记处置结果，核查期限{check_due}",
    fact.IssueChecked: "核查通过",
    fact.IssueCheckFailed: (
        "核查不通过（{reason}），第{round}次返工，由{unit}处置，期限{handle_due}"
    ),
    fact.VisitWithdrawnNoted: (
        "发现这个问题的走访已撤回：{reason}。请核实，不属实或重复的作废，属实的继续办理"
    ),
    fact.IssueClosed: "结案，处置结果：{outcome}",
}
FIELDS = {**OF_ANY_CASE, "condition": "立案条件"}
CODES: Codes = {"clock": {"verify": "核实", "dispatch": "派遣", "check": "核查"}}
LISTS: Lists = {
    **lists(ISSUE),
    fact.IssueReported: {"source": "issue_sources"},
    fact.IssueVoided: {"reason": "void_reasons"},
    fact.IssueCheckFailed: {"reason": "check_reasons"},
    fact.IssueClosed: {"outcome": "issue_outcomes"},
}
REFUSALS = {
    **refusals(ISSUE, "问题"),
    "issues.already_dispatched": (
        "这件问题已经派遣，不能改变立案条件。确需改变的，请先退单再重新立案。"
    ),
    "issues.already_handled": "这件问题已经登记处置结果，等待核查，不能重复办理。",
    "issues.checker_is_handler": "核查人不能是处置人本人。请由另一人到场核查。",
    "issues.checker_is_reporter": (
        "这件问题是您上报的，核查人不能是上报人本人。请由本网格的另一位网格员、网格长或网格办核查。"
    ),
    "issues.checked_already": "这件问题已经核查通过，没有改动。请办理结案。",
    "issues.filed_already": "这件问题已经按这一条件立案，没有改动。",
    "issues.in_the_future": "上报时间晚于现在。请核对手机时间后重新提交。",
    "issues.no_such_condition": "所选分类没有这项立案条件。请按分类表重新选择。",
    "issues.not_checked": "这件问题尚未核查通过，不能结案。请先核查。",
    "issues.not_correctable": "这一项不能更正。可更正的有：标题、地点、网格、居民区。",
    "issues.not_filed": "这件问题尚未立案，不能派遣。请先立案。",
    "issues.not_handled": "这件问题还没有处置结果，不能核查；请先由承办单位登记处置结果。",
    "issues.not_verified": "这件问题尚未核实，不能立案。请先核实属实，或予以作废。",
    "issues.serial_taken": "已有编号为{serial}的问题，没有改动。请重新上报，系统会另给编号。",
    "issues.too_late_to_void": (
        "这件问题已经派遣或结束，不能作废。不属受理范围的，请由承办单位申请退单。"
    ),
    "issues.verified_already": "这件问题已经核实过，没有改动。请办理下一步。",
    "issues.void_already": "这件问题已经作废，没有改动。",
    "issues.unknown": "没有找到这件网格问题。请核对问题编号，或先行上报。",
}
