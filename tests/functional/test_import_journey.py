"""A sheet's journey: tried, taken over, taken over again, corrected, refused, accounted for."""

import json
from hashlib import sha256
from uuid import uuid5

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from msgspec.structs import replace

from governance.casework import commands as asks
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM as HOTLINE
from governance.hotline.stream import ticket_id
from governance.imports.stream import batch_id
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from projections.engine.runtime import Runtime
from projections.imports.board import batches
from scripts.cli.main import main
from tests.builders import moment
from tests.deployment import deployed, publish, tell
from tests.sheets import MAPPING, NOW, ROWS, counts, row_of, sheet, take
from web.hotline.sheet import TICKETS, choices
from web.imports.taking_over import READING, take_over
from web.sheets import Mapping, read_sheet
from web.sheets.rows import read_rows


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, NOW) as runtime:
        yield runtime


def test_a_sheet_becomes_tickets_with_the_stages_it_tells(runtime):
    assert counts(take(runtime, *ROWS)) == (3, 0, 0, 0)
    first, second, third = (row_of(runtime, serial) for serial in ("A1", "A2", "A3"))
    assert (first.stage, first.unit, first.type) == ("dispatched", "城建办", "complaint")
    assert (second.stage, second.type) == ("received", "help")
    assert (third.stage, third.type) == ("closed", "other")
    assert third.closed_at == moment("2026-03-05 12:00")


def test_what_no_field_takes_is_kept_sealed_with_the_ticket(runtime):
    receipt = take(runtime, *ROWS)
    assert receipt.unknown_columns == ("备注",)
    stream = ticket_id("12345", "A2")
    received = runtime.history(stream)[0]
    assert json.loads(runtime.reveal(received.attributes, stream, "attributes")) == {
        "备注": "须回电"
    }
    caller = runtime.history(ticket_id("12345", "A1"))[0].caller
    assert runtime.reveal(caller, ticket_id("12345", "A1"), "caller") == "张三"


def test_the_same_sheet_again_changes_nothing(runtime):
    take(runtime, *ROWS)
    take(runtime, *ROWS)
    position = runtime.ledger.position()
    assert counts(take(runtime, *ROWS)) == (0, 3, 0, 0)
    assert runtime.ledger.position() == position


def test_a_sheet_that_broke_off_is_finished_by_somebody_else(runtime):
    mapping, data = Mapping.from_toml(MAPPING, TICKETS), sheet(*ROWS)
    li, wang = (Actor(who, frozenset({"hotline_desk"})) for who in ("li", "wang"))
    rows = read_rows(
        read_sheet("表.csv", data, names=TICKETS.names),
        mapping,
        choices(runtime.governance.book.options),
        now=runtime.clock(),
    )
    batch = batch_of(mapping, data)
    runtime.execute(TICKETS.command(next(rows), mapping.source, batch), actor=li)
    for dry_run in (True, False):
        receipt = take_over(runtime, "表.csv", data, mapping, wang, dry_run=dry_run)
        assert counts(receipt) == (2, 1, 0, 0)
    actors = [runtime.history(ticket_id("12345", row[0]))[0].actor for row in ROWS]
    assert actors == ["li", "wang", "wang"]
    for again in (wang, li, SYSTEM):
        assert counts(take_over(runtime, "表.csv", data, mapping, again)) == (0, 3, 0, 0)


def test_another_file_with_the_same_rows_changes_no_ticket(runtime):
    take(runtime, *ROWS)
    streams = [ticket_id("12345", row[0]) for row in ROWS]
    before = [runtime.history(stream) for stream in streams]
    assert counts(take(runtime, *reversed(ROWS))) == (0, 3, 0, 0)
    assert [runtime.history(stream) for stream in streams] == before


def test_a_later_sheet_corrects_what_it_says_otherwise_and_brings_new_stages(runtime):
    take(runtime, *ROWS)
    later = [*ROWS[0]]
    later[2], later[8] = "路灯和门禁", "2026-03-06 09:00"
    assert counts(take(runtime, later, *ROWS[1:])) == (0, 2, 1, 0)
    row = row_of(runtime, "A1")
    assert (row.title, row.stage) == ("路灯和门禁", "closed")


def test_a_sheet_never_undoes_a_correction_by_hand(runtime):
    take(runtime, *ROWS)
    stream = ticket_id("12345", "A2")
    tell(
        runtime,
        TICKET.command(asks.Correct),
        stream,
        field="title",
        new="三楼堆物",
        reason="核实",
    )
    assert counts(take(runtime, *reversed(ROWS))) == (0, 3, 0, 0)
    assert row_of(runtime, "A2").title == "三楼堆物"


def test_trying_stores_nothing_and_tells_what_would_be(runtime):
    position = runtime.ledger.position()
    bad = ["A9", "2026-03-02 09:00", "早了", "早了", "", "", "", "", "2026-03-01 09:00", ""]
    tried = take(runtime, *ROWS, bad, dry_run=True)
    assert runtime.ledger.position() == position
    assert counts(tried) == counts(take(runtime, *ROWS, bad)) == (3, 0, 0, 1)


def test_rows_told_twice_refused_and_accepted_add_up_and_are_recorded(runtime):
    future = ["A8", "2027-01-01 09:00", "未来", "未来", "", "", "", "", "", ""]
    receipt = take(runtime, *ROWS, ROWS[0], future)
    assert counts(receipt) == (3, 1, 0, 1)
    assert receipt.rows == 5
    assert "晚于导入的时间" in receipt.refused[0].reasons[0]
    with runtime.live().connect() as connection:
        batch = connection.execute(sa.select(batches)).one()
    recorded = (batch.rows, batch.accepted, batch.known, batch.corrected, batch.refused)
    assert recorded == (5, 3, 1, 0, 1)
    assert batch.file == "表.csv"


