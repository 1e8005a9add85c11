"""The facts of a case as they stand, plain ones and sealed ones."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from governance.kernel.sealed import Sealed
from projections.casework.queries import Case
from web.casework.listing import outcome_of
from web.frame import current, words
from web.frame.looks import COVERED, Covered
from web.text.formats import moment
from web.text.personal import mask_name, mask_phone

MASKS: dict[str, Callable[[str], str]] = {
    "caller": mask_name,
    "reporter": mask_name,
    "phone": mask_phone,
}
SEALED = ("caller", "reporter", "phone", "address", "content", "description", "attributes")
SOURCES = {"ticket": "hotline_sources", "issue": "issue_sources"}
NEEDED = SEALED[:-1]
"""What whoever acts on a case may need: not the other columns of a sheet."""


def facts(row: Case, state: Any) -> list[tuple[str, str, None]]:
    """Give (label, value, no earlier value) of the plain facts that are known."""
    options, grids, areas = current.book().options, current.grid_names(), current.area_names()
    sources = options.labels(SOURCES[row.kind])
    rows = [
        ("来源", sources.get(row.source, row.source)),
        ("诉求类别", options.label("hotline_kinds", row.type) if row.type else ""),
        ("类别", current.book().categories.name(row.category)),
        ("地点", row.place),
        ("网格", grids.get(row.grid, row.grid)),
        ("居民区", areas.get(row.area, row.area)),
        ("承办单位", row.unit),
        ("接收时间", moment(row.received_at)),
        ("作废原因" if row.stage == "void" else "处理结果", outcome_of(row)),
        ("满意度", options.label("satisfaction", row.satisfaction)),
        ("办理轮次", f"第{row.round + 1}轮" if row.round else ""),
        ("退单", _returned(state)),
        ("更正", "待审核" if state.correction_asked else ""),
        ("延期", "待审核" if state.extension_asked else _times(state.extensions)),
        ("三跨", "、".join(options.label("crossing_kinds", kind) for kind in row.crossing)),
    ]
    return [(label, value, None) for label, value in rows if value]


def sealed_facts(held: Mapping[str, Sealed], key: UUID) -> list[Covered]:
    """Give the sealed facts, masked: what somebody is to see in clear he must ask for."""
    return [
        Covered(name, words.field(name, "case"), masked(name, held[name], key))
        for name in SEALED
        if name in held
    ]


def masked(field: str, sealed: Sealed, key: UUID) -> str:
    """Mask a text as its field wants it; texts without a mask of their own are covered whole."""
    return current.masked(sealed, key, field, MASKS.get(field, lambda _: COVERED))


def _returned(state: Any) -> str:
    times = f"已申请{state.returns}次" if state.returns else ""
    return "，".join(filter(None, (times, "待审核" if state.return_asked else "")))


def _times(count: int) -> str:
    return f"已延期{count}次" if count else ""
