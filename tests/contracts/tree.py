"""The project as text: its files, and their syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("governance", "projections", "web", "scripts")
TEXTS = {
    ".cfg",
    ".css",
    ".html",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".yml",
    "",
}
OURS = ("governance", "projections", "web", "scripts", "tests", "docs", ".ci")


def modules(*packages: str) -> list[Path]:
    """Give the Python files of packages, of all four when none is named."""
    return sorted(file for name in packages or PACKAGES for file in (ROOT / name).rglob("*.py"))


def texts() -> Iterator[Path]:
    """Give every text file that we have written ourselves."""
    yield from (file for file in ROOT.iterdir() if file.is_file() and _is_text(file))
    for name in OURS:
        for file in sorted((ROOT / name).rglob("*")):
            if file.is_file() and _is_text(file) and "vendor" not in file.parts:
                yield file


def tree(file: Path) -> ast.Module:
    """Give the syntax tree of a module."""
    return ast.parse(file.read_text("utf-8"), str(file))


class Text(NamedTuple):
    """A string constant, and the line it stands on."""

    value: str
    lineno: int


def strings(module: ast.AST) -> Iterator[Text]:
    """Give the string constants of a module that are not docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield Text(node.value, node.lineno)


def where(file: Path, line: int) -> str:
    """Give a place as people point at it."""
    return f"{file.relative_to(ROOT)}:{line}"


def _is_text(file: Path) -> bool:
    return file.suffix in TEXTS and "__pycache__" not in file.parts
