"""The facts of a case as its records tell them, personal ones masked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline
from web.casework.facts import masked
from web.frame import current, words
from web.frame.feature import features
from web.text.formats import moment

# Field of a state → its word; what is not in the state of a kind is left out.
FIELDS = {
    "stage": "状态",
    "historical": "历史资料",
    "serial": "编号",
    "source": "来源",
    "kind": "诉求类别",
    "title": "标题",
    "content": "诉求内容",
    "caller": "来电人",
    "phone": "电话",
    "address": "详细地址",
    "place": "地点",
    "grid": "网格",
    "area": "居民区",
    "category": "类别",
    "urgency": "紧急程度",
    "unit": "承办单位",
    "received_at": "接单时间",
    "contact_due": "先行联系期限",
    "contacted_at": "先行联系时间",
    "tried_at": "未联上的时间",
    "verify_due": "核实期限",
    "condition": "立案条件",
    "dispatch_due": "派遣期限",
    "dispatched_at": "派遣时间",
    "handle_due": "办理期限",
    "extensions": "已延期次数",
    "extension_asked": "延期申请",
    "return_asked": "退单申请",
    "correction_asked": "更正申请",
    "crossing": "三跨类型",
    "crossing_units": "三跨涉及单位",
    "handled_at": "办结时间",
    "result": "处置情况",
    "callback_due": "回访期限",
    "check_due": "核查期限",
    "called_back_at": "回访时间",
    "attempts": "回访未接通次数",
    "satisfaction": "满意度",
    "outcome": "处理结果",
    "round": "重办轮次",
    "chased": "催办次数",
    "closed_at": "结案时间",
}
LISTS = {
    "source": ("hotline_sources", "issue_sources"),
    "kind": ("hotline_kinds",),
    "urgency": ("urgency",),
    "extension_asked": ("extension_reasons",),
    "return_asked": ("return_reasons",),
    "crossing": ("crossing_kinds",),
    "satisfaction": ("satisfaction",),
}
Row = tuple[str, str, str | None]


def compared(kind: str, state: Any, other: Any, key: UUID) -> list[Row]:
    """Give (label, value, the other's value where it differs) of a state beside another."""
    return [
        (label, value, old if old != value else None)
        for (label, value), (_, old) in zip(
            _labelled(kind, state, key), _labelled(kind, other, key), strict=True
        )
        if value or old
    ]


def _labelled(kind: str, state: Any, key: UUID) -> Iterator[tuple[str, str]]:
    for name, label in FIELDS.items():
        if hasattr(state, name):
            value = getattr(state, name)
            if name == "condition":
                found = current.book().categories.condition(state.category, value)
                value = found.text if found else value
            if name == "outcome" and value:
                # A voided case has the reason there.
                void, own = state.stage == "void", state.KIND.listings["outcome"]
                value = current.book().options.label("void_reasons" if void else own, value)
            if name == "historical":
                value = "是" if value else ""
            yield label, _words(kind, name, value, key)


def _words(kind: str, name: str, value: Any, key: UUID) -> str:
    match value:
        case None | "" | 0 | ():
            return ""
        case Sealed():
            return masked(name, value, key)
        case Deadline():
            return moment(value.due) + ("（暂定）" if value.provisional else "")
        case datetime():
            return moment(value)
        case frozenset():
            return str(len(value)) if value else ""
        case tuple():
            return "、".join(_words(kind, name, each, key) for each in value)
    if name == "correction_asked":
        return words.field(value.field, "case")
    if name == "stage":
        return "" if value == "absent" else features().stage(kind, value)
    if name in {"grid", "area"}:
        names = current.grid_names() if name == "grid" else current.area_names()
        return names.get(value, str(value))
    if name == "category":
        return current.book().categories.name(value)
    options = current.book().options
    for listing in LISTS.get(name, ()):
        if label := options.labels(listing).get(value):
            return label
    return str(value)
