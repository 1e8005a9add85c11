"""A policy by forms: new lines like those there are, parts without a name, the newest edition."""

from uuid import uuid4

import pytest

from tests.publishing import published


@pytest.fixture
def desk(client_of):
    return client_of("administrator")


def listed(office, name):
    return office.governance.book.editions["options"].content["listing"][name]["option"]


def test_a_choice_is_added_by_a_form_with_a_code_of_its_own(desk, office):
    before = listed(office, "return_reasons")
    page = desk.get("/policies/options/1").text
    path = "/policies/options/line?at=listing.return_reasons.option.2&amp;new=1"
    assert path in page
    form = desk.get(path.replace("&amp;", "&")).text
    assert "新增一条，与“重复工单”同类" in form
    values = {"label": "已由上级直接办理", "why": "街道通知", "in_force": "1"}
    answer = published(desk, path.replace("&amp;", "&"), {"command_id": str(uuid4()), **values})
    assert answer.status_code == 303, answer.text
    assert answer.location.endswith("/policies/options/2"), "one goes on at the new edition"
    after = listed(office, "return_reasons")
    assert [row for row in after if row in before] == before
    (new,) = [row for row in after if row not in before]
    assert new == {"code": "duplicate2", "label": "已由上级直接办理"}
    assert after.index(new) == 3


def test_a_category_is_added_without_the_conditions_of_its_neighbour(desk, office):
    rows = office.governance.book.editions["categories"].content["category"]
    place = next(n for n, row in enumerate(rows) if row["code"] == "p0401")
    path = f"/policies/categories/line?at=category.{place}&new=1"
    values = {"name": "树池", "source": "街道通知第4号", "confirmed": "yes", "why": "漏列"}
    asked = {"command_id": str(uuid4()), "in_force": "1", **values}
    answer = published(desk, path, asked)
    assert answer.status_code == 303, answer.text
    tree = office.governance.book.categories
    (new,) = [row for row in tree.leaves("grid") if row.name == "树池"]
    assert (new.parent, new.condition) == ("p04", ())
    assert new.code not in {row["code"] for row in rows}


@pytest.mark.parametrize("at", ["listing.return_reasons", "report", "listing.x.option.0", ""])
def test_only_rows_of_a_table_have_others_like_them(desk, at):
    assert desk.get(f"/policies/options/line?at={at}&new=1").status_code == 404


def test_the_conduct_of_cases_is_revised_by_forms_too(desk, office):
    page = desk.get("/policies/conduct/1").text
    for name, at in (("先行联系", "contact"), ("退单", "returns"), ("申请与审核", "asking")):
        assert name in page
        assert f"/policies/conduct/line?at={at}" in page
    values = {
        "attempts": "2",
        "minutes_apart": "30",
        "source": "街道通知第5号",
        "why": "试行",
        "in_force": "1",
    }
    path = "/policies/conduct/line?at=contact"
    answer = published(desk, path, {"command_id": str(uuid4()), **values})
    assert answer.status_code == 303, answer.text
    contact = office.governance.book.conduct.contact
    assert (contact.attempts, contact.minutes_apart) == (2, 30)
    alone = {"answered_by_another": "no", "source": "街道通知第6号", "why": "人手不足"}
    asked = {"command_id": str(uuid4()), "in_force": "2", **alone}
    assert published(desk, "/policies/conduct/line?at=asking", asked).status_code == 303
    assert office.governance.book.conduct.asking.answered_by_another is False
