"""Looks, exports and erasures as rows of a list, on the page and in a file."""

import msgspec

from projections.disclosures.queries import Disclosure
from web.frame import current, words
from web.frame.feature import features
from web.frame.list_page import Cells, Spot
from web.sheets.table import Column
from web.text.formats import number

KINDS = {"look": ("查看", "info"), "export": ("导出", "warn"), "erasure": ("依法删除", "bad")}
COLUMNS = (
    Column("recorded_at", "时间", "datetime", 20),
    Column("person", "人员"),
    Column("kind_name", "事项", width=10),
    Column("about", "内容", width=36),
    Column("purpose_name", "用途或依据", width=24),
    Column("filter", "筛选条件", width=30, meaning="导出时的筛选条件，号码已遮盖"),
    Column("rows", "行数", "number", 10),
    Column("position", "截至记录号", "number", 14),
    Column("digest", "文件校验值", width=30, meaning="所导出文件的 SHA-256 校验值"),
)
PAGE = (
    Spot("recorded_at", "时间", "datetime", at="no"),
    Spot("person", "人员", at="own"),
    Spot("kind_name", "事项", at="state"),
    Spot("about", "内容", at="title"),
    Spot("ground", "用途、依据或筛选条件", at="meta", wrap=True),
    Spot("rows", "行数", "number", at="due"),
)


def worded(row: Disclosure) -> Cells:
    """Give a row with the words for its codes, and the page of what was looked at."""
    options = current.book().options
    listing = "erasure_bases" if row.kind == "erasure" else "reveal_purposes"
    subject = features().subjects.get(row.page)
    fields = "、".join(words.field(field, row.page) for field in row.fields or ())
    taken = row.what if row.digest else f"{row.what}（没有取完）"
    about = {
        "look": f"{subject.title if subject else ''}：{fields}",
        "export": taken,
        "erasure": _whose(row.what),
    }
    word, look = KINDS[row.kind]
    purpose = options.labels(listing).get(row.purpose, row.purpose)
    return msgspec.structs.asdict(row) | {
        "person": current.people_names().get(row.actor, row.actor),
        "kind_name": word,
        "looks": {"kind_name": look},
        "about": about[row.kind],
        "url": current.here_url(subject.endpoint, key=row.subject) if subject else "",
        "purpose_name": purpose,
        "ground": purpose or row.filter,
        "notes": {"ground": f"截至第{number(row.position)}号记录" if row.position else ""},
    }


def _whose(subject: str) -> str:
    return "一件事的个人信息" if subject.startswith("case:") else "一个人的个人信息"
