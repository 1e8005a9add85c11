"""Events: a name for ever, versions that stay readable, an envelope nobody may take."""

from uuid import UUID

import msgspec
import pytest

from governance.kernel import event as registry
from governance.kernel.errors import UnreadableEventError
from governance.kernel.event import Event, decode, event, topics_of
from governance.kernel.mapper import EventMapper
from governance.kernel.sealed import Sealed, personal
from tests.builders import NOW, SOME


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch):
    """Events registered by a test are not there after it."""
    monkeypatch.setattr(registry, "EVENTS", dict(registry.EVENTS))
    monkeypatch.setattr(registry, "_decoders", dict(registry._decoders))  # noqa: SLF001


def named(fields):
    """Version 2 splits the name."""
    family, given = fields.pop("name")[0], fields.pop("name_rest", "")
    return fields | {"family": family, "given": given}


def aged(fields):
    """Version 3 knows the age, of which nothing was said before."""
    return fields | {"age": -1}


def toy():
    @event("toy.Greeted", version=3, upcasts=(named, aged))
    class Greeted(Event, frozen=True, kw_only=True):
        """招呼: somebody was greeted."""

        family: str
        given: str
        age: int

    return Greeted


def test_an_event_comes_back_from_its_bytes_as_it_was():
    greeted = toy()
    values = greeted(
        stream=SOME, version=4, recorded_at=NOW, happened_at=NOW, actor="wang",
        command_id=UUID(int=7), command_mark="m", cause="x:1", family="王", given="芳", age=30,
    )  # fmt: skip
    mapper = EventMapper()
    stored = mapper.to_stored_event(values)
    assert (stored.originator_id, stored.originator_version) == (SOME, 4)
    assert stored.topic == "toy.Greeted.v3"
    assert mapper.to_domain_event(stored) == values
    assert decode(stored.topic, stored.state) == values


def test_stored_bytes_are_json_that_any_tool_reads():
    stored = EventMapper().to_stored_event(toy()(stream=SOME, family="王", given="芳", age=30))
    assert msgspec.json.decode(stored.state) == {
        "stream": str(SOME), "family": "王", "given": "芳", "age": 30,
    }  # fmt: skip


def test_old_bytes_are_read_as_the_event_of_today():
    greeted = toy()
    envelope = f'"stream":"{SOME}","version":1,"actor":"wang"'
    first = decode("toy.Greeted", f'{{{envelope},"name":"王芳","name_rest":"芳"}}'.encode())
    second = decode("toy.Greeted.v2", f'{{{envelope},"family":"李","given":"雷"}}'.encode())
    assert first == greeted(stream=SOME, version=1, actor="wang", family="王", given="芳", age=-1)
    assert isinstance(second, greeted)
    assert (second.family, second.age) == ("李", -1)
    assert topics_of(greeted) == ["toy.Greeted", "toy.Greeted.v2", "toy.Greeted.v3"]


def test_a_version_without_its_upcasts_is_refused():
    with pytest.raises(ValueError, match="needs 1 upcasts"):
        event("toy.Short", version=2)


def test_a_name_is_given_once():
    toy()
    with pytest.raises(ValueError, match="taken"):
        toy()


def test_a_field_that_hides_the_envelope_is_refused():
    with pytest.raises(ValueError, match="envelope holds"):

        @event("toy.Masked")
        class Masked(Event, frozen=True, kw_only=True):
            actor: str = "nobody"


@pytest.mark.parametrize(
    ("topic", "state"),
    [
        ("toy.Never", b"{}"),
        ("toy.Greeted.v3", b"{"),
        ("toy.Greeted.v3", b'{"family":1,"given":"x","age":2}'),
        ("toy.Greeted", b'{"surname":"x"}'),
    ],
)
def test_bytes_that_fit_no_version_are_told_apart(topic, state):
    toy()
    with pytest.raises(UnreadableEventError, match="toy"):
        decode(topic, state)


def test_a_personal_text_left_in_clear_cannot_be_stored():
    @event("toy.Told")
    class Told(Event, frozen=True, kw_only=True):
        text: Sealed

    with pytest.raises(TypeError):
        EventMapper().to_stored_event(Told(stream=SOME, text=personal("张三")))
