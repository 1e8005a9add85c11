from datetime import date
from typing import Any

import pytest

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policies.commands import PublishEdition
from governance.policies.events import EditionPublished
from governance.policies.stream import POLICY_STREAM, STREAM
from governance.policy.book import POLICIES, PolicyBook
from governance.policy.fault import UnfitError
from tests.builders import ask, book, happened
from tests.expecting import being
from tests.given import given, refusal, when

CONDUCT = book().editions["conduct"].content
FIRM = CONDUCT | {"callback": {"attempts": 5, "source": "街道办2026年3月通知"}}


def publish(
    content: dict[str, Any], policy: str = "conduct", reason: str = "", in_force: int | None = None
) -> PublishEdition:
    return ask(
        PublishEdition,
        POLICY_STREAM,
        policy=policy,
        content=content,
        source="街道办通知",
        reason=reason,
        in_force=in_force,
    )


def published(number: int, content: dict[str, Any], policy: str = "conduct") -> EditionPublished:
    return EditionPublished(policy=policy, number=number, content=content, source="街道办通知")


FIRST = happened(published(1, CONDUCT))


def faults(past, command, values=None):
    """Give the places and codes of everything an edition is refused for."""
    with pytest.raises(Refused) as no:
        when(STREAM, past, command, values)
    assert no.value.code == "policies.unfit"
    return [f"{one.place} {one.code}" for one in being(UnfitError, no.value.__cause__).faults]


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), publish(CONDUCT), [published(1, CONDUCT)]),
        ((FIRST,), publish(CONDUCT, reason="再次"), []),
        ((FIRST,), publish(FIRM), [published(2, FIRM)]),
        ((FIRST,), publish(FIRM, in_force=1), [published(2, FIRM)]),
        ((FIRST, happened(published(2, FIRM))), publish(CONDUCT), [published(3, CONDUCT)]),
    ],
    ids=[
        "first",
        "first again",
        "second",
        "second, knowing the first",
        "back to the first is a third",
    ],
)
def test_decisions(past, command, facts):
    assert when(STREAM, past, command) == facts


def test_numbers_run_by_policy():
    cycles = book().editions["cycles"].content
    (event,) = when(STREAM, (FIRST,), publish(cycles, "cycles"))
    assert being(EditionPublished, event).number == 1


def test_a_day_is_kept_as_it_will_be_read_again():
    cycles = book().editions["cycles"].content
    from_a_file = cycles | {"anchor": date.fromisoformat(cycles["anchor"])}
    (event,) = when(STREAM, (), publish(from_a_file, "cycles"))
    assert being(EditionPublished, event).content == cycles
    assert when(STREAM, (happened(event),), publish(from_a_file, "cycles")) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (publish(CONDUCT, "weather"), "policies.unknown"),
        (publish({"source": "x"}), "policies.unfit"),
    ],
)
def test_refusals(command, code):
    assert refusal(STREAM, (), command) == code


def test_what_was_written_while_another_edition_came_is_refused():
    second = happened(published(2, FIRM))
    mine = publish(CONDUCT | {"callback": {"attempts": 4, "source": "x"}}, in_force=1)
    assert refusal(STREAM, (FIRST, second), mine) == "policies.changed_meanwhile"


def test_every_first_edition_can_be_published():
    past: tuple[Event, ...] = ()
    for name in POLICIES:
        command = publish(book().editions[name].content, name)
        past = (*past, *when(STREAM, past, command))
    assert PolicyBook(given(STREAM, *past).editions).conduct == book().conduct


def test_a_new_edition_is_in_force():
    state = given(STREAM, FIRST, happened(published(2, FIRM)))
    policy = PolicyBook(state.editions)
    assert (policy.number("conduct"), policy.conduct.callback.attempts) == (2, 5)


def test_an_option_list_there_has_been_stays():
    options = book().editions["options"].content
    first = happened(published(1, options, "options"))
    rest = {name: row for name, row in options["listing"].items() if name != "urgency"}
    dropped = publish(options | {"listing": rest}, "options")
    assert faults((first,), dropped) == ["listing.urgency list_dropped"]
