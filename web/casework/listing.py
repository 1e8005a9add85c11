"""Rows of the list as a page and as a file show them."""

from collections.abc import Callable

from msgspec.structs import asdict

from governance.casework.kind import KINDS
from projections.casework.queries import Case
from web.frame import current
from web.frame.feature import features
from web.frame.filters import Filter
from web.frame.list_page import Cells, Spot
from web.sheets.table import Column

DUES = [
    ("handling", "办理超期"),
    ("overdue", "有时限已过"),
    ("today", "今日到期"),
    ("running", "时限未过"),
]
FLAGS = [
    ("crossing", "三跨"),
    ("redo", "重办"),
    ("return_asked", "退单待审"),
    ("extension_asked", "延期待审"),
    ("correction_asked", "更正待审"),
    ("disagreed", "不一致待定"),
    ("uncontacted", "待初电"),
    ("undispatched", "待派遣"),
    ("callback", "待回访"),
    ("closable", "可结案"),
    ("gridless", "未定网格"),
    ("historical", "历史资料"),
    ("took_part", "办过的"),
]


CALLED = "待结案"
"""Handled, and called back about or tried as often as is asked: it waits for nobody's call."""


def selects() -> list[Filter]:
    """Give the filters of the list; what stands in a link only is last."""
    options = current.book().options
    kinds = [(name, kind.title) for name, kind in features().kinds.items()]
    stages = [("open", "未结案"), *features().stages.items()]
    sources = options.labels("hotline_sources") | options.labels("issue_sources")
    return [
        Filter("kind", "全部案件", kinds, "种类"),
        Filter("grid", "全部网格", list(current.grid_names().items())),
        Filter("stage", "全部状态", stages),
        Filter("unit", "全部单位", [(name, name) for name in current.unit_names()], "承办单位"),
        Filter("due", "全部时限", DUES),
        Filter("flag", "全部标记", FLAGS),
        Filter("area", label="居民区", choices=list(current.area_names().items())),
        Filter("category", label="类别", word=current.book().categories.name),
        Filter("source", label="来源", choices=list(sources.items())),
        Filter("batch", label="导入批次"),
        Filter("subject", label="重复件归组"),
    ]


def listed(row: Case) -> Cells:
    """Give a row as the page shows it."""
    stage_word, stage_kind = stage_of(row)
    return asdict(row) | {
        "where": where(row),
        "stage_word": stage_word,
        "stage_kind": stage_kind,
        "late": is_late(row),
        "marks": marks(row),
        "limit_marks": of_limit(row),
    }


def is_late(row: Case) -> bool:
    """Whether a limit of a case has passed."""
    return bool(row.next_due and row.next_due < current.as_at())


def where(row: Case) -> str:
    """Say where a case is: its grid and its area."""
    grids, areas = current.grid_names(), current.area_names()
    names = (grids.get(row.grid, row.grid), areas.get(row.area, row.area))
    return " · ".join(filter(None, names)) or "未定网格"


def outcome_of(row: Case) -> str:
    """Give what a case ended with, by the list of its kind, or why it was voided."""
    listing = "void_reasons" if row.stage == "void" else KINDS[row.kind].listings["outcome"]
    return current.book().options.label(listing, row.outcome) if row.outcome else ""


def seen_by(grid: str) -> str:
    """Say which grid sees a case now, or that none does."""
    if grid:
        return f"，{current.grid_names().get(grid, grid)}同步可见"
    return "，但还没有定网格，没有网格看得到，请先更正网格"


def stage_of(row: Case) -> tuple[str, str]:
    """Give the word of a case's stage, and its colour."""
    if row.callback_over and row.stage == "handled":
        return CALLED, features().look(row.kind, row.stage)
    return features().stage_tag(row.kind, row.stage)


def marks(row: Case) -> list[tuple[str, str]]:
    """Give what is to be noticed of a case, each with its colour."""
    return [
        (word, kind)
        for word, kind, holds in (
            ("历史资料", "idle", row.historical),
            ("三跨", "violet", bool(row.crossing)),
            ("未定网格", "warn", not row.grid),
            (f"第{row.round}次重办", "bad", row.round > 0),
            ("退单待审", "warn", bool(row.return_asked)),
            ("延期待审", "warn", bool(row.extension_asked)),
            ("更正待审", "warn", bool(row.correction_asked)),
            (_undecided(row), "warn", bool(row.disagreed)),
        )
        if holds
    ]


def _undecided(row: Case) -> str:
    """Say of how many facts a sheet says something else."""
    return f"不一致待定{len(row.disagreed)}项" if len(row.disagreed) > 1 else "不一致待定"


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
    Column("historical", "历史资料"),
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


SPOTS = (
    Spot("serial", "编号", at="no", sort="serial"),
    Spot("title", "标题", sort="title"),
    Spot("where", "网格", at="meta", sort="grid"),
    Spot("unit", "承办单位", at="own", sort="unit"),
    Spot("stage", "状态", sort="stage"),
    Spot("next_due", "时限", at="due", sort="due"),
    Spot("received_at", "接收", "date", at="desk", sort="received"),
)


def worded() -> Callable[[Case], Cells]:
    """Give what puts a row into words, for the page and for a file: nothing personal is in it."""
    options, grids, areas = current.book().options, current.grid_names(), current.area_names()
    satisfied = options.labels("satisfaction")
    categories = current.book().categories

    def cells(row: Case) -> Cells:
        stage, look = stage_of(row)
        return asdict(row) | {
            "url": current.here_url("cases.show", key=row.key),
            "kind": features().kinds[row.kind].title,
            "where": where(row),
            "grid": grids.get(row.grid, row.grid),
            "area": areas.get(row.area, row.area),
            "category": categories.name(row.category),
            "stage": stage,
            "historical": "是" if row.historical else "",
            "outcome": outcome_of(row),
            "satisfaction": satisfied.get(row.satisfaction, row.satisfaction),
            "looks": {"stage": look},
            "marks": {"title": marks(row), "next_due": of_limit(row)},
            "late": is_late(row),
        }

    return cells


def of_limit(row: Case) -> list[tuple[str, str]]:
    """Give what is to be noticed of the nearest limit: which it is when not that of handling."""
    if row.next_clock in {"", "handle"}:
        return [("暂定", "idle")] if row.provisional and row.next_clock else []
    return [(features().clock(row.next_clock), "idle")]
