"""The three journeys of the office, and the auditor's, in a real browser on real work."""

import io
import re
from datetime import timedelta

import pytest
from docx import Document

from governance.policy.roles import Sight
from projections.engine.rebuild_check import rebuild_beside
from projections.meetings.queries import meeting_list
from tests.browser.street import START
from tests.expecting import existing
from web.text.formats import LOCAL

pytestmark = pytest.mark.browser

SHEET = """工单编号,诉求标题,诉求内容,受理时间,诉求人,联系电话,地址,工单类型
SH20261120901,小区路灯不亮,三号楼前路灯三天不亮,2026-11-20 09:10,张三,13800138000,示例路12弄3号,投诉
SH20261120902,电梯频繁停运,二号楼电梯停运,2026-11-20 09:20,李四,13900139000,示例路12弄2号,求助
坏编号没有时间,垃圾厢房异味,异味扰民,昨天,王五,,示例路8号,投诉
"""


def press(page, name):
    page.get_by_role("button", name=name).click()


def pick(page, group, label):
    chips = page.locator(f"[role=radiogroup][aria-labelledby=f-{group}-label]")
    chips.get_by_label(label, exact=True).check()


def test_a_grid_worker_logs_a_visit_whose_finding_becomes_an_issue(office, open_page):
    page = office.enter(open_page(None, "phone"), "grid_worker")
    page.get_by_role("navigation", name="常用").get_by_role("link", name="记走访").click()
    page.locator("main ul a, main ol a").first.click()
    pick(page, "outcome", "见面")
    pick(page, "way", "入户")
    page.get_by_label("情况记录").fill("老人身体尚好，反映楼道灯坏了")
    page.get_by_text("＋ 发现问题").first.click()
    page.get_by_label("发现的问题").first.fill("三楼楼道灯不亮")
    page.get_by_label("转网格问题").locator("visible=true").first.check()
    press(page, "保存这次走访")
    page.wait_for_url(re.compile("/visits/[0-9a-f-]{36}"))
    assert "三楼楼道灯不亮" in page.inner_text("main")
    page.locator("main").get_by_role("link", name=re.compile("WG-")).first.click()
    page.wait_for_url(re.compile("/cases/"))
    assert page.inner_text("h1") == "三楼楼道灯不亮"


def test_the_hotline_desk_imports_a_sheet_and_closes_a_ticket(office, open_page):
    desk = office.enter(open_page(None, "desk"), "hotline_desk")
    desk.goto(f"{office.url}/import")
    sheet = {"name": "工单.csv", "mimeType": "text/csv", "buffer": SHEET.encode("gb18030")}
    desk.set_input_files("[name=sheet]", sheet)
    press(desk, "看前20行")
    press(desk, "试导入，先不保存")
    assert "不能导入的行" in desk.inner_text("main")
    press(desk, re.compile("导入 2 行"))
    desk.wait_for_selector("text=已导入")
    desk.goto(f"{office.url}/cases?q=SH20261120901")
    desk.get_by_role("link", name="小区路灯不亮").click()
    ticket = desk.url
    pick(desk, "result", "已联")
    pick(desk, "way", "电话")
    desk.get_by_label("联系内容").fill("约了下午看现场")
    press(desk, "登记初电")
    desk.goto(f"{ticket}?act=dispatch")
    unit = next(r.unit for r in office.people if r.login == office.login_of("handling_unit"))
    desk.select_option("[name=unit]", unit)
    press(desk, "派遣")
    handler = office.enter(open_page(None, "desk"), "handling_unit")
    handler.goto(f"{ticket}?act=handle")
    for group, label in (
        ("facts", "属实"),
        ("appeal", "诉求合理合法"),
        ("site_visited", "是"),
        ("result", "实际解决"),
        ("reply_way", "电话"),
    ):
        pick(handler, group, label)
    handler.get_by_label("答复要点").fill("路灯已修复")
    press(handler, "提交办结报告")
    assert "办结报告已提交" in handler.inner_text("#toasts")
    desk.goto(f"{ticket}?act=call-back")
    pick(desk, "reached", "已接通")
    pick(desk, "contacted", "已联")
    pick(desk, "solved", "已解决")
    pick(desk, "satisfaction", "满意")
    press(desk, "登记回访")
    desk.goto(f"{ticket}?act=close")
    press(desk, "结案")
    assert "已结案" in desk.inner_text("main")


def test_the_secretary_freezes_an_agenda_and_finds_it_right_on_paper(office, open_page):
    page = office.enter(open_page(None, "desk"), "secretary")
    page.goto(f"{office.url}/meetings")
    page.locator("main").get_by_role("link", name=re.compile("第一综合网格")).first.click()
    page.wait_for_url(re.compile("/meetings/"))
    press(page, re.compile("更新草稿|生成议程草稿"))
    page.locator(".paper .item-title").first.wait_for()
    titles = page.locator(".paper .item-title").all_inner_texts()
    assert titles
    press(page, re.compile("定稿"))
    assert "已定稿" in page.inner_text("main")
    page.get_by_text("导出", exact=True).click()
    files = []
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("docx")).first.click()
        files.append(download.value.path().read_bytes())
    assert files[0] == files[1]
    document = Document(io.BytesIO(files[0]))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    words += "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    for title in titles[:5]:
        assert title in words


def test_the_auditor_replays_a_ticket_and_sees_last_months_agenda(office, open_page):
    page = office.enter(open_page(None, "desk"), "auditor")
    page.goto(f"{office.url}/cases?kind=ticket&stage=closed")
    page.locator("tbody a").first.click()
    page.locator("main").get_by_role("link", name="回放").click()
    page.wait_for_url(re.compile("/replay/"))
    last = page.inner_text(".track-at")
    page.locator("[data-step=back]").click()
    page.wait_for_url(re.compile("version="))
    assert page.inner_text(".track-at") != last
    month = START - timedelta(days=30)
    held = [
        row
        for row in meeting_list(office.runtime.live(), Sight(everything=True))
        if row.held_at and row.held_at < month
    ]
    agenda = held[0]
    before = existing(agenda.meets_at).astimezone(LOCAL) - timedelta(hours=1)
    page.goto(f"{office.url}/meetings/{agenda.key}?as_of={before:%Y-%m-%dT%H:%M}")
    assert "您正在查看" in page.inner_text(".as-of")
    assert "已定稿" in page.inner_text("main")
    assert "已召开" not in page.inner_text("main")
    page.get_by_role("link", name="返回当前").click()
    assert "已召开" in page.inner_text("main")


def test_rebuilt_from_empty_all_is_identical(office):
    assert rebuild_beside(office.runtime).identical
