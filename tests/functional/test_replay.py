"""A case replayed step by step, and any page as of any moment."""

import io
import re
from datetime import timedelta
from hashlib import sha256
from html import unescape
from zipfile import ZipFile

import pytest

from governance.accounts.commands import RenameAccount
from governance.accounts.stream import account_id
from governance.casework import commands as asks
from governance.disclosures.stream import export_id
from governance.hotline import commands as ticket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from tests.builders import moment
from tests.deployment import tell
from tests.expecting import existing

KEY = ticket_id("12345", "SH2026030501")
PAGE = f"/replay/{KEY}"


@pytest.fixture
def auditor(office, clock, client_of):
    """Received, contacted an hour later, dispatched an hour after that, then corrected."""
    tell(
        office,
        ticket.ReceiveTicket,
        KEY,
        serial="SH2026030501",
        source="12345",
        received_at=clock.now,
        kind="complaint",
        title="小区路灯不亮",
        content="三号楼前漆黑一片",
        caller="张三",
        phone="13800138000",
        grid="g1",
    )
    clock.now += timedelta(hours=1)
    tell(office, ticket.ContactCaller, KEY, contacted_at=clock.now, note="约了时间")
    clock.now += timedelta(hours=1)
    tell(office, ticket.DispatchTicket, KEY, unit="城建办")
    clock.now += timedelta(minutes=1)
    tell(
        office,
        TICKET.command(asks.Correct),
        KEY,
        field="title",
        new="小区路灯损坏",
        reason="写错",
    )
    return client_of("auditor")


def test_each_step_shows_what_it_changed(auditor):
    step = auditor.get(f"{PAGE}?version=3").text
    assert "派遣给城建办" in step
    assert '<ins><span class="visually-hidden">改为</span>城建办</ins>' in step
    assert "小区路灯不亮" in step
    before = auditor.get(f"{PAGE}?version=2").text
    assert "城建办</ins>" not in before
    assert "先行联系" in before


def test_the_first_step_names_the_rules_of_its_limits(auditor):
    page = auditor.get(f"{PAGE}?version=1").text
    assert "办理时限第 1 版" in page
    assert "办理时限第1版" in page, "the policies in force then"
    assert "原始记录" in page


def test_personal_data_stays_masked(auditor):
    for version in range(1, 5):
        page = auditor.get(f"{PAGE}?version={version}").text
        assert "138****8000" in page
        for secret in ("13800138000", "张三", "漆黑"):
            assert secret not in page


def test_compared_with_now(auditor):
    page = auditor.get(f"{PAGE}?version=1&compare=now").text
    assert '<del><span class="visually-hidden">原为</span>小区路灯不亮</del>' in page
    assert "小区路灯损坏</ins>" in page


def test_a_number_and_a_moment_lead_to_the_step(auditor):
    answer = auditor.get("/replay?q=SH2026030501&moment=2026-03-05T11:30")
    assert answer.location == f"{PAGE}?version=2"
    assert auditor.get("/replay?q=SH2026030501").location == f"{PAGE}?version=4"
    missing = auditor.get("/replay?q=无此号")
    assert missing.status_code == 422
    assert "没有找到这个编号的案件" in missing.text


def test_a_moment_alone_leads_to_the_lists(auditor, office, client_of):
    page = auditor.get("/replay?moment=2026-03-05T11:30").text
    position = office.position_at(office.history(KEY)[1].recorded_at)
    assert f"/cases?as_of={position}" in page
    assert f"/figures?as_of={position}" in page
    listed = auditor.get(f"/cases?as_of={position}").text
    assert "您正在查看" in listed
    assert "小区路灯不亮" in listed


def test_any_page_can_be_seen_as_of_a_moment(auditor, office):
    position = office.position_at(office.history(KEY)[0].recorded_at)
    answer = auditor.get("/replay/moment?moment=2026-03-05T10:30&to=/cases?q=路灯")
    assert answer.status_code == 303
    assert answer.location.startswith("/cases?q=")
    assert answer.location.endswith(f"as_of={position}")
    assert auditor.get("/replay/moment?moment=乱写&to=/cases").location == "/cases"
    elsewhere = auditor.get("/replay/moment?moment=1&to=//example.org/x").location
    assert elsewhere.startswith("/?"), "never to another site"


def test_where_there_is_no_room_for_the_past_the_present_goes_on(auditor, office):
    office.asof.history.spare = 2**60
    then = auditor.get(f"/cases?as_of={office.ledger.position() - 1}")
    assert then.status_code == 422
    assert "磁盘空间不够，暂时看不了；当前的页面不受影响。" in then.text
    assert auditor.get("/cases").status_code == 200
    assert auditor.get(f"/cases/{KEY}").status_code == 200


def test_only_who_audits_may_replay(auditor, client_of):
    assert client_of("grid_worker").get(PAGE).status_code == 403


