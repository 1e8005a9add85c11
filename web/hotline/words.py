"""What 12345工单 says: its records as sentences, its refusals as what to do."""

from collections.abc import Iterable

from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.kernel.event import Event
from web.casework.words import FIELDS as OF_ANY_CASE
from web.casework.words import lists, refusals
from web.frame.feature import Codes, Lists, Sentences
from web.frame.timeline import in_words


def _not_reached(event: fact.CallerNotReached) -> str:
    """Say whether another try is asked for."""
    rest = "还须换个时间再打" if event.again else "不再要求另打"
    return "先行联系未联上，原因：{reason}，" + rest


def _called_back(event: fact.CallerCalledBack) -> str:
    """Say what was answered, or why nobody did."""
    if event.not_reached:
        return "回访：{not_reached}"
    return "回访：{reached}，先行联系{contacted}，{solved}，{satisfaction}"


def _received(event: fact.TicketReceived) -> str:
    """Say which limits run, or that none does."""
    if event.historical:
        return "历史资料：{title}（{kind}），按当时的规定办理期限为{handle_due}，现在不计时"
    return "接单：{title}（{kind}），先行联系期限{contact_due}，办理期限{handle_due}"


STAGES = {
    "received": "待派遣",
    "dispatched": "办理中",
    "handled": "待回访",
    "closed": "已结案",
    "past": "未说明办结",
}
LOOKS = {"received": "warn", "dispatched": "info", "handled": "violet", "closed": "ok"}


def _disagreed(event: fact.SheetDisagreed) -> str:
    said, held = _said_and_held(event)
    if not event.said:
        return f"来表的{{field}}是空的，街道登记的有内容{held}，没有改动"
    return f"来表的{{field}}写{said}，与登记的{held}不一致，没有改动"


def _said_and_held(event: fact.SheetDisagreed | fact.DisagreementSettled) -> list[str]:
    """Give both values as a sentence names them; of what is sealed nothing is named."""
    return [
        f"“{in_words(event, event.field, value)}”".replace("{", "{{").replace("}", "}}")
        if value
        else ""
        for value in (event.said, event.held)
    ]


def last_said(events: Iterable[Event]) -> dict[str, fact.SheetDisagreed]:
    """Give by field what the last sheet said that disagreed."""
    return {one.field: one for one in events if isinstance(one, fact.SheetDisagreed)}


def disagreed_value(name: str, value: str) -> str:
    """Give a value of what a sheet may disagree with, in words."""
    return in_words(fact.SheetDisagreed(field=name, said=value, held=""), name, value)


def _settled(event: fact.DisagreementSettled) -> str:
    """Say what was decided and why, or by what both came to say the same."""
    said, held = _said_and_held(event)
    wrote = f"写{said}" if said else "是空的"
    if event.reason:
        done = "采用来表的值" if event.taken else f"保留登记的{held or '内容'}"
        return f"来表的{{field}}{wrote}，{done}，原因：{{reason}}"
    if event.taken:
        return "登记的{field}现在与来表一致，不再待定"
    if not said:
        return "来表的{field}又有内容，不再待定，登记的没有改动"
    return f"来表的{{field}}不再{wrote}，与登记的{held}一致，不再待定"


