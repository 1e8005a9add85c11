"""From candidates to an agenda: the order of the rules, their reasons, and who is left out."""

import random
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.meetings.rules import Candidate, Dates, compose
from governance.policy.agenda import read
from tests.builders import book

RULES = book().agenda
DATES = Dates(date(2026, 3, 5), date(2026, 3, 19), date(2026, 2, 26))


def candidate(key, kind="ticket", *, evidence=None, **facts):
    return Candidate(
        kind=kind,
        key=key,
        stream=UUID(int=7),
        serial=f"S{key}",
        subject=f"事项{key}",
        grid="g1",
        unit="城建办",
        source="12345",
        origin=f"{key}:1",
        facts=facts,
        evidence=evidence or {name: f"{key}:{n}" for n, name in enumerate(facts, 2)},
    )


def composed(*candidates, rules=RULES, dates=DATES):
    return compose(candidates, rules, 4, dates)


def only(*candidates, **how):
    (item,) = composed(*candidates, **how).items
    return item


def limited(rule, **changes):
    return replace(
        RULES, rule=tuple(replace(r, **changes) if r.id == rule else r for r in RULES.rule)
    )


@pytest.mark.parametrize(
    ("given_", "section", "sentences"),
    [
        (candidate("a", "resolution"), "resolutions", ["议定事项尚未销号"]),
        (
            candidate("a", "resolution", overdue_days=3, due=date(2026, 3, 2), carried=3),
            "resolutions",
            ["议定事项超期3个工作日", "已连续跟踪3期"],
        ),
        (
            candidate("a", "resolution", due=date(2026, 3, 19), claimed=True),
            "resolutions",
            ["责任单位已申请销号", "应于3月19日前完成"],
        ),
        (candidate("a", "topic", open=False), "topic", ["本网格目前没有在办课题"]),
        (
            candidate(
                "a", "topic", percent=40, overdue_milestones=1, next_milestone=date(2026, 3, 10)
            ),
            "topic",
            ["1个节点已过期限", "下一节点为3月10日", "“一格一题”在办，进度40%"],
        ),
        (
            candidate("a", crossing=True, crossing_units=("城管", "房管"), overdue_days=3, round=2),
            "crossing",
            ["三跨（城管、房管）", "超期3个工作日", "第2次重办"],
        ),
        (
            candidate("a", due=date(2026, 3, 5), chased=2),
            "overdue",
            ["下期会议前到期（3月5日）", "已催办2次"],
        ),
        (
            candidate("a", "issue", returns=2, extensions=2, carried=1),
            "repeated",
            ["退单2次", "已延期2次", "前1期已上会，尚未解决"],
        ),
        (candidate("a", satisfaction="dissatisfied"), "repeated", ["回访不满意"]),
        (candidate("a", "finding", age_days=14), "findings", ["走访发现后14天未解决"]),
        (candidate("a", "finding", age_days=3, carried=1), "findings", ["前1期已上会，尚未解决"]),
        (candidate("a", closing_proposed=True), "closings", ["已办理完毕，拟结案"]),
        (candidate("a", "figure", sentence="两周受理12件"), "figures", ["两周受理12件"]),
    ],
)
def test_where_it_stands_and_why(given_, section, sentences):
    item = only(given_)
    assert (item.section, [reason.text for reason in item.reasons]) == (section, sentences)


@pytest.mark.parametrize(
    "given_",
    [
        candidate("a"),
        candidate("a", overdue_days=0),
        candidate("a", overdue_days=None),
        candidate("a", crossing=True),
        candidate("a", crossing=True, crossing_units=()),
        candidate("a", due=date(2026, 3, 4)),
        candidate("a", due=date(2026, 3, 20)),
        candidate("a", satisfaction="satisfied"),
        candidate("a", "issue", satisfaction="dissatisfied"),
        candidate("a", "finding", age_days=13),
        candidate("a", "finding", overdue_days=9),
        candidate("a", closing_proposed=False),
        candidate("a", "figure", sentence=""),
    ],
)
def test_what_no_rule_wants_is_left_out_and_says_so(given_):
    composition = composed(given_)
    assert composition.items == ()
    (left,) = composition.left_out
    assert (left.candidate, left.why, left.reasons) == (given_, "没有适用的上会规则", ())


def test_an_item_tells_its_candidate():
    item = only(candidate("a", overdue_days=2, due=date(2026, 3, 3), carried=1))
    assert (item.key, item.kind, item.case_key, item.subject) == ("a", "ticket", "Sa", "事项a")
    assert (item.case_stream, item.unit, item.source) == (UUID(int=7), "城建办", "12345")
    assert (item.due, item.carried, item.number) == (date(2026, 3, 3), 1, 1)
    assert (item.minutes, item.fixed) == (5, False)
    assert item.proposal == "承办单位说明原因，明确办结时间"


def test_an_open_resolution_is_fixed():
    assert only(candidate("a", "resolution")).fixed


def test_a_reason_names_rule_edition_and_the_events_it_rests_on():
    late, round_ = only(
        candidate("a", overdue_days=3, round=1, evidence={"overdue_days": "x:5", "round": "x:9"})
    ).reasons
    assert (late.rule, late.edition, late.events) == ("overdue", 4, ("x:5",))
    assert (round_.rule, round_.edition, round_.events) == ("redone", 4, ("x:9",))


def test_one_event_behind_two_conditions_is_named_once():
    item = only(candidate("a", due=date(2026, 3, 9), evidence={"due": "x:2"}))
    assert item.reasons[0].events == ("x:2",)


