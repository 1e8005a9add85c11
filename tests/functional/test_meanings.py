"""对照值: sayings no option is called are asked for with their rows, remembered, never guessed."""

import re

import pytest
from flask.testing import FlaskClient

from governance.hotline.events import TicketReceived
from governance.hotline.stream import ticket_id
from projections.engine.runtime import Runtime
from tests.expecting import being
from tests.functional.test_importing import mapping_of, upload

HEAD = "工单编号,接单时间,诉求标题,诉求类型"
ROWS = (
    HEAD,
    "SH001,2026-03-02 09:00,路灯不亮,投诉",
    "SH002,2026-03-02 10:00,噪声,投诉 件",
    "SH003,2026-03-02 11:00,积水,投诉件",
    "SH004,2026-03-02 12:00,停电,待定",
    "SH007,2026-03-02 12:00,断水,无",
    "SH005,2026-03-02 12:00,漏水,怪",
)
SAID = {"value-kind-投诉件": "complaint", "value-kind-待定": "-", "value-kind-怪": ""}


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def begun(desk: FlaskClient, rows: tuple[str, ...], name: str) -> tuple[str, str]:
    path = upload(desk, "\n".join(rows).encode(), name=name).location
    return path, desk.get(path).text


def kind(office: Runtime, serial: str) -> str:
    (event, *_) = office.history(ticket_id("12345", serial))
    return being(TicketReceived, event).kind


def test_sayings_are_listed_with_their_rows_matched_and_remembered(desk, office):
    path, page = begun(desk, ROWS, "一.csv")
    assert "“诉求类型”列写“投诉 件”（2 行）" in page
    assert "写“投诉”（" not in page
    assert "写“无”（" not in page
    values = mapping_of(page)
    assert dict.fromkeys(SAID, "") == {n: v for n, v in values.items() if n in SAID}
    assert "导入 2 行，跳过 4 行" in desk.post(path, data=values, follow_redirects=True).text
    trial = desk.post(path, data=values | SAID, follow_redirects=True).text
    assert "导入 5 行，跳过 1 行" in trial
    desk.post(f"{path}/go")
    assert [kind(office, f"SH00{n}") for n in (1, 2, 3, 4)] == [*["complaint"] * 3, "other"]

    more = (*ROWS, "SH006,2026-03-02 13:00,占道,投诉件")
    path, page = begun(desk, more, "二.csv")
    assert mapping_of(page) | SAID == mapping_of(page)
    undone = mapping_of(page) | {"value-kind-投诉件": ""}
    assert "跳过 4 行" in desk.post(path, data=undone, follow_redirects=True).text


def test_what_the_page_has_not_shown_is_asked_for_before_the_trial(desk):
    path, page = begun(desk, ROWS, "一.csv")
    values = {name: said for name, said in mapping_of(page).items() if name not in SAID}
    refused = desk.post(path, data=values, follow_redirects=True)
    assert refused.status_code == 422
    assert "“诉求类型”列有系统里没有的说法" in refused.text
    assert re.search(r'name="value-kind-怪"', refused.text)


def test_a_column_of_texts_is_no_list_of_sayings(desk):
    rows = (HEAD, f"SH001,2026-03-02 09:00,路灯不亮,{'楼下很黑' * 6}")
    _, page = begun(desk, rows, "一.csv")
    assert "系统里没有，请选它等于哪一项" not in page
