"""What of a file is read, where its layout leaves it open: asked once, before the columns."""

from collections.abc import Mapping as Table
from typing import Any

from web.sheets import Choice, RawSheet

TAKE, LEAVE = "take", "leave"
WAYS = ((TAKE, "一并导入"), (LEAVE, "不导入"))
_SAID = {TAKE: True, LEAVE: False}
_WORDS = {said: way for way, said in _SAID.items()}


def chosen(form: Any) -> Choice:
    """Give what was chosen on the page."""
    return Choice(
        sheets=tuple(form.getlist("sheets")),
        hidden_rows=_SAID.get(form.get("hidden_rows", "")),
        hidden_columns=_SAID.get(form.get("hidden_columns", "")),
    )


def kept(more: Table[str, Any]) -> Choice:
    """Give what was chosen for an upload before."""
    return Choice.from_dict(more.get("choice", {}))


def asked(sheet: RawSheet, choice: Choice) -> dict[str, Any]:
    """Give the form: the sheets where there are several, what is hidden, what was said of it."""
    titles = [*sheet.sheets, *sheet.other_sheets]
    return {
        "sheets": [(title, title) for title in titles] if len(titles) > 1 else [],
        "chosen": sheet.sheets,
        "hidden": [
            (name, what, _WORDS.get(getattr(choice, name), ""))
            for name, what in sheet.hidden.items()
        ],
        "ways": WAYS,
    }
