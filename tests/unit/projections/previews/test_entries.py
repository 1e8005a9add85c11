"""Which entries come, go and change; how many rows use one that goes, counted one by one."""

from governance.policy.book import POLICIES
from projections.policies.effects.entries import MANY, USES, walk
from projections.policies.preview import EFFECTS
from tests.builders import book, moment


def option(content, listing, code):
    return next(one for one in content["listing"][listing]["option"] if one["code"] == code)


def test_a_choice_that_closes_says_how_many_rows_have_it(house):
    for n, kind in enumerate(("complaint", "complaint", "inquiry")):
        house.ticket(f"T{n}", kind=kind)

    def closed(content):
        option(content, "hotline_kinds", "complaint")["closed"] = True

    found = house.proposed("options", closed)["Entries"]
    (gone,) = found.went
    assert (gone.entry.name, gone.used) == ("投诉", 2)
    assert found.came == ()


def test_a_code_that_two_lists_share_is_counted_in_its_own_alone(house):
    house.ticket("T1", source="12345")
    lists = book().options

    def closed(content):
        content["listing"]["issue_sources"]["option"].append(
            {"code": "12345", "label": "热线转来", "closed": True}
        )

    house.publish(
        "options",
        lambda content: content["listing"]["issue_sources"]["option"].append(
            {"code": "12345", "label": "热线转来"}
        ),
    )

    def shut(content):
        option(content, "issue_sources", "12345")["closed"] = True

    (gone,) = house.proposed("options", shut)["Entries"].went
    assert gone.used == 0
    assert lists.has("hotline_sources", "12345")


def test_a_category_that_closes_says_how_many_cases_are_filed_under_it(house):
    tree = house.runtime.governance.book.categories
    used, unused = (one.code for one in tree.leaves("hotline")[:2])
    for n in range(3):
        house.ticket(f"T{n}", category=used)

    def closed(content):
        for one in content["category"]:
            if one["code"] in {used, unused}:
                one["closed"] = True

    went = house.proposed("categories", closed)["Entries"].went
    assert {gone.entry.content["code"]: gone.used for gone in went} == {used: 3, unused: 0}


def test_entries_that_come_go_and_change_are_told_apart(house):
    def other(content):
        option(content, "urgency", "urgent")["label"] = "特急"
        content["listing"]["urgency"]["option"].append({"code": "slow", "label": "不急"})

    found = house.proposed("options", other)["Entries"]
    assert [one.name for one in found.came] == ["不急"]
    (revised,) = found.revised
    assert revised.fields == (("label", "紧急", "特急"),)
    assert found.went == ()
    entries = list(walk(house.runtime.governance.book.editions["options"].content))
    assert found.same == len(entries) - 1


def test_rows_moved_about_are_no_change(house):
    def turned(content):
        content["listing"]["urgency"]["option"].reverse()

    found = house.proposed("options", turned)["Entries"]
    assert (found.came, found.went, found.revised) == ((), (), ())


def test_every_list_with_rows_is_one_the_office_has():
    lists = set(book().options.listing)
    assert set(USES) - {"category"} <= lists
    assert {column.name for column, _ in USES.values()} >= set(MANY)


def test_every_policy_has_its_effects():
    assert set(EFFECTS) <= set(POLICIES)


def test_another_day_of_meeting_is_told_by_grid(house):
    def thursday(content):
        content["meeting"][0]["day"] = 9 if content["meeting"][0]["day"] != 9 else 8

    grid = house.runtime.governance.book.cycles.meeting[0].grid
    found = house.proposed("cycles", thursday)["Plans"]
    (changed,) = [one for one in found.changed if one.grid == grid]
    before = house.runtime.governance.book
    house.publish("cycles", thursday)
    after = house.runtime.governance.book
    for known, policy in ((changed.before, before), (changed.after, after)):
        window = policy.cycles.window(moment("2026-03-05 10:00").date())
        usual = [window, policy.cycles.next(window), policy.cycles.next(policy.cycles.next(window))]
        meets = [policy.cycles.meets_at(grid, one, policy.calendar) for one in usual]
        assert list(known) == [one for one in meets if one > house.clock()][:2]
