import string
import unicodedata

import pytest

from governance.kernel.spelling import folded, number_key


@pytest.mark.parametrize(
    "spelt",
    ["cs2026-001", "CS2026-001", " cs 2026-001\t", "ＣＳ２０２６－００１", "cs2026\u200b-001"],
)
def test_a_number_has_one_key_however_it_is_spelt(spelt):
    assert number_key(spelt) == "CS2026-001"


def test_plain_texts_are_folded_as_all_others_are():
    plain = string.printable
    assert folded(plain) == unicodedata.normalize("NFKC", plain).casefold()
    assert folded("Ａ栋Straße") == "a栋strasse"
