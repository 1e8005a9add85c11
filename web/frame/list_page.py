"""A list as a page of its rows, or as a file of all of them: whatever the address asks for."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, render_template, request

from projections.engine.paging import ALL, SIZE, Page, Row
from web.frame import query_args
from web.frame.downloads import send
from web.sheets.table import Sheet


def listing(
    template: str,
    find: Callable[[int, int], Page],
    sheet: Callable[[Iterable[Row]], Sheet],
    worded: Callable[[Row], Row],
    **more: Any,
) -> str | Response:
    """Answer with the page of rows that is asked for, or with the sheet of all rows.

    `find` gives a page of a number and a size; `worded` gives a row as the page shows it.
    """
    if kind := query_args.file():
        every = find(1, ALL)
        return send(sheet(every.rows), kind, total=every.total)
    number = query_args.page_number()
    found = find(number, SIZE)
    return render_template(
        template,
        rows=[worded(row) for row in found.rows],
        total=found.total,
        page=number,
        last=max(1, -(-found.total // SIZE)),
        args=request.args,
        **more,
    )
