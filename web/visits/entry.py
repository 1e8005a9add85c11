"""登记走访: what the phone sends, read into one visit and the issues it escalates."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from flask import request
from werkzeug.datastructures import MultiDict

from governance.issues.stream import issue_id
from governance.kernel.errors import Refused
from governance.kernel.sealed import Gone
from governance.processes.visiting import finding_serial
from governance.visits.commands import LogVisit, ToldFinding
from governance.visits.stream import visit_id
from projections.places.queries import Place
from projections.visits.queries import Visit
from web.attachments.pictures import KIND, taken
from web.attachments.proofs import holds, remember
from web.frame import receipts
from web.frame.current import book, command_id, first_told, now, runtime
from web.frame.forms import local_text
from web.frame.receipts import See
from web.frame.refusals import sentence
from web.visits import checklists
from web.visits.forms import MORE, MOST_FINDINGS, FindingForm, VisitForm
from web.visits.presenters import LOGGED

CHECKS = ("item-", "note-", "deal-")
SEVERAL = ("companions", "forces", "seven")
Faults = dict[str, list[str]]


class Entry(msgspec.Struct):
    """A visit being logged: what was typed, what is wrong with it, which photos are kept."""

    command_id: UUID
    stream: UUID
    place: Place | None
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    findings: list[dict[str, Any]] = msgspec.field(default_factory=list)
    checked: dict[int, str] = msgspec.field(default_factory=dict)
    """The fields of the checks that opened a finding, by its number."""
    photos: dict[str, list[str]] = msgspec.field(default_factory=dict)
    numbered: int = 0
    """The highest number of a finding of an earlier time, one that was withdrawn."""
    errors: Faults = msgspec.field(default_factory=dict)
    see: See | None = None


def blank(place: Place, key: UUID, planned: Visit | None) -> Entry:
    """Give a visit of which nothing is said yet, but for what was planned."""
    kind = planned.visitee if planned else place.kind
    known = book().options.has("visitee_kinds", kind)
    values = {"way": "door", "visitee": kind if known else "", "made_at": local_text(now())}
    return Entry(key, planned.key if planned else visit_id(str(key)), place, values)


def read(place: Place | None, plan: UUID | None) -> tuple[Entry, LogVisit | None]:
    """Read the form; the command is None when something is wrong, which the entry then says."""
    key = command_id()
    stream = plan or visit_id(str(key))
    entry = Entry(key, stream, place, numbered=_numbered(stream, key))
    values, entry.errors = VisitForm().read()
    entry.values = {
        name: request.form.getlist(name) if name in SEVERAL else value
        for name, value in request.form.items()
    }
    entry.answers = {name: value for name, value in request.form.items() if name.startswith(CHECKS)}
    entry.photos["photos"] = _photos(entry, "photos")
    visitee = values.get("visitee") or (place.kind if place else "")
    answers, findings = checklists.read(entry, visitee, _findings(entry))
    if place is None:
        entry.errors = {"place": ["请先选择走访的住户或商铺。"]} | entry.errors
    if entry.errors or place is None:
        return entry, None
    return entry, LogVisit(
        command_id=key,
        stream=entry.stream,
        place=place.key,
        grid=place.grid,
        area=place.area,
        **values | _defaults(values, place, entry),
        themes=tuple(dict.fromkeys(answer.theme for answer in answers)),
        answers=answers,
        findings=findings,
        photos=tuple(entry.photos["photos"]),
        as_before=_as_before(place),
    )


def refused(entry: Entry, no: Refused) -> None:
    """Put the sentence of a refusal beside the field it concerns."""
    entry.see = receipts.stored(no)
    entry.command_id = UUID(receipts.anew(no, str(entry.command_id)))
    field = str(no.facts.get("field", ""))
    if number := no.facts.get("number"):
        numbers = [finding.get("number") for finding in entry.findings]
        place = numbers.index(number) if number in numbers else 0
        field = entry.checked.get(int(str(number)), f"f{place}-outcome")
    elif no.code == "visits.next_before_visit":
        field = "next_on"
    elif no.code == "visits.in_the_future":
        field = "made_at"
    entry.errors.setdefault(field, []).append(sentence(no))


def opened(entry: Entry) -> bool:
    """Whether something under 更多 is wrong and must be seen."""
    return any(name in entry.errors for name in MORE)


def copy_proofs(entry: Entry, command: LogVisit) -> None:
    """Keep the proofs of escalated findings with their issues too, under their own key."""
    store = runtime().attachments
    for finding in command.findings:
        for digest in finding.proof if finding.issue else ():
            kind, data = store.get(entry.stream.hex, digest) or ("", b"")
            if kind and not isinstance(data, Gone):
                store.put(issue_id(finding.issue).hex, data, kind)


def _defaults(values: dict[str, Any], place: Place, entry: Entry) -> dict[str, Any]:
    """Fill in what need not be typed; the moment is fixed once, by the first sending."""
    at: datetime = values.get("made_at") or first_told(entry.stream)
    return {
        "made_at": at,
        "visitee": values.get("visitee") or place.kind,
        "keeps": values.get("keeps") == "yes",
        "seven_edition": request.form.get("seven_edition", 0, int) if values.get("seven") else 0,
        **{name: tuple(values.get(name) or ()) for name in SEVERAL},
    }


def _as_before(place: Place) -> str:
    """Give the record of the visit the form was filled in from; nothing when it is none there."""
    text = request.form.get("as_before", "")
    stream, _, version = text.partition(":")
    try:
        events = runtime().history(UUID(stream)) if version.isdecimal() else []
    except ValueError:
        return ""
    held = [getattr(event, "place", None) for event in events if event.version == int(version)]
    return text if place.key in held else ""


def _numbered(stream: UUID, sent: UUID) -> int:
    """Give the highest number of what the visit has found before; numbers are never used again."""
    made = (event for event in runtime().history(stream) if event.TOPIC in LOGGED)
    earlier = (getattr(event, "findings", ()) for event in made if event.command_id != sent)
    return max((found.number for findings in earlier for found in findings), default=0)


def _photos(entry: Entry, field: str) -> list[str]:
    """Keep the new photographs of a field beside those it had; give their digests."""
    store = runtime().attachments
    digests = []
    for token in request.form.getlist(f"{field}_kept"):
        stream, _, digest = token.partition("/")
        if holds(entry.stream, digest, stream):
            digests.append(digest)
    pictures, faults = taken(field)
    digests += [store.put(entry.stream.hex, picture, KIND) for picture in pictures]
    remember(digests)
    if faults:
        entry.errors[field] = faults
    return list(dict.fromkeys(digests))


def _findings(entry: Entry) -> tuple[ToldFinding, ...]:
    """Read every finding somebody began; an untouched blank one is none."""
    found: list[ToldFinding] = []
    for place in range(MOST_FINDINGS):
        prefix = f"f{place}-"
        form = MultiDict(
            (name.removeprefix(prefix), value)
            for name, value in request.form.items(multi=True)
            if name.startswith(prefix) and not name.endswith("_kept")
        )
        digests = _photos(entry, f"{prefix}photos")
        if not digests and not any(value.strip() for value in form.values()):
            if f"{prefix}photos" in entry.errors:
                entry.findings.append({})
            continue
        number = entry.numbered + len(found) + 1
        at = len(entry.findings)
        entry.findings.append({**form.to_dict(), "number": number})
        entry.photos[f"f{at}-photos"] = digests
        values, faults = FindingForm().read(form)
        entry.errors |= {f"f{at}-{name}": words for name, words in faults.items()}
        if at != place and (moved := entry.errors.pop(f"{prefix}photos", None)):
            entry.errors[f"f{at}-photos"] = moved
        escalated = form.get("outcome") == "escalated"
        issue = finding_serial(entry.stream, number) if escalated else ""
        if not faults:
            found.append(ToldFinding(number=number, proof=tuple(digests), issue=issue, **values))
        else:
            found.append(ToldFinding(number=number, title="", outcome=""))
    return tuple(found)
