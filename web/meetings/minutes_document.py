"""From a meeting to its minutes on paper: who was there, what was said, decided and resolved."""

from datetime import datetime

from governance.meetings.items import Item
from governance.meetings.minutes import minutes_digest
from governance.meetings.state import State
from governance.policy.book import PolicyBook
from projections.accounts.queries import names
from projections.agenda.paper_rows import paper_rows
from projections.engine.view import View
from projections.resolutions.queries import Resolution
from web.documents.agenda_paper import AgendaPaper, ResolutionRow, Section
from web.documents.agenda_paper import Item as PaperItem
from web.meetings.agenda_document import STATES, head, local_day
from web.text.paper import full_moment, numeral

TITLE = "“双周一议”会议纪要"
NOTHING = "没有形成议定意见。"


def paper(
    state: State, view: View, book: PolicyBook, *, position: int, made_at: datetime, draft: bool
) -> AgendaPaper:
    """Give the minutes as they stand at a position; ValueError when the meeting was not held.

    `state`, `view` and `book` are those of the position: approved minutes are the same for ever.
    """
    held, frozen = state.held, state.frozen
    if held is None or frozen is None:
        raise ValueError("the meeting was not held")
    rows, people = paper_rows(view, state.grid, state.window), names(view)
    last = state.circulated.number if state.circulated else 0
    number = state.approved.number if state.approved and not draft else last + 1

    def named(who: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(people.get(one, one) for one in who)

    own = [row for row in rows.resolutions if row.meeting == frozen.stream]
    return AgendaPaper(
        **head(rows, frozen.heading, minutes_digest(state))
        | {"meets_at": held.held_at, "place": state.place},
        title=TITLE,
        kind="纪要",
        host=people.get(held.host, held.host),
        attendees=named(held.attended),
        observers=named(held.observers),
        absent=named(held.absent),
        recorder=people.get(held.recorder, held.recorder),
        sections=(*_sections(state, frozen.items, book), *_approval(state, people, draft=draft)),
        resolutions=tuple(_resolution(n, row, book) for n, row in enumerate(own, 1)),
        position=position,
        version=number,
        draft=draft,
        made_at=made_at,
    )


def _sections(state: State, items: tuple[Item, ...], book: PolicyBook) -> list[Section]:
    made: list[Section] = []
    parts = state.frozen.heading.sections if state.frozen else ()
    for part in parts:
        here = [item for item in items if item.section == part.code]
        if here:
            figures = [item for item in here if item.kind == "figure"]
            made.append(
                Section(
                    number_cn=numeral(len(made) + 1),
                    title=part.title,
                    note="\n".join(reason.text for item in figures for reason in item.reasons),
                    items=tuple(_item(state, i, book) for i in here if i.kind != "figure"),
                )
            )
    return made


def _item(state: State, item: Item, book: PolicyBook) -> PaperItem:
    kinds = {one.code: one.title for one in book.agenda.decision}
    decided = state.decisions.get(item.key)
    said = state.said.get(item.key, "")
    lines = (
        f"地点：{item.place}。" if item.place else "",
        f"情况：{item.summary}" if item.summary else "",
        f"讨论：{said}" if said else "",
        f"议定（{kinds.get(decided[0], decided[0])}）：{decided[1]}" if decided else NOTHING,
    )
    return PaperItem(
        number=item.number,
        subject=item.subject,
        case_key=item.case_key,
        unit=item.unit,
        summary="\n".join(filter(None, lines)),
    )


def _approval(state: State, people: dict[str, str], *, draft: bool) -> list[Section]:
    approved = state.approved
    if draft or approved is None or approved.recorded_at is None:
        return []
    who, when = people.get(approved.actor, approved.actor), full_moment(approved.recorded_at)
    parts = {item.section for item in (state.frozen.items if state.frozen else ())}
    note = f"纪要编号：{approved.serial}。{who}于{when}批准。"
    return [Section(number_cn=numeral(len(parts) + 1), title="纪要编号和批准", note=note)]


def _resolution(number: int, row: Resolution, book: PolicyBook) -> ResolutionRow:
    return ResolutionRow(
        no=number,
        matter=row.matter,
        owner=row.owner,
        partners=tuple(row.partners),
        due=local_day(row.due, book),
        standard=row.standard,
        fulfilment=row.requirement,
        state=STATES[row.stage],
    )
