"""A grid issue's errand through the pages, from report to closing, and what stands in its way."""

from uuid import uuid4

import pytest


def send(client, path, **values):
    return client.post(path, data={"command_id": str(uuid4()), **values})


@pytest.fixture
def leaf(office):
    """A category in the midst of those the form offers."""
    leaves = office.governance.book.categories.leaves("grid")
    return leaves[len(leaves) // 2].code


@pytest.fixture
def page(client_of, leaf):
    """The page of an issue just reported by a grid worker."""
    values = {"title": "楼道堆物", "source": "patrol", "grid": "g1", "category": leaf}
    answer = send(client_of("grid_worker"), "/issues/new", **values, address="示例路1弄3号")
    assert answer.status_code == 303, answer.text
    return answer.location


def test_an_issue_from_report_to_closing(page, leaf, client_of):
    worker, office = client_of("grid_worker"), client_of("secretary")
    unit = client_of("handling_unit")
    steps = [
        (worker, "verify", {"note": "现场属实"}),
        (office, "file", {"category": leaf}),
        (office, "dispatch", {"unit": "城建办"}),
        (unit, "handle", {"result": "已清理"}),
        (client_of("grid_leader"), "check", {"passed": "yes"}),
        (office, "close", {"outcome": "solved"}),
    ]
    for client, name, values in steps:
        answer = send(client, f"{page}/{name}", **values)
        assert answer.status_code == 303, f"{name} {answer.text}"
    text = office.get(page).text
    assert "已结案" in text
    assert "现场属实" not in text, "what was said stands sealed"


def test_who_reported_an_issue_is_not_offered_to_check_it_and_is_told_who_may(
    page, leaf, client_of
):
    worker, office = client_of("grid_worker"), client_of("secretary")
    for client, name, values in (
        (worker, "verify", {}),
        (office, "file", {"category": leaf}),
        (office, "dispatch", {"unit": "城建办"}),
        (client_of("handling_unit"), "handle", {"result": "已清理"}),
    ):
        assert send(client, f"{page}/{name}", **values).status_code == 303, name
    words = "核查人不能是上报人本人。请由本网格的另一位网格员、网格长或网格办核查。"
    shown = worker.get(page).text
    assert words in shown
    assert f"{page.partition('?')[0]}/check" not in shown
    answer = send(worker, f"{page}/check", passed="yes")
    assert (answer.status_code, words in answer.text) == (422, True)
    assert words not in client_of("grid_leader").get(page).text


def test_filing_starts_with_the_category_it_was_reported_under(page, leaf, client_of):
    assert send(client_of("grid_worker"), f"{page}/verify").status_code == 303
    form = client_of("secretary").get(f"{page}?act=file").text
    assert f'<option value="{leaf}" selected>' in form
    assert form.count("selected>") == 1


def test_an_act_that_is_not_due_is_refused_in_words(page, client_of):
    answer = send(client_of("secretary"), f"{page}/close", outcome="solved")
    assert answer.status_code == 422
    assert "核查" in answer.text
