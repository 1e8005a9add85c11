"""会议模式: the agenda one item at a time, with what is decided on it."""

from uuid import uuid4

from tests.functional.meetings.setting import CROSSING, LATE, PAGE, TITLES, done, send

ROOM = f"{PAGE}/room"


def screens(client):
    """Give the pages from the head to the end, by the subject of their item."""
    pages = {}
    at = 0
    while (answer := client.get(f"{ROOM}?at={at}")).status_code == 200 and at < 20:
        pages[at] = answer.text
        if 'data-step="on"' not in answer.text:
            break
        at += 1
    return pages


def at_of(client, serial):
    return next(n for n, page in screens(client).items() if f"<h1>{TITLES[serial]}</h1>" in page)


def test_every_item_has_its_screen_with_its_reasons_and_history(frozen):
    pages = screens(frozen)
    assert "会议安排" in pages[1]
    assert TITLES[CROSSING] in pages[0]
    assert "本次议定事项" in pages[len(pages) - 1]
    page = pages[at_of(frozen, CROSSING)]
    assert "三跨（城建办、平安办）" in page
    assert "认定三跨" in page
    assert "登记召开" in page
    assert "<form" not in page.partition('id="room"')[2].partition("toasts")[0]


def test_a_decision_is_recorded_on_its_screen_once(held):
    at = at_of(held, CROSSING)
    room = f"{ROOM}?at={at}"
    incomplete = send(held, room, kind="resolve", decision="城建办牵头", number="1")
    assert incomplete.status_code == 422
    assert "请写明销号标准" in incomplete.text
    assert "城建办牵头" in incomplete.text
    assert 'class="room"' in incomplete.text, "the fault is said on the wall"
    values = {
        "command_id": str(uuid4()),
        "kind": "resolve",
        "decision": "城建办牵头",
        "matter": "疏通管道",
        "owner": "城建办",
        "standard": "拍照",
        "number": "1",
    }
    for _ in range(2):
        answer = held.post(room, data=values)
        assert answer.status_code == 303
        assert answer.location.startswith(f"{ROOM}?at=")
        assert answer.location != room, "the next item is open"
    page = held.get(room).text
    assert "议定：形成议定事项" in page
    assert "更正议定" in page
    end = list(screens(held).values())[-1]
    assert end.count("疏通管道") == 1


def test_who_leads_the_grid_corrects_what_was_recorded(held, client_of):
    leader = client_of("grid_leader")
    room = f"{ROOM}?at={at_of(leader, LATE)}"
    done(leader, room, kind="note", decision="听取情况", number="1")
    done(leader, room, kind="defer", decision="下期再议", reason="记错")
    assert "议定：暂缓，下期再议" in leader.get(room).text


def test_who_only_reads_sees_the_wall_without_forms(held, client_of):
    worker = client_of("grid_worker")
    room = f"{ROOM}?at={at_of(worker, CROSSING)}"
    assert "还没有记录议定" in worker.get(room).text
    assert send(worker, room, kind="note", decision="好", number="1").status_code != 303


def test_the_past_on_the_wall_takes_no_decisions(held, office):
    position = office.ledger.position()
    room = f"{ROOM}?at=1&as_of={position}"
    page = held.get(room).text
    assert "您正在查看" in page
    assert "hx-post" not in page
