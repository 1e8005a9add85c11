"""登记走访: what a visit as given on the phone must hold, and the events it becomes."""

from uuid import UUID

from governance.kernel.errors import Refused
from governance.kernel.sealed import Sealed, personal
from governance.policy.context import Context
from governance.policy.options import Options
from governance.visits import commands as ask
from governance.visits import events as fact

MET = "met"
THEMES = "visit_themes"
ANSWERS = frozenset({"yes", "no", "na"})
OUTCOMES = frozenset({"solved", "escalated", "hazard"})


def check(command: ask.LogVisit, context: Context) -> None:
    """Refuse a visit of the future, with codes no list knows, or with unproven findings."""
    if command.made_at > context.now:
        raise Refused("visits.in_the_future")
    if command.next_on and command.next_on < context.policy.calendar.local(command.made_at).date():
        raise Refused("visits.next_before_visit")
    _check_options(command, context.policy.options)
    if command.outcome != MET and command.answers:
        raise Refused("visits.missed_but_told")
    if not 0 <= command.seven_edition <= context.policy.number("options"):
        raise Refused("visits.no_such_edition", edition=command.seven_edition)
    _check_findings(command.findings, context.policy.options)
    _check_answers(command, context.policy.options)


def made(command: ask.LogVisit, options: Options) -> fact.VisitMade:
    """Give the event of a visit that met somebody."""
    place = command.place
    return fact.VisitMade(
        happened_at=command.made_at,
        place=place,
        visitee=command.visitee,
        grid=command.grid,
        area=command.area,
        made_at=command.made_at,
        way=command.way,
        companions=command.companions,
        forces=command.forces,
        themes=command.themes,
        answers=tuple(
            fact.Answer(
                given.theme,
                given.item,
                given.answer,
                sealed(given.note, place),
                number,
                given.finding,
                options.essential(THEMES, given.theme, given.item),
            )
            for number, given in enumerate(command.answers, 1)
        ),
        seven_edition=command.seven_edition,
        seven=command.seven,
        narrative=sealed(command.narrative, place),
        findings=tuple(_found(finding, place) for finding in command.findings),
        photos=command.photos,
        revisit_on=command.next_on,
        satisfaction=command.satisfaction,
        keeps=command.keeps,
        as_before=command.as_before,
    )


def missed(command: ask.LogVisit) -> fact.VisitMissed:
    """Give the event of a visit that met nobody."""
    return fact.VisitMissed(
        happened_at=command.made_at,
        place=command.place,
        visitee=command.visitee,
        grid=command.grid,
        area=command.area,
        tried_at=command.made_at,
        outcome=command.outcome,
        way=command.way,
        companions=command.companions,
        note=sealed(command.narrative, command.place),
        next_try=command.next_on,
        photos=command.photos,
        findings=tuple(_found(finding, command.place) for finding in command.findings),
    )


def sealed(text: str, place: UUID | None) -> Sealed | None:
    """Seal under the key of the household visited, so that erasing it erases its diary too."""
    return personal(text, person=str(place)) if text else None


def _found(finding: ask.ToldFinding, place: UUID) -> fact.Finding:
    return fact.Finding(
        number=finding.number,
        title=finding.title,
        outcome=finding.outcome,
        category=finding.category,
        description=sealed(finding.description, place),
        explanation=sealed(finding.explanation, place),
        proof=finding.proof,
        issue=finding.issue,
    )


def _check_options(command: ask.LogVisit, options: Options) -> None:
    themes = {answer.theme for answer in command.answers}
    for field, listing, codes in (
        ("visitee", "visitee_kinds", (command.visitee,)),
        ("outcome", "visit_outcomes", (command.outcome,)),
        ("way", "visit_ways", (command.way,)),
        ("forces", "visit_forces", command.forces),
        ("themes", THEMES, (*command.themes, *themes)),
        ("seven", "seven", command.seven),
        ("satisfaction", "visit_satisfaction", tuple(filter(None, (command.satisfaction,)))),
    ):
        if not all(options.has(listing, code) for code in codes):
            raise Refused("visits.no_such_option", field=field)
    for code in (*command.themes, *themes):
        if not options.has(THEMES, code, command.visitee):
            raise Refused("visits.theme_not_here", theme=options.label(THEMES, code))
    if not ANSWERS.issuperset(answer.answer for answer in command.answers):
        raise Refused("visits.no_such_option", field="answers")


def _check_answers(command: ask.LogVisit, options: Options) -> None:
    """Refuse a no to an essential check that opens no finding and says nothing."""
    numbers = {finding.number for finding in command.findings}
    for given in command.answers:
        if given.finding and (given.answer != "no" or given.finding not in numbers):
            raise Refused("visits.no_such_finding", number=given.finding)
        if given.answer != "no" or given.finding or given.note:
            continue
        if options.essential(THEMES, given.theme, given.item):
            raise Refused("visits.check_failed", item=given.item)


def _check_findings(findings: tuple[ask.ToldFinding, ...], options: Options) -> None:
    if len({finding.number for finding in findings}) != len(findings):
        raise Refused("visits.finding_told_twice")
    for finding in findings:
        number = finding.number
        if finding.outcome not in OUTCOMES:
            raise Refused("visits.no_such_option", field="findings")
        if finding.category and not options.has("finding_categories", finding.category):
            raise Refused("visits.no_such_option", field="category")
        if finding.outcome == "solved" and not (finding.proof or finding.explanation):
            raise Refused("visits.proof_missing", number=number)
        if finding.outcome == "escalated" and not finding.issue:
            raise Refused("visits.issue_missing", number=number)
