"""Who looks at the past keeps nobody from the present, however many of them come at once."""

from threading import BoundedSemaphore, Thread

import pytest
from werkzeug.test import TestResponse

from governance.kernel.locking import FileLock
from projections.engine.asof import AT_ONCE

pytestmark = pytest.mark.parametrize("database_url", [""])


def looking(client, position, answers):
    """Begin to look at a position; what comes of it is put into a list."""

    def look():
        answers.append(client.get(f"/cases?as_of={position}"))

    one = Thread(target=look, daemon=True)
    one.start()
    return one


def begun(office, many):
    """Wait until as many have their turn."""
    while office.asof.turns._value != many:  # noqa: SLF001
        pass


@pytest.fixture
def being_made(office):
    """Let the past take as long to be made as a test wants."""
    office.live()
    office.asof.at(3)  # one moment is there already
    lock = FileLock(office.asof.folder.parent / "lock")
    lock.acquire()
    yield lock
    lock.close()


def test_some_wait_the_next_is_told_to_come_again_and_the_present_is_there(
    office, client_of, being_made
):
    browsers = [client_of("auditor") for _ in range(AT_ONCE)]
    answers = list[TestResponse]()
    waiting = [looking(one, 5 + place, answers) for place, one in enumerate(browsers)]
    begun(office, 0)
    office.asof.patience = 0.1
    another = client_of("secretary")
    page = another.get("/cases?as_of=9")
    assert page.status_code == 503
    assert "同时回看过去的人太多" in page.text
    assert page.headers["Retry-After"]
    assert another.get("/cases").status_code == 200
    assert another.get("/cases?as_of=3").status_code == 200  # it is there already
    being_made.release()
    for one in waiting:
        one.join(30)
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert another.get("/cases?as_of=9").status_code == 200


def test_without_turns_everybody_who_comes_waits_and_keeps_a_thread(office, client_of, being_made):
    office.asof.turns, office.asof.patience = BoundedSemaphore(100), 0.1
    browsers = [client_of("auditor") for _ in range(AT_ONCE + 6)]
    answers = list[TestResponse]()
    waiting = [looking(one, 5 + place, answers) for place, one in enumerate(browsers)]
    begun(office, 100 - len(browsers))
    assert all(one.is_alive() for one in waiting)
    assert not answers
    being_made.release()
    for one in waiting:
        one.join(30)
    assert [answer.status_code for answer in answers] == [200] * len(browsers)
