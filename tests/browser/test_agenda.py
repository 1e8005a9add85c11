"""An agenda in the browser: put in order, shown on the wall, decided on, taken as files."""

import io
import re
from uuid import uuid4
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from governance.kernel.command import SYSTEM
from governance.meetings.commands import FreezeAgenda, HoldMeeting
from governance.meetings.stream import STREAM
from governance.policy.roles import Sight
from projections.meetings.queries import coming
from tests.browser.street import START
from tests.expecting import existing

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def meeting(office):
    """The next meeting of the first grid, which is drafted."""
    rows = coming(office.runtime.live(), Sight(everything=True))
    return next(row for row in rows if row.grid == "g1")


@pytest.fixture
def agenda(office, open_page, meeting):
    page = office.enter(open_page(None, "desk"), "secretary")
    page.goto(f"{office.url}/meetings/{meeting.key}")
    return page


@pytest.fixture
def frozen(office, meeting):
    """The meeting with its agenda issued, on the day it is held; each test may come first."""
    clock = office.runtime.clock
    if not office.runtime.governance.load(STREAM, meeting.key).frozen:
        position = office.runtime.live().position
        freeze = FreezeAgenda(command_id=uuid4(), stream=meeting.key, position=position)
        office.runtime.execute(freeze, actor=SYSTEM)
    elapsed = meeting.meets_at - START
    clock.steps = max(clock.steps, int(elapsed.total_seconds() + 3600) * 1000)
    return meeting


@pytest.fixture
def held(office, frozen):
    """The meeting held, so that what was decided can be recorded."""
    if office.runtime.governance.load(STREAM, frozen.key).stage != "held":
        leader, secretary = office.login_of("grid_leader"), office.login_of("secretary")
        hold = HoldMeeting(
            command_id=uuid4(),
            stream=frozen.key,
            held_at=frozen.meets_at,
            attended=(leader, secretary),
            host=leader,
            recorder=secretary,
        )
        office.runtime.execute(hold, actor=SYSTEM)
    return frozen


def keys(office, meeting):
    return [item.key for item in office.runtime.governance.load(STREAM, meeting.key).draft.items()]


def longest(page):
    """Give the list of the longest section."""
    lists = page.locator("ol.agenda")
    sizes = lists.evaluate_all("(all) => all.map((each) => each.children.length)")
    return lists.nth(sizes.index(max(sizes)))


def save(page):
    expect(page.locator(".order-bar")).to_be_in_viewport()
    expect(page.locator(".order-bar")).to_contain_text("议题顺序已保存")


def test_an_item_dragged_to_the_top_of_its_section_stays_there(office, agenda, meeting):
    rows = longest(agenda).locator("> li")
    moved = rows.nth(2).locator("[name=order]").input_value()
    first = rows.nth(0).locator("[name=order]").input_value()
    rows.nth(0).scroll_into_view_if_needed()
    grip = rows.nth(2).locator(".grip").bounding_box()
    agenda.mouse.move(grip["x"] + 8, grip["y"] + 8)
    agenda.mouse.down()
    agenda.mouse.move(grip["x"] + 8, rows.nth(0).bounding_box()["y"] + 4, steps=12)
    agenda.mouse.up()
    save(agenda)
    order = keys(office, meeting)
    assert order.index(moved) == order.index(first) - 1


def test_an_item_moved_by_the_keyboard_stays_there(office, agenda, meeting):
    rows = longest(agenda).locator("> li")
    first, second = (rows.nth(n).locator("[name=order]").input_value() for n in (0, 1))
    rows.nth(0).locator(".grip").focus()
    agenda.keyboard.press("ArrowDown")
    expect(agenda.locator("#spoken")).to_contain_text("已移到第2项")
    save(agenda)
    order = keys(office, meeting)
    assert order.index(second) == order.index(first) - 1


def test_the_agenda_comes_as_three_files(agenda):
    agenda.get_by_role("button", name="更新草稿").click()
    agenda.get_by_role("button", name=re.compile("^定稿")).click()
    expect(agenda.locator("main")).to_contain_text("已定稿")
    title = agenda.locator(".paper .item-title").first.inner_text()
    files = {}
    agenda.get_by_text("导出", exact=True).click()
    for kind in ("docx", "xlsx", "pdf"):
        with agenda.expect_download() as download:
            agenda.get_by_role("link", name=f"（{kind}）").first.click()
        assert download.value.suggested_filename.endswith(f"（第1版）.{kind}")
        files[kind] = download.value.path().read_bytes()
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")):
        with ZipFile(io.BytesIO(files[kind])) as parts:
            assert title in parts.read(part).decode()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages)
    assert title[:6] in text.replace("\n", "")


