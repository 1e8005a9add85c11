import pytest

from governance.erasures.commands import ErasePersonalData
from governance.erasures.events import PersonalDataErased
from governance.erasures.stream import STREAM, erasure_id
from governance.kernel.sealed import personal
from tests.builders import ask, happened
from tests.given import refusal, when

PERSON = "person:1"
TOLD = {
    "subject": PERSON,
    "basis": "consent_withdrawn",
    "asked_by": "本人张三",
    "reason": "不再需要回访",
}
ERASED = PersonalDataErased(
    subject=PERSON,
    basis="consent_withdrawn",
    asked_by=personal("本人张三"),
    reason=personal("不再需要回访"),
)


def erase(**changes):
    return ask(ErasePersonalData, erasure_id(PERSON), **TOLD | changes)


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), erase(), [ERASED]),
        ((happened(ERASED),), erase(), []),
        ((happened(ERASED),), erase(reason="再删一次"), []),
    ],
    ids=["erase", "erase again", "erase again for another reason"],
)
def test_decisions(past, command, facts):
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (erase(basis="because"), "erasures.no_such_basis"),
        (erase(asked_by=" "), "erasures.incomplete"),
        (erase(reason=""), "erasures.incomplete"),
    ],
)
def test_refusals(command, code):
    assert refusal(STREAM, (), command) == code
