"""Errands at the command line: exit codes, the keys programs rely on, and what people read."""

import json
import re
from hashlib import sha256

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from projections.cases import cases
from projections.clock import now
from projections.disclosure_queries import DisclosureFilter, disclosure_list
from projections.runtime import Runtime
from scripts.cli import main
from tests.builders import moment
from tests.deployment import publish, tell

RECEIVED = moment("2025-03-03 10:00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    with Runtime(folder) as runtime:
        publish(runtime)
        street = place_id("street", "jd")
        tell(runtime, RegisterPlace, street, kind="street", code="jd", name="示例街道")
        for grid, name in (("g1", "第一综合网格"), ("g2", "第二综合网格")):
            told = {"kind": "grid", "code": grid, "name": name, "grid": grid}
            tell(runtime, RegisterPlace, place_id("grid", grid), **told)
        for number in range(3):
            tell(
                runtime,
                hotline.ReceiveTicket,
                ticket_id("12345", f"T{number}"),
                serial=f"T{number}",
                source="12345",
                received_at=RECEIVED,
                kind="complaint",
                title="楼道堆物",
                content="张三反映楼道堆物",
                caller="张三",
                phone="13800138000",
                grid="g1",
                unit="城建办" if number else "",
            )
    return folder


def run(folder, *words):
    return CliRunner().invoke(main, [*words, "--data", str(folder)])


def answer(folder, *words):
    told = run(folder, *words, "--json")
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def test_a_case_is_found_by_number_and_by_stream(folder):
    by_number = answer(folder, "case", "T1")
    assert list(by_number) == ["key", "kind", "state", "version", "events"]
    assert by_number == answer(folder, "case", by_number["key"])
    assert (by_number["kind"], by_number["version"]) == ("hotline", 2)
    assert by_number["state"]["stage"] == "dispatched"
    assert [event["type"] for event in by_number["events"]] == [
        "hotline.TicketReceived",
        "hotline.TicketDispatched",
    ]


def test_a_case_is_shown_as_it_was_and_never_tells_what_is_sealed(folder):
    earlier = answer(folder, "case", "T1", "--at", "1")
    assert (earlier["version"], earlier["state"]["stage"]) == (1, "received")
    assert run(folder, "case", "T1", "--at", "2020-01-01").exit_code == 1
    told = run(folder, "case", "T1", "--json").stdout + run(folder, "case", "T1").stdout
    assert "13800138000" not in told
    assert "张三" not in told
    assert "（已封存）" in told
    assert "接单" in told


def test_figures_are_told_with_their_codes(folder):
    asked = ("figures", "--from", "2025-03-01", "--to", "2025-03-31", "--by", "unit")
    told = answer(folder, *asked)
    assert list(told) == ["position", "rows"]
    received = {row["scope"]: row for row in told["rows"] if row["metric"] == "received"}
    assert list(received["城建办"]) == [
        "scope",
        "metric",
        "numerator",
        "denominator",
        "value",
        "code",
    ]
    assert (received["城建办"]["numerator"], received[""]["numerator"]) == (2, 1)
    assert re.fullmatch(r"[A-Z2-7]{12}", received["城建办"]["code"])
    assert "受理量  2" in run(folder, *asked).stdout
    empty = run(folder, "figures", "--from", "2020-01-01", "--to", "2020-01-31").stdout
    assert "办结率  —（0/0）" in empty


def test_figures_of_the_last_day_and_of_the_past(folder):
    asked = ("figures", "--metric", "received")
    (day,) = answer(folder, *asked, "--from", "2025-03-03", "--to", "2025-03-03")["rows"]
    (before,) = answer(folder, *asked, "--from", "2025-03-01", "--to", "2025-03-02")["rows"]
    assert (day["numerator"], before["numerator"]) == (3, 0)
    then = answer(folder, *asked, "--from", "2025-03-03", "--to", "2025-03-03", "--at", "13")
    assert (then["position"], then["rows"][0]["numerator"]) == (13, 1)


def test_a_limit_is_counted_day_by_day(folder):
    told = answer(folder, "due", "--from", "2026-09-28 10:00", "--limit", "5工作日")
    assert list(told) == ["due", "provisional", "steps"]
    assert told["due"] == "2026-10-10T18:00:00+08:00"
    assert told["provisional"] is False
    counted = [step["day"] for step in told["steps"] if step["counted"]]
    assert counted == ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]
    assert "国庆节" in run(folder, "due", "--from", "2026-09-28 10:00", "--limit", "5工作日").stdout


def test_an_agenda_is_proposed_without_being_stored_then_frozen_once(folder):
    with Runtime(folder) as runtime:
        before = runtime.ledger.position()
    asked = ("agenda", "g1", "--date", now().date().isoformat())
    told = answer(folder, *asked)
    assert list(told) == ["grid", "window", "position", "digest", "items"]
    assert list(told["items"][0]) == ["section", "subject", "reasons"]
    assert {"楼道堆物"} < {item["subject"] for item in told["items"]}
    with Runtime(folder) as runtime:
        assert runtime.ledger.position() == before
    frozen = answer(folder, *asked, "--freeze")
    assert frozen["digest"] == told["digest"]
    assert answer(folder, *asked) == frozen
    with Runtime(folder) as runtime:
        position = runtime.ledger.position()
    assert answer(folder, *asked, "--freeze") == frozen
    with Runtime(folder) as runtime:
        assert runtime.ledger.position() == position


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_frozen_agenda_is_the_same_file_for_ever(folder, tmp_path, kind):
    asked = ("agenda", "g1", "--date", now().date().isoformat())
    answer(folder, *asked, "--freeze")
    files = [tmp_path / f"{name}.{kind}" for name in "ab"]
    assert run(folder, *asked, "--format", kind, "--out", str(files[0])).exit_code == 0
    with Runtime(folder) as runtime:
        stream = ticket_id("12345", f"later {kind}")
        tell(
            runtime,
            hotline.ReceiveTicket,
            stream,
            serial=f"later {kind}",
            source="12345",
            received_at=RECEIVED,
            kind="complaint",
            title="后来的",
            grid="g1",
        )
    assert run(folder, *asked, "--format", kind, "--out", str(files[1])).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    with Runtime(folder) as runtime:
        taken = disclosure_list(runtime.live(), DisclosureFilter(kind="export", actor="system"))
    assert {(row["what"], row["digest"]) for row in taken.rows} >= {
        (f"{path.name}（命令行）", sha256(path.read_bytes()).hexdigest()) for path in files
    }


