"""What an edition would do to limits, held against what it does once it is published."""

from datetime import date
from itertools import product

from governance.policy import needs


def slower(content):
    """Give more time to first contact, and to urgent handling."""
    for rule in content["rule"]:
        if rule["id"] == "contact":
            rule["limit"] = "2天"
        if rule["id"] == "handle_urgent":
            rule["limit"] = "4工作时"


def every_case(book, clock):
    """Give the facts of every case there can be, as given at the door."""
    lists = {
        name: [*book.options.labels(listing)] if listing != needs.CATEGORY else ["", "g01"]
        for name, listing in clock.facts.items()
    }
    for codes in product(*lists.values()):
        yield dict(zip(lists, codes, strict=True))


def test_every_kind_of_case_whose_limit_changes_is_told_and_no_other(house):
    before = house.runtime.governance.book
    (contact, handle) = house.proposed("deadlines", slower)["Limits"].changed
    house.publish("deadlines", slower)
    after = house.runtime.governance.book
    assert (contact.clock, contact.before, contact.after) == ("contact", "1工作日", "2天")
    assert contact.cases == ((("urgency", ""),),)
    assert (handle.clock, handle.before, handle.after) == ("handle", "2紧急工作时", "4工作时")
    assert handle.cases == ((("urgency", "urgent"),),)
    for clock in needs.CLOCKS:
        for facts in every_case(before, clock):
            limits = [
                book.deadlines.rule_for(clock.stream, clock.clock, **facts).limit
                for book in (before, after)
            ]
            urgent = facts.get("urgency") == "urgent"
            values = {"contact": not urgent, "handle": urgent}.get(clock.clock, False)
            assert (limits[0] != limits[1]) == (values and clock.stream == "hotline"), facts


def test_another_word_for_the_same_limit_is_no_change(house):
    def reworded(content):
        for rule in content["rule"]:
            rule["limit"] = rule["limit"].replace("工作日", "天")

    effects = house.proposed("deadlines", reworded)
    assert effects["Limits"].changed == ()
    assert effects["Running"].changed == ()


def test_running_cases_would_be_due_when_a_ticket_received_then_is_due(house):
    for serial, urgency in (("T1", "normal"), ("T2", "normal"), ("T3", "urgent")):
        house.ticket(serial, urgency=urgency)
    house.clock.move(hours=1)
    later = [house.ticket(f"of {urgency}", urgency=urgency) for urgency in ("normal", "urgent")]
    stored = [house.runtime.history(stream)[0] for stream in later]
    house.clock.move(hours=1)
    before = house.ticket("before")
    values = {one.clock: one for one in house.proposed("deadlines", slower)["Running"].changed}
    house.publish("deadlines", slower)
    fresh, urgent = house.ticket("after"), house.ticket("last", urgency="urgent")
    first = {
        name: house.runtime.history(stream)[0]
        for name, stream in (("before", before), ("after", fresh), ("urgent", urgent))
    }
    contact, handle = values["contact"], values["handle"]
    assert contact.count == 4  # T1, T2, the normal one of the second hour, and that of the third
    assert contact.before == first["before"].contact_due.due
    assert contact.after == first["after"].contact_due.due
    assert handle.count == 2  # T3 and the urgent one of the second hour
    assert handle.after == first["urgent"].handle_due.due
    again = [house.runtime.history(event.stream)[0] for event in stored]
    assert [one.contact_due for one in again] == [one.contact_due for one in stored]


def test_a_day_off_moves_what_would_be_counted_over_it(house):
    house.ticket("T1")

    def flood(content):
        day = {"day": "2026-03-06", "working": False, "name": "防汛", "source": "x"}
        content["overrides"] = [day]

    effects = house.proposed("calendar", flood)
    (day,) = effects["Days"].days
    assert (day.day, day.works, day.name) == (date(2026, 3, 6), False, "防汛")
    moved = {one.clock: one for one in effects["Running"].changed}
    house.publish("calendar", flood)
    event = house.runtime.history(house.ticket("after"))[0]
    assert moved["contact"].after == event.contact_due.due
    assert moved["handle"].after == event.handle_due.due
    assert {one.count for one in moved.values()} == {1}


def test_filing_conditions_are_compared_one_by_one(house):
    book = house.runtime.governance.book
    row = next(row for row in book.categories.category if row.condition)

    def other(content):
        content["fallback"]["limit"] = "9工作日"
        for one in content["category"]:
            if one["code"] == row.code:
                one["condition"][0]["limit"] = "8工作日"

    found = house.proposed("categories", other)["Filings"]
    conditions = sum(len(one.condition) for one in book.categories.category)
    assert [(one.category, one.before, one.after) for one in found.changed] == [
        ("", book.categories.fallback.limit, "9工作日"),
        (row.code, row.condition[0].limit, "8工作日"),
    ]
    assert found.same == conditions - 1
