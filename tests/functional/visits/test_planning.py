"""Errands around a plan: which doors are due, planning them, going there, or calling it off."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace, TagPlace
from governance.places.stream import place_id
from governance.visits.commands import LogVisit
from governance.visits.stream import visit_id
from projections.visits.queries import visit
from tests.builders import NOW, ask
from tests.expecting import existing

DOORS = {code: place_id("household", code) for code in ("H1", "H2", "H3", "H4")}
TODAY = NOW.date().isoformat()


@pytest.fixture
def doors(office):
    """Three doors of the first grid and one of the second, nobody seen yet."""
    office.execute(
        *(
            ask(
                RegisterPlace,
                key,
                kind="household",
                code=code,
                name=f"示例路{code}号",
                grid="g2" if code == "H4" else "g1",
                address=f"示例路{code}号",
            )
            for code, key in DOORS.items()
        ),
        actor=SYSTEM,
    )
    return office


@pytest.fixture
def worker(doors, client_of):
    return client_of("grid_worker")


def plan(client, *codes, **values):
    form = {
        "command_id": str(uuid4()),
        "chosen": [str(DOORS[code]) for code in codes],
        "planned_for": TODAY,
        **values,
    }
    return client.post("/visits/plan", data=form)


def test_a_door_planned_already_leads_to_its_plan(worker, doors):
    first = plan(worker, "H1", reason="回访")
    position = doors.ledger.position()
    late = plan(worker, "H1", reason="另一件事")
    assert late.status_code == 422
    assert f'<a href="{first.location}">查看原计划</a>' in late.text
    assert "另一件事" in late.text
    assert doors.ledger.position() == position


def knock(office, code, days_ago, outcome="met", **more):
    office.execute(
        ask(
            LogVisit,
            visit_id(f"{code}{days_ago}"),
            place=DOORS[code],
            visitee="household",
            grid="g1",
            area="",
            made_at=NOW - timedelta(days=days_ago),
            outcome=outcome,
            way="door",
            **more,
        ),
        actor=SYSTEM,
    )


def named(page):
    return re.findall(r"示例路(H\d)号", page)


def test_several_doors_are_chosen_and_planned_once_however_often_sent(worker, doors):
    picker = worker.get("/visits/plan").text
    assert sorted(set(named(picker))) == ["H1", "H2", "H3"]
    chosen = "&".join(f"chosen={DOORS[code]}" for code in ("H1", "H2"))
    form = worker.get(f"/visits/plan?q=&next=1&{chosen}").text
    key = existing(re.search(r'name="command_id" value="([^"]+)"', form))[1]
    values = {"command_id": key, "theme": "safety", "visitor": "grid_worker", "reason": "节前安全"}
    first = plan(worker, "H1", "H2", **values)
    assert (first.status_code, first.location) == (303, "/visits?outcome=planned"), first.text
    position = doors.ledger.position()
    assert plan(worker, "H1", "H2", **values).status_code == 303
    assert doors.ledger.position() == position
    listed = worker.get(first.location).text
    assert "共 <strong>2</strong> 户" in listed
    assert "到期再访 · 节前安全" in listed
    assert "grid_worker的账号" in listed


def test_what_was_ticked_stays_ticked_while_looking_for_more(worker):
    page = worker.get(f"/visits/plan?q=H2&chosen={DOORS['H1']}").text
    assert re.search(rf'value="{DOORS["H1"]}" checked', page)
    assert re.search(rf'value="{DOORS["H2"]}">', page)
    assert "还没有选择门户" in worker.get("/visits/plan?q=&next=1").text


def test_a_plan_is_on_the_day_s_list_and_is_fulfilled_by_the_visit(worker, doors):
    page = plan(worker, "H1", theme="safety", rule="promised").location
    shown = worker.get(page).text
    assert "与对方约定" in shown
    assert "开始走访" in shown
    key = page.rpartition("/")[2]
    assert f"/visits/new?plan={key}" in worker.get("/").text
    form = worker.get(f"/visits/new?plan={key}").text
    assert "按计划走访" in form
    assert re.search(r'<details class="more" open>\s*<summary>安全巡察', form)
    values = {"command_id": str(uuid4()), "plan": key, "place": str(DOORS["H1"])}
    logged = worker.post("/visits/new", data=values | {"outcome": "met", "way": "door"})
    assert logged.location == page
    assert "没有等待走访的计划" in worker.get("/visits?outcome=planned").text
    assert "开始走访" not in worker.get(page).text


def test_a_planned_door_says_so_when_visited_without_its_plan(worker):
    page = plan(worker, "H1").location
    form = worker.get(f"/visits/new?place={DOORS['H1']}").text
    assert "这一户已计划3月5日（周四）走访" in form
    assert f"/visits/new?plan={page.rpartition('/')[2]}" in form
    assert "计划2026年3月5日" in worker.get(f"/register/{DOORS['H1']}").text


def test_a_plan_is_called_off_with_a_reason_once(worker, doors):
    page = plan(worker, "H1").location
    unreasoned = worker.post(f"{page}/cancel", data={"command_id": str(uuid4())})
    assert unreasoned.status_code == 422
    assert "此项必填" in unreasoned.text
    form = {"command_id": str(uuid4()), "reason": "住户外出，改下月"}
    assert worker.post(f"{page}/cancel", data=form).status_code == 303
    position = doors.ledger.position()
    assert worker.post(f"{page}/cancel", data=form).status_code == 303
    assert doors.ledger.position() == position
    assert "已取消" in worker.get("/visits?outcome=cancelled").text
    shown = worker.get(page).text
    assert "住户外出，改下月" in shown
    assert "开始走访" not in shown
    assert plan(worker, "H1").status_code == 303


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"planned_for": "2026-03-04"}, "日期已经过去"),
        ({"planned_for": ""}, "此项必填"),
        ({"planned_for": "明天"}, "日期应如"),
        ({"rule": "whim"}, "不在现行清单内"),
        ({"visitor": "secretary"}, "请另选一位，或不选"),
    ],
)
def test_a_plan_that_cannot_be_is_told_why_and_keeps_what_was_typed(worker, doors, values, words):
    before = doors.ledger.position()
    answer = plan(worker, "H1", **{"reason": "这些字不能丢"} | values)
    assert answer.status_code == 422
    assert words in answer.text
    assert "这些字不能丢" in answer.text
    assert f'value="{DOORS["H1"]}" checked' in answer.text
    assert doors.ledger.position() == before


def test_a_door_is_not_planned_twice_and_no_door_is_no_plan(worker, doors):
    plan(worker, "H1")
    position = doors.ledger.position()
    again = plan(worker, "H1", "H2")
    assert again.status_code == 422
    assert "“示例路H1号”已计划3月5日（周四）走访" in again.text
    assert "请先选择要走访的门户" in plan(worker).text
    assert doors.ledger.position() == position


def test_plans_end_at_the_border_of_ones_grids(worker, client_of):
    assert plan(worker, "H4").status_code == 403
    assert client_of("auditor").get("/visits/plan").status_code == 403
    office = client_of("secretary")
    theirs = plan(office, "H4")
    assert theirs.status_code == 303
    assert "开始走访" not in office.get(theirs.location).text
    assert "取消计划" in office.get(theirs.location).text
    assert worker.get(f"{theirs.location}/cancel").status_code == 404
    assert plan(office, "H1", visitor="grid_worker").status_code == 303
    assert worker.get("/visits/plan?as_of=1").status_code != 200


def test_the_doors_due_stand_in_order_with_the_rule_that_asks(worker, doors):
    knock(doors, "H1", 40)
    knock(doors, "H2", 3, "not_met", next_on=NOW.date() - timedelta(days=1))
    assert [*dict.fromkeys(named(worker.get("/").text))] == ["H2", "H3"]
    tag = ask(TagPlace, DOORS["H1"], tags=(), interval="monthly")
    doors.execute(tag, actor=SYSTEM)
    page = worker.get("/").text
    assert [*dict.fromkeys(named(page))] == ["H2", "H3", "H1"]
    for words in ("上次未遇", "还没有走访过", "到期再访，每月走访"):
        assert words in page
    assert "今天该走访" in page
    plan(worker, "H2", planned_for="2026-03-09")
    assert [*dict.fromkeys(named(worker.get("/").text))] == ["H3", "H1"]


def test_what_was_agreed_asks_by_its_own_rule(worker, doors):
    hazard = {"command_id": str(uuid4()), "place": str(DOORS["H1"]), "outcome": "met"}
    hazard |= {"way": "door", "f0-title": "堆物", "f0-outcome": "hazard", "next_on": TODAY}
    assert worker.post("/visits/new", data=hazard).status_code == 303
    knock(doors, "H2", 9, next_on=NOW.date())
    knock(doors, "H3", 9, next_on=NOW.date() + timedelta(days=1))
    page = worker.get("/").text
    assert "上次问题回头看" in page
    assert "与对方约定" in page
    assert "H3" not in named(page)


def test_the_row_of_a_plan_keeps_theme_rule_and_reason(worker, doors, client_of):
    page = plan(worker, "H1", theme="care", reason="送温暖").location
    row = existing(visit(doors.live(), UUID(page.rpartition("/")[2])))
    assert (row.themes, row.rule, row.reason) == (["care"], "interval", "送温暖")
    lines = (
        client_of("grid_leader").get("/visits?outcome=planned&format=csv").data.decode("utf-8-sig")
    )
    assert "到期再访" in lines
