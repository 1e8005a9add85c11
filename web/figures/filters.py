"""What figures and the rows behind them are asked for, in words."""

from flask import request

from governance.policy.metrics import Metric
from web.figures.periods import NAMES, Period
from web.frame import current
from web.frame.feature import features
from web.frame.filters import Filter

PARTS = {
    "numerator": "分子",
    "denominator": "分母",
    "pending": "未到期",
    "excluded": "不计入",
    "late": "期后补录或更正",
}
SCOPES = {
    "grid": "网格",
    "unit": "承办单位",
    "category": "类别",
    "source": "来源",
    "area": "居民区",
    "kind": "工单与网格问题",
    "month": "月份",
}


def filters(span: Period) -> list[Filter]:
    """Give what stands in the address of a figure."""
    metrics = [(metric.id, metric.label) for metric in current.book().metrics.metric]
    return [
        Filter("period", label="统计期", choices=list(NAMES.items()), usual=span.kind),
        Filter("from", label="从"),
        Filter("to", label="至"),
        Filter("metric", label="指标", choices=metrics),
        Filter("by", label="分组", choices=[("all", "全部"), *SCOPES.items()]),
        Filter("scope", label="范围", word=lambda code: scope_of(request.args.get("by", ""), code)),
        Filter("part", label="部分", choices=list(PARTS.items())),
    ]


def parts_of(metric: Metric) -> dict[str, str]:
    """Give the parts a figure opens to, with their words."""
    if metric.unit == "count":
        return {"denominator": "计入"} | {name: PARTS[name] for name in ("excluded", "late")}
    return {name: words for name, words in PARTS.items() if name != "pending" or metric.by_limit}


def scope_of(by: str, code: str) -> str:
    """Give the words for one line of figures that are distinguished `by` something."""
    book = current.book()
    match by:
        case "grid":
            return current.grid_names().get(code, code)
        case "area":
            return current.area_names().get(code, code)
        case "category":
            return book.categories.name(code)
        case "source":
            sources = book.options.labels("hotline_sources") | book.options.labels("issue_sources")
            return sources.get(code, code)
        case "kind":
            kinds = features().kinds
            return kinds[code].title if code in kinds else code
        case "month":
            year, _, month = code.partition("-")
            return f"{year}年{int(month)}月" if month.isdecimal() else code
    return "全部" if code == "all" else code
