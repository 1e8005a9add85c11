"""A draft that is no longer true says so, is not frozen unasked, and issued paper tells on."""

import re
from datetime import timedelta

import pytest

from governance.casework import commands as asks
from governance.hotline.commands import DispatchTicket, ReceiveTicket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.meetings.stream import STREAM
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.meetings.setting import (
    CROSSING,
    LATE,
    MEETING,
    PAGE,
    TITLES,
    done,
    freeze,
    key_of,
    send,
)

NEW = "SH2026030509"


def change(office, clock):
    """One matter goes to another grid, one is no longer crossing, one comes in late."""
    tell(
        office,
        TICKET.command(asks.Correct),
        ticket_id("12345", LATE),
        field="grid",
        new="g2",
        reason="地址有误",
    )
    tell(office, TICKET.command(asks.ClearCrossing), ticket_id("12345", CROSSING), result="已商定")
    stream = ticket_id("12345", NEW)
    tell(
        office,
        ReceiveTicket,
        stream,
        serial=NEW,
        source="12345",
        received_at=clock.now - timedelta(days=40),
        kind="complaint",
        title="墙面渗水",
        grid="g1",
    )
    tell(office, DispatchTicket, stream, unit="城建办")


@pytest.fixture
def stale(drafted, office, clock):
    change(office, clock)
    return drafted


def shown(page):
    return {
        name: existing(re.search(rf'name="{name}" value="([^"]*)"', page))[1]
        for name in ("position", "seen", "known")
        if f'name="{name}"' in page
    }


def frozen_of(office):
    return office.governance.load(STREAM, MEETING).frozen


def test_a_draft_marks_what_changed_since_it_was_drawn_up(stale):
    page = stale.get(PAGE).text
    assert "1项已不应上会，1项应上会还没有列入，" in page
    late = page.partition(f'data-item="{TITLES[LATE]}"')[2].partition("</li>")[0]
    assert "草拟后已不应上会" in late
    assert "列入以后：3月5日" in late
    crossing = page.partition(f'data-item="{TITLES[CROSSING]}"')[2].partition("</li>")[0]
    assert "草拟后有变化" in crossing


def test_a_fresh_draft_marks_nothing(drafted):
    page = drafted.get(PAGE).text
    assert "已不应上会" not in page
    assert "列入以后" not in page


def test_freezing_a_stale_draft_shows_what_changed_and_asks(stale, office):
    values = shown(stale.get(PAGE).text)
    asked = send(stale, f"{PAGE}/freeze", **values)
    assert (asked.status_code, frozen_of(office)) == (200, None)
    assert "还没有定稿" in asked.text
    for words in (TITLES[LATE], "已不是在办事项", "墙面渗水", "三跨问题研判"):
        assert words in asked.text, words
    assert ">crossing<" not in asked.text
    done(stale, f"{PAGE}/freeze", **shown(asked.text))
    assert key_of(LATE) in {item.key for item in existing(frozen_of(office)).items}


def test_what_changes_while_one_is_asked_is_asked_again(drafted, office, clock):
    values = shown(drafted.get(PAGE).text)
    change(office, clock)
    asked = shown(send(drafted, f"{PAGE}/freeze", **values).text)
    tell(
        office,
        TICKET.command(asks.Correct),
        ticket_id("12345", NEW),
        field="grid",
        new="g2",
        reason="地址有误",
    )
    again = send(drafted, f"{PAGE}/freeze", **asked)
    assert (again.status_code, frozen_of(office)) == (200, None)


def test_a_draft_drawn_up_again_is_frozen_without_a_question(stale, office):
    done(stale, f"{PAGE}/draft")
    freeze(stale)
    assert key_of(LATE) not in {item.key for item in existing(frozen_of(office)).items}


def test_an_issued_agenda_goes_on_telling_what_has_happened(frozen, office, clock, client_of):
    change(office, clock)
    for role in ("secretary", "grid_worker"):
        page = client_of(role).get(PAGE).text
        assert "1项已不应上会" in page, role
        assert "列入以后：3月5日" in page, role
    room = client_of("grid_worker").get(f"{PAGE}/room?at=2").text
    assert "列入以后" in room


def test_an_agenda_that_was_held_goes_on_telling_too(held, office, clock):
    change(office, clock)
    page = held.get(PAGE).text
    assert "列入以后：3月10日" in page
    assert "项已不应上会" not in page


def difference(client, **asked):
    return client.get(f"{PAGE}/difference", query_string=asked).text


def test_the_difference_is_with_the_draft_in_words_and_says_why(frozen, office, clock):
    change(office, clock)
    done(frozen, f"{PAGE}/draft")
    done(frozen, f"{PAGE}/strike/{key_of(NEW)}", reason="已现场解决")
    page = difference(frozen)
    assert "第1版与现在的草稿的差异" in page
    assert "已去掉（1项）" in page
    assert "更正" in page.partition(TITLES[LATE])[2].partition("</li>")[0]
    assert "三跨问题研判" in page
    assert "crossing" not in page
    assert 'href="' + PAGE + '/difference"' in frozen.get(PAGE).text


def test_what_was_struck_is_said_with_its_reason(frozen):
    done(frozen, f"{PAGE}/strike/{key_of(CROSSING)}", reason="已现场解决")
    assert "撤下：已现场解决" in difference(frozen)


def test_another_order_is_a_difference(frozen, office):
    before = [item.key for item in office.governance.load(STREAM, MEETING).draft.items()]
    figure = next(key for key in before if key.startswith("figure"))
    done(frozen, f"{PAGE}/order", order=before, down=figure)
    page = difference(frozen)
    assert "只有顺序不同" in page
    assert "顺序有调整（1项）" in page
    assert re.search("第[12]项移到第[12]项", page)


def test_without_a_change_the_difference_says_so(frozen):
    assert "顺序也相同" in difference(frozen)
