"""`geyi upgrade`: an older deployment gets what this release needs, and keeps its own."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from uuid import uuid4

import pytest
from msgspec.structs import replace

from governance.kernel.command import SYSTEM, Actor
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import first_editions
from governance.processes.upgrading import first_id, publishing
from projections.engine.runtime import Runtime
from scripts.calendar_edition import build
from scripts.cli.upgrading import NEEDED, REASON, planned
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.command_line.invoking import answer, run

PAGE, COMMAND, LISTING = "disclosures", "meetings.CorrectDecision", "erasure_bases"


def earlier():
    """Give the first editions of a release that knew one policy, page, command and list less."""
    editions = deepcopy(first_editions(build(range(2025, 2028))))
    del editions["conduct"]
    del editions["options"]["listing"][LISTING]
    editions["metrics"]["metric"][0]["definition"] = "旧口径"
    for role in editions["roles"]["role"]:
        for names in (role["may"], role["pages"]):
            names[:] = [name for name in names if name not in (PAGE, COMMAND)]
    return editions


def settle(runtime, first=None):
    """Set up as the earlier release did."""
    for name, content in (first or earlier()).items():
        command = PublishEdition(
            command_id=first_id(name),
            stream=POLICY_STREAM,
            policy=name,
            content=content,
            source=content["source"],
        )
        runtime.execute(command, actor=SYSTEM)


def amend(runtime, policy, change):
    """Let the office change a policy as it does on the page."""
    content = deepcopy(runtime.governance.book.editions[policy].content)
    change(content)
    result = {"policy": policy, "content": content, "source": "街道自定", "reason": "街道自定"}
    tell(runtime, PublishEdition, POLICY_STREAM, by="admin", **result)


def of_the_office(roles):
    """Change what an office would: a right taken away, another given, a role of its own."""
    worker, *_ = roles["role"]
    worker["pages"].remove("register")
    worker["may"].append("topics.*")
    worker["label"] = "网格专员"
    roles["role"].append(worker | {"code": "ours", "label": "自设岗位", "pages": ["today"]})


def editions(runtime):
    return runtime.ledger.stream(POLICY_STREAM)


def role(runtime, code):
    return next(one for one in runtime.governance.book.roles.role if one.code == code)


@pytest.fixture
def older(tmp_path):
    with Runtime(tmp_path) as runtime:
        settle(runtime)
    return tmp_path


def test_what_is_lacking_comes_in_as_editions_and_the_office_keeps_its_own(older):
    with Runtime(older) as runtime:
        amend(runtime, "roles", of_the_office)
        amend(runtime, "metrics", lambda one: one["metric"][0].update(label="受理件数"))
        before = len(editions(runtime))
    result = run(older, "upgrade")
    assert result.exit_code == 0, result.output
    assert "办理规则：发布了首版。" in result.stdout
    assert "岗位权限：发布了第3版，新增" in result.stdout
    assert f"“审计”的页面“{PAGE}”" in result.stdout
    assert f"“网格长”的操作“{COMMAND}”" in result.stdout
    assert "选项清单：发布了第2版，新增“删除个人信息的依据”。" in result.stdout
    assert "指标口径：街道改过，照旧不动的有“受理件数”。" in result.stdout
    with Runtime(older) as runtime:
        new = editions(runtime)[before:]
        assert {(one.policy, one.number) for one in new} == {
            ("conduct", 1),
            ("options", 2),
            ("roles", 3),
        }
        assert {(one.actor, one.reason) for one in new} == {(SYSTEM.account, REASON)}
        worker, mine = role(runtime, "grid_worker"), role(runtime, "ours")
        assert "register" not in worker.pages
        assert ("topics.*" in worker.may, worker.label) == (True, "网格专员")
        assert (mine.label, mine.pages) == ("自设岗位", ("today",))
        assert runtime.governance.book.roles.opens(Actor("a", frozenset({"auditor"})), PAGE)
        assert COMMAND in role(runtime, "grid_leader").may
        assert runtime.governance.book.all_metrics.metric[0].definition == "旧口径"


def test_a_second_time_nothing_is_recorded(older):
    first = answer(older, "upgrade")
    assert first["published"] == 4
    with Runtime(older) as runtime:
        before = runtime.ledger.position()
    second = run(older, "upgrade")
    assert (second.exit_code, "没有改动" in second.stdout) == (0, True)
    assert answer(older, "upgrade") == {"published": 0, "policies": []}
    with Runtime(older) as runtime:
        assert runtime.ledger.position() == before


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_on_a_deployment_that_needs_it(older, command):
    result = run(older, command)
    assert (result.exit_code, NEEDED in result.stderr) == (1, True)
    assert "geyi upgrade" in run(older, "doctor").stdout
    assert run(older, "upgrade").exit_code == 0
    assert "geyi upgrade" not in run(older, "doctor").stdout
    words = [sys.executable, "-m", "scripts.cli.main", command, "--data", str(older)]
    words += ["--port", "0"] if command == "serve" else []
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as started:
        assert "已启动" in existing(started.stderr).readline()
        started.kill()


def test_nothing_is_upgraded_that_was_never_set_up(tmp_path):
    with Runtime(tmp_path):
        pass
    for command in ("upgrade", "serve"):
        result = run(tmp_path, command)
        assert (result.exit_code, "geyi init" in result.stderr) == (1, True)
    with Runtime(tmp_path) as runtime:
        assert runtime.ledger.position() == 0


def test_what_stands_in_the_way_is_told_and_does_not_stop_the_office(older):
    with Runtime(older) as runtime:
        past = editions(runtime)
        held = next(one for one in past if one.policy == "roles")
        worn = deepcopy(held.content)
        worn["role"][0]["pages"].append("no_such_page")
        # As an earlier release let it pass.
        event = replace(held, content=worn, number=2, version=len(past) + 1, command_id=uuid4())
        runtime.ledger.append([event])
    result = run(older, "upgrade")
    assert result.exit_code == 0, result.output
    assert "岗位权限：现行版本有错，没有发布新版。" in result.stdout
    assert "no_such_page" in result.stdout
    assert "选项清单：发布了第2版" in result.stdout
    assert NEEDED not in run(older, "doctor").stdout


@pytest.mark.parametrize("database_url", ["", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_at_once_publish_once(tmp_path, database_url, request):
    url = request.getfixturevalue("postgres_url") if database_url else ""
    with Runtime(tmp_path / "one", url) as one:
        settle(one)
        plans = [publishing(planned(one), REASON) for _ in range(2)]
        with ThreadPoolExecutor() as both:
            stored = list(both.map(lambda plan: one.execute(*plan, actor=SYSTEM).stored, plans))
        assert sorted(len(some) for some in stored) == [0, 4]
        assert planned(one) == []


def test_the_rows_are_ready_before_anything_starts(older):
    assert run(older, "upgrade").exit_code == 0
    with Runtime(older) as runtime:
        assert runtime.projector.position() == runtime.ledger.position()


def test_of_what_is_new_comes_in_what_goes_with_the_rest(tmp_path):
    first = earlier()
    *_, clashing, fitting = first["metrics"]["metric"]
    del first["metrics"]["metric"][-2:]
    with Runtime(tmp_path) as runtime:
        settle(runtime, first)
        ours = fitting | {"id": "ours", "label": clashing["label"]}
        amend(runtime, "metrics", lambda one: one["metric"].append(ours))
    result = run(tmp_path, "upgrade")
    assert result.exit_code == 0, result.output
    assert f"“{fitting['label']}”" in result.stdout
    assert f"指标口径：与现行规则不能并存，没有补上的有“{clashing['label']}”。" in result.stdout
    with Runtime(tmp_path) as runtime:
        names = [one.id for one in runtime.governance.book.all_metrics.metric]
        before = runtime.ledger.position()
    assert {"ours", fitting["id"]} <= set(names)
    assert clashing["id"] not in names
    assert NEEDED not in run(tmp_path, "doctor").stdout
    assert answer(tmp_path, "upgrade")["published"] == 0
    with Runtime(tmp_path) as runtime:
        assert runtime.ledger.position() == before
