"""What columns are taken for: a day beside its time, and the headings of English exports."""

from functools import partial

import pytest

from web.hotline.sheet import TICKETS
from web.sheets import Mapping, MappingFault, RawSheet, SheetRow, read_rows, read_sheet
from web.sheets import guess as guess_of

guess = partial(guess_of, kind=TICKETS)


class TestDayAndClock:
    ROW = ("A1", "2026-11-25", "22:05", "夜间施工", "样板路夜间施工")

    @pytest.mark.parametrize(
        ("day", "clock"),
        [("受理日期", "受理时间"), ("来电日期", "来电时间"), ("接收/日期", "接收/时间")],
    )
    def test_columns_called_the_same_are_one_moment(self, day, clock):
        header = ["工单编号", day, clock, "诉求/标题", "诉求/内容"]
        mapping = guess(header, [self.ROW], source="热线")
        assert mapping.columns["received"] == (day, clock)
        assert mapping.columns["content"] == ("诉求/内容",)
        assert mapping.transforms["received"].name == "date_time"
        assert Mapping.from_dict(mapping.as_dict(), TICKETS) == mapping
        sheet = RawSheet(
            format="xlsx",
            encoding="",
            sheet_name="工单",
            other_sheets=(),
            header_number=1,
            header=header,
            rows=[SheetRow(2, self.ROW), SheetRow(3, ("A2", "2026-11-26", None, "甲", "乙"))],
        )
        night, day_only = read_rows(sheet, mapping)
        assert night.received.isoformat() == "2026-11-25T14:05:00+00:00"
        assert day_only.received.isoformat() == "2026-11-25T16:00:00+00:00"
        assert night.unknown == {}

    def test_a_moment_of_its_own_takes_no_clock(self):
        header = ["工单编号", "受理时间", "派单时间", "标题"]
        row = ("A1", "2026-11-25 22:05", "23:05", "夜间施工")
        mapping = guess(header, [row], source="热线")
        assert mapping.columns["received"] == ("受理时间",)
        assert "received" not in mapping.transforms

    def test_two_columns_are_needed(self):
        columns = {"serial": "编号", "received": "日期"}
        content = {"source": "x", "columns": columns, "transforms": {"received": "date_time"}}
        with pytest.raises(MappingFault, match="“接单时间”要由日期和钟点两列合成"):
            Mapping.from_dict(content, TICKETS)


class TestEnglish:
    HEADER = (
        "CaseID", "Opened", "Closed", "Responsible Agency", "Category", "Request Details",
        "Address", "Neighborhood", "Status",
    )  # fmt: skip
    ROW = (
        "101001", "2026-11-25 09:24", "2026-11-26 10:00", "Public Works", "Street light",
        "A street light is out", "1 Sample Road", "Sample", "Closed",
    )  # fmt: skip

    def test_headings_of_usual_exports(self):
        mapping = guess(self.HEADER, [self.ROW], source="市平台")
        assert {name: columns[0] for name, columns in mapping.columns.items()} == {
            "serial": "CaseID",
            "received": "Opened",
            "closed": "Closed",
            "unit": "Responsible Agency",
            "category": "Category",
            "content": "Request Details",
            "address": "Address",
            "area": "Neighborhood",
        }

    @pytest.mark.parametrize(
        "header",
        [
            ("service_request_id", "requested_datetime", "service_name", "description", "address"),
            ("Ticket No.", "Created Date", "Subject", "Contact Name", "Phone Number"),
            ("SR NUMBER", "DATE CREATED", "TITLE", "DESCRIPTION", "DEADLINE"),
        ],
    )
    def test_a_header_is_known_and_lacks_nothing(self, header, delimited):
        row = ("101001", "2026-11-25 09:24", "Street light", "A light is out", "2026-12-01")
        data = delimited([("An export",), header, row])
        sheet = read_sheet("export.csv", data, names=TICKETS.names)
        assert sheet.header_number == 2
        assert guess(sheet.header, [row]).lacking() == []
