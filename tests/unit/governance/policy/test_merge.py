"""Three editions into one: what a release brings, and what the office keeps as it wants it."""

from copy import deepcopy
from typing import Any

from governance.policy.merge import Merge

FIRST: dict[str, Any] = {
    "source": "甲",
    "days": 14,
    "units": {"day": ["天"], "hour": ["小时"]},
    "redo": {"attempts": 3, "source": "甲"},
    "rule": [
        {"id": "urgent", "limit": "1天", "when": {"urgency": ["urgent"]}},
        {"id": "usual", "limit": "5天"},
    ],
    "role": [{"code": "desk", "label": "热线", "may": ["a.*", "b.One"], "pages": ["home", "list"]}],
}


def changed(content, change):
    """Give the content after a change to a copy of it."""
    copy = deepcopy(content)
    change(copy)
    return copy


def merged(released, *office):
    return Merge([(FIRST, True), *((one, False) for one in office)], released)


def values(changes):
    return {(change.way, ".".join(change.place)) for change in changes}


def test_what_no_edition_ever_had_is_added_where_the_release_has_it():
    def release(content):
        content["rule"].insert(1, {"id": "asked", "limit": "2天"})
        content["role"][0]["pages"].insert(1, "new")
        content["units"]["minute"] = ["分钟"]
        content["check"] = {"other": True, "source": "甲"}

    def office(content):
        content["rule"].insert(0, {"id": "ours", "limit": "9天"})
        content["role"].append({"code": "ours", "label": "自设", "may": [], "pages": ["home"]})

    made = merged(changed(FIRST, release), changed(FIRST, office))
    assert [row["id"] for row in made.content["rule"]] == ["ours", "urgent", "asked", "usual"]
    assert made.content["role"][0]["pages"] == ["home", "new", "list"]
    assert made.content["role"][1]["pages"] == ["home"]
    assert made.content["units"] == FIRST["units"] | {"minute": ["分钟"]}
    assert made.content["check"] == {"other": True, "source": "甲"}
    assert made.left == []
    assert values(made.changes) == {
        ("added", "rule.asked"),
        ("added", "role.desk.pages.new"),
        ("added", "units.minute"),
        ("added", "check"),
    }


def test_what_the_office_never_touched_follows_the_release():
    def release(content):
        content["rule"][1]["limit"] = "4天"
        content["role"][0]["may"] = ["a.*"]
        del content["rule"][0]
        content["days"] = 7

    made = merged(changed(FIRST, release))
    assert made.content == changed(FIRST, release)
    assert values(made.changes) == {
        ("revised", "rule.usual"),
        ("removed", "rule.urgent"),
        ("removed", "role.desk.may.b.One"),
        ("revised", ""),
    }


def test_what_the_office_changed_or_took_away_stays_so_and_is_named():
    def office(content):
        content["rule"][1]["limit"] = "3天"
        content["role"][0]["pages"].remove("list")
        content["role"][0]["label"] = "热线组"
        content["redo"]["attempts"] = 2
        del content["rule"][0]

    def release(content):
        for row in content["rule"]:
            row["limit"] = "6天"
        content["role"][0]["label"] = "热线专员"
        content["redo"]["attempts"] = 5
        content["role"][0]["pages"].append("new")

    theirs = changed(FIRST, office)
    made = merged(changed(FIRST, release), theirs)
    assert made.content == changed(theirs, lambda one: one["role"][0]["pages"].append("new"))
    assert values(made.changes) == {("added", "role.desk.pages.new")}
    assert values(made.left) == {
        ("left", "rule.urgent"),
        ("left", "rule.usual"),
        ("left", "role.desk"),
        ("left", "redo"),
    }


def test_the_release_of_today_changes_nothing_of_the_office():
    def office(content):
        content["role"][0]["may"] = []
        content["units"] = {}
        del content["rule"][0]

    theirs = changed(FIRST, office)
    made = merged(FIRST, theirs)
    assert (made.content, made.changes, made.left) == (theirs, [], [])


def test_what_an_upgrade_brought_and_the_office_took_away_again_stays_away():
    release = changed(FIRST, lambda one: one["role"][0]["pages"].append("new"))
    past = [(FIRST, True), (release, True), (FIRST, False)]
    assert Merge(past, release).content == FIRST
    further = changed(release, lambda one: one["role"][0]["pages"].append("newer"))
    assert Merge(past, further).content["role"][0]["pages"] == ["home", "list", "newer"]


def test_what_an_upgrade_brought_follows_the_next_one():
    release = changed(FIRST, lambda one: one["rule"].append({"id": "new", "limit": "1天"}))
    further = changed(release, lambda one: one["rule"][-1].update(limit="2天"))
    past = [(FIRST, True), (release, True)]
    assert Merge(past, further).content == further
    by_hand = [(FIRST, True), (release, False)]
    assert values(Merge(by_hand, further).left) == {("left", "rule.new")}


def test_rows_of_one_name_are_taken_as_a_whole():
    twice = changed(FIRST, lambda one: one["rule"].append({"id": "usual", "limit": "8天"}))
    made = merged(changed(FIRST, lambda one: one["rule"].pop()), twice)
    assert made.content["rule"] == twice["rule"]
