"""A grid's fortnight: tickets, then a meeting scheduled, drafted, frozen, held."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from governance.casework import commands as asks
from governance.hotline.commands import ContactCaller, DispatchTicket, ReceiveTicket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from projections.engine.runtime import Runtime
from tests.builders import NOW
from tests.deployment import Clock, tell
from tests.functional.conftest import ClientOf
from tests.functional.meetings.setting import (
    CROSSING,
    FRESH,
    LATE,
    PAGE,
    TITLES,
    WINDOW,
    done,
    freeze,
)


@pytest.fixture
def cases(office: Runtime, clock: Clock) -> Runtime:
    """One ticket overdue, one that crosses units, one of today."""
    for serial, days in ((LATE, 40), (CROSSING, 3), (FRESH, 0)):
        stream = ticket_id("12345", serial)
        tell(
            office,
            ReceiveTicket,
            stream,
            serial=serial,
            source="12345",
            received_at=clock.now - timedelta(days=days),
            kind="complaint",
            title=TITLES[serial],
            grid="g1",
        )
        tell(office, ContactCaller, stream, contacted_at=clock.now, note="约了时间")
        tell(office, DispatchTicket, stream, unit="城建办")
    tell(
        office,
        TICKET.command(asks.FlagCrossing),
        ticket_id("12345", CROSSING),
        kinds=("department",),
        units=("城建办", "平安办"),
        reason="两家都要到场",
    )
    return office


@pytest.fixture
def secretary(cases: Runtime, client_of: ClientOf) -> FlaskClient:
    return client_of("secretary")


@pytest.fixture
def scheduled(secretary: FlaskClient) -> FlaskClient:
    path = f"/meetings/schedule?grid=g1&window={WINDOW}"
    assert "排定第一综合网格2026年第5期会议" in secretary.get(path).text
    done(secretary, path, meets_at="2026-03-10T14:00", place="党群服务站", host="grid_leader")
    return secretary


@pytest.fixture
def drafted(scheduled: FlaskClient) -> FlaskClient:
    done(scheduled, f"{PAGE}/draft")
    return scheduled


@pytest.fixture
def frozen(drafted: FlaskClient) -> FlaskClient:
    freeze(drafted)
    return drafted


@pytest.fixture
def held(frozen: FlaskClient, clock: Clock, client_of: ClientOf) -> FlaskClient:
    clock.now = NOW + timedelta(days=5, hours=5)
    secretary = client_of("secretary")
    done(
        secretary,
        f"{PAGE}/hold",
        held_at="2026-03-10T14:00",
        host="grid_leader",
        recorder="secretary",
        attended=["grid_leader", "城建办"],
        others="居民代表、物业",
    )
    return secretary
