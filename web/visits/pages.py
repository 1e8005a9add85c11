"""One visit, and who sees it."""

from uuid import UUID

from flask import Blueprint, abort, render_template

from governance.issues.stream import issue_id
from governance.visits.commands import (
    CancelPlan,
    CorrectVisit,
    EscalateFinding,
    LogVisit,
    ReopenFinding,
    SolveFinding,
    WithdrawVisit,
)
from governance.visits.stream import STREAM
from projections.places.queries import place as place_row
from projections.visits.queries import Visit, times
from projections.visits.queries import visit as visit_row
from web.frame import current
from web.frame.access import page
from web.frame.timeline import entry
from web.visits import listing, presenters
from web.visits.presenters import OUTCOME_KINDS, worded


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of visits."""
    bp.add_url_rule("/visits", "index", listing.index)
    bp.add_url_rule("/visits/<uuid:key>", "show", show)


@page("visits", dated=True)
def show(key: UUID) -> str:
    """What was seen, said and found at a door, and what became of it?"""
    row = visit_row(current.view(), key)
    if row is None or not sees(row):
        abort(404)
    events, live = current.history(key), current.view().live
    state = STREAM.fold(events)
    waiting = state.stage == "planned"
    # What was withdrawn is still to be read where nothing else stands.
    last = state.last or next(reversed(state.logs.values()), None)
    place = place_row(current.view(), row.place)
    found = presenters.findings(key)
    masked = presenters.answers_of(events, key)
    options = current.book().options
    return render_template(
        "visits/show.html",
        row=worded(row),
        place=place,
        visit=last,
        waiting=waiting,
        facts=presenters.facts(last) if last else presenters.plan_facts(state.plan),
        masked=masked,
        opened_by=[fact.field for fact in masked]
        + [name for finding in found for name in finding["opened_by"]],
        times=[worded(time) for time in times(current.view(), key)],
        purposes=options.offered("reveal_purposes") if current.opens("reveal") else [],
        findings=found,
        issue_key=issue_id,
        answers=presenters.answers(last),
        seven=presenters.seven(last),
        photos=getattr(last, "photos", ()),
        entries=[entry(event) for event in reversed(events)],
        receipt=presenters.receipt(key) if last else "",
        kinds=OUTCOME_KINDS,
        may_settle=live and current.may(SolveFinding, grid=row.grid),
        may_escalate=live and current.may(EscalateFinding, grid=row.grid),
        may_start=live
        and waiting
        and current.opens("visit_form")
        and current.may(LogVisit, grid=row.grid),
        may_reopen=live and current.may(ReopenFinding, grid=row.grid),
        may_correct=live and bool(state.standing) and current.may(CorrectVisit, grid=row.grid),
        may_withdraw=live and bool(state.standing) and current.may(WithdrawVisit, grid=row.grid),
        may_cancel=live and waiting and current.may(CancelPlan, grid=row.grid),
    )


def sees(row: Visit) -> bool:
    """Whether the person sees a visit."""
    sight = current.sight("visits")
    return sight.everything or row.grid in sight.grids


def seen(key: UUID) -> Visit | None:
    """Give a visit the person sees."""
    row = visit_row(current.view(), key)
    return row if row and sees(row) else None


def unlogged(stream: UUID) -> bool:
    """What belongs to a visit not yet logged is for whoever holds its unguessable number."""
    return current.opens("visit_form") and not current.history(stream)
