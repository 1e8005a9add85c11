"""What one needs while calling, dispatching and handling: opened there, found by what one knows."""

from uuid import uuid4

import pytest

from governance.disclosures.stream import disclosure_id
from governance.hotline.stream import ticket_id

KEY = ticket_id("12345", "SH01")
TICKET = {
    "serial": "SH01",
    "source": "12345",
    "received_at": "2026-03-05T09:30",
    "kind": "complaint",
    "title": "小区路灯不亮",
    "content": "张三反映三号楼前路灯三天不亮",
    "caller": "张三",
    "phone": "138-0013-8000",
    "address": "示例路12弄3号501室",
    "grid": "g1",
    "urgency": "normal",
}


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


@pytest.fixture
def desk(client_of):
    desk = client_of("hotline_desk")
    for more in (
        {},
        {"serial": "SH02", "title": "垃圾厢房异味", "address": "他处9号", "phone": "13800138000"},
        {"serial": "SH03", "title": "井盖松动", "caller": "李四", "phone": "13900139000"},
        {
            "serial": "SH04",
            "title": "噪声扰民",
            "caller": "王五",
            "phone": "",
            "address": "别处1号",
        },
    ):
        assert send(desk, "/tickets/new", **TICKET | more).status_code == 303
    return desk


def test_number_and_complaint_are_opened_beside_the_form_as_one_record(desk, office):
    page = desk.get(f"/cases/{KEY}?act=contact").text
    assert ">就地查看</button>" in page
    assert "来电人、电话、详细地址、诉求内容，用途：联系当事人" in page
    assert "13800138000" not in page
    page = send(desk, f"/cases/{KEY}/look?act=contact", purpose="contact").text
    assert "13800138000" in page
    assert TICKET["content"] in page
    assert f'action="/cases/{KEY}/contact' in page, "the form stands there still"
    (look,) = office.history(disclosure_id(KEY))
    assert (look.purpose, len(look.fields)) == ("contact", 4)
    assert "13800138000" not in desk.get(f"/cases/{KEY}?act=contact").text


def test_each_act_has_its_purpose_and_whoever_may_not_look_is_not_offered_to(desk, client_of):
    assert "用途：办理需要" in desk.get(f"/cases/{KEY}?act=dispatch").text
    assert "就地查看" not in desk.get(f"/cases/{KEY}?act=progress").text
    answer = send(desk, f"/cases/{KEY}/look?act=contact", purpose="")
    assert answer.status_code == 422
    assert "请选择" in answer.text
    assert "13800138000" not in answer.text


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("13800138000", {"小区路灯不亮", "垃圾厢房异味"}),
        ("138 0013 8000", {"小区路灯不亮", "垃圾厢房异味"}),
        ("李四", {"井盖松动"}),
        ("xqldbl", {"小区路灯不亮"}),
        ("lajixiang", {"垃圾厢房异味"}),
        ("SHILI", {"小区路灯不亮", "井盖松动"}),
        ("1380013800", set()),
    ],
)
def test_search_finds_numbers_callers_and_what_is_typed_by_its_sound(desk, asked, titles):
    page = desk.get("/cases", query_string={"q": asked}).text
    every = {"小区路灯不亮", "垃圾厢房异味", "井盖松动", "噪声扰民"}
    assert {title for title in every if title in page} == titles


def test_search_finds_categories_by_name(desk, office):
    leaf = next(iter(office.governance.book.categories.leaves("hotline")))
    name = office.governance.book.categories.name(leaf.code)
    send(desk, f"/cases/{KEY}/correct", field="category", new=name, reason="补充类别")
    page = desk.get("/cases", query_string={"q": leaf.name}).text
    assert "小区路灯不亮" in page
    assert "噪声扰民" not in page


def test_a_case_shows_what_else_its_caller_and_its_place_have_brought(desk):
    page = desk.get(f"/cases/{KEY}").text
    caller = page.partition("同一来电人的其他案件")[2].partition("</section>")[0]
    assert "垃圾厢房异味" in caller
    assert "井盖松动" not in caller
    place = page.partition("同一地点的其他案件")[2].partition("</section>")[0]
    assert "井盖松动" in place
    assert "噪声扰民" not in place
    assert "同一来电人" not in desk.get(f"/cases/{ticket_id('12345', 'SH04')}").text


def test_what_else_there_is_keeps_to_what_one_sees(desk, client_of):
    other = TICKET | {"serial": "SH05", "title": "别格的事", "grid": "g2"}
    send(desk, "/tickets/new", **other)
    worker = client_of("grid_worker")
    page = worker.get(f"/cases/{KEY}").text
    assert "垃圾厢房异味" in page
    assert "别格的事" not in page


@pytest.mark.parametrize("database_url", [""])
def test_what_is_searched_by_stands_nowhere_in_clear(desk, office):
    for file in office.data.rglob("*.db*"):
        stored = file.read_bytes()
        assert b"13800138000" not in stored, file
        assert "张三".encode() not in stored, file
