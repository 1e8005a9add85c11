"""The past of what somebody may not see is answered as that of what never was."""

from uuid import uuid4

from tests.functional.visits.setting import DOOR, ELSEWHERE


def test_whoever_may_not_see_a_thing_reads_the_same_words(worker, doors):
    position = doors.ledger.position()
    pages = [
        worker.get(f"/register/{key}", query_string={"as_of": position})
        for key in (ELSEWHERE, uuid4())
    ]
    assert [page.status_code for page in pages] == [404, 404]
    assert all("那时还没有这件事" in page.text for page in pages)
    assert worker.get(f"/register/{DOOR}", query_string={"as_of": position}).status_code == 200
