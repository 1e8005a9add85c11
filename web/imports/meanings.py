"""对照值: what a column says that no option is called, and which option each saying means."""

from collections import Counter
from collections.abc import Mapping as Table
from itertools import islice
from typing import Any

from web.sheets import Mapping, MappingFault, RawSheet
from web.sheets.kind import Options
from web.sheets.synonyms import key
from web.text.cells import as_text, is_blank
from web.text.faults import sentence
from web.text.personal import mask_personal

MOST = 40
"""Sayings asked for of one field, the most frequent first: more are no options."""
LOOKED_AT = 50_000
"""Rows looked through: what stands further down alone is refused there, as before."""
LONGEST = 20
"""Of a saying: what is longer tells a story, and is none."""
NOTHING = "-"
SAYS_NOTHING = (NOTHING, "等于没有填写")


def asked(sheet: RawSheet, mapping: Mapping, options: Options) -> list[dict[str, Any]]:
    """Give the sayings to be matched with options: how many rows, what was said of them so far."""
    return [
        {
            "name": _name(name, said),
            "label": f"“{mapping.title_of(name)}”列写“{mask_personal(said)}”（{count} 行）",
            "said": NOTHING if meant == "" else meant or "",
            "options": [*options[name].items(), SAYS_NOTHING],
        }
        for name, said, count, meant in _sayings(sheet, mapping, options)
    ]


def check(sheet: RawSheet, mapping: Mapping, options: Options, form: Table[str, str]) -> None:
    """Ask for what the page has not shown yet; MappingFault names every column."""
    columns = {
        mapping.title_of(name): None
        for name, said, _, meant in _sayings(sheet, mapping, options)
        if meant is None and _name(name, said) not in form
    }
    if columns:
        reasons = tuple(sentence("mapping.meanings", column=column) for column in columns)
        raise MappingFault("mapping.invalid", reasons=reasons, problem=reasons[0])


def chosen(form: Table[str, str], before: Mapping) -> dict[str, dict[str, str]]:
    """Give what each saying means as chosen on the page, beside what was known and not asked."""
    values = {name: dict(said) for name, said in before.values.items()}
    for name in before.kind.options:
        start = _name(name, "")
        given = {at.removeprefix(start): one for at, one in form.items() if at.startswith(start)}
        for said, meant in given.items():
            kept = {text: one for text, one in values.get(name, {}).items() if key(text) != said}
            values[name] = kept | ({said: "" if meant == NOTHING else meant} if meant else {})
    return {name: said for name, said in values.items() if said}


def _name(field: str, said: str) -> str:
    return f"value-{field}-{key(said)}"


def _sayings(
    sheet: RawSheet, mapping: Mapping, options: Options
) -> list[tuple[str, str, int, str | None]]:
    """Give (field, saying, rows, meaning) of what no option is called."""
    places = {key(name): at for at, name in reversed(list(enumerate(sheet.header)))}
    wanted = {}
    for name in mapping.kind.options:
        columns = map(key, mapping.columns.get(name, ()))
        at = [places[column] for column in columns if column in places]
        if at and name in options:
            wanted[name] = (at, {key(word) for pair in options[name].items() for word in pair})
    texts: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for row in islice(sheet.rows, LOOKED_AT):
        for name, (at, known) in wanted.items():
            for text in (as_text(row.cells[one]) for one in at if row.cells[one] is not None):
                if len(text) <= LONGEST and not is_blank(text) and (said := key(text)) not in known:
                    texts.setdefault((name, said), text.strip())
                    counts[name, said] += 1
    found = []
    for name in wanted:
        matched = {key(said): meant for said, meant in mapping.values.get(name, {}).items()}
        own = [(said, count) for (field, said), count in counts.most_common() if field == name]
        found += [
            (name, texts[name, said], count, matched.get(said))
            for said, count in own[:MOST]
            if said
        ]
    return found