def test_the_meeting_goes_through_its_agenda_on_the_wall(
    office, open_page, frozen, assert_accessible, assert_no_csp_violations
):
    meeting = frozen
    page = office.enter(open_page(None, "desk"), "grid_leader")
    page.goto(f"{office.url}/meetings/{meeting.key}")
    page.get_by_role("link", name="会议模式").click()
    page.wait_for_url("**/room")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/room?at=1")
    expect(page.locator(".room-top")).to_contain_text("第 1 项")
    page.get_by_role("link", name="登记召开").click()
    page.get_by_label("记录人").select_option(office.login_of("secretary"))
    page.get_by_role("button", name="登记召开").click()
    page.wait_for_url("**/room?at=1")
    page.wait_for_load_state()
    page.get_by_label("听取情况").check()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".room-top")).to_contain_text("第 1 项")
    page.get_by_label("形成议定事项").check()
    page.get_by_label("议定意见").fill("由责任单位牵头，月底前完成。")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("link", name=re.compile("下一项")).click()
    expect(page.locator(".room-top")).to_contain_text("第 1 项")
    page.get_by_role("button", name="记录议定").click()
    expect(page.locator(".faults")).to_contain_text("请写明销号标准")
    expect(page.get_by_label("议定意见")).to_have_value("由责任单位牵头，月底前完成。")
    assert_accessible(page)
    page.get_by_label("销号标准").fill("完成并拍照")
    page.get_by_role("button", name="记录议定").click()
    expect(page.locator(".room-top")).to_contain_text("第 2 项")
    page.goto(f"{office.url}/meetings/{meeting.key}/room?at=1")
    page.wait_for_load_state()
    expect(page.locator("#room")).to_contain_text("议定：形成议定事项")
    page.keyboard.press("PageDown")
    expect(page.locator(".room-top")).to_contain_text("第 2 项")
    desk = existing(page.viewport_size)
    page.set_viewport_size({"width": 1280, "height": 720})
    for field in ("due", "owner", "standard"):
        expect(page.locator(f"[name={field}]")).to_be_in_viewport(ratio=1)
    button = page.get_by_role("button", name="记录议定").bounding_box()
    below = page.locator(".room-way").bounding_box()
    assert button["y"] + button["height"] <= below["y"], "nothing covers the button"
    page.set_viewport_size(desk)
    last = int(existing(re.search(r"共 (\d+) 项", page.inner_text(".room-top")))[1])
    page.goto(f"{office.url}/meetings/{meeting.key}/room?at={last + 1}")
    expect(page.locator("tbody")).to_contain_text("完成并拍照")
    assert_accessible(page)
    assert_no_csp_violations(page)


def test_the_rest_is_heard_and_the_minutes_go_round(office, open_page, held, assert_accessible):
    meeting = held
    page = office.enter(open_page(None, "desk"), "secretary")
    page.goto(f"{office.url}/meetings/{meeting.key}")
    page.get_by_role("button", name=re.compile("^其余 .* 项听取情况$")).click()
    expect(page.locator("#toasts")).to_contain_text("已记为“听取情况”")
    page.get_by_role("link", name="纪要", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("讨论情况")).first.click()
    page.get_by_label("讨论情况").fill("责任单位说明了进度。")
    page.get_by_role("button", name="记入纪要").click()
    expect(page.locator(".paper")).to_contain_text("讨论：责任单位说明了进度。")
    page.get_by_role("button", name="传阅").click()
    expect(page.locator("main")).to_contain_text("传阅中")
    leader = office.enter(open_page(None, "phone"), "grid_leader")
    leader.get_by_role("link", name=re.compile("会议纪要")).first.click()
    leader.get_by_role("button", name="批准并编号").click()
    expect(leader.locator("main")).to_contain_text("已批准")
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="（docx）").first.click()
    with ZipFile(download.value.path()) as parts:
        assert "责任单位说明了进度" in parts.read("word/document.xml").decode()


def test_the_wall_fits_a_phone(office, open_page, frozen, assert_accessible):
    meeting = frozen
    page = office.enter(open_page(None, "phone", "dark"), "grid_leader")
    for at in (0, 1, 2, 999):
        page.goto(f"{office.url}/meetings/{meeting.key}/room?at={at}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
