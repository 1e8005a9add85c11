"""Rows of the list as a page and as a file show them."""

from collections.abc import Iterable
from typing import Any

from web.frame import current, words
from web.frame.downloads import notes
from web.frame.feature import features
from web.sheets.table import Column, Sheet


def selects() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give the filters of the list: name, words for all, choices."""
    stages = [("open", "未结案"), *features().stages.items()]
    return [
        ("kind", "全部案件", [(name, kind.title) for name, kind in features().kinds.items()]),
        ("grid", "全部网格", list(current.grid_names().items())),
        ("stage", "全部状态", stages),
        ("unit", "全部单位", [(name, name) for name in current.unit_names()]),
        ("due", "全部时限", words.DUES),
        ("flag", "全部标记", words.FLAGS),
    ]


def listed(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row as the page shows it."""
    grids, areas = current.grid_names(), current.area_names()
    where = [grids.get(row["grid"], row["grid"]), areas.get(row["area"], row["area"])]
    return row | {
        "where": " · ".join(filter(None, where)) or "未定网格",
        "stage_word": features().stage(row["kind"], row["stage"]),
        "stage_kind": words.STAGE_KINDS.get(row["stage"], "idle"),
        "clock_word": words.CLOCKS.get(row["next_clock"], ""),
        "late": bool(row["next_due"] and row["next_due"] < current.as_at()),
        "marks": [
            (word, kind)
            for word, kind, holds in (
                ("三跨", "violet", bool(row["crossing"])),
                (f"第{row['round']}次重办", "bad", row["round"] > 0),
                ("退单待审", "warn", bool(row["return_asked"])),
                ("延期待审", "warn", bool(row["extension_asked"])),
            )
            if holds
        ],
    }


COLUMNS = (
    Column("serial", "编号", width=22),
    Column("kind", "类型"),
    Column("title", "标题", width=40),
    Column("grid", "网格", width=16),
    Column("area", "居民区", width=16),
    Column("place", "地点", width=24),
    Column("category", "类别", width=20),
    Column("unit", "承办单位", width=20),
    Column("stage", "状态"),
    Column("received_at", "接收时间", kind="datetime", width=18),
    Column("contacted_at", "初电时间", kind="datetime", width=18),
    Column("dispatched_at", "派遣时间", kind="datetime", width=18),
    Column("handle_due", "办理时限", kind="datetime", width=18),
    Column("handled_at", "办理完毕", kind="datetime", width=18),
    Column("closed_at", "结案时间", kind="datetime", width=18),
    Column("outcome", "处理结果"),
    Column("satisfaction", "满意度"),
    Column("round", "重办次数", kind="number"),
)


def as_sheet(rows: Iterable[dict[str, Any]]) -> Sheet:
    """Give rows as a file shows them: nothing personal is in it."""
    options, grids, areas = current.book().options, current.grid_names(), current.area_names()
    outcomes = options.labels("outcomes") | options.labels("issue_outcomes")
    satisfied = options.labels("satisfaction")
    categories = current.book().categories
    return Sheet(
        title="案件清单",
        columns=COLUMNS,
        rows=(
            row
            | {
                "kind": features().kinds[row["kind"]].title,
                "grid": grids.get(row["grid"], row["grid"]),
                "area": areas.get(row["area"], row["area"]),
                "category": categories.name(row["category"]),
                "stage": features().stage(row["kind"], row["stage"]),
                "outcome": outcomes.get(row["outcome"], row["outcome"]),
                "satisfaction": satisfied.get(row["satisfaction"], row["satisfaction"]),
            }
            for row in rows
        ),
        notes=notes(),
    )
