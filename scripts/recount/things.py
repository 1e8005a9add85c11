"""What there is of each kind, as the stored records tell it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Things = dict[str, dict[Any, Row]]
HERE = timezone(timedelta(hours=8))
MOMENTS = {"received_at": "received", "closed_at": "closed"}


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
            fact = json.loads(state)
            things["log"]["end"]["at"] = moment(fact["recorded_at"])
            if stream in {"hotline", "issues"}:
                _case(things["cases"], name, fact)
            elif reader := READERS.get(stream):
                reader(things, name, fact)
    return things


def moment(text: str | None) -> datetime | None:
    """Read a stored moment."""
    return datetime.fromisoformat(text) if text else None


def _received(name: str, fact: Row) -> Row:
    return {
        "kind": "ticket" if name == "TicketReceived" else "issue",
        **{name: fact.get(name, "") for name in ("grid", "category")},
        "received": moment(fact.get("received_at") or fact.get("reported_at")),
    } | {"unit": "", "returns": 0, "round": 0, "past": fact.get("historical", False)}


def _case(cases: dict[Any, Row], name: str, fact: Row) -> None:
    if name in {"TicketReceived", "IssueReported"}:
        cases[fact["stream"]] = _received(name, fact)
    row = cases[fact["stream"]]
    if fact.get("handle_due"):
        # The limit of 历史资料 counts once its sheet has fact that it is closed.
        row["limit" if row["past"] else "due"] = moment(fact["handle_due"]["due"])
    if name in {"TicketDispatched", "IssueDispatched", "ReturnGranted"}:
        row["unit"] = fact["unit"] if name != "ReturnGranted" else ""
    elif name in {"TicketHandled", "IssueHandled"}:
        row["handled"] = moment(fact["handled_at"])
        row["outcome"] = fact["result"] if name == "TicketHandled" else row.get("outcome")
    elif name in {"RedoOrdered", "IssueCheckFailed"}:
        row |= {"round": fact["round"], "unit": fact["unit"], "handled": None}
    elif name == "CallerCalledBack":
        row |= {field: fact[field] for field in ("contacted", "satisfaction") if fact.get(field)}
    elif name == "IssueFiled":
        row["category"] = fact["category"]
    elif name == "ReturnRequested":
        row["returns"] += 1
    elif name in {"TicketCorrected", "IssueCorrected"} and fact["field"] != "kind":
        field = MOMENTS.get(fact["field"])
        row[field or fact["field"]] = moment(fact["new"]) if field else fact["new"]
    else:
        _end(row, name, fact)


def _end(row: Row, name: str, fact: Row) -> None:
    if name in {"TicketClosed", "IssueClosed"}:
        row["closed"] = moment(fact["closed_at"])
        row |= {field: fact[field] for field in ("outcome", "satisfaction") if fact.get(field)}
        if name == "TicketClosed":
            row["handled"] = row.get("handled") or row["closed"]
        if row["past"]:
            row["due"] = row.get("limit")
    elif name in {"TicketReopened", "IssueReopened"}:
        limit = moment(fact["due"]["due"]) if fact["clock"] == "handle" else row.get("due")
        row |= {"round": fact["round"], "unit": fact["unit"], "past": fact["stage"] == "past"}
        row |= {"closed": None, "handled": None, "void": False, "limit": limit}
        row["due"] = None if row["past"] else limit
    elif name == "IssueVoided":
        row["void"] = True


def _visit(things: Things, name: str, fact: Row) -> None:
    if name in {"VisitWithdrawn", "VisitCorrected"}:
        _amend(things, fact, f"{fact['stream']}:{fact['entry']}")
    if name not in {"VisitMade", "VisitMissed"}:
        return
    record, found = f"{fact['stream']}:{fact['version']}", fact.get("findings", [])
    where = {"grid": fact["grid"], "at": moment(fact.get("made_at") or fact.get("tried_at"))}
    outcome = fact.get("outcome", "met")
    things["visits"][record] = where | {"outcome": outcome, "found": len(found)}
    for one in found:
        kept = {"category": one.get("category", ""), "as": one["outcome"]}
        things["findings"][record, one["number"]] = where | kept


def _amend(things: Things, fact: Row, record: str) -> None:
    for kind in ("visits", "findings"):
        for key in [key for key in things[kind] if record in (key, key[0])]:
            row = things[kind].pop(key)
            if fact.get("made_at"):  # corrected; else it is withdrawn
                things[kind][key] = row | {"at": moment(fact["made_at"])}


def _resolution(things: Things, name: str, fact: Row) -> None:
    if name == "ResolutionAdopted":
        row = {name: fact[name] for name in ("grid", "owner")}
        at = fact.get("adopted_at") or fact["recorded_at"]
        row |= {"adopted": moment(at), "due": moment(fact.get("due"))}
        things["resolutions"][fact["stream"]] = row
    elif name == "ResolutionClosed":
        at = fact.get("closed_at") or fact["recorded_at"]
        things["resolutions"][fact["stream"]]["closed"] = moment(at)


def _topic(things: Things, name: str, fact: Row) -> None:
    if name == "TopicOpened":
        row = {"opened": moment(fact["recorded_at"]), "grid": fact["grid"], "lead": fact["lead"]}
        things["topics"][fact["stream"], fact["number"]] = row
    elif name == "TopicConcluded":
        row = things["topics"][fact["stream"], fact["topic"]]
        row |= {"concluded": moment(fact["recorded_at"]), "achieved": fact["achieved"]}


def _meeting(things: Things, name: str, fact: Row) -> None:
    if name in {"MeetingScheduled", "MeetingMissed"}:
        day = datetime.fromisoformat(fact["end"]).replace(tzinfo=HERE)
        things["meetings"].setdefault(fact["stream"], {"grid": fact["grid"], "end": day})
    elif name == "MeetingHeld":
        things["meetings"][fact["stream"]]["held"] = moment(fact["held_at"])


READERS: dict[str, Callable[[Things, str, Row], None]] = {
    "visits": _visit,
    "resolutions": _resolution,
    "topics": _topic,
    "meetings": _meeting,
}
