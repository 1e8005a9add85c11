"""A photograph is sent once, when it is chosen; the form then only says where it is kept."""

import io
import re
from html import unescape
from uuid import uuid4

import pytest

from governance.visits.events import VisitMade
from governance.visits.stream import visit_id
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, picture, send, visit_form

HEIC = b"\0\0\0\x18ftypheic" + bytes(4000)
PDF = b"%PDF-1.4\n"


def form_of(worker):
    page = worker.get(f"/visits/new?place={DOOR}").text
    keep = unescape(existing(re.search(r'data-keep="([^"]+)"', page))[1])
    key = re.findall(r'name="command_id" value="([^"]+)"', page)[-1]
    return keep, key


def upload(client, address, data, name="门口.jpg"):
    sent = {"file": (io.BytesIO(data), name), "filled_by": "grid_worker"}
    return client.post(address, data=sent, content_type="multipart/form-data")


def test_what_was_sent_alone_belongs_to_the_visit(worker, doors):
    keep, key = form_of(worker)
    tokens = [
        existing(upload(worker, keep, picture(size)).json)["token"] for size in ((9, 9), (8, 5))
    ]
    answer = send(worker, visit_form(key, photos_kept=tokens))
    assert answer.status_code == 303
    (event,) = doors.history(visit_id(key))
    assert isinstance(event, VisitMade)
    assert len(event.photos) == 2
    for digest in event.photos:
        assert worker.get(f"/photos/{event.stream}/{digest}").content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (HEIC, "a.HEIC", "“a.HEIC”不是能读取的照片"),
        (b"x", "a.jpg", "“a.jpg”不是能读取的照片"),
        (PDF, "a.pdf", "“a.pdf”不是能读取的照片"),
        (b"", "", "没有收到照片"),
    ],
)
def test_what_is_no_photograph_is_said_at_once(worker, data, name, words):
    keep, _ = form_of(worker)
    answer = upload(worker, keep, data, name)
    assert answer.status_code == 422
    assert words in existing(answer.json)["fault"]


def test_a_report_takes_files_too(worker):
    page = worker.get("/issues/new").text
    keep = unescape(existing(re.search(r'data-keep="([^"]+)"', page))[1])
    assert upload(worker, keep, PDF, "单据.pdf").status_code == 200


def test_only_whoever_opened_the_form_sends_to_it(worker, client_of):
    keep, _ = form_of(worker)
    other = client_of("grid_leader")
    sent = {"file": (io.BytesIO(picture()), "a.jpg"), "filled_by": "grid_leader"}
    assert other.post(keep, data=sent, content_type="multipart/form-data").status_code == 403
    assert upload(worker, f"{keep}x", picture()).status_code == 404
    assert upload(worker, f"/attach/{uuid4()}", picture()).status_code == 404
    worker.delete_cookie("geyi_session")
    assert upload(worker, keep, picture()).status_code == 401
