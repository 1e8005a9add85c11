"""A case step by step, and the way from a moment to every list as it stood then."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policies.stream import POLICY_STREAM
from governance.policy.deadlines import Deadline
from projections.casework.lookups import case_named
from projections.casework.queries import case, visible
from web.documents.archive import pack
from web.frame import current, query_args, words
from web.frame.access import page
from web.frame.days import bare_day
from web.frame.downloads import hand_out
from web.frame.feature import features
from web.frame.refusals import sentence as refusal
from web.frame.timeline import changes, late, raw, sentence
from web.replay.evidence import parts
from web.replay.facts import compared
from web.text.formats import local_day, moment, url_with

bp = Blueprint("replay", __name__, template_folder="templates")

PLACES = (
    ("案件清单", "cases.index"),
    ("会议与议程", "meetings.index"),
    ("议定事项", "resolutions.index"),
    ("办结率", "figures.index"),
)


@bp.get("/replay")
@page("replay")
def index() -> str | Response | tuple[str, int]:
    """Ask for a case and a moment; go to the case as it stood then."""
    args = request.args
    serial, asked = args.get("q", "").strip(), args.get("moment", "").strip()
    faults: dict[str, list[str]] = {}
    then = None
    try:
        then = current.position_of(asked) if asked else None
    except Refused as no:
        faults["moment"] = [refusal(no)]
    key = case_named(current.live(), serial) if serial else None
    if serial and key is None:
        faults["q"] = ["没有找到这个编号的案件，请核对编号。"]
    if key and not faults:
        return redirect(url_for(".show", key=key, version=_version_at(key, then)), 303)
    page_ = render_template(
        "replay/index.html",
        faults=faults,
        args=args,
        then=then,
        moments=_links(then) if then is not None else [],
        last=current.live().position,
    )
    return (page_, 422) if faults else page_


def _version_at(key: UUID, position: int | None) -> int:
    """Give the last record of a case at a position, at least its first."""
    if position is None:
        return len(current.runtime().history(key))
    return max(len(current.runtime().ledger.stream_at(key, position)), 1)


@bp.get("/replay/<uuid:key>")
@page("replay")
def show(key: UUID) -> str:
    """Show a case after one of its records: what stood, what changed, who did it and why."""
    row = case(current.live(), key)
    if row is None or not visible(row, current.sight("replay")):
        abort(404)
    events = current.runtime().history(key)
    last = len(events)
    version = query_args.number("version", last, within=range(1, last + 1))
    step = events[version - 1]
    stream = features().kinds[row.kind].stream
    state: Any = stream.fold(events[:version])
    comparing = request.args.get("compare") == "now"
    other: Any = stream.fold(events if comparing else events[: version - 1])
    position = current.runtime().position_at(step.recorded_at)
    return render_template(
        "replay/show.html",
        row=row,
        key=key,
        version=version,
        last=last,
        label=f"第{version}步，共{last}步 · {moment(step.recorded_at)}",
        days=_days(events),
        stage=features().stage_tag(row.kind, state.stage),
        facts=compared(row.kind, other, state, key)
        if comparing
        else compared(row.kind, state, other, key),
        comparing=comparing,
        step={
            "who": current.people_names().get(step.actor, step.actor),
            "text": sentence(step) + late(step),
            "changes": changes(step),
            "happened": moment(step.happened_at),
            "recorded": moment(step.recorded_at),
            "cause": _cause(step),
            "deadlines": _deadlines(step),
            "editions": _editions(step.recorded_at),
            "raw": raw(step),
        },
        position=position,
        moments=_links(position),
        path=request.path,
    )


@bp.get("/cases/<uuid:key>/evidence.zip")
@page("export", dated=True)
def evidence(key: UUID) -> Response:
    """Hand out everything a case rests on, as of a moment; the same moment gives the same bytes."""
    row = case(current.view(), key)
    if row is None or not visible(row, current.sight("cases")):
        abort(404)
    records = current.runtime().ledger.records(key, current.view().position)
    if not request.args.get("as_of"):
        return redirect(url_for(".evidence", key=key, as_of=records[-1][0]), 303)
    stream = features().kinds[row.kind].stream
    body = pack(parts(row, stream, records, words.POLICIES))
    name = f"证据包{row.serial}（第{current.view().position}号记录）"
    return hand_out(body, "zip", name, rows=len(records))


@bp.get("/replay/moment")
@page("self")
def at() -> Response:
    """Go to a page as it stood at a moment."""
    parts = urlsplit(query_args.our_address(request.args.get("to", "/")))
    path, query = parts.path, dict(parse_qsl(parts.query))
    try:
        position = current.position_of(request.args.get("moment", "").strip())
    except Refused as no:
        flash(refusal(no), "bad")
        return redirect(url_with(path, query), 303)
    return redirect(url_with(path, query, as_of=position), 303)


def _links(position: int) -> list[tuple[str, str]]:
    pages = {"cases.index": "cases", "meetings.index": "agenda"}
    return [
        (label, url_for(endpoint, as_of=position))
        for label, endpoint in PLACES
        if current.opens(pages.get(endpoint, endpoint.partition(".")[0]))
    ]


def _days(events: list[Event]) -> list[tuple[str, int]]:
    """Give the first record of each day, for the marks on the track."""
    found: dict[date, int] = {}
    for event in events:
        found.setdefault(local_day(event.recorded_at), event.version)
    return [(bare_day(day), version) for day, version in found.items()]


def _cause(event: Event) -> dict[str, str] | None:
    """Give the record that made the system act: in words, with its replay when it is a case's."""
    if not event.cause:
        return None
    stream, _, version = event.cause.partition(":")
    number = int(version)
    found = current.runtime().ledger.stream(UUID(stream), after=number - 1, upto=number)
    if not found:
        return None
    replayable = case(current.live(), UUID(stream)) is not None
    url = url_for(".show", key=stream, version=number) if replayable else ""
    return {"text": sentence(found[0]), "url": url}


def _deadlines(event: Event) -> list[dict[str, Any]]:
    """Give the limits the record set, with the rule and edition that gave them."""
    held = (getattr(event, name) for name in event.__struct_fields__)
    return [
        {
            "limit": each.limit,
            "due": moment(each.due),
            "rule": each.rule,
            "edition": each.edition,
            "source": each.source,
        }
        for each in held
        if isinstance(each, Deadline)
    ]


def _editions(then: datetime) -> list[str]:
    """Give the policies in force at a moment, such as 办理时限第2版."""
    events: list[Any] = [
        event
        for event in current.runtime().history(POLICY_STREAM)
        if event.recorded_at <= then.astimezone(UTC)
    ]
    numbers = {event.policy: event.number for event in events}
    names = words.POLICIES.items()
    return [f"{name}第{numbers[code]}版" for code, name in names if code in numbers]
