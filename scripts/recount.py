"""Every figure once more, from the stored records alone: nothing of the product is imported.

    python scripts/recount.py events.db --from 2026-03-01 --to 2026-04-01 --by grid

gives JSON: metric, then scope, then [numerator, denominator, still to come]. What each metric means
is written out by hand; `tests/functional/test_recount.py` holds it against what the product says.
"""

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, Any]
Things = dict[str, dict[Any, Row]]
Period = tuple[datetime, datetime]
Counts = dict[str, dict[str, list[float]]]
HERE = timezone(timedelta(hours=8))
WEIGHTS = {"satisfied": 1.0, "fairly": 0.8, "average": 0.6, "dissatisfied": 0.0}
MOMENTS = {"received_at": "received", "closed_at": "closed"}
NAMES = {"cases": "unit", "resolutions": "owner", "topics": "lead"}
KINDS = ("all", "grid", "unit", "category", "month")


def read(file: Path, upto: int = 2**62) -> Things:
    """Give what there is of each kind by its id, as the records up to a position tell it."""
    things: Things = {
        name: {} for name in ("cases", "visits", "findings", "resolutions", "topics", "meetings")
    } | {"log": {"end": {}}}
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT topic, state FROM stored_events WHERE rowid <= ? ORDER BY rowid", (upto,)
        )
        for topic, state in rows:
            stream, _, name = topic.partition(":")[0].partition(".")
            told = json.loads(state)
            things["log"]["end"]["at"] = _moment(told["recorded_at"])
            if stream in {"hotline", "issues"}:
                _case(things["cases"], name, told)
            elif reader := READERS.get(stream):
                reader(things, name, told)
    return things


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _received(name: str, told: Row) -> Row:
    return {
        "kind": "ticket" if name == "TicketReceived" else "issue",
        **{name: told.get(name, "") for name in ("grid", "category")},
        "received": _moment(told.get("received_at") or told.get("reported_at")),
    } | {"unit": "", "returns": 0, "round": 0, "past": told.get("historical", False)}


def _case(cases: dict[Any, Row], name: str, told: Row) -> None:
    if name in {"TicketReceived", "IssueReported"}:
        cases[told["stream"]] = _received(name, told)
    row = cases[told["stream"]]
    if told.get("handle_due"):
        # The limit of 历史资料 counts once its sheet has told that it is closed.
        row["limit" if row["past"] else "due"] = _moment(told["handle_due"]["due"])
    if name in {"TicketDispatched", "IssueDispatched", "ReturnGranted"}:
        row["unit"] = told["unit"] if name != "ReturnGranted" else ""
    elif name in {"TicketHandled", "IssueHandled"}:
        row["handled"] = _moment(told["handled_at"])
        row["outcome"] = told["result"] if name == "TicketHandled" else row.get("outcome")
    elif name in {"RedoOrdered", "IssueCheckFailed"}:
        row |= {"round": told["round"], "unit": told["unit"], "handled": None}
    elif name == "CallerCalledBack":
        row |= {field: told[field] for field in ("contacted", "satisfaction") if told.get(field)}
    elif name == "IssueFiled":
        row["category"] = told["category"]
    elif name == "ReturnRequested":
        row["returns"] += 1
    elif name in {"TicketCorrected", "IssueCorrected"} and told["field"] != "kind":
        field = MOMENTS.get(told["field"])
        row[field or told["field"]] = _moment(told["new"]) if field else told["new"]
    else:
        _end(row, name, told)


def _end(row: Row, name: str, told: Row) -> None:
    if name in {"TicketClosed", "IssueClosed"}:
        row["closed"] = _moment(told["closed_at"])
        row |= {field: told[field] for field in ("outcome", "satisfaction") if told.get(field)}
        if name == "TicketClosed":
            row["handled"] = row.get("handled") or row["closed"]
        if row["past"]:
            row["due"] = row.get("limit")
    elif name in {"TicketReopened", "IssueReopened"}:
        limit = _moment(told["due"]["due"]) if told["clock"] == "handle" else row.get("due")
        row |= {"round": told["round"], "unit": told["unit"], "past": told["stage"] == "past"}
        row |= {"closed": None, "handled": None, "void": False, "limit": limit}
        row["due"] = None if row["past"] else limit
    elif name == "IssueVoided":
        row["void"] = True


def _visit(things: Things, name: str, told: Row) -> None:
    if name in {"VisitWithdrawn", "VisitCorrected"}:
        _amend(things, told, f"{told['stream']}:{told['entry']}")
    if name not in {"VisitMade", "VisitMissed"}:
        return
    record, found = f"{told['stream']}:{told['version']}", told.get("findings", [])
    where = {"grid": told["grid"], "at": _moment(told.get("made_at") or told.get("tried_at"))}
    outcome = told.get("outcome", "met")
    things["visits"][record] = where | {"outcome": outcome, "found": len(found)}
    for one in found:
        kept = {"category": one.get("category", ""), "as": one["outcome"]}
        things["findings"][record, one["number"]] = where | kept


def _amend(things: Things, told: Row, record: str) -> None:
    for kind in ("visits", "findings"):
        for key in [key for key in things[kind] if record in (key, key[0])]:
            row = things[kind].pop(key)
            if told.get("made_at"):  # corrected; else it is withdrawn
                things[kind][key] = row | {"at": _moment(told["made_at"])}


def _resolution(things: Things, name: str, told: Row) -> None:
    if name == "ResolutionAdopted":
        row = {name: told[name] for name in ("grid", "owner")}
        at = told.get("adopted_at") or told["recorded_at"]
        row |= {"adopted": _moment(at), "due": _moment(told.get("due"))}
        things["resolutions"][told["stream"]] = row
    elif name == "ResolutionClosed":
        at = told.get("closed_at") or told["recorded_at"]
        things["resolutions"][told["stream"]]["closed"] = _moment(at)


def _topic(things: Things, name: str, told: Row) -> None:
    if name == "TopicOpened":
        row = {"opened": _moment(told["recorded_at"]), "grid": told["grid"], "lead": told["lead"]}
        things["topics"][told["stream"], told["number"]] = row
    elif name == "TopicConcluded":
        row = things["topics"][told["stream"], told["topic"]]
        row |= {"concluded": _moment(told["recorded_at"]), "achieved": told["achieved"]}


def _meeting(things: Things, name: str, told: Row) -> None:
    if name in {"MeetingScheduled", "MeetingMissed"}:
        day = datetime.fromisoformat(told["end"]).replace(tzinfo=HERE)
        things["meetings"].setdefault(told["stream"], {"grid": told["grid"], "end": day})
    elif name == "MeetingHeld":
        things["meetings"][told["stream"]]["held"] = _moment(told["held_at"])


READERS: dict[str, Callable[[Things, str, Row], None]] = {
    "visits": _visit,
    "resolutions": _resolution,
    "topics": _topic,
    "meetings": _meeting,
}


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


def main() -> None:
    """Print the figures of a period."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--from", dest="start", required=True)
    asked.add_argument("--to", dest="end", required=True)
    asked.add_argument("--by", choices=KINDS, default="all")
    asked.add_argument("--position", type=int, default=2**62)
    asked.add_argument("--at", default="")
    given = asked.parse_args()
    first, last = map(datetime.fromisoformat, (given.start, given.end))
    period = first.replace(tzinfo=HERE), last.replace(tzinfo=HERE)
    things = read(given.file, given.position)
    at = _moment(given.at) or things["log"]["end"]["at"]
    json.dump(recount(things, period, at, given.by), sys.stdout)


if __name__ == "__main__":
    main()
