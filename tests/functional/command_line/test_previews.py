"""`--preview`: what a command would publish, said and not done."""

import msgspec

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from projections.engine.runtime import Runtime
from tests.builders import ask
from tests.deployment import Clock, deployed
from tests.functional.command_line.invoking import run


def test_an_earlier_edition_is_previewed_and_not_published(tmp_path):
    with deployed(tmp_path) as runtime:
        content = msgspec.json.decode(
            msgspec.json.encode(runtime.governance.book.editions["deadlines"].content)
        )
        for rule in content["rule"]:
            rule["limit"] = "9工作日" if rule["id"] == "contact" else rule["limit"]
        change = ask(PublishEdition, POLICY_STREAM, policy="deadlines", content=content, source="x")
        runtime.execute(change, actor=SYSTEM)
        before = runtime.ledger.position()
    result = run(tmp_path, "edition", "deadlines", "1", "--preview")
    assert result.exit_code == 0, result.output
    assert "【时限】" in result.stdout
    assert "12345工单｜先行联系｜紧急程度为其他｜9工作日｜1工作日" in result.stdout
    assert '-       "limit": "9工作日",' in result.stdout
    assert '+       "limit": "1工作日",' in result.stdout
    assert "以上只是预览，没有发布。" in result.stdout
    same = run(tmp_path, "edition", "deadlines", "2", "--dry-run")
    assert "没有改动" in same.stdout
    with Runtime(tmp_path, "", Clock()) as runtime:
        assert runtime.ledger.position() == before
    assert run(tmp_path, "edition", "deadlines", "1").exit_code == 0
    with Runtime(tmp_path, "", Clock()) as runtime:
        assert runtime.governance.book.number("deadlines") == 3


def test_the_days_of_a_release_are_previewed(tmp_path):
    with deployed(tmp_path) as runtime:
        before = runtime.ledger.position()
    result = run(tmp_path, "calendar", "--preview")
    assert result.exit_code == 0, result.output
    assert "【逐行比较】" in result.stdout
    with Runtime(tmp_path, "", Clock()) as runtime:
        assert runtime.ledger.position() == before