def test_the_rows_are_what_the_events_say_and_a_wrong_row_is_found(folder):
    told = answer(folder, "rebuild", "--compare")
    assert list(told) == ["position", "events", "seconds", "rate", "identical"]
    assert told["identical"] is True
    with Runtime(folder) as runtime:
        assert told["position"] == runtime.ledger.position()
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
        session = runtime.access.log_in("li", second, now=now())
        assert runtime.access.who(session, now=now()) == "li"
    assert run(folder, "account", "suspend", "li", "--reason", "调离").exit_code == 0
    with Runtime(folder) as runtime:
        assert runtime.access.who(session, now=now()) is None
    (mine,) = [row for row in answer(folder, "account", "list") if row["login"] == "li"]
    assert mine["suspended"] is True


def checks_of(told):
    return {check["name"]: check["ok"] for check in json.loads(told.stdout)["checks"]}


def test_the_doctor_finds_a_key_anybody_may_read(folder):
    key = folder / "master.key"
    key.chmod(0o644)
    told = run(folder, "doctor", "--json")
    assert told.exit_code == 1
    assert not checks_of(told)["主密钥"]
    key.chmod(0o600)
    checks = checks_of(run(folder, "doctor", "--json"))
    assert checks["主密钥"]
    assert checks["记录"]
    assert checks["查询数据"]


def test_the_doctor_says_that_nothing_is_there_yet(tmp_path):
    told = run(tmp_path / "new", "doctor")
    assert told.exit_code == 1
    assert "请先运行 geyi init" in told.stderr
    assert not (tmp_path / "new").exists()


def test_setting_up_tells_a_password_once(tmp_path):
    first = answer(tmp_path, "init")
    (who,) = first["accounts"]
    with Runtime(tmp_path) as runtime:
        assert runtime.access.log_in(who["login"], who["password"], now=now())
    again = answer(tmp_path, "init")
    assert again == {"position": first["position"], "accounts": []}


MISUSES = [
    (),
    ("case",),
    ("no_such",),
    ("figures", "--from", "2026-01-01"),
    ("figures", "--from", "gestern", "--to", "2026-01-01"),
    ("figures", "--from", "2026-01-01", "--to", "2026-01-02", "--by", "moon"),
    ("figures", "--from", "2026-01-01", "--to", "2026-01-02", "--metric", "no_such"),
    ("due", "--from", "2026-01-01", "--limit", "很快"),
    ("due", "--from", "昨天", "--limit", "5工作日"),
    ("agenda", "g1", "--date", "2026-01-01", "--format", "pdf"),
    ("import", "hotline", "no_such.csv", "--mapping", "no_such.toml"),
]


@pytest.mark.parametrize("words", MISUSES, ids=" ".join)
def test_misuse_is_told_in_chinese_with_exit_code_two(folder, words):
    told = run(folder, *words)
    assert told.exit_code == 2
    last = told.stderr.strip().splitlines()[-1]
    assert re.search(r"[\u4e00-\u9fff]", last), last
    assert not re.search(r"Error|Invalid|Missing|valid", told.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("case", "no_such"),
        ("agenda", "g9", "--date", "2026-01-01"),
        ("account", "suspend", "nobody", "--reason", "调离"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_with_exit_code_one(folder, words):
    told = run(folder, *words)
    assert (told.exit_code, told.stdout) == (1, "")
    assert re.search(r"[\u4e00-\u9fff]", told.stderr)


def test_the_folder_may_come_from_the_environment_or_before_the_command(folder):
    told = CliRunner().invoke(main, ["case", "T1", "--json"], env={"GEYI_DATA": str(folder)})
    assert told.exit_code == 0
    before = CliRunner().invoke(main, ["--data", str(folder), "case", "T1", "--json"])
    assert before.stdout == told.stdout


def walk(command, name="geyi"):
    yield name, command
    for inner in getattr(command, "commands", {}).values():
        yield from walk(inner, f"{name} {inner.name}")


@pytest.mark.parametrize(("name", "command"), list(walk(main)), ids=lambda value: str(value)[:40])
def test_every_command_and_option_is_explained_in_chinese(name, command):
    texts = [command.help, *(o.help for o in command.params if o.param_type_name == "option")]
    assert all(text and re.search(r"[\u4e00-\u9fff]", text) for text in texts), name
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    assert not re.search("[A-Z]", usage), usage
    told = command.get_help(click.Context(command))
    assert not re.search(r"TEXT|INTEGER|DIRECTORY|FILE|%Y|OPTIONS", told), told
