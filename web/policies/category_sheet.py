"""分类目录 of a sheet: what is new, renamed or gone in a tree, and the edition that would say so.

A level a column, or code, name and the parent's code. A category is met again by its code where the
sheet gives codes, else by its path; nothing is taken away that nobody asked to close.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from web.sheets import RawSheet
from web.sheets.synonyms import fields_in, key
from web.text.cells import as_text

FIELDS = fields_in("web.policies", "category_columns.toml")
NAMES = tuple(name for field in FIELDS.values() for name in field.names)
LEVELS = ("first", "second", "third")
TREES = {"hotline": "热线事项", "grid": "网格问题"}
LONGEST = 40
NO_COLUMNS = "没有认出分类的列。请一级一列（例如“大类”“小类”），或写明“编码”“名称”“上级编码”。"


class Entry(NamedTuple):
    """A category as a row has it: where the row stands, the names down to it, its code if any."""

    where: str
    path: tuple[str, ...]
    code: str = ""


class Taken(msgspec.Struct, frozen=True):
    """What a sheet makes of a tree: the rows of the edition to come, and what is other in them.

    With `faults` nothing is to be made of it: each says where and what to write.
    """

    rows: list[dict[str, Any]]
    added: list[str] = []
    renamed: list[str] = []
    gone: list[str] = []
    faults: list[str] = []


def taken(
    sheet: RawSheet, tree: str, rows: list[dict[str, Any]], source: str, *, close: bool
) -> Taken:
    """Give what the rows of categories become by a sheet of one tree; `close` what it lacks."""
    faults = [f"{sheet.hidden[one]}请取消隐藏后重新上传。" for one in sheet.questions]
    entries = list(_entries(sheet, faults))
    if not entries and not faults:
        faults.append(NO_COLUMNS)
    made = _Tree(tree, rows, source)
    for entry in entries if not faults else ():
        made.take(entry, faults)
    gone = [row for row in made.own() if not row.get("closed") and row["code"] not in made.seen]
    for row in gone if close else ():
        row["closed"] = True
    return Taken(made.rows, made.added, made.renamed, [made.full(row) for row in gone], faults)


class _Tree:
    """The rows of all trees, those of one being brought to what a sheet says."""

    def __init__(self, tree: str, rows: Iterable[dict[str, Any]], source: str) -> None:
        self.tree, self.source = tree, source
        self.rows = [dict(row) for row in rows]
        self.codes = {row["code"]: row for row in self.rows}
        self.seen: set[str] = set()
        self.given: dict[str, tuple[str, ...]] = {}
        self.added: list[str] = []
        self.renamed: list[str] = []

    def own(self) -> list[dict[str, Any]]:
        """Give the rows of the tree."""
        return [row for row in self.rows if row["tree"] == self.tree]

    def full(self, row: dict[str, Any]) -> str:
        """Give the names down to a row."""
        above = self.codes.get(row.get("parent", ""))
        return f"{self.full(above)}/{row['name']}" if above else str(row["name"])

    def take(self, entry: Entry, faults: list[str]) -> None:
        """Bring one category in, with all above it."""
        if entry.code and self.given.setdefault(entry.code, entry.path) != entry.path:
            faults.append(f"{entry.where}：编码“{entry.code}”在表里用了两次，请核对编码。")
            return
        parent = ""
        for depth, name in enumerate(entry.path, 1):
            code = entry.code if depth == len(entry.path) else ""
            held, there = self.codes.get(code), self._child(parent, name)
            if code and there and there["code"] != code:
                faults.append(f"{entry.where}：“{name}”已有编码“{there['code']}”，请核对编码。")
                return
            if held and held["tree"] != self.tree:
                faults.append(f"{entry.where}：编码“{code}”已用于另一个目录，请换一个编码。")
                return
            row = held or there or self._new(parent, name, code)
            if row["name"] != name or row.get("parent", "") != parent:
                self.renamed.append(f"{self.full(row)} → {'/'.join(entry.path[:depth])}")
                row |= {"name": name, "parent": parent, "source": self.source}
            row.pop("closed", None)
            parent = row["code"]
            self.seen.add(parent)

    def _child(self, parent: str, name: str) -> dict[str, Any] | None:
        alike = (row for row in self.own() if row.get("parent", "") == parent)
        return next((row for row in alike if key(row["name"]) == key(name)), None)

    def _new(self, parent: str, name: str, code: str) -> dict[str, Any]:
        row = {
            "code": code or self._free(parent),
            "name": name,
            "tree": self.tree,
            "parent": parent,
            "confirmed": "待确认" not in self.source,
            "source": self.source,
        }
        self.rows.append(row)
        self.codes[row["code"]] = row
        self.added.append(self.full(row))
        return row

    def _free(self, parent: str) -> str:
        """Give the first code that nobody has: the parent's, or the letter of the tree, and on."""
        tops = [row["code"] for row in self.own() if not row.get("parent")]
        start = parent or next((code.rstrip("0123456789") for code in tops), self.tree[:1])
        return next(code for n in range(1, 10_000) if (code := f"{start}{n:02d}") not in self.codes)


def _entries(sheet: RawSheet, faults: list[str]) -> Iterator[Entry]:
    names = [key(name) for name in sheet.header]
    at = {
        field.name: places[0]
        for field in FIELDS.values()
        if (places := [names.index(name) for name in map(key, field.names) if name in names])
    }
    rows = [
        (sheet.where(row.number), {field: as_text(row.cells[at[field]]).strip() for field in at})
        for row in sheet.rows
    ]
    if any(level in at for level in LEVELS):
        found: Iterable[Entry] = (
            Entry(where, tuple(row.get(level, "") for level in LEVELS), row.get("code", ""))
            for where, row in rows
        )
    elif {"code", "name"} <= at.keys():
        found = _by_parents(rows, faults)
    else:
        return
    for one in found:
        entry = one._replace(path=tuple(one.path[: _depth(one.path)]))
        if fault := _fault(entry):
            faults.append(f"{entry.where}：{fault}")
        elif entry.path:
            yield entry


def _depth(path: tuple[str, ...]) -> int:
    return max((depth for depth, name in enumerate(path, 1) if name), default=0)


def _by_parents(rows: list[tuple[str, dict[str, str]]], faults: list[str]) -> Iterator[Entry]:
    by_code = {row["code"]: row for _, row in rows if row["code"]}
    for where, row in rows:
        path, above, seen = [row["name"]], row.get("parent", ""), {row["code"]}
        while above in by_code and above not in seen:
            seen.add(above)
            path.insert(0, by_code[above]["name"])
            above = by_code[above].get("parent", "")
        if above in seen:
            faults.append(f"{where}：“{row['name']}”的上级又回到它自己，请核对上级编码。")
        elif above:
            faults.append(f"{where}：表里没有编码为“{above}”的上级，请补上这一行或改正编码。")
        else:
            yield Entry(where, tuple(path), row["code"])


def _fault(entry: Entry) -> str:
    """Say what is wrong with the names of a row; nothing where nothing is."""
    if "" in entry.path:
        return f"“{entry.path[-1]}”缺少上一级的名称，请补上（合并的单元格会自动读全）。"
    if name := next((name for name in entry.path if len(name) > LONGEST), ""):
        return f"“{name[:10]}……”超过{LONGEST}个字，请缩短名称。"
    if name := next((name for name in entry.path if "/" in name), ""):
        return f"“{name}”里不能有“/”，请换成“、”或分成两级。"
    return ""
