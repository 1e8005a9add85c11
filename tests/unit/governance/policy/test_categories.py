"""The category trees and their filing conditions."""

from copy import deepcopy
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from governance.policy import categories as policy
from tests.builders import book

CONTENT = loads(Path(policy.__file__).with_suffix(".toml").read_text("utf-8"))
POLICY = policy.read(CONTENT)
NODE = {"code": "n1", "name": "新", "tree": "grid", "confirmed": True, "source": "x"}
CONDITION = {"code": "n1a", "text": "x", "limit": "1天", "close": "x"} | {
    "confirmed": True,
    "source": "x",
}


def edition(*rows: dict[str, Any]) -> dict[str, Any]:
    return deepcopy(CONTENT) | {"category": CONTENT["category"] + list(rows)}


def test_the_classes_of_the_national_standard():
    names = [row.name for row in POLICY.children("grid")]
    assert len([row for row in POLICY.children("grid") if row.code.startswith("p")]) == 5
    assert len([row for row in POLICY.children("grid") if row.code.startswith("e")]) == 6
    assert names[:2] == ["公用设施", "交通设施"]


def test_the_worked_example():
    found = [(row.text, row.limit) for row in POLICY.conditions("p0401")]
    assert found == [
        ("缺失、移位、开裂有隐患", "2紧急工作时"),
        ("破损大于25平方厘米", "4工作时"),
        ("弹跳、翻盖", "2工作日"),
        ("周边150厘米内路面凹凸破损", "5工作日"),
    ]
    assert all(row.confirmed for row in POLICY.conditions("p0401"))


def test_every_small_class_of_the_grid_has_conditions_of_its_own_with_limits_that_read():
    for leaf in POLICY.leaves("grid"):
        assert leaf.condition, leaf.name
        for row in leaf.condition:
            assert book().deadlines.limit(row.limit)
            assert row.code.startswith(leaf.code)
            assert row.text
            assert row.close


def test_names_and_codes_lead_to_each_other():
    for row in POLICY.category:
        assert POLICY.named(row.tree, POLICY.name(row.code)) == row
        assert POLICY.find(row.code) == row
    assert POLICY.name("e0101") == "市容环境/暴露垃圾"
    assert POLICY.name("h02") == "市容环境"
    assert POLICY.name("unheard_of") == "unheard_of"
    assert POLICY.named("hotline", "市容环境/暴露垃圾") is None
    assert POLICY.find("unheard_of") is None


@pytest.mark.parametrize("tree", ["grid", "hotline"])
def test_a_tree_is_whole(tree: str) -> None:
    held = [row for row in POLICY.category if row.tree == tree]
    below = [child for top in POLICY.children(tree) for child in POLICY.children(tree, top.code)]
    assert len(below) + len(POLICY.children(tree)) == len(held)
    assert below == POLICY.leaves(tree)


def test_one_condition():
    found = POLICY.condition("p0401", "p0401b")
    assert found is not None
    assert (found.limit, found.id) == ("4工作时", "condition:p0401b")
    assert POLICY.condition("p0401", "e0101a") is None
    assert POLICY.condition("unheard_of", "p0401b") is None


def test_a_category_without_conditions_has_the_fallback():
    assert POLICY.conditions("h0101") == (POLICY.fallback,)
    assert POLICY.condition("h0101", "default") == POLICY.fallback
    assert POLICY.usual("h0101") == POLICY.fallback
    assert POLICY.usual("e0103") == POLICY.conditions("e0103")[0]
    assert POLICY.usual("unheard_of") is None


@pytest.mark.parametrize(
    "rows",
    [
        [NODE, NODE],
        [NODE | {"parent": "unheard_of"}],
        [NODE | {"parent": "h01"}],
        [NODE | {"parent": "n2"}, NODE | {"code": "n2"}],
        [NODE, NODE | {"code": "n2"}],
        [NODE | {"condition": [CONDITION, CONDITION]}],
        [NODE | {"condition": [CONDITION | {"code": "e0101a"}]}],
        [NODE | {"condition": [CONDITION | {"limit": 5}]}],
        [NODE | {"unheard_of": 1}],
    ],
    ids=["code", "parent", "tree", "order", "name", "twice", "elsewhere", "type", "field"],
)
def test_nonsense_is_not_read(rows: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(edition(*rows))


def test_a_new_class_can_be_read():
    read = policy.read(edition(NODE | {"condition": [CONDITION]}))
    assert [row.code for row in read.conditions("n1")] == ["n1a"]


def findings(*rows: dict[str, Any]) -> dict[str, Any]:
    values = {"confirmed": False, "source": "待确认：x"}
    return deepcopy(CONTENT) | {"finding": [values | row for row in rows]}


def test_every_kind_of_finding_has_a_category_of_the_grid():
    for code in book().options.labels("finding_categories"):
        found = POLICY.find(POLICY.of_finding(code))
        assert found is not None, code
        assert found.tree == "grid"
    assert POLICY.of_finding("unheard_of") == POLICY.of_finding("") == ""


@pytest.mark.parametrize(
    "rows",
    [
        [{"code": "safety", "category": "unheard_of"}],
        [{"code": "safety", "category": "h01"}],
        [{"code": "safety", "category": "e01"}, {"code": "safety", "category": "e02"}],
        [{"code": "safety"}],
    ],
    ids=["category", "tree", "twice", "field"],
)
def test_a_finding_that_goes_nowhere_is_not_read(rows: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(findings(*rows))
