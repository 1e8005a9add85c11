"""What the search of cases finds beside text: categories by name, numbers and callers whole."""

from governance.kernel.spelling import folded
from governance.policy.needs import TREES
from projections.casework.queries import Word
from web.frame import current
from web.text.personal import read_phone


def searched(asked: str) -> tuple[Word, ...]:
    """Give each word with the categories it names and what is sealed of whom it may be of."""
    tree, references = current.book().categories, current.runtime().vault.references
    leaves = {leaf.code: tree.name(leaf.code) for part in TREES for leaf in tree.leaves(part)}
    whole = read_phone(asked)
    pieces = [asked] if whole.number and whole.whole else asked.split()
    return tuple(
        Word(
            folded(word),
            tuple(code for code, name in leaves.items() if word in name),
            tuple(references(filter(None, (word, read_phone(word).number)))),
        )
        for word in pieces
    )
