"""What may be done with a place, in words."""

from typing import Any
from uuid import UUID

from governance.places import commands as ask
from governance.places.stream import PLAIN, SEALED, place_id
from governance.visits.due import USUAL
from web.frame import current, words
from web.frame.acts import Act, Values
from web.frame.form_page import Choices
from web.places import forms

NAMED = (*PLAIN, *SEALED)


def parent(grid: str, area: str) -> UUID | None:
    """Give what a place stands under: its area, else its grid."""
    return place_id("area", area) if area else place_id("grid", grid) if grid else None


def bounds(_: Any = None) -> Choices:
    """Give the grids and areas a place may belong to."""
    grids, areas = current.grid_names(), current.area_names()
    return {"grid": list(grids.items()), "area": list(areas.items())}


def _moved(values: Values) -> Values:
    return values | {"parent": parent(values["grid"], values["area"])}


def _where(state: Any) -> Values:
    return {"grid": state.grid, "area": state.area}


ACTS = (
    Act(
        name="tag",
        label="走访间隔与标签",
        button="保存间隔和标签",
        done="已保存走访间隔和标签。",
        command=ask.TagPlace,
        form=forms.TagForm,
        start=lambda state: {"interval": state.interval or USUAL},
    ),
    Act(
        name="correct",
        label="更正",
        done="已更正。",
        command=ask.CorrectPlace,
        form=forms.CorrectForm,
        choices=lambda _: {"field": [(name, words.field(name, "places")) for name in NAMED]},
    ),
    Act(
        name="move",
        label="划转",
        done="已划转，以前的记录仍留在原网格。",
        command=ask.MovePlace,
        form=forms.MoveForm,
        build=_moved,
        choices=bounds,
        start=_where,
    ),
    Act(
        name="retire",
        label="销档",
        done="已销档，以前的记录仍可查看。",
        command=ask.RetirePlace,
        form=forms.ReasonForm,
        danger=True,
    ),
    Act(
        name="restore",
        label="恢复建档",
        done="已恢复建档。",
        command=ask.RestorePlace,
        form=forms.ReasonForm,
    ),
)
