"""A form sent again: the same words are answered by what they did, other words are asked about."""

import io
import re
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from governance.visits.events import VisitMade
from governance.visits.stream import visit_id
from projections.engine.runtime import Runtime
from tests.deployment import Clock
from tests.functional.visits.setting import escalated, picture, send, visit_form

ALREADY = "这份表先前已经登记，没有重复记录。"
OTHERWISE = "这份表先前已经登记过，那一次的内容与现在填写的不同；现在填写的还没有保存。"
ID = re.compile(r'name="command_id" value="([^"]+)"')
KEPT = re.compile(r'name="([a-z0-9-]+_kept)" value="([^"]+)"')
SHOTS = re.compile(r'name="kept_under" value="([^"]+)"')


def in_form(page: TestResponse, number: int = -1) -> str:
    """Give the id of the form of a page; the last one stands in the page itself."""
    return str(ID.findall(page.text)[number])


def report(key: UUID, **more: str) -> dict[str, str]:
    return {
        "command_id": str(key),
        "source": "patrol",
        "title": "路灯不亮",
        "grid": "g1",
        "description": "第二根灯杆",
        **more,
    }


def facts(office: Runtime) -> int:
    return office.ledger.position()


def test_a_reply_lost_on_the_way_is_told_once_more(
    worker: FlaskClient, doors: Runtime, clock: Clock
) -> None:
    key = uuid4()
    first = send(worker, escalated(key))
    assert first.status_code == 303
    assert ALREADY not in worker.get(first.location).text
    position = facts(doors)
    clock.move(minutes=7)
    again = send(worker, escalated(key))
    assert (again.status_code, again.location) == (303, first.location)
    assert ALREADY in worker.get(again.location).text
    assert facts(doors) == position


def test_a_visit_told_otherwise_is_asked_about_and_loses_nothing(
    worker: FlaskClient, doors: Runtime
) -> None:
    key = uuid4()
    first = send(worker, visit_form(key, narrative="门锁坏了"))
    position = facts(doors)
    other = visit_form(key, narrative="门锁坏了，已报修")
    other |= {"photos": (io.BytesIO(picture()), "门.jpg")}
    asked = send(worker, other)
    assert asked.status_code == 422
    assert OTHERWISE in asked.text
    assert "未保存" not in asked.text
    assert f'<a href="{first.location}">查看已登记的内容</a>' in asked.text
    assert "门锁坏了，已报修" in asked.text
    assert facts(doors) == position
    anew = in_form(asked)
    assert anew != str(key)
    kept = dict(KEPT.findall(asked.text))
    done = send(worker, visit_form(UUID(anew), narrative="门锁坏了，已报修") | kept)
    assert done.location == f"/visits/{visit_id(anew)}"
    (event,) = doors.history(visit_id(anew))
    assert isinstance(event, VisitMade)
    assert len(event.photos) == 1
    photo = worker.get(f"/photos/{event.stream}/{event.photos[0]}")
    assert photo.content_type == "image/jpeg"


def test_an_issue_is_one_however_often_it_is_reported(
    worker: FlaskClient, doors: Runtime, clock: Clock
) -> None:
    key = uuid4()
    first = worker.post("/issues/new", data=report(key))
    assert first.status_code == 303, first.text
    position = facts(doors)
    clock.move(minutes=3)
    again = worker.post("/issues/new", data=report(key))
    assert (again.status_code, again.location) == (303, first.location)
    assert ALREADY in worker.get(again.location).text
    photo = {"photos": (io.BytesIO(picture()), "灯.jpg")}
    other = worker.post("/issues/new", data=report(key, title="路灯不亮，第三根") | photo)
    assert other.status_code == 422
    assert OTHERWISE in other.text
    assert f'<a href="{first.location}">查看已登记的内容</a>' in other.text
    assert facts(doors) == position
    anew = in_form(other)
    kept = dict(KEPT.findall(other.text)) | {"kept_under": SHOTS.findall(other.text)[0]}
    done = worker.post("/issues/new", data=report(UUID(anew), title="路灯不亮，第三根") | kept)
    assert done.status_code == 303
    assert done.location != first.location
    (event, *_) = doors.history(UUID(done.location.rpartition("/")[2]))
    assert len(event.photos) == 1  # type: ignore[attr-defined]


def test_the_server_gives_a_form_its_id(worker: FlaskClient) -> None:
    one, other = (in_form(worker.get("/issues/new")) for _ in range(2))
    assert UUID(one) != UUID(other)
