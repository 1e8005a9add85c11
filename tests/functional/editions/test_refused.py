"""An edition that would break the office is refused on its page: line, fault and remedy."""

from copy import deepcopy
from uuid import uuid4

import msgspec
import pytest

from governance.policy.book import first_editions
from web.policies.lines import lines_of, nearest

REFUSED = 422


def pretty(content):
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode()


@pytest.fixture
def desk(street):
    return street.clients["administrator"]


@pytest.fixture
def sent(street, desk):
    def send(policy, text):
        values = {
            "command_id": str(uuid4()),
            "content": text,
            "source": "街道通知",
            "in_force": "1",
        }
        return desk.post(f"/policies/{policy}/1", data=values)

    return send


def content_of(street, policy):
    return deepcopy(street.first[policy].content)


def line(text, words):
    return next(n for n, row in enumerate(text.splitlines(), 1) if words in row)


def test_a_metric_over_a_column_that_is_not_there(street, sent):
    content = content_of(street, "metrics")
    content["metric"][3]["counts"][0]["column"] = "handeld_at"
    text = pretty(content)
    answer = sent("metrics", text)
    assert answer.status_code == REFUSED
    number = line(text, "handeld_at")
    assert f"第{number}行“metric.3.counts.0.column”：案件没有“handeld_at”这一列" in answer.text
    assert "可以写的有：handled_at" in answer.text
    assert "handeld_at" in answer.text.partition("<textarea")[2]
    assert list(street.broken()) == []


def test_every_fault_is_told_at_once(street, sent):
    content = content_of(street, "metrics")
    content["metric"][0]["basis"] = "contacted_at"
    content["metric"][1]["label"] = ""
    answer = sent("metrics", pretty(content))
    assert "没有“contacted_at”这个统计时间。可以写的有：received_at、closed_at、handle_due。" in (
        answer.text
    )
    content["metric"][1]["label"] = "办结量"
    content["metric"][1]["kinds"] = ["letters"]
    answer = sent("metrics", pretty(content))
    assert "这一版有2处不能生效，未发布。" in answer.text
    assert "没有“contacted_at”" in answer.text
    assert "没有“letters”这种案件" in answer.text


def test_limits_without_a_rule_for_a_clock(street, sent):
    content = content_of(street, "deadlines")
    content["rule"] = [rule for rule in content["rule"] if rule["clock"] != "contact"]
    answer = sent("deadlines", pretty(content))
    assert answer.status_code == REFUSED
    assert "缺少12345工单“先行联系”的时限" in answer.text
    assert list(street.broken()) == []


def test_roles_without_an_administrator(street, sent, desk):
    content = content_of(street, "roles")
    content["role"] = [role for role in content["role"] if role["code"] != "administrator"]
    answer = sent("roles", pretty(content))
    assert answer.status_code == REFUSED
    assert "没有一个在用的账号能管理账号和政策" in answer.text
    assert desk.get("/policies").status_code == 200


def test_a_text_that_is_no_json_tells_the_line(sent):
    answer = sent("conduct", '{\n"source": "x",\n"callback": {,}\n}')
    assert answer.status_code == REFUSED
    assert "请从第3行起检查" in answer.text
    assert sent("conduct", "[" * 100_000).status_code == REFUSED


def test_a_line_revised_wrongly_is_told_beside_its_field(street, desk):
    attempts = {"label": "满意", "weight": "7", "source": "x", "why": "试", "in_force": "1"}
    path = "/policies/options/line?at=listing.visit_intervals.option.0"
    answer = desk.post(path, data=attempts | {"weight": "0", "command_id": str(uuid4())})
    assert answer.status_code == REFUSED
    assert "请写1到3660之间的数" in answer.text
    assert 'id="f-weight-fault"' in answer.text
    assert "试" in answer.text


def test_an_edition_that_breaks_another_says_which(street, desk):
    lists = street.first["options"].content["listing"]["satisfaction"]["option"]
    path = f"/policies/options/line?at=listing.satisfaction.option.{len(lists) - 6}"
    values = {"label": "满意", "weight": "7", "why": "试", "in_force": "1"}
    answer = desk.post(path, data=values | {"command_id": str(uuid4())})
    assert answer.status_code == REFUSED
    assert "指标口径" in answer.text
    assert "不能算成百分比" in answer.text


def test_every_place_of_a_text_has_its_line():
    for content in first_editions({"source": "x"}).values():
        text = pretty(content)
        lines = lines_of(text)
        rows = text.splitlines()
        for place, number in lines.items():
            key = place.rpartition(".")[2]
            assert not key or key.isdigit() or f'"{key}"' in rows[number - 1]
        assert nearest(lines, "nowhere.at.all") == 1
