"""What an administrator sees first: whether the deployment is well, in a few sentences."""

import shutil
from datetime import timedelta

import msgspec

from governance.policy.book import POLICIES
from projections.custody.lost import lost_keys
from projections.disclosures.queries import erasures
from web.frame import current
from web.text.formats import full_day, moment, number, size

LEAST_FREE = 2 * 1024**3
CALENDAR_AHEAD = timedelta(days=30)
RECENT = 1_000  # records looked through for lost keys: those are of what came last


class Sign(msgspec.Struct, frozen=True):
    """One respect in which a deployment is well or not."""

    name: str
    ok: bool
    words: str


def healthy() -> list[Sign]:
    """Look at the records, the rows made of them, the policies, the calendar and the disk."""
    runtime, book = current.runtime(), current.policies()
    position, seen = runtime.ledger.position(), current.live().position
    last = runtime.ledger.event_at(position)
    recorded = f"，最近一条在{moment(last.recorded_at)}" if last else ""
    missing = [name for name in POLICIES if not book.number(name)]
    through = book.calendar.confirmed_through
    known = book.calendar.local(current.now() + CALENDAR_AHEAD).date() <= through
    free = shutil.disk_usage(runtime.data).free
    unerased = len(runtime.vault.not_erased(list(erasures(current.live()))))
    lost = lost_keys(runtime.ledger, runtime.vault, after=max(0, position - RECENT))
    return [
        Sign("记录", position > 0, f"共{number(position)}号{recorded}"),
        Sign("查询", seen >= position, f"已更新到第{number(seen)}号记录"),
        Sign(
            "政策",
            not missing,
            f"还有{len(missing)}项没有首版" if missing else f"{len(POLICIES)}项都有现行版本",
        ),
        Sign(
            "工作日历",
            known,
            f"已确认到{full_day(through)}"
            + ("" if known else "，请尽快发布下一年的版本，其后的期限都是暂定"),
        ),
        Sign(
            "密钥",
            not lost.fields,
            f"最近的记录里有{number(lost.fields)}处个人信息〔密钥丢失〕，"
            "请停止服务，照部署说明“恢复”一节用备份恢复密钥库，恢复前不要登记新的内容"
            if lost.fields
            else "最近的个人信息都能打开",
        ),
        Sign(
            "依法删除",
            not unerased,
            f"有{unerased}项在密钥库里没有落实，请照部署说明“恢复”一节再删一次"
            if unerased
            else "都已落实",
        ),
        Sign("磁盘", free > LEAST_FREE, f"还可存放{size(free)}"),
    ]
