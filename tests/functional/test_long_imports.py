"""A sheet that takes long is taken beside the request, and goes on when a server was stopped."""

import os
import re
import threading
from io import BytesIO

import pytest

from governance.hotline.stream import ticket_id
from governance.kernel.command import Actor
from projections.casework.queries import case
from scripts import jobs
from scripts.cli.serving import server_of
from tests.expecting import existing
from tests.functional.test_importing import ROWS, mapping_of, sheet, upload
from web.hotline.sheet import TICKETS
from web.imports.taking_over import take_over
from web.imports.uploads import Uploads
from web.imports.work import resume
from web.sheets import Mapping


@pytest.fixture
def desk(client_of):
    return client_of("hotline_desk")


def test_a_long_sheet_is_taken_beside_the_request(desk, monkeypatch):
    for most in ("IMPORT_AT_ONCE", "READ_AT_ONCE"):
        monkeypatch.setitem(desk.application.config, most, 0)
    read = upload(desk).location
    where = read.removesuffix("/progress")
    for step in ("", "/go"):
        done()
        page = desk.get(read).text
        assert "读完了，现在还没有存入任何内容" in page
        then = existing(re.search(rf'href="({where}[/a-z]*)">看结果', page))[1]
        values = mapping_of(desk.get(then).text)
        going = desk.post(f"{where}{step}", data=values)
        assert going.location == read
    done()
    assert "已导入，共 4 行" in desk.get(read).text
    assert desk.get(where).status_code == 303


def done():
    for thread in [each for each in threading.enumerate() if each.name.startswith("import ")]:
        thread.join()


class StoppedError(BaseException):
    """What ends a server in the middle of a thing."""


def test_an_import_goes_on_where_a_server_stopped_and_takes_every_row_once(desk, office, clock):
    long = [ROWS[0].replace("SH001", f"SH{number:03d}") for number in range(1, 451)]
    where = upload(desk, sheet([*long, ROWS[3]])).location
    token = where.rpartition("/")[2]
    assert (
        "导入 450 行"
        in desk.post(where, data=mapping_of(desk.get(where).text), follow_redirects=True).text
    )
    uploads = Uploads(office.data)
    kept = existing(uploads.read(token))
    began, actor = clock(), Actor("zhang", frozenset({"hotline_desk"}))
    uploads.tell(token, {"task": "take", "since": began, "actor": actor, "done": 0, "all": 451})
    stop = iter((None, StoppedError()))

    def progress(*_):
        if fault := next(stop):
            raise fault

    mapping = Mapping.from_dict(kept.more["mapping"], TICKETS)
    with pytest.raises(StoppedError):
        take_over(office, kept.name, kept.data, mapping, actor, progress=progress)
    assert case(office.live(), ticket_id("12345", "SH400")), "two portions of 200 were taken"
    assert case(office.live(), ticket_id("12345", "SH401")) is None
    clock.move(minutes=5)
    server_of(office, "127.0.0.1", 0).close()
    done()
    receipt = uploads.progress(token)["receipt"]
    assert (receipt["accepted"], receipt["known"], receipt["counts"]["refused"]) == (450, 0, 1)
    for number in (1, 200, 400, 401, 450):
        [event] = office.history(ticket_id("12345", f"SH{number:03d}"))
        assert event.version == 1
    resume(office, [TICKETS])
    done()
    assert uploads.progress(token)["receipt"] == receipt, "what has ended is left alone"


def test_a_trial_a_server_left_is_done_anew(desk, office):
    where = upload(desk).location
    uploads, token = Uploads(office.data), where.rpartition("/")[2]
    uploads.tell(token, {"task": "try", "done": 1, "all": 4})
    with uploads.lock(token):
        assert "正在试导入" in desk.get(f"{where}/progress").text
    assert "看结果" in desk.get(f"{where}/progress").text
    assert desk.get(where).status_code == 200


def test_what_is_left_of_a_sheet_goes_after_a_day_whoever_comes(desk, office, clock):
    where = upload(desk).location
    desk.post(where, data=mapping_of(desk.get(where).text))
    assert desk.post(f"{where}/go", data=mapping_of(desk.get(where).text)).status_code == 303
    uploads = Uploads(office.data)
    jobs.sweep_uploads(office)
    assert "没有编号" in everything_in(uploads)  # of a row that was refused
    clock.move(days=1, minutes=1)
    jobs.sweep_uploads(office)
    assert list(uploads.folder.iterdir()) == []


def test_what_was_left_half_goes_and_what_goes_on_stays(office, clock):
    uploads = Uploads(office.data)
    token = uploads.keep("zhang", "a.csv", BytesIO(b"13800138000"), now=clock())
    uploads.tell(token, {"task": "take"})
    half = uploads.folder / f"{'0' * 32}.sheet.new"
    half.write_bytes(b"13800138000")
    os.utime(half, (clock().timestamp(),) * 2)
    clock.move(minutes=59)
    assert uploads.sweep(now=clock()) == 0
    clock.move(days=2)
    assert uploads.sweep(now=clock()) == 1
    assert {path.name for path in uploads.folder.iterdir()} == {
        token,
        f"{token}.sheet",
        f"{token}.json",
    }
    uploads.tell(token, {"receipt": {}})
    resume(office, [TICKETS])  # as a server does that starts
    assert list(uploads.folder.iterdir()) == []


def everything_in(uploads):
    return b"".join(path.read_bytes() for path in uploads.folder.iterdir()).decode(errors="replace")
