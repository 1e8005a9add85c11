"""Lists of any length as files: handed out while they are read, recorded again when whole."""

from hashlib import sha256

import pytest

from governance.disclosures.events import ExportFinished, ExportTaken
from governance.disclosures.stream import export_id
from governance.kernel.command import SYSTEM
from projections.disclosures.queries import DisclosureFilter, disclosure_list
from tests.tickets import received
from web.frame.downloads import LINES
from web.sheets import xlsx

ROWS = 3 * LINES


@pytest.fixture
def full(office):
    """An office with more cases than go into one part of a file."""
    for start in range(0, ROWS, 500):
        some = (received(f"T{n:05}") for n in range(start, start + 500))
        office.execute(*some, actor=SYSTEM)
    return office


def records(office):
    return office.history(export_id("auditor", office.clock().date()))


def row(office):
    return next(iter(disclosure_list(office.live(), DisclosureFilter(kind="export")).rows))


def test_a_file_is_recorded_before_its_first_part_and_again_when_it_is_whole(full, client_of):
    auditor = client_of("auditor")
    answer = auditor.get("/cases?format=csv")
    parts = iter(answer.response)
    first = next(parts)
    (taken,) = records(full)
    assert isinstance(taken, ExportTaken)
    assert (taken.rows, taken.digest, taken.actor) == (ROWS, "", "auditor")
    assert row(full).digest == ""
    body = first + b"".join(parts)
    assert body.count(b"\r\n") == ROWS + 1
    _, whole = records(full)
    assert isinstance(whole, ExportFinished)
    assert (whole.taken, whole.rows, whole.cause) == (1, ROWS, taken.reference)
    assert whole.digest == row(full).digest == sha256(body).hexdigest()


def test_a_file_that_is_broken_off_is_told_as_such(full, client_of):
    auditor = client_of("auditor")
    answer = auditor.get("/cases?format=csv")
    next(iter(answer.response))
    answer.close()
    (taken,) = records(full)
    assert taken.rows == ROWS
    assert "案件清单（没有取完）" in auditor.get("/disclosures").text


def test_a_file_holds_the_rows_of_one_moment(full, client_of):
    auditor = client_of("auditor")
    parts = iter(auditor.get("/cases?format=csv").response)
    first = next(parts)
    full.execute(received("T99999"), actor=SYSTEM)
    assert b"T99999" not in first + b"".join(parts)


def test_more_rows_than_a_workbook_holds_are_refused_in_words(full, client_of, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", ROWS - 1)
    answer = client_of("auditor").get("/cases?format=xlsx")
    assert answer.status_code == 422
    assert "改为导出 CSV" in answer.text
    assert records(full) == []
