"""The queues of each role: what it sees first, each with its words and its filter."""

from projections.case_queries import Filter

Queue = tuple[str, str, Filter]

LATE = ("late", "已超期", Filter(stage="open", due="overdue"))
QUEUES: dict[str, tuple[Queue, ...]] = {
    "grid_worker": (
        ("verify", "待核实", Filter(kind="issue", stage="reported")),
        ("check", "待核查", Filter(kind="issue", stage="handled")),
        ("tickets", "网格内未结工单", Filter(kind="ticket", stage="open")),
        LATE,
    ),
    "hotline_desk": (
        ("uncontacted", "待初电", Filter(kind="ticket", flag="uncontacted")),
        ("undispatched", "待派遣", Filter(kind="ticket", flag="undispatched")),
        ("returns", "退单待审", Filter(kind="ticket", flag="return_asked")),
        ("extensions", "延期待审", Filter(kind="ticket", flag="extension_asked")),
        ("callback", "待回访", Filter(kind="ticket", flag="callback")),
        LATE,
    ),
    "handling_unit": (
        ("mine", "待我单位办理", Filter(stage="dispatched")),
        ("redo", "重办返工", Filter(stage="dispatched", flag="redo")),
        LATE,
    ),
    "secretary": (
        ("file", "待立案", Filter(kind="issue", stage="verified")),
        ("undispatched", "待派遣", Filter(kind="issue", flag="undispatched")),
        ("returns", "退单待审", Filter(kind="issue", flag="return_asked")),
        ("extensions", "延期待审", Filter(kind="issue", flag="extension_asked")),
        ("crossing", "三跨未销号", Filter(stage="open", flag="crossing")),
        ("closable", "可结案", Filter(kind="issue", flag="closable")),
        LATE,
    ),
    "grid_leader": (
        ("crossing", "三跨未销号", Filter(stage="open", flag="crossing")),
        ("redo", "重办返工", Filter(stage="open", flag="redo")),
        ("open", "未结案", Filter(stage="open")),
        LATE,
    ),
    "auditor": (
        ("open", "未结案", Filter(stage="open")),
        ("redo", "重办返工", Filter(flag="redo")),
        LATE,
    ),
}
WARM = frozenset({"late", "redo", "returns", "extensions"})


def queues_of(roles: tuple[str, ...]) -> list[Queue]:
    """Give the queues of somebody's roles, each once."""
    held: dict[str, Queue] = {}
    for role in roles:
        for queue in QUEUES.get(role, ()):
            held.setdefault(queue[0], queue)
    return sorted(held.values(), key=lambda queue: queue[0] == "late")
