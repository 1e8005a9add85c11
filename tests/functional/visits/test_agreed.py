"""An agreed day is seen on the household's page, in the lists and on the form, until called off."""

from uuid import UUID, uuid4

from tests.functional.visits.setting import DOOR, send, visit_form

WORDS = "已约定2026年3月20日（周五）再访"


def agree(client, **more):
    answer = send(client, visit_form(uuid4(), next_on="2026-03-20", **more))
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rpartition("/")[2])


def test_an_agreed_day_is_seen_wherever_the_door_is(worker, doors):
    agree(worker, made_at="2026-03-05T08:00")
    send(worker, visit_form(uuid4(), made_at="2026-03-05T09:00"))
    assert WORDS in worker.get(f"/register/{DOOR}").text
    assert WORDS in worker.get(f"/visits/new?place={DOOR}").text
    assert "与对方约定" in worker.get("/register").text
    assert "3月20日" in worker.get("/visits").text


def test_a_visit_may_be_the_one_that_was_agreed(worker, doors):
    agree(worker, made_at="2026-03-05T08:00")
    form = visit_form(uuid4(), made_at="2026-03-05T09:00", keeps="yes")
    assert send(worker, form).status_code == 303
    assert WORDS not in worker.get(f"/register/{DOOR}").text


def test_an_agreed_day_is_called_off_on_the_page_of_the_door(worker, doors, client_of):
    key = agree(worker)
    address = f"/visits/{key}/call-off"
    assert address in worker.get(f"/register/{DOOR}").text
    assert "3月20日" in worker.get(address).text
    asked = {"command_id": str(uuid4()), "reason": ""}
    assert worker.post(address, data=asked).status_code == 422
    answer = worker.post(address, data=asked | {"reason": "已迁出"})
    assert (answer.status_code, answer.location) == (303, f"/register/{DOOR}")
    assert WORDS not in worker.get(f"/register/{DOOR}").text
    assert "取消3月20日（周五）的走访约定：已迁出" in worker.get(f"/visits/{key}").text
    again = worker.post(address, data={"command_id": str(uuid4()), "reason": "再取消"})
    assert "不必再取消" in again.text
    assert client_of("handling_unit").get(address).status_code in {403, 404}
