"""What no board declares is refused where it is written, and left out where it is in force."""

import json
from typing import Any
from uuid import uuid4

import pytest

from governance.kernel.errors import Refused
from governance.policy.fault import UnfitError
from projections.agenda.proposal import proposal
from projections.engine.counted import Counted, Field
from projections.engine.projection import declared
from projections.engine.runtime import Runtime
from tests.builders import NOW, moment
from tests.expecting import being
from tests.functional.conftest import PASSWORD, furnish
from tests.functional.declared.promises import (
    BOARDS_AND_ONE,
    GIVEN,
    RULE,
    PromiseBoard,
    promises,
    publish,
)
from tests.functional.editions.street import in_force
from web.frame.app import create_app


def metric(**changes):
    return "metrics", {"metric": [GIVEN | {"id": "x", "label": "x"} | changes]}


def rule(**changes):
    return "agenda", {"rule": [RULE | {"id": "x", "title": "别的"} | changes]}


def of(column, op, **values):
    return {"of": [{"column": column, "op": op, **values}]}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (metric(rows="wishes"), "rows: no_such_rows"),
        (metric(basis="kept_at"), "basis: no_such_basis"),
        (metric(kinds=["big"]), "kinds.0: no_kinds"),
        (metric(weight="caller"), "weight: no_such_column"),
        (metric(**of("word", "is", value="x")), "column: no_such_column"),
        (metric(**of("state", "is", value="lost")), "value: no_such_code"),
        (metric(**of("weight", "is", value="7")), "value: unfit_value"),
        (metric(**of("informed_on", "before", other="keep_due")), "other: no_such_moment"),
        (rule(kinds=["wish"]), "kinds.0: no_such_matter"),
        (rule(when=[{"fact": "age_days", "op": "ge", "value": 1}], reason="等"), "no_such_fact"),
        (rule(when=[{"fact": "waiting", "op": "true"}]), "tested_otherwise"),
        (rule(reason="{waiting.day}天"), "cannot_be_told"),
        (rule(sort=["-age_days"]), "sort.0: no_such_fact"),
    ],
)
def test_what_is_not_declared_is_refused(place, wrong, fault):
    policy, more = wrong
    with pytest.raises(Refused, match=r"policies\.unfit") as no:
        publish(place, policy, **more)
    found, *others = being(UnfitError, no.value.__cause__).faults
    assert fault in f"{found.place}: {found.code}"
    # What has no such column has no list of weights by its name either; else one fault is one.
    assert {one.code for one in others} <= {"no_weights"}


def test_the_refusal_names_the_line_and_what_to_write(place, client_of):
    content = place.governance.book.editions["metrics"].content
    wrong = GIVEN | {"id": "x", "label": "愿望数", "rows": "wishes"}
    content = content | {"metric": [*content["metric"], wrong]}
    values = {
        "command_id": str(uuid4()),
        "content": json.dumps(content, ensure_ascii=False),
        "source": "测试",
        "in_force": "2",
    }
    answer = client_of("administrator").post("/policies/metrics/2", data=values)
    assert answer.status_code == 422
    assert "没有“wishes”这种可以统计的事项。可以写的有：cases、places、visits、" in answer.text
    assert "promises" in answer.text


def test_without_its_board_its_rows_are_left_out_and_the_office_goes_on(place, tmp_path):
    with Runtime(tmp_path / "elsewhere", "", place.clock) as other:
        furnish(other)
        with pytest.raises(Refused):
            publish(other, "metrics", metric=[GIVEN])
        for policy in ("metrics", "agenda"):
            in_force(other, policy, place.governance.book.editions[policy].content)
        client = create_app(other).test_client()
        client.post("/login", data={"account": "secretary", "password": PASSWORD})
        page = client.get("/figures").text
        assert "“承诺数”、“按期兑现率”、“告知数”的口径写错了，算不出来" in page
        assert client.get("/figures/cases?metric=promised").status_code == 404
        proposal(other.live(), other.governance.book, "g1", moment("2026-03-10 14:00"), NOW)


def test_what_is_sealed_or_no_time_is_no_declaration():
    values: dict[str, Any] = {"name": "x", "title": "x", "table": promises, "heading": "word"}
    with pytest.raises(ValueError, match="sealed"):
        Counted(**values, fields={"word": Field("x"), "caller": Field("x")}, bases=())
    with pytest.raises(ValueError, match="no time"):
        Counted(**values, fields={"word": Field("x"), "grid": Field("x")}, bases=("grid",))
    with pytest.raises(ValueError, match="not among"):
        Counted(**values, fields={"grid": Field("x")}, bases=())
    with pytest.raises(ValueError, match="declared twice"):
        declared((*BOARDS_AND_ONE, PromiseBoard))
