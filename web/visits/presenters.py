"""A visit in words: its row, its facts, what was found, its checklists and its receipt."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import asdict

from governance.policy import options as option_lists
from governance.visits.stream import STREAM
from projections.policies.queries import edition
from projections.visits.queries import PLANS, Finding, Visit, findings_of
from web.casework.facts import masked
from web.frame import current, words
from web.frame.list_page import Cells
from web.frame.looks import Covered
from web.frame.receipts import receipt_of
from web.text.formats import entered_late
from web.visits.forms import ANSWERS

LOGGED = ("visits.VisitMade", "visits.VisitMissed")
TEXTS = (*LOGGED, "visits.VisitCorrected")
SOLVED = "visits.FindingSolved"
PLAN_WORDS = {"planned": "待走访", "cancelled": "已取消", "withdrawn": "已撤回"}
OUTCOME_KINDS = {
    "met": "ok",
    "not_met": "warn",
    "refused": "bad",
    "planned": "info",
    "cancelled": "idle",
    "withdrawn": "idle",
}
FINDINGS = {
    "solved": ("已解决", "ok"),
    "escalated": ("已转网格问题", "info"),
    "hazard": ("隐患未消除", "bad"),
    "closed": ("网格问题已结案", "ok"),
    "void": ("网格问题已作废", "idle"),
    "unsolved": ("网格问题结案", "bad"),
    "withdrawn": ("走访已撤回", "idle"),
}
ENDINGS = {"closed": "issue_outcomes", "void": "void_reasons", "unsolved": "issue_outcomes"}


def worded(row: Visit) -> Cells:
    """Give a row with the words for its codes."""
    options = current.book().options
    outcome = row.stage if row.stage in PLANS else row.outcome
    themes = [options.label("visit_themes", code) for code in row.themes]
    return asdict(row) | {
        "outcome": outcome,
        "outcome_name": PLAN_WORDS.get(outcome) or options.label("visit_outcomes", outcome),
        "rule_name": options.label("revisit_reasons", row.rule),
        "way_name": options.label("visit_ways", row.way),
        "theme_names": "、".join(themes),
        "grid_name": current.grid_names().get(row.grid, row.grid),
        "area_name": current.area_names().get(row.area, row.area),
        "visitor_name": current.people_names().get(row.visitor, row.visitor),
        "late_entry": entered_late(row.told_at, row.recorded_at),
        "revisit_day": day_of(row.revisit_on),
        "planned_day": day_of(row.planned_for),
    }


def facts(last: Any) -> list[tuple[str, Any, None]]:
    """Give the plain facts of a visit as label and words."""
    options = current.book().options
    several = (
        ("走访力量", "visit_forces", getattr(last, "forces", ())),
        ("专项", "visit_themes", getattr(last, "themes", ())),
    )
    single = (
        ("走访对象", "visitee_kinds", last.visitee),
        ("走访方式", "visit_ways", last.way),
        ("对方满意度", "visit_satisfaction", getattr(last, "satisfaction", "")),
    )
    partners = current.people_names() | options.labels("visit_companions")
    beside = "、".join(partners.get(code, code) for code in last.companions)
    return [
        *((label, options.label(listing, code), None) for label, listing, code in single if code),
        *([("结伴", beside, None)] if beside else []),
        *(
            (label, "、".join(options.label(listing, code) for code in codes), None)
            for label, listing, codes in several
            if codes
        ),
    ]


def plan_facts(plan: Any) -> list[tuple[str, Any, None]]:
    """Give the plain facts of a plan as label and words."""
    options = current.book().options
    rows = (
        ("走访对象", options.label("visitee_kinds", plan.visitee)),
        ("专项", options.label("visit_themes", plan.theme)),
        ("走访原因", options.label("revisit_reasons", plan.rule)),
        ("补充说明", plan.reason),
        ("走访人", current.people_names().get(plan.visitor, plan.visitor) or "本网格网格员"),
    )
    return [(label, value, None) for label, value in rows if value]


def seven(last: Any) -> list[tuple[str, bool]]:
    """Give (words, kept) of each of the 七要诀, as the edition gone through words them."""
    number = getattr(last, "seven_edition", 0)
    held = edition(current.view(), "options", number) if number else None
    if held is None:
        return []
    labels = option_lists.read(held.content).labels("seven")
    return [(label, code in last.seven) for code, label in labels.items()]


def answers_of(events: list[Any], key: UUID) -> list[Covered]:
    """Give the diary of a visit and the note of its last try in vain, covered, with their names."""
    held = {
        name: text
        for event in events
        if event.TOPIC in TEXTS
        for name in ("note", "narrative")
        if (text := getattr(event, name, None))
    }
    for event in events:
        for each in getattr(event, "answers", ()):
            held |= {f"note-{each.number}": each.note} if each.note and each.number else {}
    return [
        Covered(name, words.field(name, "visits"), masked(name.partition("-")[0], text, key))
        for name, text in held.items()
    ]


def findings(key: UUID) -> list[Cells]:
    """Give the findings of a visit, with the names their personal texts are opened by."""
    logs = current.state(STREAM, key).logs.values()
    values = {found.number: found for log in logs for found in getattr(log, "findings", ())}
    events: list[Any] = current.history(key)
    solved = {event.number: event for event in events if event.TOPIC == SOLVED}
    rows = []
    for row in findings_of(current.view(), key):
        finding = values[row.number]
        how = solved.get(row.number, finding)
        texts = {"description": finding.description, "explanation": how.explanation}
        word, kind = became(row)
        rows.append(
            asdict(row)
            | {
                "word": word,
                "colour": kind,
                "category_name": current.book().options.label("finding_categories", row.category),
                "opened_by": [f"{name}-{row.number}" for name, text in texts.items() if text],
                "proof": finding.proof,
            }
        )
    return rows


def became(row: Finding) -> tuple[str, str]:
    """Give what has become of a finding: a word, with how its issue ended, and its colour."""
    word, kind = FINDINGS[row.outcome]
    if listing := ENDINGS.get(row.outcome):
        word = f"{word}：{current.book().options.label(listing, row.ending)}"
    return word, kind


def receipt(key: UUID) -> str:
    """Give the receipt of what arrived; anybody who has the record can work it out again."""
    return receipt_of([each for each in current.history(key) if each.TOPIC in LOGGED][-1])


def answers(last: Any) -> list[tuple[str, str, str, str]]:
    """Give (theme, item, answer, what became of a no) in words."""
    options = current.book().options
    return [
        (
            options.label("visit_themes", answer.theme),
            answer.item,
            ANSWERS[answer.answer],
            _came_of(answer),
        )
        for answer in getattr(last, "answers", ())
    ]


def _came_of(answer: Any) -> str:
    if answer.answer != "no" or not (answer.finding or answer.essential):
        return ""
    if answer.finding:
        return f"第{answer.finding}项问题"
    return f"不作为问题，原因见第{answer.number}项备注" if answer.note else "未登记为问题"


def day_of(text: str) -> date | None:
    """Read a day; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
