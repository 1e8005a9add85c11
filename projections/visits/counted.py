"""What metrics may count of visits: every time at a door, and everything found there."""

from projections.engine.counted import Counted, Field
from projections.visits.table import findings, visits

STAGES = {
    "planned": "待走访",
    "kept": "计划已执行",
    "cancelled": "已取消",
    "made": "见面",
    "missed": "未见面",
    "withdrawn": "已撤回",
}
OUTCOMES = {
    "solved": "已解决",
    "escalated": "已转网格问题",
    "hazard": "隐患未消除",
    "closed": "网格问题已结案",
    "void": "网格问题已作废",
    "unsolved": "网格问题结案，未解决",
    "withdrawn": "走访已撤回",
}

VISITS = Counted(
    name="visits",
    title="走访",
    measure="户次",
    table=visits,
    fields={
        "made_at": Field("走访时间"),
        "recorded_at": Field("登记时间"),
        "planned_for": Field("计划日期", day=True),
        "revisit_on": Field("下次走访", day=True),
        "stage": Field("状态", codes=STAGES),
        "outcome": Field("走访结果", ("visit_outcomes",)),
        "way": Field("走访方式", ("visit_ways",)),
        "rule": Field("走访原因", ("revisit_reasons",)),
        "visitee": Field("走访对象类型", ("visitee_kinds",)),
        "grid": Field("网格"),
        "area": Field("居民区"),
        "findings": Field("发现问题"),
        "open_findings": Field("未解决问题"),
        "failed": Field("检查为否未登记问题"),
        "photos": Field("照片"),
    },
    bases=("made_at", "recorded_at", "planned_for", "revisit_on"),
    since="recorded_at",
    entered={"made_at": "recorded_at"},
    heading="recorded_at",
    listed=(
        "stage",
        "made_at",
        "visitee",
        "grid",
        "area",
        "outcome",
        "way",
        "findings",
        "open_findings",
        "planned_for",
    ),
    link="visit",
)
FINDINGS = Counted(
    name="findings",
    title="走访发现的问题",
    measure="个",
    table=findings,
    fields={
        "title": Field("标题"),
        "category": Field("类别", ("finding_categories",)),
        "outcome": Field("处理情况", codes=OUTCOMES),
        "found_as": Field("当场处理", codes=OUTCOMES),
        "issue": Field("网格问题编号"),
        "grid": Field("网格"),
        "area": Field("居民区"),
        "found_at": Field("发现时间"),
        "recorded_at": Field("登记时间"),
        "settled_at": Field("解决时间"),
    },
    bases=("found_at", "settled_at"),
    since="recorded_at",
    entered={"found_at": "recorded_at"},
    heading="title",
    listed=("outcome", "category", "grid", "area", "issue", "found_at", "settled_at"),
    link="visit",
    key="visit",
)
