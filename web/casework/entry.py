"""A case entered by hand: the page all kinds share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import url_for

from governance.kernel.command import Command
from web.casework.listing import seen_by
from web.frame import current
from web.frame.form_page import Answer, Choices, Do, Done, answer
from web.frame.forms import Form
from web.frame.receipts import See, receipt_of
from web.text.personal import read_phone


def entered(command: Command, words: str) -> Done:
    """Send the command of a new case; the page goes on to it and says which grid sees it."""
    (event, *_) = current.act(command).events
    grid = getattr(event, "grid", "")
    look = "ok" if grid else "warn"
    words = f"{words}{seen_by(grid)}；回执 {receipt_of(event)}"
    return Done(words, url_for("cases.show", key=command.stream), look)


def number(text: str) -> str:
    """Give a telephone number as sheets bring it, so that one caller is one; else the text."""
    read = read_phone(text)
    return read.number if read.number and read.whole else text


def entry_page(
    form: Form,
    do: Do,
    title: str,
    *,
    button: str,
    tree: str,
    start: Mapping[str, Any],
    see: Mapping[str, See] | None = None,
    proofs_of: UUID | None = None,
) -> Answer:
    """Show an empty case, or take it in; `tree` is the part of the categories it may be of.

    What is sent with it is kept under the stream it is to have, `proofs_of`.
    """

    def choices() -> Choices:
        categories = current.book().categories
        return {
            "grid": list(current.grid_names().items()),
            "area": list(current.area_names().items()),
            "category": [
                (leaf.code, categories.name(leaf.code)) for leaf in categories.leaves(tree)
            ],
        }

    return answer(
        form,
        do,
        title=title,
        button=button,
        back=url_for("cases.index"),
        initial=start,
        choices=choices,
        see=see,
        proofs_of=proofs_of,
        template="casework/entry.html",
    )
