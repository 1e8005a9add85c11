"""What each metric means, written out by hand, and the figures of a period."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from scripts.recount.things import HERE, Row, Things

Period = tuple[datetime, datetime]
Counts = dict[str, dict[str, list[float]]]
WEIGHTS = {"satisfied": 1.0, "fairly": 0.8, "average": 0.6, "dissatisfied": 0.0}
NAMES = {"cases": "unit", "resolutions": "owner", "topics": "lead"}


class Metric(NamedTuple):
    """Rows of a kind whose `basis` lies in the period: those wanted, and what each adds."""

    rows: str
    basis: str
    wanted: Callable[[Row, datetime], bool]
    added: Callable[[Row], float] | None = None
    by_limit: bool = False


def _every(_: Row, __: datetime) -> bool:
    return True


def _valid(row: Row, _: datetime) -> bool:
    return not row.get("void")


def _ticket(row: Row, _: datetime) -> bool:
    return bool(row["kind"] == "ticket")


def _late(row: Row, at: datetime) -> bool:
    over = row.get("closed") or row.get("handled") or row.get("void")
    return not over and row["due"] < at


def _on_time(row: Row) -> bool:
    done = row.get("handled")
    return bool(done and row["due"] and done <= row["due"])


METRICS: dict[str, Metric] = {
    "received": Metric("cases", "received", _every),
    "closed": Metric("cases", "closed", _every),
    "closure_rate": Metric("cases", "due", _valid, lambda row: bool(row.get("closed")), True),
    "on_time_of_due": Metric("cases", "due", _valid, _on_time, True),
    "on_time_of_closed": Metric("cases", "closed", _every, _on_time),
    "on_time_of_received": Metric("cases", "received", _valid, _on_time),
    "contact_rate": Metric(
        "cases",
        "closed",
        lambda row, at: _ticket(row, at) and row.get("contacted") in {"yes", "no"},
        lambda row: row["contacted"] == "yes",
    ),
    "solved_rate": Metric(
        "cases",
        "closed",
        lambda row, at: _ticket(row, at) and row.get("outcome") in {"solved", "explained"},
        lambda row: row["outcome"] == "solved",
    ),
    "satisfaction_rate": Metric(
        "cases",
        "closed",
        lambda row, at: _ticket(row, at) and row.get("satisfaction") in WEIGHTS,
        lambda row: WEIGHTS[row["satisfaction"]],
    ),
    "redo_rate": Metric("cases", "closed", _every, lambda row: row["round"] > 0),
    "return_rate": Metric("cases", "received", _ticket, lambda row: row["returns"] > 0),
    "overdue_open": Metric("cases", "due", _late),
    "visits_tried": Metric("visits", "at", _every),
    "visits_met": Metric("visits", "at", lambda row, _: row["outcome"] == "met"),
    "visits_not_met": Metric("visits", "at", lambda row, _: row["outcome"] == "not_met"),
    "visits_refused": Metric("visits", "at", lambda row, _: row["outcome"] == "refused"),
    "met_rate": Metric("visits", "at", _every, lambda row: row["outcome"] == "met"),
    "finding_rate": Metric(
        "visits", "at", lambda row, _: row["outcome"] == "met", lambda row: row["found"] > 0
    ),
    "findings_found": Metric("findings", "at", _every),
    "solved_on_spot_rate": Metric("findings", "at", _every, lambda row: row["as"] == "solved"),
    "escalation_rate": Metric("findings", "at", _every, lambda row: row["as"] == "escalated"),
    "resolutions_adopted": Metric("resolutions", "adopted", _every),
    "resolutions_closed": Metric("resolutions", "closed", _every),
    "resolutions_on_time": Metric(
        "resolutions",
        "due",
        _every,
        lambda row: bool(row.get("closed") and row["closed"] <= row["due"]),
        True,
    ),
    "topics_opened": Metric("topics", "opened", _every),
    "topics_achieved": Metric("topics", "concluded", _every, lambda row: row["achieved"]),
    "meetings_held": Metric("meetings", "held", _every),
    "meeting_rate": Metric(
        "meetings",
        "end",
        lambda row, at: row["end"].date() < at.astimezone(HERE).date(),
        lambda row: bool(row.get("held")),
    ),
}


def recount(things: Things, period: Period, at: datetime, by: str) -> Counts:
    """Give [numerator, denominator, still to come] of each metric and scope of a period."""
    found: Counts = {}
    for name, metric in METRICS.items():
        for scope, row in _cohort(metric, things[metric.rows].values(), period, at, by):
            sums = found.setdefault(name, {}).setdefault(scope, [0, 0, 0])
            if metric.by_limit and row[metric.basis] > at:
                sums[2] += 1
                continue
            sums[0] += metric.added(row) if metric.added else 1
            sums[1] += 1
    return found


def _cohort(
    metric: Metric, rows: Iterable[Row], period: Period, at: datetime, by: str
) -> Iterator[tuple[str, Row]]:
    start, end = period
    field = NAMES.get(metric.rows, "") if by == "unit" else by
    for row in rows:
        basis = row.get(metric.basis)
        if basis is None or not start <= basis < end or not metric.wanted(row, at):
            continue
        if by == "all":
            yield "all", row
        elif by == "month":
            yield f"{basis.astimezone(HERE):%Y-%m}", row
        elif field in row:
            yield row[field], row
