"""An edition the office could not work under is refused, with the place and what is wrong."""

from copy import deepcopy
from typing import Any

import pytest
from msgspec.structs import replace

from governance.kernel.command import Actor
from governance.kernel.errors import Refused
from governance.policies.commands import PublishEdition
from governance.policies.events import EditionPublished
from governance.policies.stream import POLICY_STREAM, STREAM
from governance.policy.book import POLICIES
from governance.policy.fault import UnfitError
from tests.builders import ask, book, context, happened
from tests.expecting import being
from tests.given import when

PAST = tuple(
    happened(EditionPublished(policy=name, number=1, content=edition.content, source="x"))
    for name, edition in book().editions.items()
)
KEEPER = Actor("guan", frozenset({"administrator"}))
COMMANDS = frozenset({"hotline.ContactCaller", "policies.PublishEdition", "accounts.AssignRoles"})


def changed(policy, place, value=None):
    """Give the first edition with one place changed; left out when there is no value."""
    content = deepcopy(book().editions[policy].content)
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    held: Any = content
    for step in way:
        held = held[step]
    if value is None:
        del held[last]
    else:
        held[last] = value
    return content


def publish(policy, content):
    return ask(PublishEdition, POLICY_STREAM, policy=policy, content=content, source="街道通知")


def faults(policy, content, values=None, past=PAST):
    with pytest.raises(Refused, match=r"policies\.unfit") as no:
        when(STREAM, past, publish(policy, content), values or context())
    found = being(UnfitError, no.value.__cause__).faults
    assert no.value.facts == {"count": len(found)}
    return [f"{one.policy} {one.place} {one.code}" for one in found]


METRIC = book().editions["metrics"].content["metric"]
RATE = next(n for n, row in enumerate(METRIC) if row["id"] == "on_time_of_due")
CONTACT = {"column": "contacted", "op": "is", "value": "yes"}


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("metric.0.basis", "contacted_at", "metric.0.basis no_such_basis"),
        ("metric.0.basis", "nonsense", "metric.0.basis no_such_basis"),
        ("metric.0.kinds", ["tickets"], "metric.0.kinds.0 no_such_kind"),
        ("metric.0.kinds", [], "metric.0.kinds none_left"),
        ("metric.0.id", "closed", "metric.1.id twice"),
        ("metric.0.version", 10**9, "metric.0.version out_of_range"),
        (f"metric.{RATE}.counts.0.column", "handeld_at", "column no_such_column"),
        (f"metric.{RATE}.counts.0.column", "title", "column no_such_column"),
        (f"metric.{RATE}.counts.0.other", "handle", "other no_such_moment"),
        (f"metric.{RATE}.counts.0.op", "after", "op not_offered"),
        (f"metric.{RATE}.counts.0.op", "above", "op unfit_test"),
        (f"metric.{RATE}.of.0.value", 7, "value unfit_value"),
        (f"metric.{RATE}.of.0.value", "viod", "value no_such_code"),
        (f"metric.{RATE}.weight", "urgency", "weight no_weights"),
        (f"metric.{RATE}.wieght", "satisfaction", "wieght unknown_key"),
        ("metric", [], "metric none_left"),
    ],
)
def test_a_metric_asks_for_what_a_case_has(place, value, fault):
    (found, *_) = faults("metrics", changed("metrics", place, value))
    assert found.endswith(fault)


