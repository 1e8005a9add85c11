"""Rebuilding, accounts, the doctor, setting up."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from governance.accounts.events import EmergencyTaken
from governance.accounts.stream import account_id
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.visits.commands import LogVisit
from governance.visits.stream import visit_id
from projections.accounts.changes import change_list
from projections.casework.table import cases
from projections.custody.attachments import attachments
from projections.engine.clock import now
from projections.engine.database import alone
from projections.engine.runtime import DEMO, Runtime
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.command_line.invoking import answer, run


def test_the_rows_are_what_the_events_say_and_a_wrong_row_is_found(folder):
    result = answer(folder, "rebuild", "--compare")
    assert list(result) == ["position", "events", "seconds", "rate", "identical"]
    assert result["identical"] is True
    with Runtime(folder) as runtime:
        assert result["position"] == runtime.ledger.position()
        with runtime.engines["writing"].begin() as connection:
            connection.execute(
                sa.update(cases).where(cases.c.serial == "T1").values(unit="别的单位")
            )
    wrong = run(folder, "rebuild", "--compare", "--json")
    assert (wrong.exit_code, json.loads(wrong.stdout)["identical"]) == (1, False)
    assert "cases" in run(folder, "rebuild", "--compare").stdout
    assert run(folder, "rebuild").exit_code == 0
    assert answer(folder, "rebuild", "--compare")["identical"] is True
    assert not list(folder.glob("rebuild-*"))


def test_accounts_are_opened_let_in_and_suspended(folder):
    add = ("account", "add", "li", "--name", "李", "--unit", "城建办", "--role", "handling_unit")
    opened = run(folder, *add)
    assert opened.exit_code == 0
    first = opened.stdout.rpartition("：")[2].strip()
    second = run(folder, "account", "password", "li").stdout.rpartition("：")[2].strip()
    assert first != second
    assert "没有改动" in run(folder, *add).stdout
    with Runtime(folder) as runtime:
        assert runtime.access.log_in("li", first, now=now()) is None
        session = existing(runtime.access.log_in("li", second, now=now()))
        assert runtime.access.who(session, now=now()) == "li"
    assert run(folder, "account", "suspend", "li", "--reason", "调离").exit_code == 0
    with Runtime(folder) as runtime:
        assert runtime.access.who(session, now=now()) is None
    again = run(folder, "account", "suspend", "li", "--reason", "调离")
    assert "先前已经停用，没有改动" in again.stdout
    other = run(folder, *add[:4], "别人", *add[5:])
    assert (other.exit_code, "这个登录名已有人使用" in other.stderr) == (1, True)
    (mine,) = [row for row in answer(folder, "account", "list") if row["login"] == "li"]
    assert mine["suspended"] is True


@pytest.mark.parametrize("act", ["add", "password", "suspend"])
def test_one_person_at_the_server_does_alone_what_takes_two_and_it_is_on_record(folder, act):
    add = ("account", "add", "shen", "--name", "沈", "--unit", "纪工委", "--role", "auditor")
    alone = ("--emergency", "--reason", "没有第二个人")
    more = {"add": add, "password": (*add[:1], act, "shen")}.get(
        act, (*add[:1], act, "shen", "--reason", "离岗")
    )
    if act != "add":
        assert run(folder, *add, *alone).exit_code == 0
    with Runtime(folder) as runtime:
        before = runtime.ledger.position()
    refused = run(folder, *more)
    assert (refused.exit_code, "要两人办理" in refused.stderr) == (1, True)
    assert run(folder, *more, "--emergency", "--reason", " ").exit_code == 1
    with Runtime(folder) as runtime:
        assert runtime.ledger.position() == before
    assert run(folder, *more, *alone).exit_code == 0
    with Runtime(folder) as runtime:
        taken, changed = runtime.history(account_id("shen"))[-2:]
        assert isinstance(taken, EmergencyTaken)
        assert (taken.change, taken.reason) == ({"add": "open"}.get(act, act), "没有第二个人")
        (row, *_) = change_list(runtime.live()).rows
        assert (row.state, row.login, row.change) == ("emergency", "shen", taken.change)
        assert changed.version == taken.version + 1


def checks_of(result):
    return {check["name"]: check["ok"] for check in json.loads(result.stdout)["checks"]}


def test_the_doctor_finds_a_key_anybody_may_read(folder):
    key = folder / "master.key"
    key.chmod(0o644)
    result = run(folder, "doctor", "--json")
    assert result.exit_code == 1
    assert not checks_of(result)["主密钥"]
    key.chmod(0o600)
    checks = checks_of(run(folder, "doctor", "--json"))
    assert checks["主密钥"]
    assert checks["记录"]
    assert checks["查询数据"]


def test_the_doctor_says_that_nothing_is_there_yet(tmp_path):
    result = run(tmp_path / "new", "doctor")
    assert result.exit_code == 1
    assert "请先运行 geyi init" in result.stderr
    assert not (tmp_path / "new").exists()


def test_the_days_off_of_a_release_are_taken_over_once(tmp_path):
    answer(tmp_path, "init")
    untouched = answer(tmp_path, "calendar")
    with Runtime(tmp_path) as runtime:
        known = msgspec.to_builtins(runtime.governance.book.calendar.content)
        ours = {"day": "2026-03-09", "working": False, "name": "防汛演练", "source": "街道通知"}
        older = known | {"holidays": known["holidays"][:50], "overrides": [ours]}
        result = {"policy": "calendar", "content": older, "source": "测试"}
        tell(runtime, PublishEdition, POLICY_STREAM, **result)
    updated, again = answer(tmp_path, "calendar"), answer(tmp_path, "calendar")
    assert list(updated) == ["changed", "number", "confirmed_through"]
    assert [result["changed"] for result in (untouched, updated, again)] == [False, True, False]
    assert (updated["number"], again["number"]) == (3, 3)
    with Runtime(tmp_path) as runtime:
        content = msgspec.to_builtins(runtime.governance.book.calendar.content)
    assert content == known | {"overrides": (ours,)}


def test_a_deployment_people_work_in_is_no_demonstration(tmp_path):
    answer(tmp_path, "init")
    assert checks_of(run(tmp_path, "doctor", "--json"))["动态验证码"]
    (tmp_path / DEMO).touch()
    assert not checks_of(run(tmp_path, "doctor", "--json"))["动态验证码"]
    refused = run(tmp_path, "serve", "--port", "0")
    assert (refused.exit_code, "请删除这个文件" in refused.stderr) == (1, True)


def test_a_new_folder_is_closed_to_others(tmp_path):
    answer(tmp_path / "new", "init")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_setting_up_tells_a_password_once(tmp_path):
    first = answer(tmp_path, "init")
    (who,) = first["accounts"]
    with Runtime(tmp_path) as runtime:
        assert runtime.access.log_in(who["login"], who["password"], now=now())
    again = answer(tmp_path, "init")
    assert again == {"position": first["position"], "accounts": []}


def test_the_doctor_counts_photographs_that_are_not_what_they_were(folder):
    assert checks_of(run(folder, "doctor", "--json"))["照片"]
    visit = visit_id("照")
    with Runtime(folder) as runtime:
        kept = [runtime.attachments.put(visit.hex, data, "image/jpeg") for data in (b"1", b"2")]
        values: dict[str, Any] = {
            "place": visit,
            "grid": "g1",
            "area": "",
            "visitee": "household",
            "way": "door",
        }
        tell(
            runtime, LogVisit, visit, **values, outcome="not_met", made_at=now(), photos=tuple(kept)
        )
        with alone(runtime.attachments.engine) as connection:
            connection.execute(sa.delete(attachments).where(attachments.c.digest == kept[0]))
            connection.execute(sa.update(attachments).values(sealed=b"{}"))
    result = run(folder, "doctor")
    assert result.exit_code == 1
    assert "照片和附件有1个与记录不符，1个不见了" in result.stdout
    with Runtime(folder) as runtime, alone(runtime.attachments.engine) as connection:
        connection.execute(sa.delete(attachments))
    with Runtime(folder) as runtime:
        for data in (b"1", b"2"):
            runtime.attachments.put(visit.hex, data, "image/jpeg")
    assert checks_of(run(folder, "doctor", "--json"))["照片"]


def test_the_doctor_sees_a_clock_behind_the_records(folder):
    assert checks_of(run(folder, "doctor", "--json"))["时钟"]
    with Runtime(folder, clock=lambda: now() + timedelta(minutes=10)) as runtime:
        values = {"kind": "household", "code": "H9", "name": "示例路9号", "grid": "g1"}
        tell(runtime, RegisterPlace, place_id("household", "H9"), **values)
    result = run(folder, "doctor")
    assert "最后一条记录晚于本机时间" in result.stdout
    assert "校准前不能登记" in result.stdout
