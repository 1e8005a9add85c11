"""Option lists and what a closing report must hold."""

from copy import deepcopy
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from governance.policy import options as policy

CONTENT = loads(Path(policy.__file__).with_suffix(".toml").read_text("utf-8"))
POLICY = policy.read(CONTENT)
GOOD = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "路灯已修复，市民表示感谢。",
}
ANSWERED = {"facts": "policy", "result": "explained", "reply_way": "phone", "reply": "已答复。"}
UNTRUE, EXCESSIVE = GOOD | {"facts": "untrue"}, GOOD | {"appeal": "excessive"}
EXPLAIN, COPIED = ("explanation", "needs_explanation"), ("explanation", "explanation_is_label")


def edition(**changes: Any) -> dict[str, Any]:
    return deepcopy(CONTENT) | changes


def listing(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    held = {"label": "x", "source": "x", "confirmed": True, "option": list(rows)}
    return edition(listing=CONTENT["listing"] | {"new": held | changes})


@pytest.mark.parametrize(
    ("report", "kind", "faults"),
    [
        (GOOD, "complaint", []),
        (GOOD, "help", []),
        (ANSWERED, "inquiry", []),
        (ANSWERED | {"facts": "adopted"}, "suggestion", []),
        (ANSWERED | {"facts": "adopted"}, "opinion", []),
        (GOOD | {"site_visited_at": "2026-03-05"}, "review", []),
        (GOOD, "review", [("site_visited_at", "missing")]),
        (GOOD | {"appeal": ""}, "help", [("appeal", "missing")]),
        (GOOD | {"site_visited": None}, "help", [("site_visited", "missing")]),
        (GOOD | {"reply": ""}, "help", [("reply", "missing")]),
        (GOOD | {"result": "wonderful"}, "help", [("result", "no_such_option")]),
        (GOOD | {"facts": "policy"}, "help", [("facts", "no_such_option")]),
        (GOOD | {"facts": "adopted"}, "inquiry", [("facts", "no_such_option")]),
        (UNTRUE, "help", [EXPLAIN]),
        (UNTRUE | {"explanation": " "}, "help", [EXPLAIN]),
        (UNTRUE | {"explanation": "现场未见积水"}, "help", []),
        (UNTRUE | {"explanation": "不属实"}, "help", [COPIED]),
        (EXCESSIVE, "help", [EXPLAIN]),
        (EXCESSIVE | {"explanation": " 诉求过高 "}, "help", [COPIED]),
        (EXCESSIVE | {"facts": "partly"}, "help", [EXPLAIN]),
        (GOOD | {"reply": "好" * 500}, "help", []),
        (GOOD | {"reply": "好" * 501}, "help", [("reply", "too_long")]),
        (GOOD | {"explanation": "好" * 501}, "help", [("explanation", "too_long")]),
    ],
)
def test_what_a_closing_report_must_hold(
    report: dict[str, Any], kind: str, faults: list[Any]
) -> None:
    assert POLICY.faults(report, kind) == faults


def test_an_empty_report_lacks_everything_its_kind_asks_for():
    everything = {"facts", "result", "reply_way", "reply", "appeal", "site_visited"}
    assert {field for field, _ in POLICY.faults({}, "complaint")} == everything
    assert {field for field, _ in POLICY.faults({}, "inquiry")} == everything - {
        "appeal",
        "site_visited",
    }


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("contact_results", ["已联", "未联"]),
        (
            "not_contacted_reasons",
            ["始终关机", "始终未接", "空号、停机或号码有误", "接通后拒绝沟通", "其他"],
        ),
        ("appeal", ["诉求合理合法", "无政策依据", "诉求过高", "其他"]),
        ("site_visited", ["是", "否", "无实际现场"]),
        ("outcomes", ["实际解决", "解释说明", "参考备案", "诉求过高", "未解决"]),
        ("reply_ways", ["电话", "书面", "入户"]),
        ("satisfaction", ["满意", "基本满意", "一般", "不满意", "未评价", "拒绝评价"]),
        ("crossing_kinds", ["跨部门", "跨行业", "跨领域"]),
        ("visit_ways", ["入户", "设摊", "设箱", "拦截", "夜访", "线上", "电话"]),
        ("visit_themes", ["安全巡察", "帮扶慰问", "楼道清障", "反诈宣传"]),
        ("visit_outcomes", ["见面", "未遇", "拒访"]),
    ],
)
def test_lists_as_their_sources_have_them(name: str, labels: list[str]) -> None:
    assert list(POLICY.labels(name).values()) == labels


