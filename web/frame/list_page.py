"""A list as a page of its rows, or as a file of all of them: whatever the address asks for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from flask import Response, abort, render_template, request

from projections.engine.paging import ALL, SIZE, Page
from web.frame import current, query_args
from web.frame.downloads import notes, send
from web.frame.filters import Filter
from web.sheets.table import Column, Sheet

R = TypeVar("R")
# A row in words, by the name of the column: what a page or a file shows of it.
Cells = dict[str, Any]
# The filters of a list: (part of the address, the choice for all, choices), or a `Filter`.
Selects = Sequence[tuple[str, str, list[tuple[str, str]]] | Filter]


def listing(
    template: str,
    find: Callable[[int, int], Page[R]],
    sheet: Callable[[Iterable[R]], Sheet],
    worded: Callable[[R], Cells],
    *,
    selects: Selects = (),
    **more: Any,
) -> str | Response:
    """Answer with the page of rows that is asked for, or with the sheet of all rows.

    `find` gives a page of a number and a size; `worded` gives a row as the page shows it. The words
    of what the list is narrowed to, in a file and in the record of it, are those of `selects`.
    """
    filters = [Filter(*each) for each in selects]
    if kind := query_args.file():
        every = find(1, ALL)
        return send(sheet(every.rows), kind, total=every.total, filters=filters)
    number = query_args.page_number()
    found = find(number, SIZE)
    return render_template(
        template,
        rows=[worded(row) for row in found.rows],
        total=found.total,
        page=number,
        last=max(1, -(-found.total // SIZE)),
        args=request.args,
        selects=[(each.name, each.every, each.choices) for each in filters if each.every],
        **more,
    )


def table(
    title: str,
    columns: Sequence[Column],
    find: Callable[[int, int], Page[R]],
    worded: Callable[[R], Cells],
    *,
    heading: str,
    empty: str,
    measure: str = "件",
    search: str = "",
    selects: Selects = (),
    sorts: Sequence[str] = (),
    enter: Sequence[tuple[str, str]] = (),
) -> str | Response:
    """Answer with a plain list: the same columns on the page as in the file.

    `worded` gives a row in words, with the `url` its `heading` opens and perhaps `looks`, the
    colours of its states by column. `empty` says what to do when there are no rows, `enter` holds
    the words and addresses of what may be entered here.
    """
    if query_args.file() and not current.opens("export"):
        abort(403)
    return listing(
        "list.html",
        find,
        lambda rows: Sheet(title, columns, map(worded, rows), notes()),
        worded,
        title=title,
        columns=columns,
        heading=heading,
        empty=empty,
        measure=measure,
        search=search,
        selects=selects,
        sorts=sorts,
        enter=enter if current.view().live else (),
        path=request.path,
    )
