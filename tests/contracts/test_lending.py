"""A concept in three lists and the roles is all there: 钥匙借用 in a small office."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.checks import rights
from governance.streams import STREAMS
from projections.agenda.proposal import proposal
from projections.boards import BOARDS
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.runtime import Runtime
from tests.builders import NOW
from tests.contracts.lending.governance.commands import LendKey, ReturnKey
from tests.contracts.lending.governance.stream import STREAM, lending_id
from tests.contracts.lending.projections.board import LendingBoard
from tests.contracts.lending.web import FEATURE
from tests.deployment import tell
from tests.functional.conftest import PASSWORD, furnish
from web.features import FEATURES
from web.frame.app import create_app

KEY = lending_id("K1")
LENT = {
    "code": "K1",
    "room": "议事厅",
    "grid": "g1",
    "unit": "城建办",
    "borrower": "王建国",
    "until": "2026-03-06",
}
METRIC = {
    "id": "keys_back",
    "label": "钥匙归还率",
    "version": 1,
    "unit": "percent",
    "rows": "lending",
    "basis": "lent_at",
    "of": [],
    "counts": [{"column": "stage", "op": "is", "value": "returned"}],
    "definition": "统计期内借出的钥匙，其中已归还的",
    "source": "测试",
}
RULE = {
    "id": "keys-out",
    "title": "钥匙逾期未还",
    "section": "overdue",
    "kinds": ["lending"],
    "when": [{"fact": "days_over", "op": "ge", "value": 1}],
    "reason": "逾期{days_over}天未还",
    "source": "测试",
}


@pytest.fixture
def office(tmp_path, clock, monkeypatch):
    """A small office whose release has the concept: three lists, and the roles it ships."""
    shipped = rights.pages()
    monkeypatch.setattr(rights, "pages", lambda: shipped | {"lending"})
    boards, streams = (*BOARDS, LendingBoard), (*STREAMS, STREAM)
    with Runtime(tmp_path / "office", "", clock, boards=boards, streams=streams) as runtime:
        furnish(runtime)
        content = runtime.governance.book.editions["roles"].content
        for role in content["role"]:
            if role["code"] in {"grid_worker", "grid_leader", "auditor"}:
                role["pages"] = [*role["pages"], "lending"]
            if role["code"] == "grid_worker":
                role["may"] = [*role["may"], "lending.*"]
        publish(runtime, "roles", content)
        yield runtime


def publish(runtime, policy, content):
    edition = PublishEdition(
        command_id=uuid4(), stream=POLICY_STREAM, policy=policy, content=content, source="测试"
    )
    runtime.execute(edition, actor=SYSTEM)


def add(runtime, policy, name, row):
    content = runtime.governance.book.editions[policy].content
    publish(runtime, policy, content | {name: [*content[name], row]})


@pytest.fixture
def as_(office):
    app = create_app(office, (*FEATURES, FEATURE))

    def log_in(role):
        client = app.test_client()
        client.post("/login", data={"account": role, "password": PASSWORD})
        return client

    return log_in


def lend(client, **changed):
    return client.post("/lending/new", data={"command_id": str(uuid4())} | LENT | changed)


def test_it_is_in_the_menu_of_those_who_may(as_):
    assert "钥匙借用" in as_("grid_worker").get("/").text
    assert "钥匙借用" not in as_("secretary").get("/").text
    assert as_("secretary").get("/lending").status_code == 403


def test_what_waits_of_it_stands_on_the_first_page(as_):
    lend(as_("grid_worker"))
    assert "借出未还：</span>1<small>把" in as_("grid_worker").get("/").text
    assert "借出未还" not in as_("secretary").get("/").text


def test_a_key_goes_out_and_comes_back(as_, clock, office):
    worker = as_("grid_worker")
    assert lend(worker).status_code == 303
    page = worker.get(f"/lending/{KEY}").text
    assert "借出议事厅的钥匙给城建办" in page
    assert re.search(r"<dt>应还日期</dt>\s*<dd>3月6日", page)
    assert f'href="/lending/{KEY}/return"' in page
    assert f'href="/lending/{KEY}/remind"' not in page
    again = lend(worker, unit="平安办")
    assert (again.status_code, "这把钥匙已经借出" in again.text) == (422, True)
    assert 'value="平安办" selected' in again.text
    early = worker.post(f"/lending/{KEY}/remind", data={"command_id": str(uuid4())})
    assert (early.status_code, "不必催还" in early.text) == (422, True)
    clock.now += timedelta(days=3)
    worker = as_("grid_worker")
    assert f'href="/lending/{KEY}/remind"' in worker.get(f"/lending/{KEY}").text
    assert worker.post(f"/lending/{KEY}/remind", data={}).status_code == 303
    values = {"command_id": str(uuid4()), "note": "完好"}
    for _ in range(2):
        assert worker.post(f"/lending/{KEY}/return", data=values).status_code == 303
    page = worker.get(f"/lending/{KEY}").text
    assert [word in page for word in ("已归还", "归还：完好", "催还，应还日期")] == [True] * 3
    assert len(office.history(KEY)) == 3
    assert not rebuild_beside(office).different


def test_others_look_and_do_nothing(as_):
    lend(as_("grid_worker"))
    auditor = as_("auditor")
    assert "您现在没有可办的操作" in auditor.get(f"/lending/{KEY}").text
    assert lend(auditor, code="K2").status_code == 422
    values = {"command_id": str(uuid4())}
    assert auditor.post(f"/lending/{KEY}/return", data=values).status_code == 422


def test_a_key_that_is_back_is_lent_to_any_grid(as_, office):
    lent: dict[str, Any] = LENT | {"grid": "g2", "until": date(2026, 3, 6)}
    tell(office, LendKey, KEY, **lent)
    assert lend(as_("grid_worker")).status_code == 422
    tell(office, ReturnKey, KEY)
    assert lend(as_("grid_worker")).status_code == 303


def test_who_has_it_is_shown_for_a_purpose_and_the_look_is_recorded(as_):
    worker = as_("grid_worker")
    lend(worker)
    worker.post(f"/lending/{KEY}/return", data={"command_id": str(uuid4())})
    lend(worker, borrower="李小平")
    page = worker.get(f"/lending/{KEY}").text
    assert re.search(r"<dt>借用人</dt>.*已加密", page)
    assert not re.search("王建国|李小平", page)
    assert re.findall(r'name="field" value="([^"]*)"', page) == ["borrower"]
    looked = {
        field: re.findall(
            "王建国|李小平",
            worker.post(
                f"/reveal/lending/{KEY}",
                data={"command_id": str(uuid4()), "field": field, "purpose": "contact"},
            ).text,
        )
        for field in ("borrower", "borrower-1", "borrower-2")
    }
    assert looked == {"borrower": ["李小平"], "borrower-1": ["王建国"], "borrower-2": ["李小平"]}
    record = as_("auditor").get("/disclosures").text
    assert "钥匙借用：借用人" in record
    assert "李小平" not in record


def test_the_list_has_filters_and_goes_out_as_a_file(as_, office):
    worker = as_("grid_worker")
    for number in (1, 2):
        lend(worker, code=f"K{number}", room=f"第{number}会议室")
    worker.post(f"/lending/{KEY}/return", data={"command_id": str(uuid4())})
    page = worker.get("/lending?stage=lent").text
    assert ("第2会议室" in page, "第1会议室" in page) == (True, False)
    file = as_("auditor").get("/lending?format=csv")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows if row and row[0].startswith("第")][-2:] == [
        "第1会议室",
        "第2会议室",
    ]
    assert "王建国" not in file.text
    assert as_("auditor").get("/lending?format=csv&stage=lent&grid=g1").status_code == 200
    taken = as_("auditor").get("/disclosures").text
    assert "钥匙借用" in taken
    assert "状态：借出，网格：第一综合网格" in taken


def test_any_earlier_moment_is_shown(as_, office):
    worker = as_("grid_worker")
    lend(worker)
    position = office.ledger.position()
    worker.post(f"/lending/{KEY}/return", data={"command_id": str(uuid4())})
    assert "借出" in worker.get(f"/lending/{KEY}?as_of={position}").text
    assert "归还：" not in worker.get(f"/lending/{KEY}?as_of={position}").text
    assert "没有符合条件的钥匙" in worker.get(f"/lending?as_of={position - 1}").text


def test_its_rows_are_counted_by_one_row_of_a_policy(as_, office):
    worker = as_("grid_worker")
    for number in (1, 2):
        lend(worker, code=f"K{number}")
    worker.post(f"/lending/{KEY}/return", data={"command_id": str(uuid4())})
    add(office, "metrics", "metric", METRIC)
    page = as_("grid_leader").get("/figures?period=days&from=2026-03-01&to=2026-03-31").text
    assert "钥匙归还率" in page
    assert re.search(r"metric=keys_back[^>]*>50(\.0)?%", page)
    counted = "metric=keys_back&part=denominator&period=days&from=2026-03-01&to=2026-03-31"
    listed = as_("grid_leader").get(f"/figures/cases?{counted}").text
    colours = dict(re.findall(r'"tag ([\w-]+)">(借出|已归还)<', listed))
    assert colours == {"tag-ok": "已归还", "tag-info": "借出"}


def test_it_comes_before_a_meeting_by_one_row_of_a_policy(as_, clock, office):
    lend(as_("grid_worker"), until=date(2026, 3, 5).isoformat())
    add(office, "agenda", "rule", RULE)
    clock.now += timedelta(days=7)
    now = clock.now
    items = proposal(office.live(), office.governance.book, "g1", now, now).items
    assert [(item.subject, item.reasons[0].text) for item in items if item.kind == "lending"] == [
        ("议事厅的钥匙", f"逾期{(now - NOW).days}天未还")
    ]
