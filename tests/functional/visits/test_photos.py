"""Photographs of a visit: small, without their origin, shown to whoever sees the visit."""

import io
import re
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from governance.visits.events import VisitMade
from governance.visits.stream import visit_id
from projections.visits.queries import visit
from tests.expecting import existing
from tests.functional.visits.setting import picture, send, visit_form


def test_a_photograph_comes_back_small_and_without_its_origin(worker, client_of):
    exif = Image.Exif()
    exif[0x010F] = "某手机"
    shot = picture((2400, 1200), exif=exif)
    form = visit_form(uuid4(), photos=(io.BytesIO(shot), "a.jpg"))
    page = worker.get(send(worker, form).location).text
    url = existing(re.search(r'"(/photos/[^"]+)"', page))[1]
    answer = worker.get(url)
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Cache-Control"].startswith("private")
    kept = Image.open(io.BytesIO(answer.data))
    assert kept.size == (1600, 800)
    assert not kept.getexif()
    assert client_of("administrator").get(url).status_code == 404
    assert client_of("hotline_desk").get(url).status_code == 404
    assert client_of("secretary").get(url).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("断.jpg", picture()[:200]),
        ("动.gif", picture(kind="GIF")),
        ("空.jpg", b""),
    ],
)
def test_a_hostile_photograph_is_refused_and_what_was_typed_stays(worker, doors, name, data):
    before = doors.ledger.position()
    form = visit_form(
        uuid4(),
        narrative="这些字不能丢",
        **{"f0-title": "标题也不能丢", "f0-outcome": "hazard", "item-safety-1": "yes"},
        photos=(io.BytesIO(data), name),
    )
    answer = send(worker, form)
    assert answer.status_code == 422
    assert f"“{name}”不是能读取的照片" in answer.text
    assert "这些字不能丢" in answer.text
    assert "标题也不能丢" in answer.text
    assert re.search(r'name="item-safety-1" value="yes"[^>]* checked', answer.text)
    assert doors.ledger.position() == before


def test_a_picture_that_would_fill_the_memory_is_refused_unopened(worker):
    bomb = picture((20_000, 10_000), "PNG", "1")
    answer = send(worker, visit_form(uuid4(), photos=(io.BytesIO(bomb), "大.png")))
    assert answer.status_code == 422
    assert "这种格式的照片最多2500万像素" in answer.text


def test_a_kept_photograph_survives_a_fault(worker, doors):
    key = uuid4()
    wrong = visit_form(key, way="", photos=(io.BytesIO(picture()), "a.jpg"))
    answer = send(worker, wrong)
    assert answer.status_code == 422
    token = existing(re.search(r'name="photos_kept" value="([^"]+)"', answer.text))[1]
    assert worker.get(f"/photos/{token}").status_code == 200
    assert send(worker, visit_form(key, photos_kept=token)).status_code == 303
    assert existing(visit(doors.live(), visit_id(str(key)))).photos == 1


@pytest.mark.parametrize("outcome", ["not_met", "refused"])
def test_a_shut_door_is_photographed(worker, doors, outcome):
    key = uuid4()
    form = visit_form(key, outcome=outcome, photos=(io.BytesIO(picture()), "门.jpg"))
    page = worker.get(send(worker, form).location).text
    assert "门口照片1" in page
    assert worker.get(existing(re.search(r'"(/photos/[^"]+)"', page))[1]).status_code == 200
    assert existing(visit(doors.live(), visit_id(str(key)))).photos == 1


def test_a_photograph_as_a_telephone_writes_it_is_kept_as_any_other(worker, doors):
    heic = (Path(__file__).parents[2] / "unit/web/photo.heic").read_bytes()
    key = uuid4()
    photos = [(io.BytesIO(heic), "IMG_1.HEIC"), (io.BytesIO(picture()), "ok.jpg")]
    assert send(worker, visit_form(key, photos=photos)).status_code == 303
    (made,) = doors.history(visit_id(str(key)))
    assert isinstance(made, VisitMade)
    assert len(made.photos) == 2
    for digest in made.photos:
        kept = worker.get(f"/photos/{made.stream}/{digest}")
        assert kept.content_type == "image/jpeg"
        assert b"CanaryMaker" not in kept.data


def test_a_photograph_that_is_none_leaves_the_others_of_its_form(worker, doors):
    key = uuid4()
    damaged = io.BytesIO(b"\0\0\0\x18ftypheic" + bytes(4000))
    photos = [(damaged, "IMG_1.HEIC"), (io.BytesIO(picture()), "ok.jpg")]
    page = send(worker, visit_form(key, photos=photos))
    assert page.status_code == 422
    assert "“IMG_1.HEIC”不是能读取的照片" in page.text
    (token,) = re.findall(r'name="photos_kept" value="([^"]+)"', page.text)
    assert send(worker, visit_form(key, photos_kept=token)).status_code == 303
