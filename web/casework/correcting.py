"""更正: which facts of a case may be corrected, and what stands for the name somebody gives."""

from typing import Any

from governance.casework.kind import Kind
from governance.kernel.errors import Refused
from web.frame import current, words
from web.frame.form_page import Choices


def correctable(state: Any) -> Choices:
    """Give the facts of a case that may be corrected, with their words."""
    return {"field": [(name, words.field(name, "case")) for name in state.KIND.correctable]}


def correctable_now(state: Any) -> Choices:
    """Give the facts of a case that is over that may be corrected, what it ended with too."""
    names = (*state.KIND.ending, *state.KIND.correctable)
    return {"field": [(name, words.field(name, "case")) for name in names]}


def correction(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Give the values with the code of what was named; Refused for a name nothing has."""
    field, fields = values["field"], values["new"]
    known = _codes(kind, field)
    if known is None or fields in known.values():
        return values
    if fields not in known:
        raise Refused("cases.no_such_name", field=words.field(field, "case"), name=fields)
    return values | {"new": known[fields]}


def _codes(kind: Kind, field: str) -> dict[str, str] | None:
    """Give the codes of a field by their names, None for a field that is free text."""
    book = current.book()
    match field:
        case "grid":
            return _turned(current.grid_names())
        case "area":
            return _turned(current.area_names())
        case "category":
            tree = book.categories
            return {tree.name(leaf.code): leaf.code for leaf in tree.leaves("hotline")}
    listing = kind.listings.get(field)
    return _turned(book.options.labels(listing)) if listing else None


def _turned(names: dict[str, str]) -> dict[str, str]:
    return {name: code for code, name in names.items()}
