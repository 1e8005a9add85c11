"""来源: chosen of those there are, under the spelling they have; typed when it is a new one."""

from collections.abc import Mapping, Sequence

from governance.kernel.spelling import name_key
from web.text.cells import clean

LONGEST = 60


def source_of(form: Mapping[str, str], known: Sequence[tuple[str, str]]) -> str:
    """Give the source a form names; a known one by its code, however its name was typed."""
    typed = clean(form.get("other", "") or form.get("source", ""))[:LONGEST]
    named = {name_key(word): code for code, label in reversed(known) for word in (label, code)}
    return named.get(name_key(typed), typed)
