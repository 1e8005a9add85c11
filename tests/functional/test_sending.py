"""What goes over the line: little the first time, next to nothing the second."""

import gzip
import re

import brotli
import pytest

pytestmark = pytest.mark.parametrize("database_url", [""])
FILES = re.compile(r'(?:src|href)="(/static/[^"#]+)')
IMPORTED = re.compile(r'^import "\./([^"]+)";', re.MULTILINE)
FIRST_LOAD = 150_000
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.fixture
def worker(client_of):
    return client_of("grid_worker")


def loaded(client, encoding):
    """Give every answer of the first load of 今日, by address."""
    asked = {"Accept-Encoding": encoding}
    answers = {"/": client.get("/", headers=asked)}
    wanted = FILES.findall(client.get("/").text)
    while wanted:
        url = wanted.pop()
        if url not in answers:
            answers[url] = client.get(url, headers=asked)
            if url.endswith(".js"):
                folder = url.rpartition("/")[0]
                wanted += [f"{folder}/{name}" for name in IMPORTED.findall(client.get(url).text)]
    assert all(answer.status_code == 200 for answer in answers.values())
    return answers


def size(answers):
    return sum(len(answer.data) for answer in answers.values())


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_first_load_is_small(worker, encoding):
    plain, packed = loaded(worker, ""), loaded(worker, encoding)
    assert size(packed) < FIRST_LOAD < size(plain)
    for url, answer in packed.items():
        decode = DECODED[answer.headers.get("Content-Encoding", "")]
        assert decode(answer.data) == plain[url].data


def test_a_file_of_this_release_is_kept_for_good(worker):
    url = FILES.findall(worker.get("/").text)[0]
    answer = worker.get(url)
    assert "immutable" in answer.headers["Cache-Control"]
    of_another = worker.get(re.sub(r"^/static/\w+/", "/static/0123456789ab/", url))
    assert of_another.data == answer.data
    assert "immutable" not in of_another.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../app.py", "..%2fframe%2fapp.py", "nothing.css"])
def test_nothing_but_the_files_of_the_pages_is_given(worker, name):
    assert worker.get(f"/static/0123456789ab/{name}").status_code == 404


def test_a_page_is_kept_nowhere_however_it_is_packed(worker):
    answer = worker.get("/", headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Accept-Encoding" in answer.headers["Vary"]
