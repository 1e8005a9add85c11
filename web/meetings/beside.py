"""Meetings on pages of others: what became of a matter there, and what was agreed and waits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from flask import render_template, url_for
from markupsafe import Markup
from msgspec.structs import replace

from governance.hotline.commands import CloseTicket
from governance.issues.commands import CloseIssue
from governance.kernel.command import Command
from governance.policy.roles import Sight
from governance.resolutions.commands import CloseResolution
from projections.agenda.ledger import Raised, Step, agreed, ledger
from projections.meetings.queries import circulated, moved
from projections.resolutions.board import STAGES
from projections.resolutions.queries import Resolution, resolution, resolutions_of_case
from web.frame import current
from web.frame.feature import Tile, Today, features, link
from web.text.formats import fortnight

CLOSES: dict[str, type[Command]] = {
    "ticket": CloseTicket,
    "issue": CloseIssue,
    "resolution": CloseResolution,
}
OFFERED = 8


class Line(msgspec.Struct, frozen=True):
    """A matter at one meeting: what was decided, and the resolutions made there."""

    issue: str
    url: str
    held_at: datetime
    subject: str
    decision: str
    said: str
    adopted: list[tuple[str, str, tuple[str, str]]]


def today() -> Today:
    """Give what was agreed and is the person's to do, and the meetings of his that were moved."""
    waiting, part = _agreed(), Markup()
    if rows := moved(current.view(), current.as_at(), _sight("agenda"), _sight("cases").units):
        lines = [(row, fortnight(row.window), link("meeting", row.key)) for row in rows]
        grids = current.grid_names()
        page = render_template("meetings/moved.html", lines=lines, grids=grids)
        part = Markup(page)  # noqa: S704  (rendered, and escaped, above)
    return replace(waiting, part=part + _circulated() + waiting.part)


def _circulated() -> Markup:
    """Give the minutes that wait for approval, to all who may read them."""
    rows = circulated(current.view(), _sight("agenda"))
    if not rows or not current.view().live:
        return Markup()
    lines = [(row, fortnight(row.window), url_for("minutes.show", key=row.key)) for row in rows]
    page = render_template(
        "meetings/circulated.html",
        lines=lines[:OFFERED],
        grids=current.grid_names(),
        count=len(rows),
    )
    return Markup(page)  # noqa: S704  (rendered, and escaped, above)


def _sight(page: str) -> Sight:
    return current.sight(page) if current.opens(page) else Sight(everything=False)


def _agreed() -> Today:
    """Give what meetings agreed to close and the person may close, or has in hand."""
    sight = _sight("cases")
    rows = [row for row in agreed(current.view()) if _mine(row, sight)]
    if not rows:
        return Today()
    shown = [(row, fortnight(row.window), link(row.kind, row.stream)) for row in rows[:OFFERED]]
    part = render_template("meetings/today.html", rows=shown, count=len(rows))
    tile = Tile(
        label="会议已定、待办理", value=len(rows), url="#agreed-title", kind="warn", unit="件"
    )
    return Today(tiles=(tile,), part=Markup(part))  # noqa: S704  (rendered, and escaped, above)


def _mine(row: Raised, sight: Sight) -> bool:
    """Whether somebody may do what was agreed, or has it in hand."""
    close = CLOSES.get(row.kind)
    return bool(close and current.may(close, row.grid)) or row.unit in sight.units


def of_case(key: UUID) -> Markup:
    """Give the ledger of a case and of the resolutions about it."""
    return _page(f"case:{key}", current.asked(resolutions_of_case, key))


def of_resolution(key: UUID) -> Markup:
    """Give the ledger of a resolution, from the matter it was made of."""
    row = resolution(current.view(), key)
    return _page(row.item, [row]) if row else Markup()


def _page(item: str, about: Sequence[Resolution]) -> Markup:
    items = {item, *(f"resolution:{row.key}" for row in about)}
    rows = ledger(current.view(), items)
    if not rows:
        return Markup()
    page = render_template("meetings/ledger.html", lines=[line(row) for row in rows])
    return Markup(page)  # noqa: S704  (rendered, and escaped, above)


def line(step: Step) -> Line:
    """Give a matter at one meeting in words."""
    row = step.raised
    kinds = {one.code: one.title for one in current.book().agenda.decision}
    return Line(
        issue=fortnight(row.window),
        url=link("meeting", row.meeting),
        held_at=row.held_at,
        subject=row.subject,
        decision=kinds.get(row.decision, row.decision),
        said=row.said,
        adopted=[
            (
                one.matter,
                link("resolution", one.key),
                (STAGES[one.stage], features().look("resolution", one.stage)),
            )
            for one in step.adopted
        ],
    )