def rule(name):
    rules = book().editions["deadlines"].content["rule"]
    return next(n for n, row in enumerate(rules) if row["id"] == name)


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (f"rule.{rule('redo')}", None, "rule no_rule"),
        (f"rule.{rule('contact')}", None, f"rule.{rule('contact_urgent')}.when last_rule"),
        (f"rule.{rule('issue_check')}", None, "rule no_rule"),
        (f"rule.{rule('contact')}.stream", "hotlin", "when last_rule"),
        (f"rule.{rule('redo')}.clock", "redoo", "rule no_rule"),
        (f"rule.{rule('redo')}.limit", "很快", "limit not_a_limit"),
        (f"rule.{rule('redo')}.limit", "9999自然日", "limit endless"),
        (f"rule.{rule('contact_urgent')}.when", {"urgensy": ["urgent"]}, "urgensy not_told"),
        (f"rule.{rule('contact_urgent')}.when", {"urgency": ["x"]}, "urgency no_such_code"),
        (f"rule.{rule('contact_urgent')}.when", {"urgency": []}, "urgency none_left"),
        ("extension.0", None, "extension no_extension"),
        ("extension.0.most", -1, "extension.0.most out_of_range"),
        ("reasons.moved", None, "reasons.moved missing"),
        ("units.working_day", ["工作日"], "units.working_day word_dropped"),
        ("lights.share", 7, "lights.share out_of_range"),
    ],
)
def test_every_clock_has_a_limit(place, value, fault):
    found = faults("deadlines", changed("deadlines", place, value))
    assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("policy", "place", "value", "fault"),
    [
        ("agenda", "fact.3.type", "text", "fact.3.name no_such_fact"),
        ("agenda", "decision.0", None, "decision decision_needed"),
        ("agenda", "left_out.over_most", "最多{max}项", "left_out.over_most cannot_be_told"),
        ("agenda", "left_out.over_most", "{", "left_out.over_most cannot_be_told"),
        ("agenda", "rule.0.most", -1, "most"),
        ("calendar", "timezone", "Asia", "timezone no_such_zone"),
        ("calendar", "timezone", "UTC", "timezone other_zone"),
        ("calendar", "business.periods", [["08:00", "08:01"]], "business.periods short_day"),
        ("calendar", "business.periods", [["早", "晚"]], "business.periods.0.0 no_such_hour"),
        ("calendar", "confirmed_through", "9999-12-31", "confirmed_through other_age"),
        ("categories", "category.0.tree", "gird", "category.1.parent no_parent_before"),
        ("categories", "category.1.code", "", "category.1.code empty"),
        ("categories", "fallback.limit", "5光年", "fallback.limit not_a_limit"),
        ("conduct", "callback.attempts", 10**9, "callback.attempts out_of_range"),
        ("conduct", "redo.satisfaction", ["angry"], "redo.satisfaction.0 no_such_code"),
        ("conduct", "chek", {}, "chek unknown_key"),
        ("cycles", "days", 10**9, "days out_of_range"),
        ("cycles", "days", 400, "days out_of_range"),
        ("cycles", "hour", "下午", "hour no_such_hour"),
        ("cycles", "meeting", [], "meeting none_left"),
        ("options", "listing.urgency.option.0", None, "listing.urgency.option code_dropped"),
        ("options", "listing.urgency.option.0.code", "", "listing.urgency.option.0.code empty"),
        ("options", "listing.visit_intervals.option.0.weight", 10**9, "weight out_of_range"),
        ("options", "listing.visit_intervals.option.0.closed", True, "closed choice_needed"),
        ("options", "report.required", ["factss"], "report.required.0 no_such_field"),
        ("options", "report.longest", 0, "report.longest out_of_range"),
        ("options", "report.texts", ["x" * 9999], "report.texts.0 too_long"),
        ("options", "listing.urgency.label", "紧\x00急", "listing.urgency.label unseen"),
        ("options", "listing.urgency.option.0.label", 7, "urgency.option.0.label wrong_type"),
        ("roles", "role.0.pages", ["cases"], "role.0.pages no_home"),
        ("roles", "role.0.pages", ["today", "caes"], "role.0.pages.1 no_such_page"),
        ("roles", "role.0.scope", "some", "role.0.scope not_offered"),
        ("roles", "role.0.code", "system", "role.8.code twice"),
    ],
)  # fmt: skip
def test_the_office_goes_on_working(policy, place, value, fault):
    found = faults(policy, changed(policy, place, value))
    assert any(fault in one for one in found), found


