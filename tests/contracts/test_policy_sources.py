"""Every rule of the domain says where it comes from."""

import pytest

from governance.policy.book import POLICIES, first_editions
from scripts.calendar_edition import build

# Rows that are no rules of their own; the table above them names their source.
UNDER_THEIR_TABLE = {
    ("agenda", "fact"),  # the names of facts rules may ask for
    ("calendar", "holidays"),  # the State Council's notices, named by the file
    ("calendar", "makeup"),
    ("cycles", "meeting"),
}


def unsourced(policy, content):
    """Give the rows and tables of an edition that name no source."""
    found = [] if content.get("source") else [policy]
    for key, value in content.items():
        if isinstance(value, list) and (policy, key) not in UNDER_THEIR_TABLE:
            rows = [row for row in value if isinstance(row, dict)]
            found += [f"{policy}.{key}[{i}]" for i, row in enumerate(rows) if not row.get("source")]
    for name, listing in content.get("listing", {}).items():
        if not listing.get("source"):
            found.append(f"{policy}.listing.{name}")
    return found


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_row_names_its_source(policy):
    assert not unsourced(policy, first_editions(build(range(2025, 2027)))[policy])


def test_a_row_without_a_source_is_found():
    content = {"source": "x", "rule": [{"id": "a", "source": "y"}, {"id": "b", "source": ""}]}
    assert unsourced("deadlines", content) == ["deadlines.rule[1]"]
    assert unsourced("deadlines", {"rule": []}) == ["deadlines"]
    assert unsourced("options", {"source": "x", "listing": {"a": {}}}) == ["options.listing.a"]