def test_findings_of_fact_differ_by_kind():
    def labels(kind: str) -> list[str]:
        return [row.label for row in POLICY.choices("facts", kind)]

    assert labels("complaint") == labels("help") == ["属实", "部分属实", "不属实"]
    assert labels("suggestion") == ["采纳", "部分采纳", "留作参考", "不予采纳"]
    assert labels("inquiry") == ["有政策信息", "无政策信息", "对政策解释不接受"]


def test_every_kind_of_ticket_can_be_reported():
    for kind in POLICY.labels("hotline_kinds"):
        normal = [row for row in POLICY.choices("facts", kind) if row.normal]
        assert len(normal) == 1, kind


def test_the_seven_rows_wait_for_their_words():
    assert len(POLICY.choices("seven")) == 7
    assert all("待填写" in row.label for row in POLICY.choices("seven"))
    assert not POLICY.listing["seven"].confirmed


def test_weights_of_satisfaction():
    weights = {row.label: row.weight for row in POLICY.choices("satisfaction")}
    rated = {"满意": 1.0, "基本满意": 0.8, "一般": 0.6, "不满意": 0.0}
    assert weights == rated | {"未评价": None, "拒绝评价": None}
    assert POLICY.weight("satisfaction", "fairly") == 0.8
    assert POLICY.weight("satisfaction", "unheard_of") is None


def test_each_theme_brings_a_checklist():
    assert all(row.items for row in POLICY.choices("visit_themes"))


def test_what_tells_of_a_persons_plight_is_sensitive():
    assert [name for name, held in POLICY.listing.items() if held.sensitive] == ["household_tags"]


def test_codes_lead_to_labels():
    for name in POLICY.listing:
        for row in POLICY.choices(name):
            assert POLICY.label(name, row.code) == row.label
            assert POLICY.has(name, row.code)
    assert POLICY.label("satisfaction", "old_code") == "old_code"
    assert not POLICY.has("satisfaction", "old_code")


def test_codes_are_plain():
    for name, held in POLICY.listing.items():
        for row in held.option:
            assert row.code.isascii(), name
            assert row.code.replace("_", "").isalnum(), name


ONE, TWO = {"code": "a", "label": "甲"}, {"code": "b", "label": "乙"}


def test_a_new_list_can_be_read():
    assert policy.read(listing(ONE, TWO)).labels("new") == {"a": "甲", "b": "乙"}


@pytest.mark.parametrize(
    "content",
    [
        listing(),
        listing(ONE, ONE | {"label": "乙"}),
        listing(ONE, ONE | {"code": "b"}),
        listing(ONE | {"unheard_of": 1}),
        listing(ONE, label=1),
        edition(report=CONTENT["report"] | {"listings": {"facts": "unheard_of"}}),
        edition(report=CONTENT["report"] | {"explained": ["reply"]}),
        edition(report=CONTENT["report"] | {"longest": "500"}),
    ],
    ids=["empty", "code", "label", "field", "type", "no list", "no choices", "not a number"],
)
def test_nonsense_is_not_read(content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(content)


def test_a_list_an_edition_does_not_have_offers_nothing():
    assert not POLICY.has("none", "x")
    assert POLICY.choices("none") == []
    assert POLICY.label("none", "x") == "x"