def test_what_others_rest_on_stays():
    content = changed("options", "listing.satisfaction.option.0.weight", 7)
    assert any(one.startswith("metrics metric.") for one in faults("options", content))


def test_what_was_broken_elsewhere_before_hinders_nobody():
    broken = changed("metrics", "metric.0.basis", "contacted_at")
    old = happened(EditionPublished(policy="metrics", number=2, content=broken, source="x"))
    content = book().editions["conduct"].content | {"source": "新的依据"}
    assert when(STREAM, (*PAST, old), publish("conduct", content))
    assert faults("metrics", broken | {"source": "y"}, past=(*PAST, old))
    assert when(STREAM, (*PAST, old), publish("metrics", book().editions["metrics"].content))


def test_a_closed_choice_keeps_its_label_and_is_not_offered():
    content = changed("options", "listing.return_reasons.option.0.closed", True)
    assert when(STREAM, PAST, publish("options", content))
    (event,) = when(STREAM, PAST, publish("options", content))
    assert isinstance(event, EditionPublished)
    code = content["listing"]["return_reasons"]["option"][0]["code"]
    options = book().with_edition(replace(book().editions["options"], content=event.content))
    assert options.options.label("return_reasons", code) != code
    assert not options.options.has("return_reasons", code)


MAY = ["hotline.*", "policies.*", "accounts.*"]
ROLES = book().editions["roles"].content


def without(*commands):
    roles = deepcopy(ROLES)
    for role in roles["role"]:
        if role["code"] == "administrator":
            role["may"] = [name for name in role["may"] if name not in commands]
    return roles


def values(*people):
    return replace(context(), people=lambda: people, commands=COMMANDS)


@pytest.mark.parametrize("command", ["policies.*", "accounts.*"])
def test_somebody_keeps_the_house(command):
    assert "roles role nobody_keeps" in faults("roles", without(command))


def test_it_is_kept_by_somebody_there_is():
    moved = without("policies.*")
    moved["role"][0]["may"] += ["policies.*", "accounts.*"]
    moved["role"][0]["pages"] += ["policies", "accounts"]
    worker = Actor("wang", frozenset({"grid_worker"}))
    moved["role"][0]["scope"] = "all"
    event = when(
        STREAM, PAST, publish("roles", moved), replace(values(KEEPER, worker), commands=())
    )
    assert event
    alone = replace(values(KEEPER), commands=())
    assert faults("roles", moved, alone) == ["roles role nobody_keeps"]


def test_a_role_accounts_have_is_not_taken_away():
    gone = ROLES | {"role": [role for role in ROLES["role"] if role["code"] != "secretary"]}
    li = Actor("li", frozenset({"secretary"}))
    known = replace(values(KEEPER, li), commands=())
    assert faults("roles", gone, known) == ["roles role role_in_use"]
    assert when(STREAM, PAST, publish("roles", gone), replace(values(KEEPER), commands=()))


def test_commands_are_those_there_are():
    roles = deepcopy(ROLES)
    roles["role"] = [role | {"may": MAY, "may_not": []} for role in roles["role"]]
    roles["role"][0]["may"] = ["hotline.ContactCaler", "hotlin.*"]
    roles["role"][1]["may_not"] = ["hotline.HandelTicket"]
    found = faults("roles", roles, values(KEEPER))
    assert found == [
        "roles role.0.may.0 no_such_command",
        "roles role.0.may.1 no_such_command",
        "roles role.1.may_not.0 no_such_command",
    ]


@pytest.mark.parametrize("policy", POLICIES)
def test_every_first_edition_is_fit_beside_the_others(policy):
    content = book().editions[policy].content | {"source": "新的依据"}
    assert when(
        STREAM, PAST, publish(policy, content), values(KEEPER) if policy != "roles" else None
    )
