"""What has been stored stays readable: the shapes of events are held in a file."""

from datetime import UTC, datetime

import pytest

from governance.hotline.events import CallerContacted
from governance.kernel.event import EVENTS, Event, decode
from governance.kernel.sealed import Sealed
from tests.contracts.shapes import _lines, held, shapes, shipped


def test_shapes_are_those_held_in_the_files():
    """A new event or field: `python -m tests.contracts.shapes`, and read the difference."""
    assert shapes() == held()


def test_a_shape_tells_names_types_and_defaults():
    class Toy(Event, frozen=True, kw_only=True):
        at: datetime
        words: tuple[str, ...] = ()

    assert _lines(Toy, besides=Event) == ["at: datetime", "words: tuple[str, ...] = ()"]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_event_is_frozen_and_knows_its_stream(name):
    cls = EVENTS[name]
    assert cls.__struct_config__.frozen
    assert cls.__module__ == f"governance.{name.partition('.')[0]}.events"


def test_bytes_of_today_are_read_for_ever():
    stored = (
        b'{"stream":"5b3f8a52-0b0e-4d0c-9d3b-2c8f2a6a9e11","version":3,'
        b'"recorded_at":"2026-03-05T02:00:00Z","happened_at":"2026-03-05T01:30:00Z",'
        b'"actor":"wang","command_id":"00000000-0000-0000-0000-000000000001",'
        b'"command_mark":"ab","contacted_at":"2026-03-05T01:30:00Z","note":'
        b'{"subject":"case:1","mark":"m","data":"c2VhbGVk"}}'
    )
    event = decode("hotline.CallerContacted", stored)
    assert isinstance(event, CallerContacted)
    assert isinstance(event.note, Sealed)
    assert event.contacted_at == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    assert (event.note.data, event.way, event.cause) == (b"sealed", "phone", "")
