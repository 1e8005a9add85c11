"""用表格更新分类: the form that takes a sheet of categories, and the edition it asks for."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import render_template
from werkzeug.datastructures import FileStorage

from projections.policies.queries import edition
from web.frame import current
from web.policies.category_sheet import NAMES, TREES, Taken, taken
from web.sheets import ImportFault, Limits, read_sheet

POLICY = "categories"
GONE = (("keep", "照旧保留"), ("close", "停用，以前的案件仍用原来的名称"))
MOST = 10
LIMITS = Limits(size=8_000_000, rows=20_000)
"""A list of categories is no list of cases; it is read within its request."""
LABELS = {"sheet": "分类表", "tree": "哪一个目录", "source": "依据", "gone": "表里没有的分类"}


class Made(msgspec.Struct, frozen=True):
    """The edition a sheet asks for: its content, as text too, and what is other in it in words."""

    policy: str
    content: dict[str, Any]
    text: str
    words: str


def made(
    form: Mapping[str, str], file: FileStorage | None
) -> tuple[Made | None, dict[str, list[str]]]:
    """Give the edition of a sheet, or by field what is to be mended first."""
    tree, source = form.get("tree", ""), form.get("source", "").strip()
    errors: dict[str, list[str]] = {}
    if tree not in TREES:
        errors["tree"] = ["请选择这张表是哪一个目录的分类。"]
    if not source:
        errors["source"] = ["请写明依据，例如文件名称和文号。"]
    if file is None or not file.filename:
        errors["sheet"] = ["请选择分类表（xlsx 或 csv）。"]
    if errors or file is None:
        return None, errors
    held = edition(current.view(), POLICY, current.book().number(POLICY))
    content: dict[str, Any] = held.content if held else {}
    try:
        sheet = read_sheet(str(file.filename), file.stream.read(), limits=LIMITS, names=NAMES)
        close = form.get("gone") == "close"
        found = taken(sheet, tree, content.get("category", []), source, close=close)
    except ImportFault as fault:
        return None, {"sheet": [str(fault)]}
    if found.faults:
        return None, {"sheet": _listed(found.faults)}
    after = content | {"category": found.rows}
    text = msgspec.json.format(msgspec.json.encode(after), indent=2).decode()
    return Made(POLICY, after, text, _words(found, close=close)), {}


def draw(values: dict[str, str], errors: dict[str, list[str]], number: int) -> str:
    """Show the form."""
    return render_template(
        "policies/category_sheet.html",
        values=values,
        errors=errors,
        labels=LABELS,
        trees=TREES.items(),
        gone=GONE,
        number=number,
        limits=LIMITS.words,
    )


def _listed(faults: list[str]) -> list[str]:
    more = len(faults) - MOST
    return faults[:MOST] + ([f"另有{more}处，改正后再看。"] if more > 0 else [])


def _words(found: Taken, *, close: bool) -> str:
    parts = (
        f"新增{len(found.added)}类",
        f"改名或改上级{len(found.renamed)}类" + _some(found.renamed),
        f"表里没有的{len(found.gone)}类{'停用' if close else '照旧保留'}" + _some(found.gone),
    )
    return f"已读完：{'，'.join(parts)}。现在还没有发布，请看下面的预览。"


def _some(names: list[str]) -> str:
    if not names:
        return ""
    return f"（{'、'.join(names[:MOST])}{'等' if len(names) > MOST else ''}）"
