"""补录 stands where a record was entered on a later day than it happened, in days of Shanghai."""

import pytest
from msgspec.structs import replace

from governance.casework import events as shared
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from tests.builders import moment, sealed
from web.features import FEATURES
from web.frame.feature import install
from web.frame.timeline import changes, late


@pytest.mark.parametrize(
    ("happened", "recorded", "sentence"),
    [
        # Before eight in the morning it is still yesterday in Greenwich.
        ("2026-03-05 07:30", "2026-03-05 08:30", False),
        ("2026-03-05 00:00", "2026-03-05 23:59", False),
        ("2027-01-01 07:30", "2027-01-01 09:00", False),
        ("2026-03-05 10:00", "2026-03-05 10:00", False),
        # Within one day in Greenwich, on two days here.
        ("2026-03-05 23:50", "2026-03-06 00:10", True),
        ("2026-12-31 23:50", "2027-01-01 00:10", True),
        ("2026-12-31 09:00", "2027-01-01 07:59", True),
        ("2026-03-05 10:00", "2026-03-07 10:00", True),
    ],
)
def test_a_record_of_another_day_says_so(happened, recorded, sentence):
    event = replace(
        TICKET.event(shared.ProgressNoted)(note=sealed("已联系物业")),
        happened_at=moment(happened),
        recorded_at=moment(recorded),
    )
    assert bool(late(event)) is sentence
    assert ("补录于" in late(event)) is sentence


def test_a_corrected_moment_is_told_as_the_clock_here_showed_it():
    install(FEATURES)  # whose words tell every field
    old, new = moment("2027-01-01 07:30"), moment("2026-12-31 23:30")
    event = TICKET.event(shared.Corrected)(
        field="received_at", old=old.isoformat(), new=new.isoformat(), reason="sheet"
    )
    assert changes(event) == [("接单时间", "2027年1月1日 07:30", "2026年12月31日 23:30")]


def test_a_unit_that_had_it_is_named_and_none_is_where_none_is_told():
    install(FEATURES)
    assert changes(fact.TicketDispatched(unit="城管", old_unit="城建办")) == [
        ("承办单位", "城建办", "城管")
    ]
    assert changes(fact.TicketDispatched(unit="城管")) == []
