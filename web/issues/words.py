"""What 网格问题 says: its records as sentences, its refusals as what to do."""

from governance.issues import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.IssueReported: "上报：{title}（来源：{source}），核实期限{verify_due}",
    fact.IssueVerified: "核实属实",
    fact.IssueVoided: "作废，原因：{reason}",
    fact.IssueFiled: "立案：{category}，派遣期限{dispatch_due}，处置期限{handle_due}",
    fact.IssueDispatched: "派遣给{unit}",
    fact.ProgressNoted: "登记进展：{note}",
    fact.ReturnRequested: "申请退单，原因：{reason}",
    fact.ReturnGranted: "同意退单，{unit}退回，等待重新派遣",
    fact.ReturnDeclined: "不予退单：{note}",
    fact.ExtensionRequested: "申请延期，原因：{reason}",
    fact.ExtensionGranted: "同意延期，处置期限由{old_due}改为{handle_due}",
    fact.ExtensionDeclined: "不予延期：{note}",
    fact.CrossingFlagged: "认定三跨（{kinds}），涉及{units}：{reason}",
    fact.CrossingCleared: "三跨销号：{result}",
    fact.IssueChased: "催办：{clock}期限{due}已过",
    fact.IssueHandled: "登记处置结果，核查期限{check_due}",
    fact.IssueChecked: "核查通过",
    fact.IssueCheckFailed: (
        "核查不通过（{reason}），第{round}次返工，由{unit}处置，期限{handle_due}"
    ),
    fact.IssueClosed: "结案，处置结果：{outcome}",
    fact.IssueCorrected: "更正，原因：{reason}",
}
REFUSALS = {
    "issues.already_closed": "这件问题已经结案，不能再办理；有新情况请另行登记。",
    "issues.already_dispatched": (
        "这件问题已经派遣，不能改变立案条件。确需改变的，请先退单再重新立案。"
    ),
    "issues.already_handled": "这件问题已经登记处置结果，等待核查，不能重复办理。",
    "issues.checker_is_handler": "核查人不能是处置人本人。请由另一人到场核查。",
    "issues.checked_already": "这件问题已经核查通过，没有改动。请办理结案。",
    "issues.dispatched_already": "这件问题已经派遣给{unit}，没有改动。要改派的，请另选单位。",
    "issues.filed_already": "这件问题已经按这一条件立案，没有改动。",
    "issues.crossing_needs_units": "认定三跨要选择类型，并写明至少{least}个涉及单位。",
    "issues.extension_pending": "这件问题已有一个延期申请等待审核，请等审核结果。",
    "issues.extensions_used_up": "这件问题的延期次数已用完（最多{most}次），请在现有时限内办理。",
    "issues.in_the_future": "上报时间晚于现在。请核对手机时间后重新提交。",
    "issues.no_extension_asked": "这件问题没有待审的延期申请，请刷新页面查看最新情况。",
    "issues.no_return_asked": "这件问题没有待审的退单申请，请刷新页面查看最新情况。",
    "issues.no_such_condition": "所选分类没有这项立案条件。请按分类表重新选择。",
    "issues.no_such_option": "所选项不在清单里，请从下拉清单里重新选择。",
    "issues.not_checked": "这件问题尚未核查通过，不能结案。请先核查。",
    "issues.not_correctable": "这一项不能更正。可更正的有：标题、地点、网格、居民区。",
    "issues.not_crossing": "这件问题没有认定为三跨，不需要销号。",
    "issues.not_dispatched": "这件问题还没有派遣，请先派遣再办理。",
    "issues.not_filed": "这件问题尚未立案，不能派遣。请先立案。",
    "issues.not_handled": "这件问题还没有处置结果，不能核查；请先由承办单位登记处置结果。",
    "issues.not_returnable": "只有已派遣、且没有待审退单的问题才能申请退单。",
    "issues.not_verified": "这件问题尚未核实，不能立案。请先核实属实，或予以作废。",
    "issues.overdue_not_extended": "这件问题已经超过时限，不能再申请延期；请尽快办理并说明原因。",
    "issues.return_pending": "这件问题的退单申请还在等待审核，请先审核退单。",
    "issues.serial_taken": "已有编号为{serial}的问题，没有改动。请重新上报，系统会另给编号。",
    "issues.too_late_to_void": (
        "这件问题已经派遣或结束，不能作废。不属受理范围的，请由承办单位申请退单。"
    ),
    "issues.verified_already": "这件问题已经核实过，没有改动。请办理下一步。",
    "issues.void_already": "这件问题已经作废，没有改动。",
    "issues.unknown": "没有找到这件网格问题。请核对问题编号，或先行上报。",
}
