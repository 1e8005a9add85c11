"""What other agenda rules would have made of the last meeting, before they are published."""

import re
from copy import deepcopy
from uuid import uuid4

import msgspec

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from projections.agenda.proposal import proposal
from projections.policies.preview import preview
from tests.builders import ask
from tests.functional.meetings.setting import LATE, TITLES, key_of

RULES = ("overdue", "due-before-next")


def without(office, *rules):
    """Give the agenda rules in force without some of them."""
    content = deepcopy(office.governance.book.editions["agenda"].content)
    content["rule"] = [rule for rule in content["rule"] if rule["id"] not in rules]
    return content


def made(office, clock, content):
    """Give what the edition would do to the agendas."""
    previewed = preview(
        "agenda",
        content,
        before=office.governance.book,
        view=office.live(),
        now=clock.now,
        at=office.at,
        commands=frozenset(),
    )
    return next(effect for effect in previewed.effects if type(effect).__name__ == "Agendas")


def frozen_items(office, row):
    """Give the keys the rules in force make of the rows the meeting was frozen on."""
    then = office.at(row.position)
    book = office.governance.book
    return {item.key for item in proposal(then, book, row.grid, row.meets_at, then.moment).items}


def test_the_items_that_go_are_those_the_published_edition_leaves_out(held, cases, clock):
    content = without(cases, *RULES)
    (agenda,) = made(cases, clock, content).agendas
    before = frozen_items(cases, agenda)
    assert key_of(LATE) in before
    publish = ask(PublishEdition, POLICY_STREAM, policy="agenda", content=content, source="x")
    cases.execute(publish, actor=SYSTEM)
    after = frozen_items(cases, agenda)
    assert {item.key for item in agenda.went} == before - after
    assert key_of(LATE) in {item.key for item in agenda.went}
    assert agenda.came == ()


def test_the_items_that_come_are_told_with_the_rule_that_brings_them(held, cases, clock):
    content = without(cases, *RULES)
    publish = ask(PublishEdition, POLICY_STREAM, policy="agenda", content=content, source="x")
    cases.execute(publish, actor=SYSTEM)
    section = next(one["code"] for one in content["section"] if not one.get("fixed"))
    rule = {"id": "every-ticket", "title": "全部工单", "section": section, "kinds": ["ticket"]}
    rule |= {"when": [], "reason": "全部上会", "source": "街道通知"}
    content = content | {"rule": [*content["rule"], rule]}
    (agenda,) = made(cases, clock, content).agendas
    left = {key_of(serial) for serial in TITLES} - frozen_items(cases, agenda)
    assert left
    assert {item.key for item in agenda.came} == left
    assert {reason.text for item in agenda.came for reason in item.reasons} == {"全部上会"}


def test_rules_that_say_the_same_change_no_item(held, cases, clock):
    content = deepcopy(cases.governance.book.editions["agenda"].content)
    content["source"] = "街道通知"
    (agenda,) = made(cases, clock, content).agendas
    assert (agenda.came, agenda.went, agenda.changed) == ((), (), ())


def test_a_meeting_more_than_a_fortnight_ago_is_not_looked_at(held, cases, clock):
    clock.move(days=15)
    assert made(cases, clock, without(cases, *RULES)).agendas == ()


def test_who_handles_no_cases_is_told_numbers_and_no_subject(held, cases, client_of):
    values = {
        "command_id": str(uuid4()),
        "content": msgspec.json.encode(without(cases, *RULES)).decode(),
        "source": "街道通知",
        "in_force": "1",
    }
    page = client_of("administrator").post("/policies/agenda/1", data=values).text
    shown = re.sub("<textarea.*?</textarea>", "", page, flags=re.DOTALL)
    assert f"工单{LATE}" in shown
    assert "去掉" in shown
    assert TITLES[LATE] not in shown
