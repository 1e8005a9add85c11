"""What a form says of what is typed wrongly is ours; the library is left as it is."""

import re

import marshmallow as ma
import pytest

from web.frame import forms

OURS = (
    forms.Text("甲"),
    forms.Official("甲"),
    forms.Proofs("甲"),
    forms.Choice("甲"),
    forms.Choices("甲"),
    forms.Choices("甲").inner,
    forms.Moment("甲"),
    forms.Day("甲"),
    forms.Amount("甲"),
    forms.Real("甲"),
)


@pytest.mark.parametrize("field", OURS, ids=lambda field: type(field).__name__)
def test_every_complaint_of_a_field_is_chinese(field):
    for words in field.error_messages.values():
        assert not re.search(r"[A-Za-z]", words.replace("{input}", "")), words


def test_the_library_keeps_its_own_words():
    assert ma.fields.String().error_messages["invalid"] == "Not a valid string."
    assert ma.fields.Integer().error_messages["invalid"] == "Not a valid integer."
