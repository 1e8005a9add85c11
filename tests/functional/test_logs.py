"""What goes wrong is said with its place in the program, never with anybody's words."""

import logging
import traceback

import pytest
import sqlalchemy as sa

from projections.casework.table import cases
from projections.custody.access import sessions
from projections.engine.database import alone
from tests.builders import NOW
from web.frame.journal import trace

CANARY = "13912345678"
FORM = {
    "serial": "SH-1",
    "received_at": "2026-03-05T10:00",
    "kind": "complaint",
    "title": "路灯不亮",
    "content": CANARY,
    "phone": CANARY,
    "grid": "g1",
    "urgency": "normal",
    "source": "12345",
}


def broken(office, engine, table):
    with office.engines[engine].begin() as connection:
        connection.execute(sa.text(f"DROP TABLE {table}"))


def values(caplog, answer):
    """Give the log of a fault, which the page names by its number."""
    assert answer.status_code == 500
    reference = caplog.records[-1].args[0]
    assert reference in answer.text
    return caplog.text


def test_a_search_that_fails_is_logged_without_its_words(office, client_of, caplog):
    browser = client_of("auditor")
    broken(office, "writing", "cases")
    log = values(caplog, browser.get(f"/cases?q={CANARY}"))
    assert CANARY not in log
    assert "projections/engine/paging.py" in log
    assert "sqlalchemy.exc." in log


def test_a_form_that_fails_is_logged_without_what_was_typed(office, client_of, caplog):
    browser = client_of("hotline_desk")
    broken(office, "keys", "keys")
    office.vault.forget()
    log = values(caplog, browser.post("/tickets/new", data=FORM))
    assert CANARY not in log
    assert "keyring.py" in log


def test_no_error_of_a_statement_brings_its_parameters(office):
    with pytest.raises(sa.exc.DBAPIError) as failed, office.engines["reading"].connect() as asked:
        asked.execute(sa.select(sa.literal_column("nothing")).where(cases.c.title == CANARY))
    assert CANARY not in str(failed.value)


@pytest.mark.parametrize("name", ["waitress", "apscheduler.executors.default", "sqlalchemy.pool"])
def test_no_logger_writes_the_text_of_an_exception(office, client_of, caplog, name):
    client_of("auditor")
    try:
        try:
            int(CANARY + "号")
        except ValueError as unreadable:
            raise KeyError(CANARY) from unreadable
    except KeyError:
        logging.getLogger(name).exception("Job %s", "chase")
    assert "Job chase" in caplog.text
    assert "builtins.ValueError\nwhich led to:\n" in caplog.text
    assert "builtins.KeyError" in caplog.text
    assert CANARY not in caplog.text


def test_a_database_tells_the_kind_of_its_error_only(office):
    row = {"id": CANARY, "login": CANARY, "begun_at": NOW, "seen_at": NOW}
    with alone(office.access.engine) as connection:
        connection.execute(sa.insert(sessions).values(row))
    with pytest.raises(sa.exc.IntegrityError) as failed, alone(office.access.engine) as again:
        again.execute(sa.insert(sessions).values(row))
    shown = "".join(traceback.format_exception(failed.value))
    assert (CANARY in shown) is bool(office.database_url)  # PostgreSQL says which row it was
    assert CANARY not in trace(failed.value)
    assert ("23505" if office.database_url else "SQLITE_CONSTRAINT") in trace(failed.value)


def test_our_own_notes_are_kept():
    error = ValueError(CANARY)
    error.add_note("at position 7, TicketReceived")
    assert trace(error) == "builtins.ValueError\n  at position 7, TicketReceived"
