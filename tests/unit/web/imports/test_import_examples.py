"""The mapping files shown to readers are mapping files."""

import re
from pathlib import Path

from tests.expecting import existing
from web.hotline.sheet import TICKETS
from web.hotline.ticket_rows import TicketRow
from web.sheets import Limits, Mapping, read_rows, read_sheet
from web.sheets.transforms import WAYS

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples"
MESSAGES = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]
REQUESTS = [
    "unique_key",
    "created_date",
    "closed_date",
    "status",
    "status_notes",
    "agency_name",
    "category",
    "complaint_type",
    "descriptor",
    "incident_address",
    "neighborhood",
    "source",
    "latitude",
    "longitude",
]


def read(example, name, data):
    mapping = Mapping.from_toml((EXAMPLES / example).read_text("utf-8"), TICKETS)
    names = [column for columns in mapping.columns.values() for column in columns]
    sheet = read_sheet(name, data, names=names)
    return mapping, list(read_rows(sheet, mapping))


def test_messages(xlsx):
    row = [1001, "U1", "路灯不亮", "2026/2/5 9:03:00", "\n\t\t示例路路灯不亮。\n\t\t\n", 0, 12]
    mapping, (ticket,) = read("messages.toml", "messages.xlsx", xlsx([MESSAGES, row]))
    assert (ticket.serial, ticket.person, ticket.closed) == ("1001", "U1", None)
    assert (ticket.title, ticket.content) == ("路灯不亮", "示例路路灯不亮。")
    assert ticket.unknown == {"反对数": "0", "点赞数": "12"}
    assert mapping.unmapped(MESSAGES) == ["反对数", "点赞数"]


def test_sf311(delimited):
    first = [
        "7",
        "2016-07-13 15:11:07+00:00",
        "2016-07-14 12:13:22+00:00",
        "Closed",
        "Done",
        "Sewers",
        "Sewer",
        "Odor",
        "",
        "Not associated with a specific address",
        "",
        "Web",
        "0.0",
        "0.0",
    ]
    late = [*first[:2], "2016-07-13 15:11:06+00:00", *first[3:]]
    late[0] = "8"
    _, (ticket, refused) = read("sf311.toml", "a.csv", delimited([REQUESTS, first, late]))
    assert isinstance(ticket, TicketRow)
    assert (ticket.serial, ticket.title) == ("SF7", "Sewer / Odor")
    assert (ticket.category, ticket.address, ticket.unit) == (("Sewer", "Odor"), "", "Sewers")
    assert (existing(ticket.closed) - ticket.received).total_seconds() == 75_735
    assert ticket.unknown["latitude"] == "0.0"
    assert refused.reasons[0].startswith("办结时间早于接单时间")


class TestGuide:
    TEXT = (EXAMPLES.parent / "guides" / "import.md").read_text("utf-8")

    def test_the_mapping_it_shows_is_one(self):
        (shown,) = re.findall(r"```toml\n(.*?)```", self.TEXT, re.DOTALL)
        mapping = Mapping.from_toml(shown, TICKETS)
        assert mapping.columns["category"] == ("事项大类", "事项小类")
        assert mapping.values == {"satisfaction": {"非常满意": "满意", "未回访": ""}}

    def test_it_names_every_field_and_every_transform(self):
        named = set(re.findall(r"`([a-z_]+)`", self.TEXT))
        assert set(TICKETS.fields) | set(WAYS) <= named

    def test_it_tells_the_limits_in_force(self):
        limits = Limits()
        assert f"{limits.rows:,} 行、{limits.columns} 列" in self.TEXT
        assert f"{limits.size // 10**6} MB，展开后不超过 {limits.expanded // 10**6} MB" in self.TEXT
        assert f"{limits.cell:,} 字" in self.TEXT
