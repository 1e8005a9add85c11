"""Which typefaces of the standard this machine lacks, and the sentence its files have to carry."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from web.documents.layout import LAYOUT, Font

SECONDS: Final = 10.0
UNKNOWN: Final = "本机无法检查公文字体，版式请以 Word 文件为准。"


def substitutes(fonts: Iterable[Font] = LAYOUT.font) -> list[tuple[str, str]] | None:
    """Return (missing family, what stands in) for each typeface; None if fontconfig is not there.

    The question is the one the PDF maker asks: the whole list of families, best first.
    """
    program = shutil.which("fc-match")
    if program is None:
        return None
    missing = []
    for font in fonts:
        pattern = ",".join(font.families).replace("-", r"\-")
        try:
            answer = subprocess.run(  # noqa: S603  a fixed program; families from our own file
                [program, "--format", "%{family}", pattern],
                capture_output=True,
                check=True,
                encoding="utf-8",
                timeout=SECONDS,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        found = answer.stdout.split(",")
        if not {font.family, *font.also}.intersection(found):
            names = dict(font.stand_ins)
            stand_in = next((names[name] for name in found if name in names), found[0])
            missing.append((font.family, stand_in))
    return missing


def notice(missing: Sequence[tuple[str, str]] | None) -> str:
    """Return the sentence for a file made on this machine; empty if nothing is missing."""
    if missing is None:
        return UNKNOWN
    if not missing:
        return ""
    parts = (
        f"{'、'.join(family for family, _ in pairs)}以{stand_in}代替"
        for stand_in, pairs in groupby(sorted(missing, key=itemgetter(1)), key=itemgetter(1))
    )
    return f"本机缺少部分公文字体：{'，'.join(parts)}。正式版式以装有这些字体的电脑为准。"
