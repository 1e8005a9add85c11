"""Whatever leaves as a file takes one permission, whichever way it is asked for."""

import ast

import pytest
from flask import Flask

from governance.kernel.command import SYSTEM, Actor
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from tests.contracts.tree import modules, tree
from tests.deployment import tell
from tests.functional.conftest import ROLES, app_on
from tests.tickets import received

ON_FILES = pytest.mark.parametrize("database_url", [""])
SAMPLES = {"places/importing.py", "policies/template.py"}
"""Who hands out what holds nothing of ours: samples and templates."""
OWN = {"imports/handed_back.py"}
"""Who gives back what somebody brought himself."""


def lists(app: Flask) -> list[str]:
    """Give the address of every page that wants nothing but itself."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "static"
    )


def walked(office, client_of, role):
    """Give the pages of a role that could be taken as a file, and those that could not."""
    client, given, refused = client_of(role), [], []
    for address in lists(app_on(office)):
        for kind in ("csv", "xlsx"):
            answer = client.get(f"{address}?format={kind}")
            if answer.headers.get("Content-Disposition", "").startswith("attachment"):
                given.append(address)
            elif answer.status_code == 403 and "导出成文件" in answer.text:
                refused.append(address)
    return given, refused


@ON_FILES
@pytest.mark.parametrize("role", ROLES)
def test_no_page_gives_a_file_to_whoever_may_not_export(office, client_of, role):
    office.execute(received("T1"), actor=SYSTEM)
    may = office.governance.book.roles.opens(Actor(role, frozenset({role})), "export")
    given, refused = walked(office, client_of, role)
    given = [address for address in given if "sample" not in address and "template" not in address]
    assert may is (role not in {"grid_worker", "handling_unit"})
    assert (bool(given), bool(refused)) == (may, not may)
    for address in refused or given[:3]:
        page = client_of(role).get(address)
        assert ("format=xlsx" in page.text) is may, address


@ON_FILES
def test_the_control_with_the_permission_a_grid_worker_takes_them(office, client_of):
    """What is refused is refused for the permission, and for nothing else."""
    content = office.governance.book.editions["roles"].content
    roles = [
        row | ({"pages": [*row["pages"], "export"]} if row["code"] == "grid_worker" else {})
        for row in content["role"]
    ]
    values = {"policy": "roles", "content": content | {"role": roles}, "source": "测试"}
    tell(office, PublishEdition, POLICY_STREAM, **values)
    given, refused = walked(office, client_of, "grid_worker")
    assert "/cases" in given
    assert refused == []


def test_every_way_out_goes_through_the_one_that_asks():
    made, attached, owned = set(), set(), set()
    for file in modules("web"):
        where = "/".join(file.parts[-2:])
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Constant) and node.value == "Content-Disposition":
                made.add(where)
            if not isinstance(node, ast.Call):
                continue
            if ast.unparse(node.func).rpartition(".")[2] == "attach":
                attached.add(where)
            if (
                any(word.arg == "own" for word in node.keywords)
                and ast.unparse(node.func) == "send"
            ):
                owned.add(where)
    # A proof kept with a case is looked at where the case is.
    assert made == {"frame/downloads.py", "attachments/views.py"}
    assert attached == {"frame/downloads.py", *SAMPLES}
    assert owned == OWN
