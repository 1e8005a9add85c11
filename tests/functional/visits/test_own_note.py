"""What somebody wrote himself at a door stands on the form there; what others wrote does not."""

from uuid import UUID, uuid4

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM
from tests.builders import NOW, ask
from tests.functional.conftest import PASSWORD, app_on
from tests.functional.visits.setting import DOOR, send, visit_form

WORDS = "老人换了新的助听器"


def form(client):
    return client.get("/visits/new", query_string={"place": str(DOOR)}).text


def log(client, words, **more):
    values = visit_form(uuid4(), **more)
    answer = send(client, values | {"narrative": words})
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rpartition("/")[2])


def colleague(doors):
    person = {"name": "同事", "unit": "", "roles": ("grid_worker",), "grids": ("g1",)}
    doors.execute(ask(OpenAccount, account_id("aa"), login="aa", **person), actor=SYSTEM)
    doors.access.set_password("aa", PASSWORD, now=NOW)
    client = app_on(doors).test_client()
    client.post("/login", data={"account": "aa", "password": PASSWORD})
    return client


def test_ones_own_note_stands_on_the_form_and_no_look_is_recorded(worker, doors):
    log(worker, WORDS)
    before = doors.ledger.position()
    page = form(worker)
    assert WORDS in page
    assert doors.ledger.position() == before
    log(worker, "敲门无人应", outcome="not_met", made_at="2026-03-05T09:40")
    assert ("敲门无人应" in form(worker), WORDS in form(worker)) == (True, False)


def test_what_a_colleague_wrote_stands_covered(worker, doors):
    other = colleague(doors)
    log(other, WORDS)
    assert WORDS not in form(worker)
    assert WORDS in form(other)
    log(worker, "我自己看到的", made_at="2026-03-05T09:20")
    assert "我自己看到的" in form(worker)
    assert WORDS not in form(worker)


def test_what_another_wrote_anew_is_his(worker, doors, client_of):
    key = log(worker, WORDS)
    values = {"made_at": "2026-03-05T09:30", "way": "door", "visitee": "household"}
    values |= {"narrative": "网格长改写的", "reason": "写错了", "command_id": str(uuid4())}
    answer = client_of("grid_leader").post(f"/visits/{key}/correct", data=values)
    assert answer.status_code == 303, answer.text
    page = form(worker)
    assert ("网格长改写的" in page, WORDS in page) == (False, False)
