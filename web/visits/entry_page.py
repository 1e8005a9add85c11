"""The form at the door as a page: what is typed, what is planned, what was said the last time."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from governance.visits.stream import STREAM
from projections.visits.queries import last_visit
from projections.visits.queries import visit as visit_row
from web.attachments import keeping
from web.frame.current import book, live, sight, state
from web.places.due import asked_for
from web.visits import checklists, entry, planning, presenters
from web.visits.forms import (
    ANSWERS,
    DEALT,
    FINDING_OUTCOMES,
    KEEPS,
    MORE,
    MOST_FINDINGS,
    TOP,
    FindingForm,
    VisitForm,
)
from web.visits.own_note import own_note

USUAL_WAY = "door"


def _answered(place: UUID) -> dict[tuple[str, str], str]:
    """Give what the checklists said when somebody was last met."""
    row = last_visit(live(), place, met=True)
    made = state(STREAM, row.key).last if row else None
    return {(each.theme, each.item): each.answer for each in made.answers} if made else {}


def fill_as_before(facts: entry.Entry) -> None:
    """Fill in what is not typed as it was when somebody was last met; what is typed stays.

    What was told then is sealed and is not shown; what was found then is looked at on its own.
    """
    row = last_visit(live(), facts.place.key, met=True) if facts.place else None
    made = state(STREAM, row.key).logs.get(row.version) if row else None
    if row is None or made is None:
        return
    values = facts.values
    if values.get("way", USUAL_WAY) == USUAL_WAY:
        values["way"] = made.way
    given = {"outcome": "met", "satisfaction": made.satisfaction, "seven": list(made.seven)}
    given |= {name: list(getattr(made, name)) for name in ("companions", "forces")}
    facts.values |= {name: old for name, old in given.items() if not values.get(name)}
    facts.answers = _last_answers(row.place) | {
        name: value for name, value in facts.answers.items() if value
    }
    values["as_before"] = f"{row.key}:{row.version}"


def _last_answers(place: UUID) -> dict[str, str]:
    """Give the checklists of the last visit as the form names them."""
    facts = _answered(place)
    return {
        f"item-{theme.code}-{n}": facts[theme.code, item]
        for theme in book().options.choices("visit_themes")
        for n, item in enumerate(theme.items)
        if (theme.code, item) in facts
    }


def entry_page(facts: entry.Entry, plan: UUID | None, *, extra: bool = False) -> str:
    """Show the form of a visit with what is typed so far; `extra` opens one more finding."""
    rows = VisitForm().bound(book(), facts.values, facts.errors, {"keeps": KEEPS})
    fields = {field["name"]: field for field in rows}
    slots = [*facts.findings, {}][:MOST_FINDINGS]
    place = facts.place.key if facts.place else None
    last = last_visit(live(), place, met=False) if place else None
    planned = visit_row(live(), plan) if plan else None
    waiting = planning.plans_at(place) if place and not plan else []
    visitee = facts.values.get("visitee") or (facts.place.kind if facts.place else "")
    labels = VisitForm().labels() | checklists.labels(visitee) | {"photos": "现场照片"}
    findings = [_finding(facts, n, values, labels) for n, values in enumerate(slots)]
    return render_template(
        "visits/form.html",
        visit=facts,
        plan=plan,
        planned=presenters.worded(planned) if planned else None,
        waiting=presenters.worded(waiting[0]) if waiting else None,
        fields=fields,
        top=[fields[name] for name in TOP],
        more=[fields[name] for name in MORE],
        more_open=entry.opened(facts),
        photos=_kept(facts, "photos"),
        keep=keeping.address(facts.stream, pictures=True),
        findings=findings,
        extra=extra,
        labels=labels,
        themes=checklists.checklists(visitee),
        dealt=DEALT,
        answers=list(ANSWERS.items()),
        answer_words=ANSWERS,
        seven_edition=request.form.get("seven_edition") or book().number("options"),
        seven_pending=not book().options.listing["seven"].confirmed,
        last=presenters.worded(last) if last else None,
        own=own_note(place, sight("visit_form")) if place else None,
        asked=asked_for(facts.place) if facts.place else None,
        agreed=presenters.day_of(facts.place.revisit_on) if facts.place else None,
        kinds=presenters.OUTCOME_KINDS,
        before=_answered(place) if place else {},
    )


def _finding(
    facts: entry.Entry, at: int, values: dict[str, Any], labels: dict[str, str]
) -> dict[str, Any]:
    """Give what one finding's part of the form shows, its names numbered; name it in `labels`."""
    prefix = f"f{at}-"
    errors = {
        name.removeprefix(prefix): words
        for name, words in facts.errors.items()
        if name.startswith(prefix)
    }
    rows = FindingForm().bound(book(), values, errors, {"outcome": FINDING_OUTCOMES})
    for row in rows:
        row["name"] = prefix + row["name"]
        # The first field of a blank finding is not asked for: there may be none.
        row["required"] = row["required"] and bool(values)
        labels[row["name"]] = f"第{at + 1}项{row['label']}"
    labels[f"{prefix}photos"] = f"第{at + 1}项照片"
    photos = _kept(facts, f"{prefix}photos")
    return {"rows": rows, "begun": bool(values or errors), "name": f"{prefix}photos", **photos}


def _kept(facts: entry.Entry, name: str) -> dict[str, Any]:
    stream = facts.stream
    value = [
        {
            "url": url_for("attachments.photo", stream=stream, digest=digest),
            "name": f"照片{n}",
            "token": f"{stream}/{digest}",
        }
        for n, digest in enumerate(facts.photos.get(name, []), 1)
    ]
    return {"value": value, "errors": facts.errors.get(name, [])}
