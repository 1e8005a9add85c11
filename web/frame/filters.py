"""What a list was narrowed to, in the words of its page: for files and for the record of them."""

from flask import request

from governance.policy.metrics import Metrics
from web.frame import current, words
from web.frame.feature import features

NAMES = {
    "q": "搜索",
    "kind": "种类",
    "grid": "网格",
    "area": "居民区",
    "unit": "承办单位",
    "owner": "责任单位",
    "stage": "状态",
    "state": "状态",
    "category": "类别",
    "source": "来源",
    "due": "时限",
    "flag": "标记",
    "outcome": "走访结果",
    "theme": "专项",
    "open": "未消除的问题",
    "colour": "颜色",
    "interval": "走访间隔",
    "retired": "已销档",
    "role": "岗位",
    "actor": "人员",
    "since": "从",
    "from": "从",
    "until": "至",
    "to": "至",
    "period": "统计期",
    "metric": "指标",
    "by": "分组",
    "scope": "范围",
    "part": "部分",
}
LISTINGS = {
    "kind": "place_kinds",
    "outcome": "visit_outcomes",
    "theme": "visit_themes",
    "interval": "visit_intervals",
}
CODES = {
    "1": "是",
    "active": "在用",
    "suspended": "已停用",
    "all": "全部",
    "planned": "待走访",
    "look": "查看",
    "export": "导出",
    "erasure": "依法删除",
    "this": "本双周",
    "last": "上一双周",
    "month": "本月",
    "year": "本年",
    "days": "自定起止",
    "claimed": "待核验",
    "withdrawn": "已撤销",
    "green": "绿",
    "yellow": "黄",
    "red": "红",
    "grey": "灰",
    **dict(words.DUES),
    **dict(words.FLAGS),
}
PARTS = {
    "numerator": "分子",
    "denominator": "分母",
    "pending": "未到期",
    "excluded": "不计入",
}
STAGES = {"open": "未结", "running": "在办", "overdue": "已超期"}
SCOPES = {
    "grid": "网格",
    "unit": "承办单位",
    "category": "类别",
    "source": "来源",
    "area": "居民区",
    "kind": "工单与网格问题",
    "month": "月份",
}


def asked() -> str:
    """Give what the address narrows its list to; empty when to nothing."""
    pairs = [(name, value) for name, value in request.args.items() if name in NAMES and value]
    return "，".join(f"{NAMES[name]}：{_value(name, value)}" for name, value in pairs)


def _value(name: str, value: str) -> str:
    book = current.book()
    match name:
        case "q":
            return value
        case "grid":
            return current.grid_names().get(value, value)
        case "area":
            return current.area_names().get(value, value)
        case "actor":
            return current.people_names().get(value, value)
        case "category":
            return book.categories.name(value)
        case "role":
            return book.roles.labels().get(value, value)
        case "metric":
            return _metric(book.metrics, value)
        case "by":
            return SCOPES.get(value, CODES.get(value, value))
        case "scope":
            return scope_of(request.args.get("by", ""), value)
        case "month":
            year, _, month = value.partition("-")
            return f"{year}年{int(month)}月" if month.isdecimal() else value
        case "part":
            return PARTS.get(value, value)
        case "stage":
            return STAGES.get(value) or features().stages.get(value) or CODES.get(value, value)
    labels = book.options.labels(LISTINGS[name]) if name in LISTINGS else {}
    labels |= {code: kind.title for code, kind in features().kinds.items() if name == "kind"}
    return CODES.get(value) or labels.get(value, value)


def scope_of(by: str, value: str) -> str:
    """Give the words for one line of figures that are distinguished `by` something."""
    if by == "source":
        options = current.book().options
        sources = options.labels("hotline_sources") | options.labels("issue_sources")
        return sources.get(value, value)
    return _value(by, value) if by in SCOPES else CODES.get(value, value)


def _metric(metrics: Metrics, code: str) -> str:
    return next((metric.label for metric in metrics.metric if metric.id == code), code)
