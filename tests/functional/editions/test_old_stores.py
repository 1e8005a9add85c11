"""An office that has a broken edition in force from before starts, shows its pages, mends it."""

from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from governance.accounts.commands import AssignRoles, SuspendAccount
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from projections.agenda.proposal import known_meetings
from projections.engine.runtime import Runtime
from scripts import jobs
from tests.builders import ask
from tests.deployment import Clock
from tests.functional.command_line.invoking import run
from tests.functional.editions.street import in_force
from tests.publishing import published

ADMIN = Actor("administrator", frozenset({"administrator"}))
ELSEWHERE = ("/", "/policies", "/accounts", "/register")


def broken_metrics(content):
    content["metric"][0]["basis"] = "contacted_at"
    content["metric"][4]["counts"][0]["column"] = "handeld_at"


def no_contact(content):
    content["rule"] = [rule for rule in content["rule"] if rule["clock"] != "contact"]


def no_words(content):
    content["units"]["working_day"] = ["个工作日"]
    content["reasons"].clear()
    content["rule"] = [rule | {"limit": "2自然日"} for rule in content["rule"]]
    content["extension"].clear()


def endless(content):
    content["days"] = 10**9


def hurried(content):
    content["draft_lead"] = 10**9
    content["meeting"][0]["day"] = 13


def glaring(content):
    content["lights"]["share"] = 1e9


def rare(content):
    for row in content["listing"]["visit_intervals"]["option"]:
        row["weight"] = 1e9
    content["listing"]["visit_themes"]["label"] = ""


def nameless(content):
    content["category"][0]["code"] = ""
    content["category"] = content["category"][:1]
    content["finding"].clear()


@pytest.mark.parametrize(
    ("policy", "breaks"),
    [
        ("metrics", broken_metrics),
        ("deadlines", no_contact),
        ("deadlines", no_words),
        ("cycles", endless),
        ("cycles", hurried),
        ("deadlines", glaring),
        ("options", rare),
        ("categories", nameless),
    ],
)
def test_pages_open_the_doctor_names_it_and_the_mended_edition_is_published(street, policy, breaks):
    content = deepcopy(street.first[policy].content)
    breaks(content)
    in_force(street.runtime, policy, content)
    desk = street.clients["administrator"]
    assert [desk.get(page).status_code for page in ELSEWHERE] == [200] * len(ELSEWHERE)
    assert desk.get(f"/policies/{policy}/2").status_code == 200
    assert [one for one in street.broken() if "refused" not in one] == []
    result = run(street.runtime.data, "doctor")
    assert "有误  规则内容：现行规则有" in result.stdout
    mended = {
        "command_id": str(uuid4()),
        "content": msgspec.json.encode(street.first[policy].content).decode(),
        "source": "街道通知",
        "in_force": "2",
    }
    assert published(desk, f"/policies/{policy}/2", mended).status_code == 303
    assert list(street.broken()) == []
    assert "正常  规则内容" in run(street.runtime.data, "doctor").stdout


def test_figures_go_on_without_a_metric_that_cannot_be_counted(street, client_pages):
    content = deepcopy(street.first["metrics"].content)
    broken_metrics(content)
    in_force(street.runtime, "metrics", content)
    assert client_pages() == []
    page = street.clients["secretary"].get("/figures").text
    labels = [row["label"] for row in content["metric"]]
    assert f"“{labels[0]}”、“{labels[4]}”的口径写错了" in page
    assert f'<th scope="row">{labels[1]}</th>' in page
    assert f'<th scope="row">{labels[0]}</th>' not in page
    street.clock.now = street.meeting.meets_at - timedelta(hours=1)
    jobs.prepare_meetings(street.runtime)
    held = next(
        row
        for row in known_meetings(street.runtime.live())
        if row == street.meeting or (row.grid == "g1" and row.window == street.meeting.window)
    )
    assert held.drafted


@pytest.fixture
def client_pages(street):
    def found():
        return [one for one in street.broken() if "/figures" in one or "grid_leader /" in one]

    return found


def test_a_ticket_without_a_limit_is_refused_in_words(street):
    content = deepcopy(street.first["deadlines"].content)
    no_contact(content)
    in_force(street.runtime, "deadlines", content)
    values = {
        "command_id": str(uuid4()),
        "serial": "NEW-1",
        "source": "12345",
        "received_at": "2026-03-05T09:00",
        "kind": "complaint",
        "title": "路灯不亮",
        "grid": "g1",
        "urgency": "normal",
    }
    answer = street.clients["hotline_desk"].post("/tickets/new", data=values)
    assert answer.status_code == 422
    assert "现行的办理时限没有这一步的规定" in answer.text
    assert "路灯不亮" in answer.text


def test_a_house_nobody_keeps_any_more_is_opened_from_the_command_line(street):
    content = deepcopy(street.first["roles"].content)
    content["role"] = [role for role in content["role"] if role["code"] != "administrator"]
    in_force(street.runtime, "roles", content)
    desk = street.clients["administrator"]
    assert desk.get("/policies").status_code == 403
    assert "没有一个在用的账号能管理账号和政策" in run(street.runtime.data, "doctor").stdout
    assert run(street.runtime.data, "edition", "roles", "9").exit_code == 1
    again = run(street.runtime.data, "edition", "roles", "2")
    assert "没有改动" in again.stdout
    result = run(street.runtime.data, "edition", "roles", "1")
    assert "roles现行第3版，内容同第1版" in result.stdout
    assert desk.get("/policies").status_code == 200


def test_the_last_keeper_is_neither_suspended_nor_stripped(street):
    stream = account_id("administrator")
    suspend = ask(SuspendAccount, stream, reason="离岗")
    strip = ask(AssignRoles, stream, roles=("secretary",), grids=(), unit="网格办", reason="调岗")
    for command in (suspend, strip):
        with pytest.raises(Refused, match=r"accounts\.last_keeper"):
            street.runtime.execute(command, actor=SYSTEM)
    assert street.clients["administrator"].get("/policies").status_code == 200
    next_one, values = account_id("secretary"), {"grids": (), "unit": "", "reason": "接任"}
    promote = ask(AssignRoles, next_one, roles=("administrator",), **values)
    street.runtime.execute(promote, actor=SYSTEM)
    assert street.runtime.execute(suspend, actor=SYSTEM).stored


def test_a_store_opened_anew_counts_what_can_be_counted(street):
    content = deepcopy(street.first["metrics"].content)
    broken_metrics(content)
    in_force(street.runtime, "metrics", content)
    with Runtime(street.runtime.data, "", Clock()) as again:
        held = again.governance.book
        assert len(held.all_metrics.metric) - len(held.metrics.metric) == 2


def test_the_command_line_tells_every_fault_too(street):
    content = deepcopy(street.first["metrics"].content)
    broken_metrics(content)
    in_force(street.runtime, "metrics", content)
    street.publish("metrics", street.first["metrics"].content)
    result = run(street.runtime.data, "edition", "metrics", "2")
    assert result.exit_code == 1
    assert "指标口径“metric.0.basis”：没有“contacted_at”这个统计时间" in result.stderr
    assert "没有“handeld_at”这一列" in result.stderr
