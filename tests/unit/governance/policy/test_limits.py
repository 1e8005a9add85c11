"""Limits in words, and the rules that give them."""

from copy import deepcopy
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from governance.policy import deadlines as policy
from governance.policy.deadlines import Limit

CONTENT = loads(Path(policy.__file__).with_suffix(".toml").read_text("utf-8"))
POLICY = policy.read(CONTENT)


def edition(**changes):
    return deepcopy(CONTENT) | changes


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5工作日", Limit(5, "working_day")),
        ("５个工作日", Limit(5, "working_day")),
        (" 15 日 ", Limit(15, "working_day")),
        ("2天", Limit(2, "working_day")),
        ("4工作时", Limit(4, "working_hour")),
        ("4工作小时", Limit(4, "working_hour")),
        ("４小时", Limit(4, "working_hour")),
        ("2紧急工作时", Limit(2, "urgent_hour")),
        ("30分钟", Limit(30, "urgent_minute")),
        ("10自然日", Limit(10, "calendar_day")),
        ("1紧急工作日", Limit(1, "calendar_day")),
    ],
)
def test_limits_in_words(text: str, limit: Limit) -> None:
    assert POLICY.limit(text) == limit


@pytest.mark.parametrize(
    "text",
    ["", "5", "工作日", "0工作日", "-1工作日", "五工作日", "5周", "5工作日内", "1.5天", "99999日"],
)
def test_nonsense_is_no_limit(text: str) -> None:
    with pytest.raises(policy.LimitError):
        POLICY.limit(text)


@pytest.mark.parametrize(
    ("stream", "clock", "facts", "limit"),
    [
        ("hotline", "contact", {"kind": "help", "urgency": "normal"}, "1工作日"),
        ("hotline", "contact", {"kind": "help", "urgency": "urgent"}, "30分钟"),
        ("hotline", "handle", {"kind": "inquiry"}, "1工作日"),
        ("hotline", "handle", {"kind": "suggestion"}, "1工作日"),
        ("hotline", "handle", {"kind": "supervision"}, "3工作日"),
        ("hotline", "handle", {"kind": "review"}, "3工作日"),
        ("hotline", "handle", {"kind": "help"}, "5工作日"),
        ("hotline", "handle", {"kind": "complaint"}, "5工作日"),
        ("hotline", "handle", {}, "5工作日"),
        ("hotline", "handle", {"kind": "inquiry", "urgency": "urgent"}, "2紧急工作时"),
        ("hotline", "redo", {"kind": "help"}, "3工作日"),
        ("hotline", "callback", {}, "3工作日"),
        ("issues", "verify", {}, "4工作时"),
        ("issues", "dispatch", {}, "4工作时"),
        ("issues", "handle", {}, "5工作日"),
        ("issues", "redo", {}, "3工作日"),
        ("issues", "check", {}, "1工作日"),
    ],
)
def test_the_first_rule_that_fits_gives_the_limit(
    stream: str, clock: str, facts: dict[str, Any], limit: str
) -> None:
    assert POLICY.rule_for(stream, clock, **facts).limit == limit


def test_a_clock_nobody_ruled_has_no_limit():
    with pytest.raises(KeyError):
        POLICY.rule_for("hotline", "unheard_of")


def test_extensions():
    hotline, issues = POLICY.extension_of("hotline"), POLICY.extension_of("issues")
    assert (hotline.most, hotline.total) == (1, "15工作日")
    assert (issues.most, issues.total) == (2, "")


RULE = {"id": "new", "stream": "s", "clock": "c", "limit": "1天", "confirmed": True, "source": "x"}


@pytest.mark.parametrize(
    "rules",
    [
        [RULE | {"limit": "1世纪"}],
        [RULE | {"when": {"kind": ["help"]}}],
        [RULE, RULE | {"id": "other"}],
        [RULE, RULE | {"id": "other", "when": {"kind": ["help"]}}],
        [RULE | {"when": {"kind": ["help"]}}, RULE],
        [{name: value for name, value in RULE.items() if name != "source"}],
        [RULE | {"unheard_of": 1}],
    ],
    ids=["limit", "no default", "two defaults", "unreachable", "one id", "no source", "unknown"],
)
def test_rules_that_are_nonsense_are_not_read(rules: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(edition(rule=CONTENT["rule"] + rules))


def test_a_rule_before_its_default_is_read():
    when = RULE | {"id": "first", "when": {"kind": ["help"]}, "limit": "2天"}
    read = policy.read(edition(rule=[*CONTENT["rule"], when, RULE]))
    assert [read.rule_for("s", "c", kind=kind).id for kind in ("help", "x")] == ["first", "new"]


@pytest.mark.parametrize(
    "changes",
    [
        {"units": CONTENT["units"] | {"calendar_day": ["天"]}},
        {"units": CONTENT["units"] | {"fortnight": ["双周"]}},
        {"extension": [CONTENT["extension"][0] | {"total": "很久"}]},
        {"extension": [CONTENT["extension"][0]] * 2},
        {"lights": {"days": 2}},
    ],
)
def test_other_nonsense_is_not_read(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(edition(**changes))
