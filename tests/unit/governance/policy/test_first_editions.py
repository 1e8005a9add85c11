"""What is promised of every rule shipped: it names its source, and says when it is unconfirmed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from governance.policy.book import READERS
from tests.builders import book

OURS = ("calendar", "categories", "cycles", "deadlines", "options")
UNCONFIRMED = "待确认"


def rows(held: Any) -> Iterator[dict[str, Any]]:
    if isinstance(held, dict):
        yield held
        held = list(held.values())
    if isinstance(held, list):
        for inner in held:
            yield from rows(inner)


@pytest.mark.parametrize("policy", OURS)
def test_every_row_that_says_whether_it_is_confirmed_says_why(policy: str) -> None:
    content = book().editions[policy].content
    saying = [row for row in rows(content) if "confirmed" in row]
    assert saying
    for row in saying:
        assert row["source"]
        assert row["confirmed"] != row["source"].startswith(UNCONFIRMED), row
        assert row["source"] != UNCONFIRMED, row


@pytest.mark.parametrize(
    ("policy", "tables"),
    [
        ("calendar", ("business",)),
        ("categories", ("category", "fallback", "finding")),
        ("cycles", ("meeting", "span")),
        ("deadlines", ("rule", "extension", "lights")),
        ("options", ("report",)),
    ],
)
def test_no_rule_stands_without_its_source(policy: str, tables: tuple[str, ...]) -> None:
    content = book().editions[policy].content
    assert content["source"]
    for name in tables:
        held = content[name] if isinstance(content[name], list) else [content[name]]
        for row in held:
            assert {"source", "confirmed"} <= row.keys(), row


def test_no_list_and_no_filing_condition_stands_without_its_source():
    lists = book().editions["options"].content["listing"].values()
    classes = book().editions["categories"].content["category"]
    for row in [*lists, *(row for held in classes for row in held.get("condition", []))]:
        assert {"source", "confirmed"} <= row.keys(), row


@pytest.mark.parametrize("policy", OURS)
def test_an_edition_is_plain_data(policy: str) -> None:
    content = book().editions[policy].content
    assert json.loads(json.dumps(content)) == content
    assert READERS[policy](content)
