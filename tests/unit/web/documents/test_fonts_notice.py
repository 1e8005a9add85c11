"""What a file says about the typefaces it could not have."""

import pytest

from web.documents.fonts import UNKNOWN, notice, substitutes
from web.documents.layout import LAYOUT, Font


def face(family, *stand_ins):
    return Font(role="body", family=family, also=(), stand_ins=stand_ins, source="")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ([], ""),
        (None, UNKNOWN),
        (
            [("方正小标宋简体", "思源宋体"), ("黑体", "思源黑体"), ("仿宋_GB2312", "思源宋体")],
            (
                "本机缺少部分公文字体：方正小标宋简体、仿宋_GB2312以思源宋体代替，黑体以思源黑体代替。"
                "正式版式以装有这些字体的电脑为准。"
            ),
        ),
    ],
    ids=["none", "nobody to ask", "some"],
)
def test_the_notice(missing, sentence):
    assert notice(missing) == sentence


def test_a_missing_family_is_found_with_what_stands_in():
    installed = next(
        name for font in LAYOUT.font for name, _ in font.stand_ins if name == "Noto Serif CJK SC"
    )
    fonts = [face("没有这种-字体", (installed, "思源宋体")), face(installed)]
    assert substitutes(fonts) == [("没有这种-字体", "思源宋体")]


def test_without_fontconfig_nothing_is_claimed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert substitutes() is None


def test_a_broken_fontconfig_claims_nothing(monkeypatch, tmp_path):
    program = tmp_path / "fc-match"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert substitutes() is None


def test_every_measure_of_the_page_has_its_source():
    parts = (getattr(LAYOUT, name) for name in LAYOUT.__struct_fields__)
    sources = [part.source for part in parts if not isinstance(part, tuple)]
    assert all(
        source.startswith("GB/T 9704") for source in (*sources, *(f.source for f in LAYOUT.font))
    )


def test_the_ledger_fills_the_type_area():
    assert sum(column.width for column in LAYOUT.ledger) == LAYOUT.page.text_width == 156
