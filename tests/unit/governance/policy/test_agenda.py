"""The agenda's rules: what an edition may say, and what it may not."""

from copy import deepcopy
from pathlib import Path
from tomllib import loads

import pytest

import governance.policy.agenda as policy
from governance.policy.book import Edition
from governance.policy.checks import unfit
from tests.builders import book
from tests.expecting import existing

FIRST = loads(Path(policy.__file__).with_suffix(".toml").read_text("utf-8"))
RULE = {
    "id": "new",
    "title": "新规则",
    "section": "overdue",
    "kinds": ["ticket"],
    "when": [{"fact": "round", "op": "ge", "value": 1}],
    "reason": "第{round}次重办",
    "proposal": "研究",
    "most": 3,
    "sort": ["-round"],
    "source": "test",
}


def edition(**changes):
    content = deepcopy(FIRST)
    content["rule"].append(RULE | changes)
    return content


def without(name, **found):
    content = deepcopy(FIRST)
    content[name] = [row for row in content[name] if not found.items() <= row.items()]
    return content


def test_the_first_edition_can_be_read_and_names_a_source_for_every_row():
    rules = policy.read(FIRST)
    assert all(row.source for row in rules.section)
    assert all(row.source for row in rules.rule)
    assert all(row.source for row in rules.decision)
    assert rules.left_out.source


def test_sections_come_in_the_order_of_the_paper_and_rules_by_section():
    rules = policy.read(FIRST)
    orders = [section.order for section in rules.sections]
    assert orders == sorted(set(orders))
    places = {section.code: section.order for section in rules.section}
    orders = [places[rule.section] for rule in rules.rules]
    assert orders == sorted(orders)


def test_rules_of_one_section_keep_the_order_of_the_file():
    content = edition()
    content["rule"].append(RULE | {"id": "newer", "title": "更新的规则"})
    tried = [rule.id for rule in policy.read(content).rules if rule.section == "overdue"]
    written = [row["id"] for row in content["rule"] if row["section"] == "overdue"]
    assert tried == written
    assert tried[-2:] == ["new", "newer"]


def test_what_there_is():
    rules = policy.read(FIRST)
    assert rules.has_section("crossing")
    assert not rules.has_section("none")
    assert rules.has_decision("resolve")
    assert not rules.has_decision("whim")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"when": [], "reason": "都上会"},
        {"when": [{"fact": "round", "op": "in", "value": [1, 2]}]},
        {"when": [{"fact": "satisfaction", "op": "eq", "value": "x"}], "reason": "{satisfaction}"},
        {"when": [{"fact": "due", "op": "le", "named": "meeting"}], "reason": "{due.month}月"},
        {"when": [{"fact": "crossing", "op": "eq", "value": False}], "reason": "非三跨"},
        {"when": [{"fact": "crossing_units", "op": "true"}], "reason": "涉及{crossing_units}"},
    ],
)
def test_sound_rules(changes):
    assert policy.read(edition(**changes)).rule[-1].id == "new"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "overdue"}, "twice overdue"),
        ({"title": "超期"}, "twice 超期"),
        ({"title": " "}, "not_chinese"),
        ({"title": "redo"}, "not_chinese"),
        ({"section": "none"}, "no_such_section none"),
        ({"section": "resolutions"}, "fixed_has_no_limit"),
        ({"when": [{"fact": "luck", "op": "true"}], "reason": "走运"}, "no_such_fact luck"),
        ({"when": [{"fact": "round", "op": "true"}]}, "tested_otherwise round"),
        ({"when": [{"fact": "round", "op": "ge", "value": "1"}]}, "tested_otherwise round"),
        ({"when": [{"fact": "round", "op": "ge", "value": True}]}, "tested_otherwise round"),
        ({"when": [{"fact": "round", "op": "ge"}]}, "tested_otherwise round"),
        ({"when": [{"fact": "round", "op": "in", "value": 1}]}, "tested_otherwise round"),
        ({"when": [{"fact": "round", "op": "ge", "named": "meeting"}]}, "tested_otherwise round"),
        ({"when": [{"fact": "due", "op": "le", "value": 3}]}, "tested_otherwise due"),
        ({"when": [{"fact": "due", "op": "le"}]}, "tested_otherwise due"),
        (
            {"when": [{"fact": "crossing", "op": "true", "value": True}]},
            "tested_otherwise crossing",
        ),
        ({"when": [{"fact": "stage", "op": "ge", "value": "x"}]}, "tested_otherwise stage"),
        ({"sort": ["-luck"]}, "no_such_fact -luck"),
        ({"reason": "退单{returns}次"}, "cannot_be_told returns"),
        ({"proposal": "退单{returns}次"}, "cannot_be_told returns"),
        ({"reason": "{round.real}"}, "cannot_be_told round.real"),
        ({"reason": "{round!r}"}, "cannot_be_told round"),
        ({"reason": "{round:03}"}, "cannot_be_told round"),
        ({"reason": "{}"}, "cannot_be_told "),
        (
            {"when": [{"fact": "due", "op": "le", "named": "meeting"}], "reason": "{due}"},
            "cannot_be_told due",
        ),
        (
            {"when": [{"fact": "due", "op": "le", "named": "meeting"}], "reason": "{due.min}"},
            "cannot_be_told due.min",
        ),
        ({"when": [{"fact": "open", "op": "true"}], "reason": "{open}"}, "cannot_be_told open"),
    ],
)
def test_faulty_rules_cannot_be_published(changes, fault):
    one = unfit(Edition("agenda", 2, edition(**changes)), book())[0]
    assert f"{one.code} {one.facts.get('name', '')}".strip() == fault.strip()
    assert one.place.startswith(f"rule.{len(FIRST['rule'])}")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kinds": ["rumour"]}, "no_such_matter"),
        ({"when": [{"fact": "due", "op": "le", "named": "easter"}]}, "not_offered"),
        # A finding has an age, and no case has: the condition would never hold.
        (
            {"when": [{"fact": "age_days", "op": "ge", "value": 3}], "reason": "太久"},
            "no_such_fact",
        ),
    ],
)
def test_unknown_words_cannot_be_published(changes, fault):
    assert unfit(Edition("agenda", 2, edition(**changes)), book())[0].code == fault


def test_a_fact_an_edition_does_not_list_may_be_tested_all_the_same():
    rows = [row for row in FIRST["fact"] if row["name"] != "round"]
    content = edition() | {"fact": rows}
    assert unfit(Edition("agenda", 2, content), book()) == []
    assert len(policy.read(content).rule) == len(FIRST["rule"]) + 1
    late = edition(when=[{"fact": "round", "op": "true"}]) | {"fact": rows}
    assert [one.code for one in unfit(Edition("agenda", 2, late), book())] == ["tested_otherwise"]


def test_facts_an_edition_lists_are_declared_and_called_so():
    declared = existing(book().known).facts().values()
    values = {(one.name, one.type, one.label) for one in declared}
    assert {(row["name"], row["type"], row["title"]) for row in FIRST["fact"]} <= values


def test_no_edition_lets_an_open_resolution_fall_off_the_agenda():
    with pytest.raises(ValueError, match="resolutions_dropped"):
        policy.read(without("rule", id="resolution-open"))


def test_nor_one_whose_section_may_be_struck():
    content = deepcopy(FIRST)
    content["section"][0]["fixed"] = False
    with pytest.raises(ValueError, match="resolutions_dropped"):
        policy.read(content)


def test_two_sections_have_two_places():
    content = deepcopy(FIRST)
    content["section"][1]["order"] = 1
    with pytest.raises(ValueError, match=r"section\.1\.order: twice"):
        policy.read(content)
