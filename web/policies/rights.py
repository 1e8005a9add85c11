"""Pages and commands as people know them: by the page's name, and by whose commands they are."""

from collections.abc import Iterator

from projections.policies.effects.rights import Right, Rights
from web.frame.feature import features
from web.policies.words import PAGES, SCOPES

FEW = 3
NOTHING = "—"


def reached(held: Rights, every: frozenset[str]) -> str:
    """Say what somebody comes to, how far it reaches first; `every` are the names of all commands.

    Commands are called as the policy itself calls them: who publishes it writes these names.
    """
    sentences = [
        f"{SCOPES[scope]}{what}：{'、'.join(names)}"
        for scope in SCOPES
        for what, names in (
            ("页面", sorted(_pages(held.pages, scope))),
            ("操作", list(_commands(held.commands, scope, every))),
        )
        if names
    ]
    return "；".join(sentences) or NOTHING


def _pages(rights: frozenset[Right], scope: str) -> Iterator[str]:
    menu = {entry.page: entry.label for feature in features().every for entry in feature.menu}
    for page, reach in rights:
        if reach == scope:
            yield PAGES.get(page) or menu.get(page, page)


def _commands(rights: frozenset[Right], scope: str, every: frozenset[str]) -> Iterator[str]:
    concepts = features().records
    names = sorted(name for name, reach in rights if reach == scope)
    for stream in dict.fromkeys(name.partition(".")[0] for name in names):
        here = [name for name in names if name.startswith(f"{stream}.")]
        word = concepts.get(stream, stream)
        if len(here) == sum(name.startswith(f"{stream}.") for name in every):
            yield f"{word}的全部操作（{stream}.*）"
        else:
            more = f"等{len(here)}项" if len(here) > FEW else ""
            yield f"{word}（{'、'.join(here[:FEW])}{more}）"