SENTENCES: Sentences = {
    fact.TicketReceived: _received,
    fact.CallerContacted: "先行联系：{contacted_at}以{way}联系来电人",
    fact.CallerNotReached: _not_reached,
    fact.TicketDispatched: "派遣给{unit}",
    fact.TicketHandled: (
        "提交办结报告：{facts}，{result}，以{reply_way}答复，回访期限{callback_due}"
    ),
    fact.CallerCalledBack: _called_back,
    fact.RedoOrdered: "回访不满意或未解决，第{round}次重办，由{unit}再次处置，期限{handle_due}",
    fact.TicketClosed: "结案，处理结果：{outcome}，满意度：{satisfaction}",
    fact.SheetDisagreed: _disagreed,
    fact.DisagreementSettled: _settled,
    fact.SealedFactCorrected: "更正个人信息，原因：{reason}",
}
FIELDS = {
    **OF_ANY_CASE,
    "received_at": "接单时间",
    "contacted_at": "初电时间",
    "dispatched_at": "派遣时间",
    "called_back_at": "回访时间",
    "reply": "答复要点",
}
CODES: Codes = {
    "clock": {"contact": "先行联系", "callback": "回访"},
    "reached": {True: "已接通", False: "未接通"},
    "reason": {
        fact.SHEET: "来表内容有变",
        fact.SHEET_BACK: "来表又写成以前的值",
        fact.SHEET_AGAIN: "来表又发来同一编号",
    },
}
LISTS: Lists = {
    **lists(TICKET),
    fact.TicketReceived: {"kind": "hotline_kinds"},
    fact.CallerContacted: {"way": "contact_ways"},
    fact.CallerNotReached: {"reason": "not_contacted_reasons"},
    fact.TicketHandled: {"facts": "facts", "result": "outcomes", "reply_way": "reply_ways"},
    fact.CallerCalledBack: {
        "contacted": "contacted",
        "solved": "solved",
        "satisfaction": "satisfaction",
        "not_reached": "not_called_reasons",
    },
    fact.TicketClosed: {"outcome": "outcomes", "satisfaction": "satisfaction"},
    fact.SheetDisagreed: TICKET.listings,
    fact.DisagreementSettled: TICKET.listings,
}
REFUSALS = {
    **refusals(TICKET, "工单"),
    "hotline.already_handled": "这件工单已经提交办结报告，等待回访，不能再派遣。",
    "hotline.before_handled": "回访时间早于办结时间。请核对后重新填写。",
    "hotline.before_received": "填写的时间早于接单时间。请核对后重新填写。",
    "hotline.callback_incomplete": "已联系上当事人，请同时填写是否解决和满意度。",
    "hotline.contact_both": "选了已联，就不填未联原因；没有联系上的，请选未联。",
    "hotline.contact_without_content": "请写明联系内容：与来电人说了什么、约了什么。",
    "hotline.contact_without_reason": "没有联系上的，请选择未联原因。",
    "hotline.contacted_already": "这张工单已登记先行联系，不必重复登记。如时间有误，请办理更正。",
    "hotline.in_the_future": "填写的时间晚于现在。请核对日期和时间后重新填写。",
    "hotline.no_disagreement": "来表与登记的这一项没有待定的不一致，请刷新页面查看最新情况。",
    "hotline.not_called_back": "尚未完成回访，不能结案。请先回访；未接通的，须拨打满{attempts}次。",
    "hotline.not_contacted_yet": "这件工单还没有初电记录，先登记初电再办结。",
    "hotline.not_correctable": (
        "这一项不能更正。可更正的有：诉求类别、标题、地点、网格、居民区、分类、紧急程度。"
    ),
    "hotline.not_handled": "这件工单还没有办结报告，不能回访或结案；请先由承办单位提交办结报告。",
    "hotline.report_explanation_is_label": "说明不能照抄选项文字。请写明具体情况。",
    "hotline.report_missing": "办结报告还有必填项没有填写。请补全标出的项目。",
    "hotline.report_needs_explanation": "所选认定须附说明。请填写说明后提交。",
    "hotline.report_no_such_option": "办结报告中有选项不在现行清单内。请重新选择标出的项目。",
    "hotline.report_too_long": "填写的文字过长。请精简后提交。",
    "hotline.received_after": (
        "接单时间晚于这件工单已登记的联系、派遣、回访或结案时间，前后矛盾。请核对接单时间。"
    ),
    "hotline.serial_taken": "已有这件工单（编号{serial}），没有改动。请核对编号。",
    "hotline.settled_without_reason": "请写明采用来表的值或者保留登记的值的原因。",
    "hotline.unknown": "没有找到这张工单。请核对工单编号，或先登记接单。",
}

REMARKS = {
    fact.SHEET_BACK: "又改回以前的值，请核对是不是较早导出的表",
    fact.SHEET_AGAIN: "这件工单已经结案，来表又发来同一编号，作为新一轮（重办）",
}


def remark(event: Event) -> str:
    """Say what is to be known of a sheet's change: that it was so before, that it is not made."""
    if isinstance(event, fact.SheetDisagreed):
        return "与街道登记的不一致，没有改动，请到“不一致待定”里定夺"
    if isinstance(event, fact.DisagreementSettled):
        return "以前来表的不一致，现在一致了，不再待定"
    return REMARKS.get(getattr(event, "reason", ""), "")