def unpacked(answer):
    with ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_evidence_of_a_case_can_be_checked_by_anybody(auditor, office):
    first = auditor.get(f"/cases/{KEY}/evidence.zip")
    records = office.ledger.records(KEY, office.ledger.position())
    assert first.location == f"/cases/{KEY}/evidence.zip?as_of={records[-1][0]}"
    files = unpacked(auditor.get(first.location))
    sums = dict(line.split("  ")[::-1] for line in files["校验和.txt"].decode().splitlines())
    assert sums.keys() == files.keys() - {"校验和.txt"}
    assert all(sha256(files[name]).hexdigest() == digest for name, digest in sums.items())
    stored = [data for name, data in sorted(files.items()) if name.startswith("原始记录/")]
    assert stored == [state for _, _, state in records]
    assert "派遣给城建办" in files["经过.html"].decode()
    assert "办理时限" in files["政策版本.csv"].decode()
    assert "sha256sum -c 校验和.txt" in files["说明.txt"].decode()
    for data in files.values():
        for secret in ("13800138000", "138****8000", "张三", "漆黑"):
            assert secret.encode() not in data


def test_the_same_moment_gives_the_same_evidence_and_every_taking_is_recorded(
    auditor, office, clock, client_of
):
    then = office.ledger.records(KEY, office.ledger.position())[1][0]
    place = f"/cases/{KEY}/evidence.zip?as_of={then}"
    first = auditor.get(place)
    clock.now += timedelta(hours=3)
    tell(
        office,
        TICKET.command(asks.Correct),
        KEY,
        field="title",
        new="路灯",
        reason="写错",
    )
    tell(office, RenameAccount, account_id("auditor"), name="改了名")
    auditor = client_of("auditor")
    again = auditor.get(place)
    assert again.data == first.data
    assert len([name for name in unpacked(again) if name.startswith("原始记录/")]) == 2
    taken = [row for row in office.history(export_id("auditor", clock.now.date())) if row.rows]
    assert [row.digest for row in taken] == [sha256(first.data).hexdigest()] * 2


def test_who_may_not_export_gets_no_evidence(auditor, client_of):
    assert client_of("grid_worker").get(f"/cases/{KEY}/evidence.zip").status_code == 403
    assert "导出证据包" not in client_of("grid_worker").get(f"/cases/{KEY}").text
    assert "导出证据包" in client_of("auditor").get(PAGE).text


@pytest.mark.parametrize(
    "path",
    [f"/cases/{KEY}", "/cases?q=x", "/meetings", "/resolutions", "/topics", "/figures"],
)
def test_a_page_is_seen_as_of_a_moment_from_its_header(auditor, office, path):
    page = auditor.get(path).text
    assert "回看某一时刻" in page
    to = existing(re.search(r'name="to" value="([^"]+)"', page))[1]
    assert unescape(to) == path
    then = auditor.get("/replay/moment", query_string={"to": path, "moment": "2026-03-05T11:30"})
    assert "as_of=" in then.location
    past = auditor.get(then.location).text
    assert "您正在查看 <strong>2026年3月5日" in past
    assert f'href="{path}"' in past, "the way back"
    early = auditor.get("/replay/moment", query_string={"to": path, "moment": "2020-01-01T00:00"})
    assert early.location == path
    assert "那时还没有任何记录" in auditor.get(early.location).text


def test_a_day_is_a_day_here_on_pages_and_in_the_evidence(office, clock, client_of):
    """Received at half past seven and said of that morning; contacted before midnight, said after.

    In Greenwich the first was yesterday and the second the same day.
    """
    clock.now = moment("2027-01-01 08:30")
    key = ticket_id("12345", "SH2027010101")
    tell(
        office,
        ticket.ReceiveTicket,
        key,
        serial="SH2027010101",
        source="12345",
        received_at=moment("2027-01-01 07:30"),
        kind="complaint",
        title="小区路灯不亮",
        grid="g1",
    )
    clock.now = moment("2027-01-02 00:10")
    late = moment("2027-01-01 23:50")
    tell(office, ticket.ContactCaller, key, contacted_at=late, happened_at=late, note="约了时间")
    auditor = client_of("auditor")
    mark = "（补录于2027年1月2日 00:10）"
    assert "补录" not in auditor.get(f"/replay/{key}?version=1").text
    assert mark in auditor.get(f"/replay/{key}?version=2").text
    page = auditor.get(f"/cases/{key}").text
    assert (page.count("补录"), page.count(mark)) == (1, 1)
    files = unpacked(auditor.get(auditor.get(f"/cases/{key}/evidence.zip").location))
    text = files["经过.html"].decode()
    assert (text.count("补录"), text.count(mark)) == (1, 1)


@pytest.mark.usefixtures("auditor")
def test_the_same_day_of_another_year_is_another_mark_on_the_track(office, clock, client_of):
    clock.now += timedelta(days=365)
    tell(
        office,
        TICKET.command(asks.Correct),
        KEY,
        field="title",
        new="路灯",
        reason="写错",
    )
    page = client_of("auditor").get(PAGE).text
    assert re.findall(r">(?:\d+年)?3月5日<", page) == [">2026年3月5日<", ">3月5日<"]
