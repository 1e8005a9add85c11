"""One file a household: a place, what is known of it, and who sees it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template
from msgspec.structs import asdict

from governance.places import commands as ask
from governance.places.stream import STREAM
from governance.visits.commands import LogVisit, PlanVisit
from governance.visits.due import DOORS
from projections.places.queries import Place
from projections.places.queries import place as place_row
from projections.visits.queries import cases_at
from web.frame import current, words
from web.frame.access import page
from web.frame.acts import Act, offer
from web.frame.feature import features
from web.frame.list_page import Cells
from web.frame.looks import COVERED, Covered
from web.frame.timeline import entry
from web.places import listing
from web.places.listing import worded
from web.text.personal import mask_name, mask_phone

MASKS: dict[str, Callable[[str], str]] = {
    "door": lambda _: "****",
    "head": mask_name,
    "phone": mask_phone,
    "tags": lambda _: COVERED,
}


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of the register."""
    bp.add_url_rule("/register", "index", listing.index)
    bp.add_url_rule("/register/<uuid:key>", "show", show)


@page("register", dated=True)
def show(key: UUID) -> str:
    """一户一档: what is known of a place, when it was visited, what was found there?"""
    row = place_row(current.view(), key)
    if row is None or not sees(row):
        abort(404)
    in_words = worded(row)
    options = current.book().options
    live = current.view().live
    return render_template(
        "places/show.html",
        row=in_words,
        facts=_facts(row, in_words),
        personal=_personal(row),
        purposes=options.offered("reveal_purposes") if current.opens("reveal") else [],
        beside=features().beside("place", key),
        cases=[
            asdict(case) | {"stage_tag": features().stage_tag(case.kind, case.stage)}
            for case in (
                cases_at(current.view(), key, current.sight("cases"))
                if current.opens("cases")
                else ()
            )
        ],
        entries=[entry(event) for event in reversed(current.history(key))],
        acts=_acts(row),
        may_visit=live
        and row.kind in DOORS
        and current.opens("visit_form")
        and current.may(LogVisit, grid=row.grid),
        may_plan=live
        and row.kind in DOORS
        and current.opens("visits")
        and current.may(PlanVisit, grid=row.grid),
        door=row.kind in DOORS,
    )


def sees(row: Place) -> bool:
    """Whether the person sees a place."""
    sight = current.sight("register")
    return sight.everything or row.grid in sight.grids


def seen(key: UUID) -> Place | None:
    """Give a place the person sees."""
    row = place_row(current.view(), key)
    return row if row and sees(row) else None


def _acts(row: Place) -> list[Act]:
    """Give what may be done with a place now; only a door is visited and has tags."""
    acts = offer(STREAM, current.state(STREAM, row.key), row.grid).acts
    return [act for act in acts if row.kind in DOORS or act.command is not ask.TagPlace]


def _facts(row: Place, in_words: Cells) -> list[tuple[str, Any, None]]:
    """Give the facts of a place that are nobody's own."""
    parent = place_row(current.view(), row.parent) if row.parent else None
    facts = [
        ("编号", row.code),
        ("登记对象", in_words["kind_name"]),
        ("上级", parent.name if parent else ""),
        ("网格", in_words["grid_name"]),
        ("居民区", in_words["area_name"]),
        ("地址", row.address),
    ]
    if row.kind in DOORS:
        facts.append(("走访间隔", in_words["interval_name"]))
    return [(label, value, None) for label, value in facts]


def _personal(row: Place) -> list[Covered]:
    """Give what is personal of a place, masked, with the name it is opened by."""
    held = asdict(row) | {"tags": current.state(STREAM, row.key).tags}
    return [
        Covered(
            name,
            words.field(name, "places"),
            current.masked(held[name], row.key, name, mask),
        )
        for name, mask in MASKS.items()
        if held[name]
    ]
