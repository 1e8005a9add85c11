"""What a list may be narrowed by, and what it was narrowed to: for files and the record of them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import request

EVERY = "全部"


class Filter(NamedTuple):
    """One way to narrow a list: its part of the address, and the words of its page.

    `every` is the choice that narrows to nothing: 全部网格. Without it a tab or a link of the page
    asks for this, and nothing is to be chosen. `label` is the word for it where `every` does not
    name it, and `word` gives the word of a value that is not among the `choices`. `usual` is what
    the list is narrowed to when the address does not name this; a `day` is asked for as one.
    """

    name: str
    every: str = ""
    choices: Sequence[tuple[str, str]] = ()
    label: str = ""
    word: Callable[[str], str] = str
    usual: str = ""
    day: bool = False

    @property
    def asked(self) -> str:
        """What the list is narrowed to."""
        return str(request.args.get(self.name, self.usual))

    def words(self, value: str) -> str:
        """Say what is asked for."""
        held = dict(self.choices).get(value) or self.word(value)
        return f"{self.label or self.every.removeprefix(EVERY)}：{held}"


SEARCH = Filter("q", label="搜索")
"""What `filter_bar` asks for on every list that has a search."""


def narrowed(filters: Sequence[Filter]) -> str:
    """Give what a list of these filters is narrowed to, the usual last; empty when to nothing."""
    known = {one.name: one for one in (SEARCH, *filters)}
    named = [known[name] for name in request.args if name in known]
    usual = [one for one in filters if one.usual and one not in named]
    return "，".join(one.words(one.asked) for one in (*named, *usual) if one.asked)
