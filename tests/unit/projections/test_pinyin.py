import pytest

from projections.casework.pinyin import letters, syllable


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("路灯不亮", "ldbl ludengbuliang"),
        ("华阳路12号", "hylh huayangluhao"),
        ("旅馆女厕", "lgnc lvguannvce"),
        ("啊座", "az azuo"),
        ("abc，。", ""),
        ("", ""),
    ],
)
def test_a_text_is_read_as_it_is_typed(text: str, read: str) -> None:
    assert letters(text) == read


@pytest.mark.parametrize("character", ["", "a", "鱻", "🏮", "\u202e", "é"])
def test_what_has_no_reading_here_is_left_out(character: str) -> None:
    assert syllable(character) == ""
