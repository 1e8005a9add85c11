"""The digest of an agenda: reproducible by anybody, and stable against fields added later."""

import json
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from governance.meetings.items import (
    Heading,
    Item,
    Presentation,
    Reason,
    Section,
    digest,
    presentation,
    presented,
)
from tests.builders import moment

ITEM = Item(
    key="case:1",
    kind="ticket",
    section="overdue",
    number=1,
    subject="占道",
    case_stream=UUID(int=7),
    reasons=(Reason(rule="overdue", edition=1, text="超期3个工作日", events=("a:2",)),),
    due=date(2026, 3, 20),
    observers=("城管",),
    minutes=5,
)
HEADING = Heading(
    grid="g1",
    window=202605,
    meets_at=moment("2026-03-05 14:00"),
    place="三楼会议室",
    host="li",
    sections=(Section(code="overdue", title="超期", minutes=5),),
)


def test_anybody_can_compute_it_from_the_stored_json():
    stored = json.loads(msgspec.json.encode({"heading": HEADING, "items": (ITEM,)}))
    canonical = json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest((ITEM,), HEADING) == sha256(canonical.encode()).hexdigest()


def test_it_never_changes():
    assert digest((ITEM,), HEADING) == (
        "23e17bef045a6f83b49de8571b2041a8674ede7687d70045bbbbe789b1f6dc71"
    )


def test_a_field_at_its_default_is_not_in_it():
    stored = msgspec.json.decode(msgspec.json.encode(replace(ITEM, minutes=0, due=None)))
    assert not {"minutes", "due", "carried", "fixed", "speaker"} & stored.keys()


@pytest.mark.parametrize(
    ("items", "heading"),
    [
        ((replace(ITEM, subject="占道经营"),), HEADING),
        ((replace(ITEM, number=2),), HEADING),
        ((ITEM, replace(ITEM, key="case:2")), HEADING),
        ((), HEADING),
        ((ITEM,), replace(HEADING, place="党群中心")),
        ((ITEM,), replace(HEADING, sections=())),
    ],
)
def test_it_tells_any_two_agendas_apart(items, heading):
    assert digest(items, heading) != digest((ITEM,), HEADING)


def test_the_order_of_items_matters():
    other = replace(ITEM, key="case:2")
    assert digest((ITEM, other), HEADING) != digest((other, ITEM), HEADING)


def test_a_presentation_goes_on_an_item_and_comes_off_it():
    how = Presentation(minutes=8, speaker="zhao", observers=(), proposal="限期", summary="三处")
    changed = presented(ITEM, how)
    assert presentation(changed) == how
    assert presented(changed, presentation(ITEM)) == ITEM
