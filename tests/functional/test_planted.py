"""Planted persons in forms, sheets and names of files: in no file in clear, or refused at entry."""

import pytest

from governance.hotline.stream import ticket_id
from scripts import jobs
from tests.attackers import bytes_of, guessed
from tests.functional.test_importing import begun
from tests.functional.test_marks import erase
from tests.functional.test_tickets import KEY, REPORT, TICKET, do, send

pytestmark = pytest.mark.parametrize("database_url", [""])  # looked for in files
PHONES = [f"1391234{n:04d}" for n in range(20)]
NAME = "李小明"
SAID = {
    "title": "路灯不亮",
    "content": f"{NAME}说{PHONES[1]}打不通，证件310104198001010017",
    "caller": NAME,
    "phone": PHONES[0],
    "address": f"示例路1号301室，{PHONES[2]}",
}
CLEAR = (
    f"打{PHONES[9]}",
    "见11010119900307109X",
    "沪A12345堵门",
    "写信到li.ming@example.com",
    f"{NAME}说的",
    "打１３９１２３４０００８",
)
HEAD = f"工单编号,接单时间,诉求标题,诉求内容,来电人,联系电话,{PHONES[10]}"
ROWS = (
    f"SH001,2026-03-04 09:00,王小虎{PHONES[11]}反映,他家{PHONES[12]},王小虎,{PHONES[13]},加急",
    f",2026-03-04 11:00,没有编号{PHONES[14]},内容{PHONES[15]},王小虎,{PHONES[16]},",
)
NOWHERE = [*PHONES, NAME, "王小虎", "310104198001010017", "11010119900307109X", "沪A12345"]
NOWHERE += ["li.ming@example.com", "301室", "１３９１２３４０００８"]


def found(office):
    """Give what is planted and stands in any file, however it is written there."""
    office.fold_back()
    everything = bytes_of(office)
    return {
        text
        for text in NOWHERE
        for code in ("utf-8", "gb18030", "utf-16-le")
        if text.encode(code) in everything
    }


def planted(client_of, office, clock):
    desk, unit = client_of("hotline_desk"), client_of("handling_unit")
    said = send(desk, "/tickets/new", **TICKET | SAID)
    assert said.status_code == 303, said.text
    note = {"contacted_at": "2026-03-05T09:40", "result": "reached", "note": f"{NAME}{PHONES[3]}"}
    assert do(desk, "contact", **note).status_code == 303
    assert do(desk, "dispatch", unit="城建办").status_code == 303
    assert do(unit, "progress", note=f"已约{NAME}").status_code == 303
    assert do(unit, "handle", **REPORT | {"reply": f"已答复{NAME}{PHONES[4]}"}).status_code == 303
    path, form = begun(desk, (HEAD, *ROWS), name=f"{PHONES[17]}的三月工单.csv")
    answer = desk.post(f"{path}/go", data=desk_form(desk, path, form))
    assert answer.status_code == 303, answer.text


def desk_form(desk, path, form):
    assert desk.post(path, data=form, follow_redirects=True).status_code == 200
    return form


def test_what_is_planted_in_sealed_fields_and_sheets_stands_in_no_file(client_of, office, clock):
    planted(client_of, office, clock)
    clock.move(days=1, minutes=1)
    jobs.sweep_uploads(office)
    assert found(office) == set()
    assert "王*139****0011反映" in client_of("hotline_desk").get("/cases?q=SH001").text
    for phone in (PHONES[0], PHONES[13]):
        assert erase(office, "--person", phone)
    for key in (KEY, ticket_id("12345", "SH001")):
        assert erase(office, "--case", str(key))
    assert found(office) == set()
    assert guessed(office, PHONES, bytes_of(office)) == set()


def test_control_without_the_rule_the_words_of_a_sheet_stand_there(
    client_of, office, clock, monkeypatch
):
    monkeypatch.setattr("governance.transaction.mask", lambda events, _: events)
    planted(client_of, office, clock)
    assert {"王小虎", PHONES[10], PHONES[14], PHONES[17]} <= found(office)


@pytest.mark.parametrize("words", CLEAR)
def test_what_would_stand_in_clear_is_refused_and_kept_in_the_form(client_of, office, words):
    desk = client_of("hotline_desk")
    assert send(desk, "/tickets/new", **TICKET | SAID).status_code == 303
    before = office.ledger.position()
    forms = [
        ("/tickets/new", TICKET | SAID | {"serial": "SH9", "title": words}),
        (f"/cases/{KEY}/dispatch", {"unit": "城建办", "note": words}),
        (f"/cases/{KEY}/correct", {"field": "title", "new": words, "reason": "听错"}),
        (f"/cases/{KEY}/correct", {"field": "title", "new": "路灯", "reason": words}),
    ]
    for path, values in forms:
        answer = send(desk, path, **values)
        assert (answer.status_code, "请去掉其中的电话号码" in answer.text) == (422, True), path
        assert words in answer.text  # what was typed is not lost
    assert office.ledger.position() == before
