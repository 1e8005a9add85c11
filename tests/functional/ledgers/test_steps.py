"""The steps and the command line are those of any sheet, for every kind of it."""

import io
import json

import pytest
from click.testing import CliRunner

from governance.places.commands import RegisterPlace
from projections.engine.runtime import Runtime
from scripts.cli.main import main
from tests.deployment import tell
from tests.functional.conftest import furnish
from tests.functional.ledgers.setting import (
    DOOR,
    HEADS,
    MET,
    NOW,
    OPEN,
    book_of,
)
from tests.functional.test_importing import mapping_of
from web.features import SHEETS

PAGES = {
    "visits": ("/visits/import", MET, "JM-9"),
    "resolutions": ("/resolutions/import", OPEN, ""),
}


@pytest.mark.parametrize("code", PAGES)
def test_the_steps_are_those_of_any_sheet(street, client_of, code):
    path, row, unknown = PAGES[code]
    desk = client_of("secretary")
    bad = [unknown, *row[1:]]
    file = (io.BytesIO(book_of(HEADS[code], row, bad)), "台账.xlsx")
    answer = desk.post(path, data={"sheet": file}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    trial = desk.post(
        answer.location, data=mapping_of(desk.get(answer.location).text), follow_redirects=True
    )
    assert "导入 1 行，跳过 1 行" in trial.text
    assert desk.get(f"{answer.location}/refused").data[:2] == b"PK"
    before = street.ledger.position()
    done = desk.post(f"{answer.location}/go", follow_redirects=True)
    assert "已导入 1 行，有 1 行没有导入。" in done.text
    assert street.ledger.position() > before
    assert path in desk.get(path.rpartition("/")[0]).text
    for nobody in ("auditor", "grid_worker"):
        assert client_of(nobody).get(path).status_code in {403, 404}


@pytest.mark.parametrize("kind", SHEETS, ids=[kind.code for kind in SHEETS])
def test_every_kind_is_at_the_command_line(tmp_path, kind):
    asked = CliRunner().invoke(main, ["import", kind.code, "--help"])
    assert (asked.exit_code, kind.label in asked.stdout) == (0, True)
    assert ("作为历史资料导入" in asked.stdout) == (kind.history is not None)


LINES = {
    "places": ("登记对象,编号,网格,名称", "居民户,JM-2,g1,乙", "居民户,JM-3,g9,丙"),
    "visits": (
        "户编号,走访日期,走访结果,走访人",
        "JM-1,2026-03-02,见面,secretary",
        "JM-9,2026-03-02,见面,secretary",
    ),
    "resolutions": (
        "编号,议定时间,督办事项,责任单位,网格",
        "A,2026-03-02,通水,城建办,g1",
        "B,某天,通水,城建办,g1",
    ),
}
REASONS = {
    "places": "“g9”不在登记册里",
    "visits": "“JM-9”不在登记册里",
    "resolutions": "“某天”不是",
}


@pytest.mark.parametrize("code", LINES)
def test_at_the_command_line_a_kind_is_proposed_taken_and_told(tmp_path, code):
    data, mapping, file = (tmp_path / name for name in ("data", "m.toml", "表.csv"))
    with Runtime(data, clock=lambda: NOW) as runtime:
        furnish(runtime)
        tell(runtime, RegisterPlace, DOOR, kind="household", code="JM-1", name="甲", grid="g1")
    file.write_text("\n".join(LINES[code]), "utf-8")
    asked = ["import", code, str(file), "--data", str(data)]
    proposed = CliRunner().invoke(main, asked)
    assert (proposed.exit_code, "还缺必需的项目：无" in proposed.stderr) == (0, True), (
        proposed.stderr
    )
    mapping.write_text(proposed.stdout, "utf-8")
    asked += ["--mapping", str(mapping), "--json"]
    for accepted, known in ((1, 0), (0, 1)):
        done = CliRunner().invoke(main, asked)
        given = json.loads(done.stdout)
        assert done.exit_code == 1
        assert REASONS[code] in done.stderr
        assert (given["accepted"], given["known"], given["refused"]) == (accepted, known, 1)
