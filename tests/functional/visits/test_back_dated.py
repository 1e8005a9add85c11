"""A visit entered years after its day says so wherever it stands: page, lists, form and sheet."""

from uuid import uuid4

from tests.functional.visits.setting import DOOR, send, visit_form

LATE = "补录于2026年3月5日"


def test_a_visit_entered_later_is_seen_as_such(worker, doors, client_of):
    form = visit_form(uuid4(), made_at="2023-03-04T09:30")
    shown = send(worker, form).location
    send(worker, visit_form(uuid4(), made_at="2023-03-05T09:30", outcome="not_met"))
    for reader in (worker, client_of("auditor")):
        head = reader.get(shown).text.partition("<h1>")[2].partition("</section>")[0]
        assert LATE in head
        assert reader.get("/visits").text.count(LATE) == 2
        assert reader.get(f"/register/{DOOR}").text.count(LATE) >= 2
    assert LATE in worker.get(f"/visits/new?place={DOOR}").text
    sheet = client_of("auditor").get("/visits?format=csv").data.decode("utf-8-sig")
    assert sheet.splitlines()[0].startswith("走访时间,登记时间,补录,")
    assert sheet.count(LATE) == 2


def test_a_visit_entered_on_its_day_is_not(worker, doors):
    shown = send(worker, visit_form(uuid4(), made_at="2026-03-05T00:01")).location
    assert "补录" not in worker.get(shown).text
    assert "补录" not in worker.get("/visits").text.partition("<tbody")[2]
