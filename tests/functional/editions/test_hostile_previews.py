"""Whatever is sent to be previewed: a page with sentences, nothing stored, the text kept."""

from copy import deepcopy
from uuid import uuid4

import msgspec
import pytest

from governance.policy.book import POLICIES
from tests.publishing import previewed

LIMITS = 300


def values(content, **more):
    text = content if isinstance(content, str) else msgspec.json.encode(content).decode()
    return {"command_id": str(uuid4()), "content": text, "source": "街道通知"} | more


@pytest.mark.parametrize("policy", [name for name in POLICIES if name != "papers"])
def test_an_edition_with_another_source_is_previewed_whatever_the_policy(street, policy):
    content = deepcopy(street.first[policy].content) | {"source": "<b>街道</b>通知第9号"}
    desk, before = street.clients["administrator"], street.runtime.ledger.position()
    shown, then = previewed(desk, f"/policies/{policy}/1", values(content))
    assert shown.status_code == 200
    assert "预览：还没有发布" in shown.text
    assert "&lt;b&gt;街道" in shown.text
    assert "<b>街道" not in shown.text
    assert street.runtime.ledger.position() == before
    assert desk.post(f"/policies/{policy}/1", data=then).status_code == 303


@pytest.mark.parametrize(
    "content", ["", "[]", "{", "\x00", "{}", '{"source": 1}', "[" * 99_999, '{"a": "\\ud800"}']
)
def test_a_text_that_is_no_edition_is_refused_as_before(street, content):
    desk, before = street.clients["administrator"], street.runtime.ledger.position()
    shown, then = previewed(desk, "/policies/deadlines/1", values(content))
    assert (shown.status_code, then) == (422, {})
    assert "预览：还没有发布" not in shown.text
    assert street.runtime.ledger.position() == before


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 400])
def test_a_number_that_is_none_is_compared_with_the_one_in_force(street, number):
    content = deepcopy(street.first["conduct"].content) | {"source": "街道通知"}
    desk = street.clients["administrator"]
    _, then = previewed(desk, "/policies/conduct/1", values(content, in_force=number))
    assert then["in_force"] == "1"
    assert desk.post("/policies/conduct/1", data=then).status_code == 303


def test_very_many_rules_are_tried_up_to_a_limit(street):
    content = deepcopy(street.first["deadlines"].content)
    kinds = street.runtime.governance.book.options.labels("hotline_kinds")
    leaves = street.runtime.governance.book.categories.leaves("hotline")
    many = [
        {
            "id": f"x{n}",
            "stream": "hotline",
            "clock": "contact",
            "when": {"category": [leaf.code], "kind": [list(kinds)[n % len(kinds)]]},
            "limit": f"{n % 9 + 1}工作日",
            "confirmed": False,
            "source": "待确认",
        }
        for n, leaf in enumerate(leaves * (LIMITS // len(leaves) + 1))
    ]
    content["rule"] = many + content["rule"]
    shown, _ = previewed(
        street.clients["administrator"], "/policies/deadlines/1", values(content, in_force="1")
    )
    assert shown.status_code == 200
    assert "预览：还没有发布" in shown.text


def test_who_may_not_publish_is_shown_no_preview(street):
    content = deepcopy(street.first["conduct"].content) | {"source": "街道通知"}
    answer = street.clients["auditor"].post("/policies/conduct/1", data=values(content))
    assert answer.status_code in {403, 422}
    assert "预览：还没有发布" not in answer.text
