"""What 12345工单 says: its records as sentences, its refusals as what to do."""

from governance.hotline import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.TicketReceived: "接单：{title}（{kind}），先行联系期限{contact_due}，办理期限{handle_due}",
    fact.CallerContacted: "先行联系：{contacted_at}以{way}联系来电人",
    fact.CallerNotReached: "先行联系未联上，原因：{reason}",
    fact.TicketDispatched: "派遣给{unit}",
    fact.ProgressNoted: "登记进展：{note}",
    fact.ReturnRequested: "申请退单，原因：{reason}",
    fact.ReturnGranted: "同意退单，{unit}退回，等待重新派遣",
    fact.ReturnDeclined: "不予退单：{note}",
    fact.ExtensionRequested: "申请延期，原因：{reason}",
    fact.ExtensionGranted: "同意延期，办理期限由{old_due}改为{handle_due}",
    fact.ExtensionDeclined: "不予延期：{note}",
    fact.CrossingFlagged: "认定三跨（{kinds}），涉及{units}：{reason}",
    fact.CrossingCleared: "三跨销号：{result}",
    fact.TicketChased: "催办：{clock}期限{due}已过",
    fact.TicketHandled: (
        "提交办结报告：{facts}，{result}，以{reply_way}答复，回访期限{callback_due}"
    ),
    fact.CallerCalledBack: "回访：{reached}，先行联系{contacted}，{solved}，{satisfaction}",
    fact.RedoOrdered: "回访不满意或未解决，第{round}次重办，由{unit}再次处置，期限{handle_due}",
    fact.TicketClosed: "结案，处理结果：{outcome}，满意度：{satisfaction}",
    fact.TicketCorrected: "更正，原因：{reason}",
    fact.SealedFactCorrected: "更正个人信息，原因：{reason}",
}
REFUSALS = {
    "hotline.already_closed": "这件工单已经结案，不能再办理；有新情况请另行登记。",
    "hotline.already_handled": "这件工单已经提交办结报告，等待回访，不能再派遣。",
    "hotline.before_handled": "回访时间早于办结时间。请核对后重新填写。",
    "hotline.before_received": "填写的时间早于接单时间。请核对后重新填写。",
    "hotline.callback_incomplete": "已联系上当事人，请同时填写是否解决和满意度。",
    "hotline.contacted_already": "这张工单已登记先行联系，不必重复登记。如时间有误，请办理更正。",
    "hotline.dispatched_already": "这件工单已经派遣给{unit}，没有改动。要改派的，请另选单位。",
    "hotline.crossing_needs_units": "认定三跨要选择类型，并写明至少{least}个涉及单位。",
    "hotline.extension_pending": "这件工单已有一个延期申请等待审核，请等审核结果。",
    "hotline.extensions_used_up": "这件工单的延期次数已用完（最多{most}次），请在现有时限内办理。",
    "hotline.in_the_future": "填写的时间晚于现在。请核对日期和时间后重新填写。",
    "hotline.no_extension_asked": "这件工单没有待审的延期申请，请刷新页面查看最新情况。",
    "hotline.no_return_asked": "这件工单没有待审的退单申请，请刷新页面查看最新情况。",
    "hotline.no_such_option": "所选项不在清单里，请从下拉清单里重新选择。",
    "hotline.not_called_back": "尚未完成回访，不能结案。请先回访；未接通的，须拨打满{attempts}次。",
    "hotline.not_contacted_yet": "这件工单还没有初电记录，先登记初电再办结。",
    "hotline.not_correctable": (
        "这一项不能更正。可更正的有：诉求类别、标题、地点、网格、居民区、分类、紧急程度。"
    ),
    "hotline.not_crossing": "这件工单没有认定为三跨，不需要销号。",
    "hotline.not_dispatched": "这件工单还没有派遣，请先派遣再办理。",
    "hotline.not_handled": "这件工单还没有办结报告，不能回访或结案；请先由承办单位提交办结报告。",
    "hotline.not_returnable": "只有已派遣、且没有待审退单的工单才能申请退单。",
    "hotline.overdue_not_extended": "这件工单已经超过时限，不能再申请延期；请尽快办理并说明原因。",
    "hotline.report_explanation_is_label": "说明不能照抄选项文字。请写明具体情况。",
    "hotline.report_missing": "办结报告还有必填项没有填写。请补全标出的项目。",
    "hotline.report_needs_explanation": "所选认定须附说明。请填写说明后提交。",
    "hotline.report_no_such_option": "办结报告中有选项不在现行清单内。请重新选择标出的项目。",
    "hotline.report_too_long": "填写的文字过长。请精简后提交。",
    "hotline.serial_taken": "已有这件工单（编号{serial}），没有改动。请核对编号。",
    "hotline.return_pending": "这件工单的退单申请还在等待审核，请先审核退单。",
    "hotline.unknown": "没有找到这张工单。请核对工单编号，或先登记接单。",
}
