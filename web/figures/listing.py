"""Figures and the cases behind them as rows of a list or a file."""

from typing import Any

from web.frame import current, words
from web.frame.feature import features
from web.sheets.table import Column

SHEET = (
    Column("scope", "范围", width=24),
    Column("metric", "指标", width=26),
    Column("shown", "数值", width=12),
    Column("numerator", "分子", "number", 10),
    Column("denominator", "分母", "number", 10),
    Column("pending", "未到期", "number", 10, "期限还没有到、尚未计入分子和分母的件数"),
    Column("change", "较上期", width=16),
    Column("earlier", "相比的上期", width=44, meaning="统计期还没有结束的，只与上期的同期相比"),
    Column("period", "统计期", width=30),
    Column("definition", "口径", width=60),
    Column("code", "核对码", width=16, meaning="核对码相同，即口径、期间、所依据的记录都相同"),
)
CASES = (
    Column("serial", "编号", width=20),
    Column("title", "标题", width=40),
    Column("kind", "种类", width=12),
    Column("grid", "网格", width=16),
    Column("unit", "承办单位", width=20),
    Column("stage", "状态", width=10),
    Column("received_at", "接收时间", "datetime", 20),
    Column("handle_due", "办理期限", "datetime", 20),
    Column("handled_at", "办理完毕", "datetime", 20),
    Column("closed_at", "结案时间", "datetime", 20),
)


def case_of(row: Any) -> dict[str, Any]:
    """Give a case behind a figure as a list or a file shows it."""
    return {
        "key": row.key,
        "serial": row.serial,
        "title": row.title,
        "kind": features().kinds[row.kind].title,
        "grid": current.grid_names().get(row.grid, row.grid),
        "unit": row.unit,
        "stage": features().stage(row.kind, row.stage),
        "stage_kind": words.STAGE_KINDS.get(row.stage, "idle"),
        "received_at": row.received_at,
        "handle_due": row.handle_due,
        "handled_at": row.handled_at,
        "closed_at": row.closed_at,
    }
