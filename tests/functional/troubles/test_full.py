"""A disk that is full: said in a sentence, nothing typed is lost, reading goes on, no restart."""

import gc
import io
import re
from uuid import uuid4

import pytest

from tests.expecting import existing
from tests.functional.troubles.faults import frozen, full, no_room_in_files
from tests.functional.visits.setting import DOOR, kept, picture, send, visit_form

pytestmark = pytest.mark.parametrize("database_url", [""])
LONG = "路灯不亮，晚上看不清路。" * 150
FULL = "服务器的存储空间已满，这一步没有完成"


def form(**more):
    return {
        "command_id": str(uuid4()),
        "filled_by": "hotline_desk",
        "serial": "SH-1",
        "received_at": "2026-03-05T10:00",
        "kind": "complaint",
        "title": "路灯不亮",
        "phone": "13800138000",
        "grid": "g1",
        "urgency": "normal",
        "source": "12345",
        "content": LONG,
        **more,
    }


def traced(caplog):
    return "which led to" in caplog.text or 'File "' in caplog.text


def test_a_form_that_finds_no_room_keeps_all_that_was_typed(office, client_of, caplog):
    desk, sent = client_of("hotline_desk"), form()
    before = office.ledger.position()
    with full(office, "events"):
        page = desk.post("/tickets/new", data=sent)
        assert page.status_code == 507
        assert FULL in page.text
        assert LONG in page.text
        assert desk.get("/cases").status_code == 200
    assert office.ledger.position() == before
    assert not traced(caplog)
    assert "SQLITE_FULL" in caplog.text
    assert desk.post("/tickets/new", data=sent).status_code == 303  # there is room again
    assert "SH-1" in desk.get("/cases").text


def test_a_form_whose_page_is_not_made_again_is_on_the_page_that_says_so(doors, worker):
    sent = visit_form(uuid4())
    sent |= {"narrative": LONG, "companions": ["police", "fire"], "filled_by": "grid_worker"}
    photo = {"photos": (io.BytesIO(picture()), "门口.jpg")}
    with full(doors, "events"):
        page = send(worker, sent | photo)
    assert page.status_code == 507
    assert FULL in page.text
    assert 'action="/visits/new"' in page.text
    assert "选好的文件没有留下（门口.jpg）" in page.text
    held = kept(page)
    assert held.pop("lost_files") == ["photos/门口.jpg"]
    assert held == {k: v if isinstance(v, list) else [v] for k, v in sent.items()}
    assert worker.post("/visits/new", data=held).status_code == 303


@pytest.mark.parametrize("agent", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}])
def test_who_reads_the_answer_with_a_script_keeps_the_form_itself(doors, worker, agent):
    sent = visit_form(uuid4(), narrative=LONG, filled_by="grid_worker")
    with full(doors, "events"):
        page = worker.post("/visits/new", data=sent, headers=agent | {"Sec-Fetch-Site": "none"})
    assert page.status_code == 507
    assert f"<p data-said>{FULL}" in page.text
    assert LONG not in page.text


def test_what_is_stored_is_done_though_its_rows_find_no_room(office, client_of):
    desk, sent = client_of("hotline_desk"), form()
    seen = office.live().position
    with frozen(office, "writing"):
        assert desk.post("/tickets/new", data=sent).status_code == 303
        page = desk.get("/cases")
        assert page.status_code == 200
        assert f"这里显示到第{seen}号记录为止" in page.text
        assert "SH-1" not in page.text
        assert desk.post("/tickets/new", data=sent).status_code == 303  # known by its id
    page = desk.get("/cases")
    assert "SH-1" in page.text
    assert "号记录为止" not in page.text


def test_no_key_no_form(office, client_of):
    desk, sent = client_of("hotline_desk"), form()
    with frozen(office, "keys"):
        page = desk.post("/tickets/new", data=sent)
        assert page.status_code == 503
        assert "写不进数据文件夹" in page.text
        assert LONG in page.text
    assert desk.post("/tickets/new", data=sent).status_code == 303


# What the library leaves half written finds the file closed when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_that_finds_no_room_to_be_made_is_not_handed_out(office, client_of, caplog):
    auditor = client_of("auditor")
    with no_room_in_files():
        page = auditor.get("/cases?format=xlsx")
    assert page.status_code == 507
    assert FULL in page.text
    assert not traced(caplog)
    gc.collect()
    assert auditor.get("/cases?format=xlsx").status_code == 200


def test_a_sheet_that_finds_no_room_is_not_taken(office, client_of):
    desk = client_of("hotline_desk")
    sheet = {"sheet": (io.BytesIO("工单编号,标题\n".encode() + b"x" * 6_000), "工单.csv")}
    with no_room_in_files():
        page = desk.post("/import", data={"filled_by": "hotline_desk", "source": "12345"} | sheet)
    assert page.status_code == 507
    assert FULL in page.text


def test_a_photograph_that_finds_no_room_goes_with_the_form(doors, worker):
    page = worker.get(f"/visits/new?place={DOOR}").text
    place = existing(re.search(r'data-keep="([^"]+)"', page))
    for status in (507, 200):
        with full(doors, *(["access"] if status == 507 else [])):
            sent = {"file": (io.BytesIO(picture((900, 900))), "门口.jpg")}
            answer = worker.post(place[1], data=sent | {"filled_by": "grid_worker"})
            assert answer.status_code == status
