"""From a meeting to the agenda on paper: the same frozen agenda is the same paper for ever."""

from datetime import date, datetime
from typing import Any

from governance.meetings.items import Heading, Item, digest, printed
from governance.meetings.state import State
from governance.policy.book import PolicyBook
from governance.policy.options import Options
from projections.accounts.queries import names
from projections.agenda.paper_rows import PaperRows, paper_rows
from projections.engine.view import View
from projections.resolutions.queries import Resolution
from web.documents import agenda_paper as paper_of
from web.text.paper import fulfilment, numeral

OFFICE = "网格办"
STATES = {"open": "在办", "claimed": "已申请销号", "closed": "销号", "withdrawn": "撤销"}


def paper(
    meeting: State,
    view: View,
    book: PolicyBook,
    *,
    draft: bool,
    made_at: datetime | None = None,
    font_notice: str = "",
) -> paper_of.AgendaPaper:
    """Give the paper of the frozen agenda, or of the draft as it stands: the next version.

    `view` and `book` are those of the position the agenda was frozen at; for a draft `made_at`
    says when it was looked at, else it is the moment of the view. ValueError when there is no
    frozen agenda.
    """
    frozen = meeting.frozen
    if draft:
        heading, items = meeting.heading, meeting.draft.items()
        made, position = made_at or view.moment, meeting.draft.position
        version = frozen.number + 1 if frozen else 1
    elif frozen:
        heading, items = frozen.heading, frozen.items
        made, position, version = frozen.recorded_at, frozen.position, frozen.number
    else:
        raise ValueError("the agenda is not frozen")
    rows = paper_rows(view, heading.grid, heading.window)
    mark = digest(items, heading)
    return paper_of.AgendaPaper(
        **head(rows, heading, mark),
        host=names(view).get(heading.host, heading.host),
        observers=_invited(items),
        sections=_sections(heading, items, rows, book.options),
        resolutions=tuple(
            _resolution(number, row, rows, book) for number, row in enumerate(rows.resolutions, 1)
        ),
        position=position,
        version=version,
        draft=draft,
        made_at=made or heading.meets_at,
        font_notice=font_notice,
    )


def head(rows: PaperRows, heading: Heading, mark: str) -> dict[str, Any]:
    """Give what every paper of a meeting begins with, and the digest it is known by."""
    return {
        "organ": rows.street,
        "grid_name": rows.grid,
        "year": heading.window // 100,
        "issue_number": heading.window % 100,
        "issuer": rows.street + OFFICE,
        "meets_at": heading.meets_at,
        "place": heading.place,
        "digest": mark,
        "code": printed(mark),
    }


def _invited(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Give who is to come for an item: the units that handle it and whoever else was named."""
    names = (name for item in items for name in (item.unit, *item.observers) if name)
    return tuple(dict.fromkeys(names))


def _sections(
    heading: Heading, items: tuple[Item, ...], rows: PaperRows, options: Options
) -> tuple[paper_of.Section, ...]:
    """Give the parts that have something to say, in order; figures are read out as running text."""
    sections: list[paper_of.Section] = []
    for section in heading.sections:
        here = [item for item in items if item.section == section.code]
        if here or section.minutes:
            sections.append(
                paper_of.Section(
                    number_cn=numeral(len(sections) + 1),
                    title=section.title,
                    reporter=section.reporter,
                    minutes=section.minutes,
                    note=_note(here, rows),
                    table=section.table,
                    items=tuple(_item(item, options) for item in here if item.kind != "figure"),
                )
            )
    return tuple(sections)


def _note(items: list[Item], rows: PaperRows) -> str:
    notes = [
        "\n".join(filter(None, (*(reason.text for reason in item.reasons), item.summary)))
        for item in items
        if item.kind == "figure"
    ]
    if any(item.kind == "resolution" for item in items):
        counts = ((label, _count(rows, state)) for state, label in STATES.items())
        shares = "、".join(f"{label}{count}项" for label, count in counts if count)
        notes.append(f"议定事项{len(rows.resolutions)}项：{shares}，详见附件。")
    return "\n".join(notes)


def _count(rows: PaperRows, state: str) -> int:
    return sum(row.stage == state for row in rows.resolutions)


def _item(item: Item, options: Options) -> paper_of.Item:
    return paper_of.Item(
        number=item.number,
        subject=item.subject,
        case_key=item.case_key,
        source=_source(item, options),
        unit=item.unit,
        observers=item.observers,
        reasons=tuple(reason.text for reason in item.reasons),
        carried=item.carried,
        minutes=item.minutes,
        speaker=item.speaker,
        proposal=item.proposal,
        summary=_summary(item),
    )


def _summary(item: Item) -> str:
    """Give where an item is, what earlier meetings decided on it, and what is said of it."""
    place = f"地点：{item.place}。" if item.place else ""
    before = f"以往议定：{'；'.join(item.decided)}。" if item.decided else ""
    return "\n".join(filter(None, (place, before, item.summary)))


def _source(item: Item, options: Options) -> str:
    listing = "issue_sources" if item.kind in {"issue", "finding"} else "hotline_sources"
    return options.label(listing, item.source)


def _resolution(
    number: int, row: Resolution, rows: PaperRows, book: PolicyBook
) -> paper_of.ResolutionRow:
    return paper_of.ResolutionRow(
        no=number,
        matter=row.matter,
        owner=row.owner,
        partners=tuple(row.partners),
        due=local_day(row.due, book),
        standard=row.standard,
        fulfilment=fulfilment(row.percent, row.note),
        state=STATES[row.stage],
        carried=rows.carried.get(f"resolution:{row.key}", 0),
    )


def local_day(moment: datetime | None, book: PolicyBook) -> date | None:
    """Give the day of a moment here."""
    return book.calendar.local(moment).date() if moment else None
