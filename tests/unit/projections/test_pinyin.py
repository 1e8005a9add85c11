import pytest

from projections.casework.pinyin import letters, syllable, typed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("路灯不亮", "ldbl ludengbuliang"),
        ("华阳路12号", "hylh huayangluhao"),
        ("旅馆女厕", "lgnc lvguannvce"),
        ("啊座", "az azuo"),
        ("漕溪路", "cxl caoxilu"),
        ("鱻", "x xian"),
        ("abc，。", ""),
        ("", ""),
    ],
)
def test_a_text_is_read_as_it_is_typed(text: str, read: str) -> None:
    assert letters(text) == read


@pytest.mark.parametrize("character", ["", "a", "🏮", "\u202e", "é"])
def test_what_has_no_reading_here_is_left_out(character: str) -> None:
    assert syllable(character) == ""


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("青禾里12号楼", {"qhl12hl", "qingheli12haolou"}),
        ("南薰坊", {"nxf", "nanxunfang"}),
        ("长宁路", {"cnl", "znl", "changninglu"}),
        ("ＡＢ座", {"abz", "abzuo"}),
    ],
)
def test_the_name_of_a_place_is_typed_by_any_of_its_readings(name: str, ways: set[str]) -> None:
    assert ways <= set(typed(name).split())


@pytest.mark.parametrize("name", ["", "H1", "12-3", "🏮"])
def test_a_name_without_a_character_is_typed_as_it_stands(name: str) -> None:
    assert typed(name) == ""
