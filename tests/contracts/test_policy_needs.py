"""What policies are held against is what the code has: columns, clocks, codes, pages, fields."""

import ast
import json
import re
from typing import get_args

import sqlalchemy as sa

from governance.accounts.stream import SEPARATE
from governance.casework.kind import KINDS
from governance.hotline.commands import HandleTicket
from governance.kernel.command import Command
from governance.policy import needs
from governance.policy.book import NAMES, SHAPES, Edition, first_editions
from governance.policy.checks import unfit
from governance.policy.checks.rights import pages
from governance.policy.columns import FITTING
from governance.policy.metrics import Operator
from governance.visits.due import USUAL
from governance.visits.record import MET
from projections.boards import BOARDS
from projections.casework.counted import KINDS as TITLES
from projections.casework.table import cases
from projections.engine.counted import TYPES
from projections.engine.projection import counted
from scripts.jobs import LEADER
from tests.builders import book
from tests.contracts.tree import ROOT, modules, tree
from tests.expecting import existing
from web.features import FEATURES
from web.frame.feature import Features
from web.policies.faults import FAULTS, OFFERED
from web.text.formats import LOCAL

FOR_QUEUES = {"clocks", "awaited", "serial_key", "caller_reference", "phone_reference"}
"""Searched by queues and look-ups alone."""
NOT_YET = {"past_contact_due", "past_handle_due"}  # limits that do not count until told
CHINESE = re.compile("[\u4e00-\u9fff]")


def calls(name, *packages):
    """Give every call of a method of this name in the code."""
    return [
        node
        for file in modules(*packages)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name
    ]


def test_a_metric_may_ask_for_the_plain_columns_of_a_case():
    plain = {c.name for c in cases.columns if type(c.type) in TYPES and type(c.type) is not sa.Text}
    assert set(existing(book().known).countable["cases"].columns) == plain - FOR_QUEUES - NOT_YET


def test_what_is_declared_has_words_and_every_operator_fits_something():
    for thing in counted(BOARDS).values():
        labels = [thing.title, thing.measure, *(field.label for field in thing.fields.values())]
        assert all(CHINESE.search(word) for word in labels), thing.name
    for matter in existing(book().known).candidates.values():
        assert all(CHINESE.search(fact.label) for fact in matter.facts.values()), matter.kind
    assert set().union(*FITTING.values()) == set(get_args(Operator))


def test_the_guide_lists_whatever_is_declared_and_its_examples_may_be_published():
    guide, known = (ROOT / "docs/guides/counting.md").read_text("utf-8"), existing(book().known)
    for thing in known.countable.values():
        _, _, listed = guide.partition(f"### {thing.title} `{thing.name}`")
        listed = re.split("\n##", listed)[0]
        assert all(f"`{name}`" in listed.partition("|")[0] for name in thing.bases), thing.name
        rows = re.findall(r"^\| `(\w+)` \| (\S+) \|", listed, re.MULTILINE)
        assert rows == [(column.name, column.label) for column in thing.columns.values()]
    for matter in known.candidates.values():
        (row,) = re.findall(rf"^\| `{matter.kind}` \| (`.*`.*) \|$", guide, re.MULTILINE)
        assert row == "、".join(f"`{one.name}`（{one.label}）" for one in matter.facts.values())
    metric, rule = map(json.loads, re.findall(r"```json\n(.*?)```", guide, re.DOTALL))
    for policy, name, one in (("metrics", "metric", metric), ("agenda", "rule", rule)):
        content = book().editions[policy].content
        edition = Edition(policy, 2, content | {name: [*content[name], one]})
        assert unfit(edition, book()) == []


def test_whatever_is_counted_opens_to_its_page():
    links = Features(FEATURES).links
    assert {thing.link for thing in counted(BOARDS).values()} <= set(links)


def test_every_clock_that_is_started_needs_a_rule_and_is_told_the_facts_it_may_ask_for():
    facts = {(one.stream, one.clock): set(one.facts) for one in needs.CLOCKS}
    started = {}
    for call in calls("deadline", "governance"):
        clock = tuple(part.value for part in call.args[:2])
        started[clock] = {keyword.arg for keyword in call.keywords}
    assert set(started) == set(facts)
    # At the door the facts come as a mapping, which nobody can read from outside.
    assert {clock for clock, names in started.items() if names == {None}} == {
        ("hotline", "contact"),
        ("hotline", "handle"),
    }
    assert all(names in ({None}, facts[clock]) for clock, names in started.items())


def test_every_reason_of_a_count_has_words():
    shipped = first_editions({})["deadlines"]["reasons"]
    assert set(shipped) == set(needs.REASONS)


def test_a_report_has_the_fields_of_its_command():
    own = set(HandleTicket.__struct_fields__) - set(Command.__struct_fields__)
    assert set(needs.REPORT) == own - {"proof"}


def test_stages_kinds_and_zone_are_those_of_the_pages():
    known = Features(FEATURES)
    assert set(needs.STAGES) == {code for kind in known.kinds.values() for code in kind.stages}
    assert {name: kind.title for name, kind in known.kinds.items()} == TITLES
    assert set(needs.CASES) == set(TITLES) == set(KINDS)
    assert LOCAL.key == needs.ZONE


def test_roles_and_choices_of_the_code_are_shipped():
    editions = first_editions({})
    assert {*SEPARATE, LEADER} == set(needs.ROLES)
    assert set(needs.ROLES) <= {role["code"] for role in editions["roles"]["role"]}
    assert MET in needs.CHOICES["visit_outcomes"]
    assert USUAL in needs.CHOICES["visit_intervals"]
    for name, codes in needs.CHOICES.items():
        held = {row["code"] for row in editions["options"]["listing"][name]["option"]}
        assert held.issuperset(codes), name
    assert set(needs.DECISIONS) <= {row["code"] for row in editions["agenda"]["decision"]}


def test_everything_kept_is_on_a_page():
    assert {page for _, page in needs.KEEPING} | {needs.HOME} <= pages()


def test_every_policy_has_a_shape_and_a_name():
    assert set(SHAPES) == set(NAMES) == set(first_editions({}))
    assert all(re.fullmatch(f"{CHINESE.pattern}+", name) for name in NAMES.values())


def codes():
    return {
        call.args[0].value
        for name in ("fault", "Fault")
        for call in calls(name, "governance")
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def test_every_fault_has_a_sentence_and_no_other():
    assert codes() == set(FAULTS)
    assert set(OFFERED) <= set(FAULTS)


def test_a_sentence_says_what_to_do():
    for code, sentence in FAULTS.items():
        assert CHINESE.search(sentence), code
        assert sentence.endswith(("。", "{offered}")), code
        assert "请" in sentence or "{offered}" in sentence, code
