"""今日、办下一件与我的."""

from uuid import UUID

import msgspec
from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from projections.casework import queries as case_queries
from projections.meetings import queries as meeting_queries
from projections.meetings.board import STAGES
from projections.resolutions import queries as resolution_queries
from web.casework.listing import listed
from web.frame import current, query_args, type_size
from web.frame.access import page
from web.frame.feature import Tile, features
from web.frame.list_page import Cells
from web.text.formats import local
from web.today.health import healthy
from web.today.queues import RARE, WARM, Queue, queues_of, worked_by

bp = Blueprint("desk", __name__, template_folder="templates")

ROWS = 24
FEWEST = 6
AHEAD = 200
RESOLUTIONS = 8
NONE_LEFT = "眼下没有别的要办的了。"


@bp.get("/")
@page("today", dated=True)
def today() -> str:
    """Show what is due for whoever is logged in."""
    person, at = current.me(), local(current.as_at())
    queues = queues_of(person.roles)
    filters = {name: wanted for name, _, wanted in queues}
    sight = current.sight("cases")
    counts = case_queries.counts(current.view(), sight, at, filters) if filters else {}
    given, resolutions = features().today(), _resolutions()
    tiles = [tile for each in given for tile in each.tiles]
    return render_template(
        "today/today.html",
        stats=[tile for tile in tiles if not tile.trend]
        + [
            Tile(
                label=label,
                value=counts[name],
                url=_address(wanted),
                kind=("bad" if name in WARM else "info") if counts[name] else "ok",
                unit="件",
            )
            for name, label, wanted in queues
            if counts[name] or name not in RARE
        ],
        figures=[tile for tile in tiles if tile.trend],
        parts=[each.part for each in given if each.part],
        groups=_groups(queues, counts),
        in_turn=current.view().live and any(counts[name] for name, _, _ in worked_by(person.roles)),
        search=current.opens("replay"),
        health=healthy() if current.opens("health") and current.view().live else [],
        meetings=_meetings(),
        resolutions=resolutions[:RESOLUTIONS],
        more_resolutions=max(len(resolutions) - RESOLUTIONS, 0),
        look=features().look,
        stages=STAGES,
        grids=current.grid_names(),
    )


@bp.get("/next")
@page("today")
def next_one() -> Response:
    """Open the case to do next: the first of the queues, or the one after `after`."""
    seen: dict[str, None] = {}
    for queue in worked_by(current.me().roles):
        seen |= dict.fromkeys(str(row.key) for row in _rows(queue, AHEAD))
    order, after = list(seen), request.args.get("after", "")
    rest = order[order.index(after) + 1 :] if after in seen else order
    if not rest:
        flash(NONE_LEFT, "ok")
        return redirect(url_for(".today"), 303)
    return redirect(url_for("cases.show", key=rest[0], in_turn=1), 303)


@bp.get("/me")
@page("today")
def mine() -> str:
    """Show who one is here, and what one may do."""
    roles = current.policies().roles
    return render_template(
        "today/mine.html",
        person=current.me(),
        roles=[role for role in roles.role if role.code in current.me().roles],
        grids=current.grid_names(),
        my_acts=[("修改密码", url_for("accounts.own"))],
    )


@bp.post("/me/type")
@page("self")
def type_size_chosen() -> Response:
    """Show this page, and all others from now on, in the size of type chosen."""
    here = query_args.our_address(request.form.get("next", "/"))
    return type_size.choose(redirect(here, 303), request.form.get("size", ""))


class Group(msgspec.Struct, frozen=True):
    """The first cases of a queue, in words, and how many it has; some may stand further up."""

    label: str
    total: int
    url: str
    rows: list[Cells]
    above: int = 0

    @property
    def left(self) -> int:
        """How many stand neither here nor further up."""
        return self.total - len(self.rows) - self.above


def _groups(queues: list[Queue], counts: dict[str, int]) -> list[Group]:
    """Give the first rows of each queue, nearest deadline first; a case stands in one only."""
    taken: set[UUID] = set()
    groups = []
    waiting = [queue for queue in queues if counts[queue[0]]]
    most = max(FEWEST, ROWS // max(len(waiting), 1))
    for queue in waiting:
        name, label, wanted = queue
        found = _rows(queue, most + len(taken))
        rows = [row for row in found if row.key not in taken][:most]
        above = sum(row.key in taken for row in found)
        taken |= {row.key for row in rows}
        if rows:
            cells = [listed(row) for row in rows]
            groups.append(Group(label, counts[name], _address(wanted), cells, above))
    return groups


def _rows(queue: Queue, size: int) -> list[case_queries.Case]:
    now, sight = local(current.as_at()), current.sight("cases")
    return list(case_queries.case_list(current.view(), queue[2], sight, now=now, size=size).rows)


def _meetings() -> list[meeting_queries.Meeting]:
    if not current.opens("agenda"):
        return []
    sight = current.sight("agenda")
    return meeting_queries.coming(current.view(), sight)


def _resolutions() -> list[resolution_queries.Resolution]:
    if not current.opens("resolutions"):
        return []
    return resolution_queries.resolution_list(
        current.view(), current.sight("resolutions"), stage="running"
    )


def _address(wanted: case_queries.Filter) -> str:
    asked = {name: value for name in wanted.__struct_fields__ if (value := getattr(wanted, name))}
    return current.here_url("cases.index", **asked)