def test_a_rule_without_conditions_rests_on_the_candidate_itself():
    assert only(candidate("a", "resolution")).reasons[0].events == ("a:1",)


def test_a_reason_without_known_evidence_names_none():
    item = only(candidate("a", overdue_days=1, evidence={"round": "x:1"}))
    assert item.reasons[0].events == ()


def test_within_a_rule_the_worst_first_then_by_due_then_by_key():
    keys = [
        item.key
        for item in composed(
            candidate("d", overdue_days=1),
            candidate("c", overdue_days=1, due=date(2026, 3, 4)),
            candidate("b", overdue_days=9),
            candidate("a", overdue_days=1, due=date(2026, 3, 4)),
        ).items
    ]
    assert keys == ["b", "a", "c", "d"]


def test_what_a_rule_has_no_room_for_goes_to_the_next_that_has():
    rules = limited("crossing", most=1)
    first, second = composed(
        candidate("a", crossing=True, crossing_units=("甲", "乙"), overdue_days=9),
        candidate("b", crossing=True, crossing_units=("甲", "乙"), overdue_days=1),
        rules=rules,
    ).items
    assert (first.key, first.section) == ("a", "crossing")
    assert (second.key, second.section) == ("b", "overdue")
    assert [reason.rule for reason in second.reasons] == ["overdue", "crossing"]


def test_what_no_rule_has_room_for_is_left_out_with_its_reasons():
    composition = composed(
        candidate("a", overdue_days=9),
        candidate("b", overdue_days=1),
        rules=limited("overdue", most=1),
    )
    assert [item.key for item in composition.items] == ["a"]
    (left,) = composition.left_out
    assert (left.candidate.key, left.why) == ("b", "本部分最多列1项，按先后未能列入")
    assert [reason.text for reason in left.reasons] == ["超期1个工作日"]


def test_sections_are_those_of_the_edition_in_order():
    assert [section.code for section in composed().sections] == [
        "resolutions",
        "topic",
        "crossing",
        "overdue",
        "repeated",
        "findings",
        "closings",
        "figures",
        "summary",
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"fact": "round", "op": "eq", "value": 2}, True),
        ({"fact": "round", "op": "eq", "value": 3}, False),
        ({"fact": "round", "op": "ne", "value": 3}, True),
        ({"fact": "round", "op": "ne", "value": 2}, False),
        ({"fact": "round", "op": "in", "value": [1, 2]}, True),
        ({"fact": "round", "op": "in", "value": [1, 3]}, False),
        ({"fact": "round", "op": "le", "value": 2}, True),
        ({"fact": "round", "op": "le", "value": 1}, False),
        ({"fact": "returns", "op": "ne", "value": 3}, False),
        ({"fact": "due", "op": "ge", "named": "previous_meeting"}, False),
    ],
)
def test_conditions(condition, holds):
    content = book().editions["agenda"].content
    rule = {
        "id": "test",
        "title": "试",
        "section": "overdue",
        "kinds": ["ticket"],
        "when": [condition],
        "reason": "试",
        "source": "test",
    }
    kept = [r for r in content["rule"] if r["section"] == "resolutions"]
    rules = read(content | {"rule": [*kept, rule]})
    asked = candidate("a", round=2, due=date(2026, 3, 9))
    first = replace(DATES, previous_meeting=None)
    assert bool(composed(asked, rules=rules, dates=first).items) == holds


facts = st.fixed_dictionaries(
    {},
    optional={
        "overdue_days": st.integers(0, 9),
        "round": st.integers(0, 3),
        "returns": st.integers(0, 3),
        "carried": st.integers(0, 4),
        "crossing": st.booleans(),
        "crossing_units": st.sampled_from([(), ("甲", "乙")]),
        "due": st.dates(date(2026, 2, 20), date(2026, 4, 1)),
        "age_days": st.integers(0, 30),
        "closing_proposed": st.booleans(),
        "chased": st.integers(0, 3),
    },
)
kinds = st.sampled_from(["ticket", "issue", "finding", "resolution", "figure"])
crowds = st.lists(st.tuples(kinds, facts), max_size=25).map(
    lambda values: [candidate(f"k{n:02}", kind, **known) for n, (kind, known) in enumerate(values)]
)


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(
    crowd: list[Candidate], chance: random.Random
) -> None:
    shuffled = list(crowd)
    chance.shuffle(shuffled)
    assert composed(*shuffled) == composed(*crowd)


@given(crowds)
def test_every_candidate_is_on_the_agenda_or_left_out_once(crowd):
    composition = composed(*crowd)
    found = [item.key for item in composition.items]
    found += [left.candidate.key for left in composition.left_out]
    assert sorted(found) == [c.key for c in crowd]
    assert {c.key for c in crowd if c.kind == "resolution"} <= {
        item.key for item in composition.items
    }


@given(crowds)
def test_a_reason_can_be_drawn_again_from_its_evidence_alone(crowd):
    """With only the facts of its own events a reason holds; with one fewer it does not."""
    candidates = {c.key: c for c in crowd}
    for item in composed(*crowd).items:
        whole = candidates[item.key]
        for reason in item.reasons:
            leaves = [name for name, event in whole.evidence.items() if event in reason.events]
            alone = replace(whole, facts={name: whole.facts[name] for name in leaves})
            assert reason in only(alone).reasons
            for leaf in leaves:
                less = {name: value for name, value in alone.facts.items() if name != leaf}
                items = composed(replace(alone, facts=less)).items
                assert all(reason not in item.reasons for item in items)
