"""Recording a meeting takes few steps: what is proposed is filled in, the next item opens."""

import re
from datetime import timedelta

import pytest

from governance.meetings.stream import STREAM
from tests.builders import NOW
from tests.expecting import existing
from tests.functional.meetings.setting import (
    CROSSING,
    FRESH,
    LATE,
    MEETING,
    NEXT,
    PAGE,
    WINDOW,
    done,
    key_of,
    send,
)


def state_of(office, key=MEETING):
    return office.governance.load(STREAM, key)


def undecided(office):
    state = state_of(office)
    items = [i for i in existing(state.frozen).items if i.kind != "figure"]
    return [item.key for item in items if item.key not in state.decisions]


def test_what_the_rule_proposes_is_filled_in(held):
    page = held.get(f"{PAGE}/decide/{key_of(CROSSING)}").text
    assert re.search(r'value="resolve"[^>]* checked', page)
    assert "明确牵头单位、配合单位和时限" in page.partition("<textarea")[2]
    page = held.get(f"{PAGE}/decide/{key_of(LATE)}").text
    assert not re.search(r'name="kind"[^>]* checked', page), "the rule asks for no kind"


def test_the_next_item_opens_after_saving(held, office):
    seen = []
    where = f"{PAGE}/decide/{undecided(office)[0]}"
    while "/decide/" in where:
        seen.append(where)
        where = done(held, where, kind="note", decision="听取情况").location
    assert len(set(seen)) == len(seen)
    assert undecided(office) == []


def test_the_rest_is_heard_at_once_and_once(held, office):
    done(held, f"{PAGE}/decide/{key_of(LATE)}", kind="defer", decision="下期再议")
    left = undecided(office)
    assert f"其余 {len(left)} 项听取情况" in held.get(PAGE).text
    sent = "6f5f3a52-0b0e-4d0c-9d3b-2c8f2a6a9e11"
    for _ in range(2):
        done(held, f"{PAGE}/rest", command_id=sent)
    assert undecided(office) == []
    decisions = state_of(office).decisions
    assert decisions[key_of(LATE)] == ("defer", "下期再议")
    assert {decisions[key] for key in left} == {("note", "听取情况")}
    assert "项听取情况</button>" not in held.get(PAGE).text


def test_nobody_without_the_right_hears_the_rest(held, client_of, office):
    left = undecided(office)
    send(client_of("grid_worker"), f"{PAGE}/rest")
    assert undecided(office) == left


def test_who_came_last_time_is_there_to_begin_with(held, clock, client_of, office):
    clock.now += timedelta(days=7)
    held = client_of("secretary")
    schedule = f"/meetings/schedule?grid=g1&window={WINDOW + 1}"
    done(held, schedule, meets_at="2026-03-24T14:00", place="党群服务站", host="grid_leader")
    following = f"/meetings/{NEXT}"
    done(held, f"{following}/draft")
    shown = dict(re.findall(r'name="(position|seen)" value="([^"]*)"', held.get(following).text))
    done(held, f"{following}/freeze", **shown)
    clock.now = NOW + timedelta(days=19, hours=5)
    held = client_of("secretary")
    page = held.get(f"{following}/hold").text
    assert re.search(r'name="attended" value="grid_leader"[^>]* checked', page)
    assert 'value="居民代表、物业"' in page
    values = {"host": "grid_leader", "recorder": "secretary", "attended": ["grid_leader"]}
    done(
        held,
        f"{following}/hold",
        held_at="2026-03-24T14:00",
        **values,
        observers=["secretary"],
        sat_in="区城管中心",
    )
    assert existing(state_of(office, NEXT).held).observers == ("secretary", "区城管中心")
    assert "区城管中心" in held.get(following).text.partition("<dt>列席</dt>")[2]


def test_nobody_sits_in_and_is_excused(frozen, clock, client_of):
    clock.now = NOW + timedelta(days=5, hours=5)
    values = {"host": "grid_leader", "recorder": "secretary", "attended": ["grid_leader"]}
    answer = send(
        client_of("secretary"),
        f"{PAGE}/hold",
        held_at="2026-03-10T14:00",
        **values,
        observers=["城建办"],
        absent=["城建办"],
    )
    assert answer.status_code == 422
    assert "同一人不能既出席又请假" in answer.text


def test_an_agenda_longer_than_the_meeting_says_so(drafted):
    page = drafted.get(PAGE).text
    assert "会议安排 90 分钟" in page
    assert "超出" not in page
    done(drafted, f"{PAGE}/amend/{key_of(CROSSING)}", minutes="120")
    minutes = int(existing(re.search(r"预计 (\d+) 分钟", drafted.get(PAGE).text))[1])
    assert f"超出{minutes - 90}分钟" in drafted.get(PAGE).text


def test_an_order_is_kept_at_once(drafted, office):
    def keys():
        return [item.key for item in state_of(office).draft.items()]

    figures = [key for key in keys() if key.startswith("figure")]
    turned = [key for key in keys() if key not in figures] + figures[::-1]
    answer = drafted.post(f"{PAGE}/order", data={"order": turned, "at_once": "1"})
    assert (answer.status_code, answer.text) == (200, "议题顺序已保存")
    assert keys() == turned
    answer = drafted.post(f"{PAGE}/order", data={"order": turned[1:], "at_once": "1"})
    assert answer.status_code == 422
    assert "重新排序" in answer.text


@pytest.mark.parametrize("serial", [FRESH, CROSSING])
def test_the_due_day_is_in_view_where_it_is_decided(held, office, serial):
    items = [item.key for item in existing(state_of(office).frozen).items]
    if key_of(serial) not in items:
        pytest.skip("not on this agenda")
    page = held.get(f"{PAGE}/room?at={items.index(key_of(serial)) + 1}").text
    form = page.partition('<form class="form"')[2]
    assert 'name="due"' in form.partition('<details class="more"')[0]
