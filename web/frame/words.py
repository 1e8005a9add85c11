"""Chinese words for what is no option of a policy: stages, clocks, fields, colours of states."""

from governance.kernel.sealed import Gone
from projections.custody.access import LOCKED_FOR, TRIES
from web.text.formats import MINUTE

GONE = {Gone.ERASED: "〔已依法删除〕", Gone.LOST: "〔密钥丢失〕"}
LOCKING = f"连续输错{TRIES}次，账号会锁定{LOCKED_FOR // MINUTE}分钟；忘记密码的，请联系管理员重置。"

STAGE_KINDS = {
    "received": "warn",
    "reported": "warn",
    "verified": "warn",
    "filed": "warn",
    "dispatched": "info",
    "handled": "violet",
    "checked": "violet",
    "closed": "ok",
    "void": "idle",
    "absent": "idle",
    "scheduled": "info",
    "drafted": "warn",
    "frozen": "violet",
    "held": "ok",
    "missed": "bad",
    "open": "info",
    "claimed": "warn",
    "withdrawn": "idle",
    "achieved": "ok",
    "ended": "warn",
}
"""The colour of a stage, whatever it is a stage of."""
CLOCKS = {
    "contact": "先行联系",
    "handle": "办理",
    "callback": "回访",
    "verify": "核实",
    "dispatch": "派遣",
    "check": "核查",
    "redo": "再次办理",
    "near": "临期",
    "overdue": "到期",
}
FIELDS = {
    "serial": "编号",
    "kind": "诉求类别",
    "title": "标题",
    "content": "诉求内容",
    "description": "问题描述",
    "caller": "来电人",
    "reporter": "反映人",
    "phone": "电话",
    "address": "详细地址",
    "place": "地点",
    "parent": "上级",
    "grid": "网格",
    "area": "居民区",
    "category": "类别",
    "urgency": "紧急程度",
    "unit": "承办单位",
    "stage": "状态",
    "source": "来源",
    "received_at": "接单时间",
    "contacted_at": "初电时间",
    "dispatched_at": "派遣时间",
    "handled_at": "办结时间",
    "called_back_at": "回访时间",
    "closed_at": "结案时间",
    "handle_due": "办理时限",
    "outcome": "处理结果",
    "satisfaction": "满意度",
    "round": "办理轮次",
    "door": "门牌",
    "head": "户主",
    "tags": "重点对象标签",
    "name": "名称",
    "attributes": "表格其他列",
    "note": "备注",
    "reply": "答复要点",
    "result": "处置情况",
    "narrative": "情况记录",
    "reason": "原因",
    "explanation": "说明",
    "condition": "立案条件",
}


def field(name: str) -> str:
    """Give the word for a field; `description-2` is the description of the second of its kind."""
    plain, _, number = name.partition("-")
    word = FIELDS.get(plain, plain)
    return f"第{number}项{word}" if number else word


POLICIES = {
    "agenda": "议程规则",
    "calendar": "工作日历",
    "categories": "类别与立案条件",
    "conduct": "办理规则",
    "cycles": "会议周期",
    "deadlines": "办理时限",
    "metrics": "指标口径",
    "options": "选项清单",
    "papers": "文件模板",
    "roles": "岗位权限",
}