def test_one_row_the_domain_refuses_leaves_the_others_taken(runtime):
    take(runtime, ROWS[0])
    # A command id used before for something else is refused by the door, whatever the sheet says.
    mapping = Mapping.from_toml(MAPPING, TICKETS)
    data = sheet(*ROWS)
    reused = first_command_id(mapping, data)
    runtime.execute(
        TICKET.command(asks.Correct)(
            command_id=reused,
            stream=ticket_id("12345", "A1"),
            field="title",
            new="占用",
            reason="占用",
        ),
        actor=SYSTEM,
    )
    receipt = take_over(runtime, "表.csv", data, mapping, SYSTEM)
    assert counts(receipt) == (2, 0, 0, 1)
    assert receipt.refused[0].number == 2
    assert receipt.refused[0].cells[0] == "A1"
    assert "先前已经登记过" in receipt.refused[0].reasons[0]


def first_command_id(mapping, data):
    return uuid5(batch_of(mapping, data), "2")


def batch_of(mapping, data):
    read = mapping.as_dict() | {"told": READING}
    mark = sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()
    return batch_id(sha256(data).hexdigest(), mark)


def test_who_may_not_take_sheets_over_is_told_so(runtime):
    nobody = Actor("li", frozenset({"auditor"}))
    position = runtime.ledger.position()
    with pytest.raises(Refused, match="not_permitted"):
        take_over(runtime, "表.csv", sheet(*ROWS), Mapping.from_toml(MAPPING, TICKETS), nobody)
    assert runtime.ledger.position() == position


def test_many_rows_go_in_batches_and_progress_is_told(runtime):
    rows = [[f"B{n}", "2026-03-02 09:00", f"第{n}件", "内容", *[""] * 6] for n in range(450)]
    seen = []
    receipt = take(runtime, *rows, progress=lambda done, total: seen.append((done, total)))
    assert counts(receipt) == (450, 0, 0, 0)
    assert seen == [(200, 450), (400, 450), (450, 450)]


def test_considering_tells_the_events_and_stores_none(runtime):
    take(runtime, ROWS[0])
    stream = ticket_id("12345", "A1")
    position = runtime.ledger.position()
    correct = TICKET.command(asks.Correct)(
        command_id=stream, stream=stream, field="title", new="施工噪声", reason="核实"
    )
    so_already = replace(correct, new=runtime.governance.load(HOTLINE, stream).title)
    assert runtime.governance.consider(so_already, actor=SYSTEM) == []
    (event,) = runtime.governance.consider(correct, actor=SYSTEM)
    assert (event.new, event.version) == ("施工噪声", len(runtime.history(stream)) + 1)
    assert runtime.ledger.position() == position


def test_at_the_command_line_a_refused_row_is_exit_code_one(tmp_path):
    data, mapping, file = (tmp_path / name for name in ("data", "m.toml", "表.csv"))
    with Runtime(data) as runtime:
        publish(runtime)
    mapping.write_text(MAPPING, "utf-8")
    asked = ["import", "hotline", str(file), "--mapping", str(mapping), "--data", str(data)]
    file.write_bytes(sheet(*ROWS).replace(b"2026-", b"2025-"))
    result = CliRunner().invoke(main, [*asked, "--json"])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == {
        "accepted": 3,
        "historical": 0,
        "known": 0,
        "corrected": 0,
        "refused": 0,
        "rows": 3,
        "changes": [],
    }
    bad = ["A9", "昨天", "无时间", "无时间", *[""] * 6]
    file.write_bytes(sheet(*ROWS, bad).replace(b"2026-", b"2025-"))
    result = CliRunner().invoke(main, [*asked, "--dry-run"])
    assert result.exit_code == 1
    assert "试算4行：新增0，已有3，更正0，退回1行。" in result.stdout
    assert "第 5 行：" in result.stderr
    file.write_bytes(b"\x00\x01")
    result = CliRunner().invoke(main, asked)
    assert (result.exit_code, result.stdout) == (1, "")


def test_at_the_command_line_a_mapping_is_proposed_by_the_headings(tmp_path):
    data, mapping, file = (tmp_path / name for name in ("data", "m.toml", "表.csv"))
    with Runtime(data) as runtime:
        publish(runtime)
    head = "工单编号,收单时间,案件描述,事项大类,事项小类,联系电话,满意情况,经办印象"
    row = "B1,2025-03-02 09:00,路灯不亮,市政设施,路灯,13800138000,满意,好"
    file.write_text(f"{head}\n{row}\n", "utf-8")
    asked = ["import", "hotline", str(file), "--data", str(data)]
    proposed = CliRunner().invoke(main, asked)
    assert proposed.exit_code == 0, proposed.stderr
    assert "没有对应的列：经办印象；还缺必需的项目：无。" in proposed.stderr
    with Runtime(data) as runtime:
        position = runtime.ledger.position()
    mapping.write_text(proposed.stdout, "utf-8")
    done = CliRunner().invoke(main, [*asked, "--mapping", str(mapping)])
    assert (done.exit_code, "新增1，" in done.stdout) == (0, True), done.stderr
    with Runtime(data) as runtime:
        assert runtime.ledger.position() > position
