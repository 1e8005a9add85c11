"""What was issued is kept once: the digests of its files, as they went out."""

from datetime import date

import pytest
from msgspec.structs import replace

from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.items import Heading, PaperFile
from governance.meetings.stream import STREAM
from tests.builders import ask as asked
from tests.builders import moment
from tests.given import refusal, then, when

MEETS = moment("2026-03-05 14:00")
SCHEDULED = fact.MeetingScheduled(
    grid="g1",
    window=202605,
    start=date(2026, 3, 2),
    end=date(2026, 3, 15),
    meets_at=MEETS,
    place="三楼会议室",
    host="li",
)
FROZEN = fact.AgendaFrozen(
    number=1,
    position=95,
    edition=1,
    digest="f" * 64,
    heading=Heading(grid="g1", window=202605, meets_at=MEETS, place="三楼会议室", host="li"),
    items=(),
)
MOVED = fact.MeetingMoved(
    old=MEETS, new=moment("2026-03-06 10:00"), old_place="三楼", place="五楼", reason="占用"
)
APPROVED = fact.MinutesApproved(number=1, serial="纪〔2026〕05-G1", digest="a" * 64)
ISSUED = (SCHEDULED, FROZEN)
WORD = PaperFile(kind="docx", digest="a" * 64, template="b" * 64)
PDF = PaperFile(kind="pdf", digest="c" * 64)
KEEP = asked(ask.KeepPaper, paper="agenda", number=1, files=(WORD,), layout="d" * 64)
KEPT = fact.PaperKept(paper="agenda", number=1, files=(WORD,), layout="d" * 64)
NOTICE, MINUTES = replace(KEEP, paper="notice"), replace(KEEP, paper="minutes")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        (ISSUED, KEEP, [KEPT]),
        ((*ISSUED, KEPT), replace(KEEP, files=(WORD, PDF)), [replace(KEPT, files=(PDF,))]),
        ((*ISSUED, MOVED), NOTICE, [replace(KEPT, paper="notice")]),
        ((*ISSUED, APPROVED), MINUTES, [replace(KEPT, paper="minutes")]),
        ((*ISSUED, KEPT), KEEP, []),
        ((*ISSUED, KEPT), replace(KEEP, files=(replace(WORD, digest="e" * 64),)), []),
        (ISSUED, replace(KEEP, files=()), []),
    ],
)
def test_a_file_is_kept_once_and_as_it_was_first(past, command, facts):
    assert when(STREAM, past, command) == facts
    assert when(STREAM, then(STREAM, past, command), command) == []


@pytest.mark.parametrize(
    ("past", "command"),
    [
        ((SCHEDULED,), KEEP),
        (ISSUED, replace(KEEP, number=2)),
        (ISSUED, replace(KEEP, number=0)),
        (ISSUED, replace(KEEP, paper="whim")),
        (ISSUED, NOTICE),
        (ISSUED, MINUTES),
    ],
)
def test_what_was_not_issued_is_not_kept(past, command):
    assert refusal(STREAM, past, command) == "meetings.not_issued"
