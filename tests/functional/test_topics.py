"""A grid's topic from its choice to its end: one at a time."""

import io
import re
from uuid import uuid4

import pytest

TOPIC = {
    "title": "飞线充电清零",
    "measure": "飞线处数",
    "unit": "处",
    "baseline": "11",
    "target": "0",
    "lead": "城建办",
    "start": "2026-03-01",
    "until": "2026-06-30",
    "step1": "全面排查",
    "due1": "2026-03-04",
    "step2": "增设充电位",
    "due2": "2026-04-30",
}


PDF = b"%PDF-1.7 x"


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


@pytest.fixture
def leader(client_of):
    return client_of("grid_leader")


@pytest.fixture
def opened(leader):
    assert "目前没有在办课题" in leader.get("/topics").text
    answer = send(leader, "/topics/g1/open", **TOPIC)
    assert answer.status_code == 303, answer.text
    return leader


def test_the_topic_stands_with_its_goal_and_milestones(opened):
    page = opened.get("/topics").text
    assert "飞线充电清零" in page
    assert '由 <span class="num">11</span> 到 <span class="num">0</span>' in page
    assert "增设充电位" in page
    assert "已过期" in page


def test_one_topic_a_grid(opened):
    answer = send(opened, "/topics/g1/open", **TOPIC | {"title": "另一个题"})
    assert answer.status_code == 422
    assert "一格一题" in answer.text
    assert "另一个题" in answer.text


def test_the_same_topic_taken_up_by_somebody_else_meanwhile_is_told_so(opened, office):
    position = office.ledger.position()
    answer = send(opened, "/topics/g1/open", **TOPIC)
    assert answer.status_code == 422
    assert "一格一题" in answer.text
    assert '<a href="/topics">查看本网格的课题</a>' in answer.text
    assert office.ledger.position() == position


def test_progress_reported_again_in_the_same_words_is_reported_again(opened, office):
    values = {"percent": "40", "note": "继续排查"}
    before = office.ledger.position()
    for _ in range(2):
        assert send(opened, "/topics/g1/progress", **values).status_code == 303
    assert office.ledger.position() == before + 2


def test_a_milestone_needs_its_day(leader):
    answer = send(leader, "/topics/g1/open", **TOPIC | {"due2": ""})
    assert answer.status_code == 422
    assert "请填写节点日期" in answer.text


def test_progress_milestones_and_the_end(opened):
    for path, values in (
        ("progress", {"percent": "40", "value": "6", "note": "已清五处"}),
        (
            "steps/1/reach",
            {"on": "2026-03-05", "evidence": "台账", "proof": (io.BytesIO(PDF), "单.pdf")},
        ),
        ("steps/2/move", {"new": "2026-05-15", "reason": "设备晚到"}),
    ):
        answer = send(opened, f"/topics/g1/{path}", **values)
        assert answer.status_code == 303, answer.text
    page = opened.get("/topics").text
    assert "40%" in page
    assert "已完成" in page
    assert "5月15日" in page
    assert "第1个节点于3月5日（周四）完成：台账" in page
    (file,) = re.findall(r'href="(/photos/[^"]+)"', page)
    assert opened.get(file).data == PDF
    answer = send(
        opened, "/topics/g1/conclude", achieved="yes", value="0", result="清零", review="有效"
    )
    assert answer.status_code == 303, answer.text
    page = opened.get("/topics").text
    assert "已达成" in page
    assert "目前没有在办课题" in page


def test_another_grid_is_not_his(leader):
    answer = send(leader, "/topics/g2/open", **TOPIC)
    assert answer.status_code == 422
    assert "您的岗位不能办理" in answer.text
