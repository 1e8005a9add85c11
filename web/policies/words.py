"""What 政策 says: its records as sentences, its refusals as what to do."""

from governance.policies import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.EditionPublished: "发布“{policy}”第{number}版：{source}",
}
REFUSALS = {
    "policies.changed_meanwhile": (
        "您填写期间已经发布了第{number}版，这次没有发布。请打开第{number}版核对后再改。"
    ),
    "policies.unknown": "没有这项政策。请从列表中选择。",
    "policies.no_limit": (
        "现行的办理时限没有这一步的规定，暂时不能办理。请管理员在“政策”里补上后再试。"
    ),
    "policies.no_such_limit": (
        "现行政策里的期限“{limit}”无法计算，暂时不能办理。请管理员在“政策”里改正后再试。"
    ),
    "policies.unfit": "这一版有{count}处不能生效，未发布。请按提示改正后再发布。",
}

FIELDS = {
    "label": "名称",
    "title": "名称",
    "name": "名称",
    "text": "条文",
    "limit": "期限",
    "close": "结案标准",
    "definition": "口径",
    "reason": "上会理由",
    "proposal": "拟议意见",
    "reporter": "汇报人",
    "minutes": "用时（分钟）",
    "item_minutes": "每项用时（分钟）",
    "most": "最多列几项",
    "weight": "数值",
    "attempts": "次数",
    "minutes_apart": "两次至少间隔（分钟）",
    "idle_minutes": "没有操作多久要重新登录（分钟）",
    "longest_minutes": "登录一次最长多久（分钟）",
    "answered_by_another": "由申请人以外的人审核",
    "other_than_handler": "办理人与核查人分开",
    "other_than_claimant": "申请人与核验人分开",
    "source": "依据",
}
"""The fields of a row that people revise."""
SECTIONS = {
    "asking": "申请与审核",
    "callback": "回访",
    "check": "核查",
    "contact": "先行联系",
    "redo": "重办",
    "resolution": "议定事项销号",
    "returns": "退单",
}
"""What parts of an edition that name themselves by nothing else are called."""
FURTHER = {
    "anchor": "起算日",
    "attempts": "回访次数",
    "closed": "停用",
    "confirmed": "已确认",
    "confirmed_from": "放假安排公布自",
    "confirmed_through": "放假安排公布到",
    "day": "会议日（双周第几天，从0起）",
    "answered_by_another": "由申请人以外的人审核",
    "days": "天数",
    "ended_by": "不再拨打的情形",
    "minutes_apart": "两次至少间隔（分钟）",
    "proof": "须附照片或文件的环节",
    "draft_lead": "提前几个工作日拟议程",
    "fixed": "不得撤下",
    "hour": "会议时间",
    "months": "月数",
    "most": "次数或项数上限",
    "other_than_claimant": "申请人与核验人分开",
    "other_than_recorder": "记录人与批准人分开",
    "other_than_handler": "办理人与核查人分开",
    "order": "次序",
    "place": "地点",
    "read_out": "会上通报",
    "share": "比例",
    "total": "延期后的总期限",
    "units": "涉及单位数",
    "version": "口径版本",
    "words": "核验写明情况",
}
"""What else stands in an edition by itself, where a preview names it."""
TABLES = {
    "business": "工作时段",
    "callback": "回访",
    "check": "核查",
    "crossing": "三跨",
    "fallback": "未列立案条件的类别",
    "left_out": "未列入的说明",
    "lights": "亮灯",
    "reasons": "计时的说明",
    "meeting": "会议",
    "redo": "重办",
    "report": "办结报告",
    "resolution": "销号",
    "units": "期限的写法",
}
"""Tables of an edition that have no name of their own."""
PAGES = {
    "agenda_edit": "编排议程",
    "export": "证据包",
    "figures": "指标",
    "health": "系统状况",
    "import": "导入",
    "issues": "上报问题",
    "reveal": "查看个人信息",
    "tickets": "接单登记",
    "visit_form": "记走访",
}
"""Pages that are in no menu, or by another name there."""
SCOPES = {"all": "全街道", "grid": "本网格", "unit": "本单位"}
