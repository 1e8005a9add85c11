"""A folder nobody may write to: whoever is signed in goes on reading, and is told so."""

from datetime import timedelta
from threading import Thread

import pytest
from click.testing import CliRunner

from governance.kernel.locking import FileLock
from scripts import jobs
from scripts.cli.main import main
from scripts.worker import Worker
from tests.functional.conftest import PASSWORD
from tests.functional.troubles.faults import frozen, read_only
from tests.functional.troubles.test_full import LONG, form, traced

pytestmark = pytest.mark.parametrize("database_url", [""])
UNWRITABLE = "服务器现在写不进数据文件夹，这一步没有完成"
NOTICE = "现在可以查看，办理的内容可能保存不了"


def test_reading_goes_on_and_what_is_typed_is_kept(office, client_of, caplog):
    desk, sent = client_of("hotline_desk"), form()
    with read_only(office.data):
        page = desk.post("/tickets/new", data=sent)
        assert page.status_code == 503
        assert page.headers["Retry-After"]
        assert UNWRITABLE in page.text
        assert LONG in page.text
        for path in ("/", "/cases", "/figures"):
            assert desk.get(path).status_code == 200
        assert desk.get("/cases?format=xlsx").status_code == 503  # who took it could not be noted
    assert not traced(caplog)
    assert desk.post("/tickets/new", data=sent).status_code == 303


def test_whoever_reads_stays_signed_in_while_nothing_can_be_noted_of_him(office, client_of):
    desk = client_of("hotline_desk")
    with read_only(office.data):
        for _ in range(5):
            office.clock.now += timedelta(minutes=20)
            page = desk.get("/cases")
            assert page.status_code == 200
            assert NOTICE in page.text
        office.clock.now += timedelta(minutes=40)
        assert desk.get("/cases").status_code == 302  # away too long: over all the same
    again = client_of("hotline_desk")
    office.clock.now += timedelta(minutes=2)
    assert NOTICE not in again.get("/cases").text


def test_nobody_signs_in_where_his_try_cannot_be_counted(office, client_of):
    browser = client_of("auditor")
    with read_only(office.data):
        page = browser.post("/login", data={"account": "hotline_desk", "password": PASSWORD})
    assert page.status_code == 503
    assert UNWRITABLE in page.text
    assert PASSWORD not in page.text


def test_nothing_is_shown_that_cannot_be_noted(office, client_of):
    desk = client_of("hotline_desk")
    key = desk.post("/tickets/new", data=form()).location.rpartition("/")[2]
    address, look = f"/reveal/case/{key}", {"field": "phone", "purpose": "contact"}
    with read_only(office.data):
        page = desk.post(address, data=look)
        assert page.status_code == 503
        assert "13800138000" not in page.text
    assert "13800138000" in desk.post(address, data=look).text


def test_a_lock_that_could_not_be_opened_keeps_nobody_waiting(tmp_path, database_url):
    lock = FileLock(tmp_path / "not yet" / "lock")
    with pytest.raises(FileNotFoundError):
        lock.acquire()
    (tmp_path / "not yet").mkdir()
    got = []
    other = Thread(target=lambda: got.append(lock.acquire()), daemon=True)
    other.start()
    other.join(5)
    assert got == [True]


def test_the_heart_beats_on_and_says_what_is_the_matter_in_a_line(office, caplog):
    heart = Worker(office)
    with frozen(office, "access"), read_only(office.data):
        assert heart.beat(jobs.fold_back) == 0
    assert "fold_back: unwritable: builtins.PermissionError" in caplog.text
    assert not traced(caplog)
    assert heart.beat(jobs.fold_back) == 0
    heart.stop()


def test_a_command_says_what_is_the_matter(office):
    office.close()
    with read_only(office.data):
        said = CliRunner().invoke(main, ["--data", str(office.data), "rebuild"])
    assert said.exit_code == 1
    assert "写不进数据文件夹，没有完成" in said.output
