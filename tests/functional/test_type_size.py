"""大字: chosen by a form, remembered by the browser, left as it was found by everything else."""

import pytest

LARGE = 'class="large-type"'


@pytest.fixture
def worker(client_of):
    return client_of("grid_worker")


def test_the_size_chosen_stays_until_another_is_chosen(worker):
    assert LARGE not in worker.get("/me").text
    answer = worker.post("/me/type", data={"size": "large", "next": "/visits?outcome=planned"})
    assert (answer.status_code, answer.location) == (303, "/visits?outcome=planned")
    assert LARGE in worker.get("/me").text
    assert LARGE in worker.get("/no-such-page").text
    worker.post("/me/type", data={"size": ""})
    assert LARGE not in worker.get("/me").text


def test_the_page_of_the_log_in_has_it_too(worker):
    worker.post("/me/type", data={"size": "large"})
    worker.post("/logout")
    assert LARGE in worker.get("/login").text


@pytest.mark.parametrize("address", ["//elsewhere.example", "https://elsewhere.example", "no"])
def test_it_leads_nowhere_else(worker, address):
    assert worker.post("/me/type", data={"size": "large", "next": address}).location == "/"
