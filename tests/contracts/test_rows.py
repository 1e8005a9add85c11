"""What is read of a table is a struct: no question about rows gives or takes a dictionary."""

import ast

from tests.contracts.tree import ROOT, modules, tree

# The columns of a counted row are named by its declaration, those of a table by its struct.
DECLARED = {"projections/engine/paging.py", "projections/figures/queries.py"}


def untyped(function: ast.FunctionDef) -> bool:
    """Whether a function gives dictionaries of anything, or takes one as a row."""
    taken = [one.annotation for one in function.args.args if one.arg == "row"]
    hints = [ast.unparse(hint) for hint in (*taken, function.returns) if hint]
    return any("dict[str, Any]" in hint for hint in hints)


def functions(text: str) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]


def test_rows_of_a_table_are_typed():
    found = {
        str(file.relative_to(ROOT))
        for file in modules("projections")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef) and untyped(node)
    }
    assert found <= DECLARED


def test_a_dictionary_of_a_row_would_be_found():
    given, taken, typed = functions(
        "def case() -> dict[str, Any] | None: ...\n"
        "def visible(row: dict[str, Any], sight: Sight) -> bool: ...\n"
        "def counts() -> dict[str, int]: ..."
    )
    assert untyped(given)
    assert untyped(taken)
    assert not untyped(typed)
