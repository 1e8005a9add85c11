"""What a fault leaves behind: where it happened, and nothing of what anybody typed."""

import pytest
import sqlalchemy as sa

from web.frame.app import create_app

CANARY = "13812345678"


@pytest.fixture
def faulty(office, caplog):
    """The pages of an office, two of which fail with what was asked in hand."""
    app = create_app(office)

    @app.get("/fails/statement")
    def statement():
        with office.engines["reading"].connect() as connection:
            connection.execute(sa.text("SELECT :a FROM nowhere"), {"a": CANARY})

    @app.get("/fails/value")
    def value():
        try:
            int(f"{CANARY}x")
        except ValueError as error:
            raise KeyError(CANARY) from error

    for name in ("statement", "value"):
        app.view_functions[name].page = ""
    return app.test_client()


@pytest.mark.parametrize("path", ["/fails/statement", "/fails/value"])
def test_a_log_tells_where_and_never_what(faulty, caplog, path):
    answer = faulty.get(path)
    assert answer.status_code == 500
    [record] = [record for record in caplog.records if record.name == "web.frame.errors"]
    assert CANARY not in caplog.text
    assert "test_errors.py" in record.getMessage()
    assert record.getMessage().split()[0] in answer.text


def test_a_statement_that_fails_hides_its_parameters(office):
    for engine in office.engines.values():
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as failed:
            connection.execute(sa.text("SELECT :a FROM nowhere"), {"a": CANARY})
        assert CANARY not in str(failed.value)
