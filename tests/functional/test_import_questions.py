"""What a column leaves open is asked once for all of it, and a trial shows what would follow."""

import pytest

from governance.hotline.events import TicketReceived
from governance.hotline.stream import ticket_id
from projections.engine.runtime import Runtime
from tests.expecting import being
from tests.functional.test_importing import begun

HEAD = "工单编号,接单时间,诉求标题,先联时间,承办单位,办结时间"
DAYS = (HEAD, "SH001,03/02/2026 09:00,路灯不亮,,,", "SH002,02/02/2026 10:00,噪声,,,")
LATE = (
    HEAD,
    "SH011,2026-01-05 09:00,旧件,,,",
    "SH012,2026-01-05 09:00,旧件已派,2026-01-05 09:10,城建办,",
    "SH013,2026-01-05 09:00,旧件已结,2026-01-05 09:10,城建办,2026-01-08 09:00",
    "SH014,2026-03-05 09:59,新件,,,",
)


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def received(office: Runtime, serial: str) -> str:
    (event, *_) = office.history(ticket_id("12345", serial))
    return being(TicketReceived, event).received_at.isoformat()


@pytest.mark.parametrize(
    ("order", "moment"),
    [("day", "2026-02-03T01:00:00+00:00"), ("month", "2026-03-02T01:00:00+00:00")],
)
def test_which_of_two_numbers_is_the_day_is_asked_once(desk, office, order, moment):
    path, values = begun(desk, DAYS)
    assert values["received-0"] == "接单时间"
    assert "接单时间里的“03/02/2026 09:00”" in desk.get(path).text
    refused = desk.post(path, data=values, follow_redirects=True)
    assert refused.status_code == 422
    assert "请选定日在前还是月在前" in refused.text
    trial = desk.post(path, data=values | {"order-received": order}, follow_redirects=True)
    assert "导入 2 行" in trial.text
    desk.post(f"{path}/go")
    assert received(office, "SH001") == moment


def test_the_answer_is_remembered_for_the_source(desk, office):
    path, values = begun(desk, DAYS)
    desk.post(path, data=values | {"order-received": "day"}, follow_redirects=True)
    desk.post(f"{path}/go")
    path, _ = begun(desk, (HEAD, "SH003,04/02/2026 09:00,井盖,,,"), name="下月.csv")
    page = desk.get(path).text
    assert 'name="order-received" value="day" id="f-order-received" checked' in page


def test_a_column_that_reads_in_one_way_is_no_question(desk):
    path, values = begun(desk, LATE)
    assert "order-received" not in desk.get(path).text
    assert desk.post(path, data=values, follow_redirects=True).status_code == 200


def test_a_trial_tells_how_many_would_be_late_or_waiting(desk):
    path, values = begun(desk, LATE)
    trial = desk.post(path, data=values, follow_redirects=True).text
    assert "办理超期 2 件" in trial
    assert "等待派遣 2 件" in trial
    assert "先行联系时限已过 1 件" in trial
    assert "等待先行联系 1 件" in trial


def test_of_tickets_that_are_here_nothing_arrives(desk):
    for name in ("一.csv", "二.csv"):
        path, values = begun(desk, LATE, name=name)
        trial = desk.post(path, data=values, follow_redirects=True).text
        desk.post(f"{path}/go")
    assert "办理超期" not in trial
