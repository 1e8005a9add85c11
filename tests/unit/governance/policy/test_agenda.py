"""The agenda's rules: what an edition may say, and what it may not."""

from copy import deepcopy
from pathlib import Path
from tomllib import loads

import msgspec
import pytest

import governance.policy.agenda as policy

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
    for row in (*rules.section, *rules.rule, *rules.decision, rules.left_out):
        assert row.source


def test_sections_come_in_the_order_of_the_paper_and_rules_by_section():
    rules = policy.read(FIRST)
    assert [s.order for s in rules.sections] == list(range(1, 10))
    places = {section.code: section.order for section in rules.section}
    orders = [places[rule.section] for rule in rules.rules]
    assert orders == sorted(orders)


def test_rules_of_one_section_keep_the_order_of_the_file():
    tried = [rule.id for rule in policy.read(FIRST).rules if rule.section == "overdue"]
    assert tried == ["overdue", "due-before-next", "chased"]


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
        ({"id": "overdue"}, "overdue stands twice"),
        ({"title": "超期"}, "超期 stands twice"),
        ({"title": " "}, "a title is in Chinese"),
        ({"title": "redo"}, "a title is in Chinese"),
        ({"section": "none"}, "no section none"),
        ({"section": "resolutions"}, "a fixed section has no limit"),
        ({"when": [{"fact": "luck", "op": "true"}]}, "no fact luck"),
        ({"when": [{"fact": "round", "op": "true"}]}, "round cannot be tested"),
        ({"when": [{"fact": "round", "op": "ge", "value": "1"}]}, "round cannot be tested"),
        ({"when": [{"fact": "round", "op": "ge", "value": True}]}, "round cannot be tested"),
        ({"when": [{"fact": "round", "op": "ge"}]}, "round cannot be tested"),
        ({"when": [{"fact": "round", "op": "in", "value": 1}]}, "round cannot be tested"),
        ({"when": [{"fact": "round", "op": "ge", "named": "meeting"}]}, "round cannot be tested"),
        ({"when": [{"fact": "due", "op": "le", "value": 3}]}, "due cannot be tested"),
        ({"when": [{"fact": "due", "op": "le"}]}, "due cannot be tested"),
        ({"when": [{"fact": "crossing", "op": "true", "value": True}]}, "crossing cannot be"),
        ({"when": [{"fact": "stage", "op": "ge", "value": "x"}]}, "stage cannot be tested"),
        ({"sort": ["-luck"]}, "no fact -luck"),
        ({"reason": "退单{returns}次"}, "{returns} cannot be told"),
        ({"proposal": "退单{returns}次"}, "{returns} cannot be told"),
        ({"reason": "{round.real}"}, "{round.real} cannot be told"),
        ({"reason": "{round!r}"}, "{round} cannot be told"),
        ({"reason": "{round:03}"}, "{round} cannot be told"),
        ({"reason": "{}"}, "{} cannot be told"),
        (
            {"when": [{"fact": "due", "op": "le", "named": "meeting"}], "reason": "{due}"},
            "{due} cannot be told",
        ),
        (
            {"when": [{"fact": "due", "op": "le", "named": "meeting"}], "reason": "{due.min}"},
            "{due.min} cannot be told",
        ),
        ({"when": [{"fact": "open", "op": "true"}], "reason": "{open}"}, "{open} cannot be told"),
    ],
)
def test_faulty_rules_cannot_be_published(changes, fault):
    with pytest.raises(ValueError, match=fault.replace("{", r"\{").replace("}", r"\}")):
        policy.read(edition(**changes))


@pytest.mark.parametrize(
    "changes", [{"kinds": ["rumour"]}, {"when": [{"fact": "due", "op": "le", "named": "easter"}]}]
)
def test_unknown_words_cannot_be_published(changes):
    with pytest.raises(msgspec.ValidationError):
        policy.read(edition(**changes))


def test_no_edition_lets_an_open_resolution_fall_off_the_agenda():
    with pytest.raises(ValueError, match="could fall off"):
        policy.read(without("rule", id="resolution-open"))


def test_nor_one_whose_section_may_be_struck():
    content = deepcopy(FIRST)
    content["section"][0]["fixed"] = False
    with pytest.raises(ValueError, match="could fall off"):
        policy.read(content)


def test_two_sections_have_two_places():
    content = deepcopy(FIRST)
    content["section"][1]["order"] = 1
    with pytest.raises(ValueError, match="1 stands twice"):
        policy.read(content)
