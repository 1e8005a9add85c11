"""A template in an edition: its bytes come back whole, and what is no file is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.policy.book import PolicyBook
from governance.policy.fault import UnfitError
from governance.policy.papers import KILOBYTE, MOST, read, written
from tests.builders import book


def edition(docx):
    return {"source": "x", "agenda": {"source": "x", "file": "a.docx", "docx": docx}}


@given(st.binary(min_size=1, max_size=400))
def test_bytes_come_back_as_they_were(data):
    assert read(edition(written(data))).agenda.data == data


def test_the_largest_file_goes_in_and_a_larger_one_does_not():
    most = bytes(MOST * KILOBYTE)
    assert read(edition(written(most))).agenda.data == most
    with pytest.raises(UnfitError) as refused:
        read(edition(written(most + bytes(KILOBYTE))))
    assert [one.code for one in refused.value.faults] == ["template_too_large"]


@pytest.mark.parametrize("docx", [["x"], ["中文"], ["AAA=", "AAA="], ["A" * 75, "?"]])
def test_what_is_no_file_is_told(docx):
    with pytest.raises(UnfitError) as refused:
        read(edition(docx))
    assert [one.code for one in refused.value.faults] == ["no_template_file"]


def test_without_a_file_the_software_s_own_is_meant():
    assert book().papers.agenda.data is None
    assert PolicyBook({}).papers.agenda.data is None  # an office set up before there were templates
