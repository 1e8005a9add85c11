"""今日 of who goes to doors: how far the day and the month are, where to go, where one has been."""

from flask import render_template
from markupsafe import Markup

from web.frame import current
from web.frame.feature import Tile, Today
from web.places.due import rule
from web.text.formats import number
from web.visits import due
from web.visits.presenters import OUTCOME_KINDS


def today() -> Today:
    """Give the day of who goes to doors."""
    if not current.opens("visit_form"):
        return Today()
    day, mine = due.day(), {"visitor": current.me().login}
    whole = Tile(
        label="今天该走访",
        value=day.whole,
        url="#doors-title",
        kind="info" if day.left else "ok",
        unit="户",
        note=f"已走{number(day.done)}户",
    )
    month = Tile(
        label="本月走访",
        value=day.month.doors,
        url=current.here_url("visits.index", **mine, since=rule().first_of_month.date()),
        kind="ok",
        unit="户",
        note=f"见面{number(day.month.met)}户",
    )
    page = render_template("visits/today.html", day=day, mine=mine, kinds=OUTCOME_KINDS)
    # A template has escaped what is in it.
    shown = Markup(page) if day.whole or day.behind else Markup()  # noqa: S704
    return Today(tiles=(whole, month), part=shown)
