"""Numbers planted in every text of every command of every stream stand nowhere in clear."""

import base64
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest

from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from governance.streams import STREAMS
from tests.histories import asks
from tests.histories.living import steps
from tests.histories.office import Office

FORMS = (
    "电话1391234{:04d}转告",
    "座机021-5432{:04d}",
    "车牌沪B{:05d}",
    "邮箱li{}@example.com",
    "手机１３９１２３４{:04d}",
)
PLANTED = (
    *(form.format(n) for form in FORMS for n in range(10)),
    "证件11010119900307109X",
    "证件310104198001010017",
)
MADE = frozenset(
    (
        "as_before", "command_mark", "contacted", "derived", "factor", "fields", "filter",
        "network", "networks", "page", "serial", "visitor", "what",
    )
)  # fmt: skip
"""Fields the program makes or a list offers, not typed; the vault here leaves marks in clear."""
WORDS = ("甲", "好", "说明", "一处", "")


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every text of a command be one of those planted, or a word."""
    monkeypatch.setitem(asks.OF_TYPE, str, PLANTED + WORDS * 10)
    asks.saying.cache_clear()
    yield
    asks.saying.cache_clear()


def lived(office: Office) -> int:
    """Let every stream live as anybody may; give how often something was refused for its words."""
    refused = 0
    for stream in STREAMS:
        for number in range(6):
            for step in steps(office, stream.name, Random(f"planted {stream.name} {number}")):
                if step.actor != SYSTEM:
                    try:
                        office.ask(step.command, step.actor)
                    except Refused as no:
                        refused += no.code == "kernel.personal_in_clear"
    return refused


def in_clear(office: Office) -> set[str]:
    """Give the fields in which planted texts are stored in clear."""
    return {
        f"{topic}.{field}"
        for _, topic, state in office.log
        for field, text in _texts(msgspec.json.decode(state))
        if field not in MADE and any(said in text for said in PLANTED)
    }


def _texts(held: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(held, str):
        yield field, held
    elif isinstance(held, dict):
        sealed = held.keys() == {"subject", "mark", "data"}
        for name, value in held.items():
            if not (sealed and name == "subject"):  # the vault here names keys by their person
                yield from _texts(value, name)
    elif isinstance(held, list):
        for value in held:
            yield from _texts(value, field)


@pytest.mark.usefixtures("planted")
def test_no_number_stands_in_clear_whatever_is_asked_of_whatever_stream():
    office = Office()
    assert lived(office) > 100
    assert in_clear(office) == set()
    sealed = "".join(state.decode() for _, _, state in office.log)
    assert sum(base64.b64encode(said.encode()).decode() in sealed for said in PLANTED) > 10


@pytest.mark.usefixtures("planted")
def test_control_without_the_rule_they_stand_there(monkeypatch):
    monkeypatch.setattr("governance.transaction.refuse_personal", lambda *_: None)
    monkeypatch.setattr("governance.transaction.mask", lambda events, _: events)
    office = Office()
    lived(office)
    assert len(in_clear(office)) > 20, in_clear(office)
