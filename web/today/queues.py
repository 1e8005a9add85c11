"""The queues of each role in the order they are worked: each with its words and its filter."""

from projections.casework.queries import Filter

Queue = tuple[str, str, Filter]


def _late(**narrow: str) -> tuple[Queue, Queue]:
    """Give what is late: beyond the limit of handling, beyond any limit."""
    return (
        ("handling", "办理超期", Filter(due="handling", **narrow)),
        ("late", "有时限已过", Filter(due="overdue", **narrow)),
    )


HANDLING, LATE = _late(stage="open")
OPEN = ("open", "未结案", Filter(stage="open"))
CROSSING = ("crossing", "三跨未销号", Filter(stage="open", flag="crossing"))
LED = (HANDLING, LATE, ("redo", "重办返工", Filter(stage="open", flag="redo")), CROSSING, OPEN)
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
        ("gridless", "未定网格", Filter(kind="ticket", stage="open", flag="gridless")),
        ("corrections", "更正待审", Filter(kind="ticket", flag="correction_asked")),
        ("disagreed", "不一致待定", Filter(flag="disagreed")),
        ("callback", "待回访", Filter(kind="ticket", flag="callback")),
        ("closable", "待结案", Filter(kind="ticket", flag="closable")),
        ("today", "今日到期", Filter(kind="ticket", stage="open", due="today")),
        *_late(kind="ticket", stage="open"),
    ),
    "handling_unit": (
        ("redo", "重办返工", Filter(stage="dispatched", flag="redo")),
        ("mine", "待我单位办理", Filter(stage="dispatched")),
        ("asked", "已申请延期", Filter(stage="dispatched", flag="extension_asked")),
        *_late(stage="dispatched"),
    ),
    "secretary": (
        ("file", "待立案", Filter(kind="issue", stage="verified")),
        ("undispatched", "待派遣", Filter(kind="issue", flag="undispatched")),
        ("returns", "退单待审", Filter(kind="issue", flag="return_asked")),
        ("extensions", "延期待审", Filter(kind="issue", flag="extension_asked")),
        ("gridless", "未定网格", Filter(kind="issue", stage="open", flag="gridless")),
        ("corrections", "更正待审", Filter(kind="issue", flag="correction_asked")),
        ("closable", "可结案", Filter(kind="issue", flag="closable")),
        CROSSING,
        *_late(kind="issue", stage="open"),
    ),
    "grid_leader": LED,
    "street_leader": LED,
    "auditor": (
        HANDLING,
        LATE,
        ("redo", "重办返工", Filter(flag="redo")),
        OPEN,
    ),
}
# What is only watched; every other queue is worked, one case after the other.
WATCHED = frozenset({"late", "handling", "today", "open", "crossing", "tickets", "asked"})
# What there is hardly ever any of is not shown to be none.
RARE = frozenset({"gridless", "corrections", "disagreed"})
READERS = frozenset({"grid_leader", "street_leader", "auditor"})
WARM = frozenset(
    {
        "late",
        "handling",
        "gridless",
        "redo",
        "returns",
        "extensions",
        "corrections",
        "disagreed",
        "today",
    }
)


def queues_of(roles: tuple[str, ...]) -> list[Queue]:
    """Give the queues of somebody's roles, each once."""
    held: dict[str, Queue] = {}
    for role in roles:
        for queue in QUEUES.get(role, ()):
            held.setdefault(queue[0], queue)
    return list(held.values())


def worked_by(roles: tuple[str, ...]) -> list[Queue]:
    """Give the queues somebody works through, in their order."""
    workers = tuple(role for role in roles if role not in READERS)
    return [queue for queue in queues_of(workers) if queue[0] not in WATCHED]
