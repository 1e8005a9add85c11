"""The agenda on paper: what it says, and that a frozen one says it for ever."""

from datetime import date
from uuid import UUID

import pytest

from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from governance.meetings import commands as meeting
from governance.meetings.stream import STREAM, meeting_id
from governance.places.commands import CorrectPlace, RegisterPlace
from governance.places.stream import place_id
from governance.resolutions import commands as resolution
from governance.resolutions.stream import resolution_id
from projections.agenda.proposal import proposal
from tests.builders import moment
from tests.deployment import Clock, deployed, tell
from tests.expecting import being
from web.documents import agenda_docx, agenda_xlsx
from web.meetings.agenda_document import paper

RECEIVED = moment("2026-02-24 10:00")
DRAFTING = moment("2026-03-20 10:00")
MEETS = moment("2026-03-24 14:00")
KEY = meeting_id("g1", 202606)
BEFORE = UUID("5b3f8a52-0b0e-4d0c-9d3b-2c8f2a6a9e12")


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, RECEIVED) as runtime:
        street = place_id("street", "jd")
        tell(runtime, RegisterPlace, street, kind="street", code="jd", name="示例街道")
        values = {"kind": "grid", "code": "g1", "name": "第一综合网格", "grid": "g1"}
        tell(runtime, RegisterPlace, place_id("grid", "g1"), **values)
        a_ticket(runtime, "T1")
        for number, matter in enumerate(("增设充电桩", "清理楼道"), 1):
            tell(
                runtime,
                resolution.AdoptResolution,
                resolution_id(BEFORE, number),
                serial=f"g1-{number}",
                meeting=BEFORE,
                grid="g1",
                item="case:1",
                matter=matter,
                owner="城建办",
                partners=("居委会",),
                due=date(2026, 3, 31) if number == 1 else None,
                standard="投入使用",
            )
        being(Clock, runtime.clock).now = DRAFTING
        yield runtime


def a_ticket(runtime, serial):
    tell(
        runtime,
        hotline.ReceiveTicket,
        ticket_id("12345", serial),
        serial=serial,
        source="12345",
        received_at=RECEIVED,
        kind="complaint",
        title="楼道堆物",
        grid="g1",
        unit="平安办",
    )


def drafted(runtime):
    view = runtime.live()
    tell(
        runtime,
        meeting.ScheduleMeeting,
        KEY,
        grid="g1",
        window=202606,
        start=date(2026, 3, 16),
        end=date(2026, 3, 29),
        meets_at=MEETS,
        place="议事厅",
        host="网格长",
    )
    made = proposal(view, view.book(), "g1", MEETS, DRAFTING)
    tell(
        runtime,
        meeting.DraftAgenda,
        KEY,
        position=view.position,
        edition=1,
        sections=made.sections,
        items=made.items,
    )
    return runtime.governance.load(STREAM, KEY)


def frozen(runtime):
    drafted(runtime)
    tell(runtime, meeting.FreezeAgenda, KEY, position=runtime.live().position)
    return runtime.governance.load(STREAM, KEY)


def printed(runtime, state):
    view = runtime.at(state.frozen.position)
    return paper(state, view, view.book(), draft=False)


def test_the_head_names_street_grid_and_issue(runtime):
    state = frozen(runtime)
    made = printed(runtime, state)
    assert (made.organ, made.grid_name) == ("示例街道", "第一综合网格")
    assert (made.year, made.issue_number, made.version) == (2026, 6, 1)
    assert (made.issuer, made.host, made.place) == ("示例街道网格办", "网格长", "议事厅")
    assert (made.position, made.digest) == (state.frozen.position, state.frozen.digest)
    assert made.made_at == state.frozen.recorded_at == DRAFTING
    assert len(made.code) == 12
    assert not made.draft


def test_parts_with_nothing_to_say_are_left_out_and_the_rest_is_numbered(runtime):
    made = printed(runtime, frozen(runtime))
    titles = [(section.number_cn, section.title) for section in made.sections]
    assert titles == [
        ("一", "上期议定事项落实情况"),
        ("二", "一格一题推进情况"),
        ("三", "超期及下期会议前到期事项"),
        ("四", "12345与走访情况通报"),
        ("五", "主持人小结，确认议定事项"),
    ]


def test_an_item_says_why_it_is_there_and_who_is_to_come(runtime):
    made = printed(runtime, frozen(runtime))
    (item,) = made.sections[2].items
    assert (item.number, item.subject, item.case_key, item.unit) == (1, "楼道堆物", "T1", "平安办")
    assert item.source == "12345热线"
    assert item.reasons[0].startswith("超期")
    assert item.proposal
    assert {"平安办", "城建办"} <= set(made.observers)


def test_figures_are_read_out_as_running_text(runtime):
    spoken = printed(runtime, frozen(runtime)).sections[3]
    assert spoken.items == ()
    assert "2026年3月2日至2026年3月15日，受理量0件" in spoken.note
    assert "上门0户次" in spoken.note


def test_the_ledger_lists_what_runs_and_what_has_ended_since(runtime):
    first, stream = (resolution_id(BEFORE, number) for number in (1, 2))
    tell(runtime, resolution.ReportProgress, first, percent=60, note="已选址")
    tell(runtime, resolution.ClaimCompletion, stream, evidence="照片")
    tell(runtime, resolution.CloseResolution, stream, by="checker", note="照片")
    made = printed(runtime, frozen(runtime))
    rows = [(row.no, row.matter, row.state, row.due) for row in made.resolutions]
    assert rows == [
        (1, "增设充电桩", "在办", date(2026, 3, 31)),
        (2, "清理楼道", "销号", None),
    ]
    assert made.resolutions[0].partners == ("居委会",)
    assert [row.fulfilment for row in made.resolutions] == ["完成60%：已选址", "完成100%：照片"]
    assert made.sections[0].note == "议定事项2项：在办1项、销号1项，详见附件。"


def test_a_frozen_agenda_is_the_same_paper_whatever_happens_later(runtime):
    state = frozen(runtime)
    first = printed(runtime, state)
    tell(
        runtime,
        CorrectPlace,
        place_id("street", "jd"),
        field="name",
        new="改名街道",
        reason="区划调整",
    )
    tell(runtime, resolution.ClaimCompletion, resolution_id(BEFORE, 1), evidence="照片")
    a_ticket(runtime, "T2")
    tell(runtime, meeting.StrikeAgendaItem, KEY, key=state.frozen.items[2].key, reason="已解决")
    later = runtime.governance.load(STREAM, KEY)
    assert printed(runtime, later) == first
    for export in (agenda_docx, agenda_xlsx):
        assert export.render(printed(runtime, later)) == export.render(first)
    view = runtime.live()
    draft = paper(later, view, view.book(), draft=True)
    assert draft.organ == "改名街道"
    assert len(draft.sections) == len(first.sections) - 1


def test_a_draft_says_so_and_when_it_was_looked_at(runtime):
    state = drafted(runtime)
    view = runtime.live()
    made = paper(state, view, view.book(), draft=True, made_at=DRAFTING)
    assert (made.draft, made.version, made.made_at) == (True, 1, DRAFTING)
    with pytest.raises(ValueError, match="not frozen"):
        paper(state, view, view.book(), draft=False)
