"""Change any leaf of any edition in any way: it is refused, or the street goes on working."""

from copy import deepcopy
from itertools import islice
from typing import Any

import pytest

from governance.kernel.errors import Refused
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM, STREAM
from governance.policy.book import POLICIES
from tests.builders import ask, context
from tests.functional.editions.mutating import mutations
from tests.functional.editions.street import in_force

# What an edition may well forbid a ticket: an extension, a report without a word of explanation.
MEANT = ("extensions_used_up", "report_needs_explanation", "report_no_such_option")
EACH = 45  # changes of each policy, evenly from all there are


def chosen(policy, content):
    """Give some of all changes, always the same."""
    every = list(mutations(policy, content))
    return list(islice(every, 0, None, max(1, len(every) // EACH)))


def accepted(state, policy, content):
    """Whether an edition is put in force; anything but a refusal or an event is a fault of ours."""
    command = ask(PublishEdition, POLICY_STREAM, policy=policy, content=content, source="试")
    try:
        return bool(STREAM.decide(state, command, context()))
    except Refused:
        return False


@pytest.mark.walk
def test_whatever_is_accepted_leaves_the_street_working(street):
    state = street.runtime.governance.load(STREAM, POLICY_STREAM)
    tried, passed = 0, []
    for policy in POLICIES:
        first = street.first[policy].content
        for change in chosen(policy, first):
            tried += 1
            if accepted(state, policy, change.applied(first)):
                passed.append(change)
    assert tried > 300
    assert passed
    for batch in batches(state, street.first, passed):
        broken = works(street, batch)
        assert not broken, named(street, batch, broken)


def batches(state, first, changes):
    """Give the changes, as many together as go together: (changes, editions)."""
    left = list(changes)
    while left:
        contents = {policy: edition.content for policy, edition in first.items()}
        together, later = [], []
        for change in left:
            try:
                content = change.applied(contents[change.policy])
            except (IndexError, KeyError, TypeError):
                content = None
            if content is not None and accepted(state, change.policy, content):
                contents[change.policy] = content
                together.append(change)
            else:
                later.append(change)
        yield together, {change.policy: contents[change.policy] for change in together}
        left = later if together else []


def works(street, batch):
    """Give what is broken under the editions of a batch, and put the first ones back."""
    try:
        for policy, content in batch[1].items():
            try:
                street.publish(policy, content)
            except Refused:
                continue  # apart they go, together they do not
        return [one for one in street.broken() if not one.endswith(MEANT)]
    finally:
        for policy, edition in street.first.items():
            in_force(street.runtime, policy, edition.content)


def named(street, batch, broken):
    """Give the first change of a batch that breaks something on its own."""
    for change in batch[0]:
        content = change.applied(street.first[change.policy].content)
        if found := works(street, ([change], {change.policy: content})):
            return change.name, found
    return "only together", broken


BREAKING: dict[str, tuple[Any, ...]] = {
    "metrics": ("metric", 0, "version", "x"),
    "options": ("listing", "visit_intervals", {}),
    "deadlines": ("rule", []),
}


@pytest.mark.parametrize("policy", BREAKING)
def test_an_edition_put_in_force_unasked_breaks_the_street(street, policy):
    *way, last, value = BREAKING[policy]
    content = deepcopy(street.first[policy].content)
    held = content
    for step in way:
        held = held[step]
    held[last] = value
    in_force(street.runtime, policy, content)
    assert list(street.broken())
