"""A list as a page of its rows, or as a file of all of them: whatever the address asks for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeVar

from flask import Response, render_template, request

from projections.engine.paging import ALL, SIZE, Page
from web.frame import current, query_args
from web.frame.downloads import may_take, notes, permit, send
from web.frame.filters import Filter
from web.sheets.table import Column, Sheet
from web.text.formats import url_with

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
    file: str = "",
    **more: Any,
) -> str | Response:
    """Answer with the page of rows that is asked for, or with the sheet of all rows.

    `find` gives a page of a number and a size; `worded` gives a row as the page shows it. Beyond
    the last page stands the last. What a link or a tab has narrowed to is `kept` while more is
    chosen, and said `by_link` with the address of the list without it. The words
    of what the list is narrowed to, in a file and in the record of it, are those of `selects`.
    """
    filters = [Filter(*each) for each in selects]
    if kind := query_args.file():
        permit()
        every = find(1, ALL)
        return send(sheet(every.rows), kind, file, total=every.total, filters=filters)
    number = query_args.page_number()
    found = find(number, SIZE)
    last = max(1, -(-found.total // SIZE))
    if number > last:
        number, found = last, find(last, SIZE)
    by_link = [each for each in filters if not each.every and not each.day]
    return render_template(
        template,
        rows=[worded(row) for row in found.rows],
        total=found.total,
        page=number,
        last=last,
        args=request.args,
        selects=[(each.name, each.every, each.choices) for each in filters if each.every],
        days=[(each.name, each.label, each.asked) for each in filters if each.day],
        kept=[(each.name, each.asked) for each in by_link if each.asked or each.usual],
        by_link=[
            (
                each.words(each.asked),
                url_with(request.path, request.args, **{each.name: None, "page": None}),
            )
            for each in by_link
            if each.asked and not each.usual
        ],
        **more,
    )


class Spot(Column, frozen=True, kw_only=True):
    """A column of a page: where it stands on the card a phone makes of a row, and what sorts by it.

    `no`, `title`, `meta`, `own`, `state` and `due` are the places of a card, `desk` is left out of
    it; a column without place stands below, by its label. What is `due` says how long there is; a
    long text may `wrap`.
    """

    at: Literal["", "no", "title", "meta", "own", "state", "due", "desk"] = ""
    sort: str = ""
    wrap: bool = False


def table(
    title: str,
    columns: Sequence[Column],
    find: Callable[[int, int], Page[R]],
    worded: Callable[[R], Cells],
    *,
    heading: str,
    empty: str,
    page: Sequence[Column] = (),
    measure: str = "件",
    search: str = "",
    selects: Selects = (),
    sorts: Sequence[str] = (),
    enter: Sequence[tuple[str, str]] = (),
    onward: tuple[str, str] = ("", ""),
    symbol: str = "search",
    file: str = "",
    sheet: str = "",
    template: str = "list.html",
    **more: Any,
) -> str | Response:
    """Answer with a list: as a page of the columns `page`, else the same `columns` as the file.

    `worded` gives a row in words by column, with the `url` its `heading` opens and perhaps, by
    column, `looks` (the colour of a state), `marks` (words with their colours) and `notes` (a quiet
    word), and `late` when somebody waits too long. `empty` says what to do when there are no rows,
    `onward` holds the words and address of a way on. `enter` holds the words and addresses of
    what may be entered here. Whoever may take files takes this one, named `file` or by
    its title; `sheet` names the table in it, where that is called otherwise. A `template` with more
    around the list extends `list.html` and gets `more`.
    """
    columns_of_page = page or columns
    return listing(
        template,
        find,
        lambda rows: Sheet(sheet or file or title, columns, map(worded, rows), notes()),
        worded,
        selects=selects,
        file=file,
        title=title,
        caption=sheet or file or title,
        columns=columns_of_page,
        heads=[_head(each, sorts) for each in columns_of_page],
        heading=heading,
        empty=empty,
        measure=measure,
        search=search,
        enter=enter if current.view().live else (),
        onward=onward,
        symbol=symbol,
        may_export=may_take(),
        path=request.path,
        **more,
    )


def _head(column: Column, sorts: Sequence[str]) -> tuple[str, str, str]:
    """Give what the head of a column sorts by, empty where nothing does; its word and its look."""
    own, at = (column.sort, column.at) if isinstance(column, Spot) else ("", "")
    by = own or (column.key if column.key in sorts else "")
    return by, column.label, "right" if at and column.kind == "number" else ""
