"""改期通知: an issued agenda has another moment or place; the paper that goes after it."""

from uuid import UUID

from governance.meetings.items import notice_digest
from governance.meetings.state import State
from projections.accounts.queries import names
from projections.agenda.paper_rows import paper_rows
from web.documents.agenda_paper import AgendaPaper, Section
from web.frame import current
from web.meetings.agenda_document import head
from web.meetings.files import house_file
from web.meetings.kept import Issued, Made
from web.text.paper import full_moment

FORMATS = ("docx", "pdf")
MOVED = "meetings.MeetingMoved"
TITLE = "关于“双周一议”会议改期的通知"


def moved_since(state: State) -> bool:
    """Whether a meeting is at another moment or place than the agenda issued last says."""
    issued = state.frozen.heading if state.frozen else None
    return issued is not None and (issued.meets_at, issued.place) != (state.meets_at, state.place)


def issued(key: UUID, state: State) -> Issued:
    """Give the notice of the last move of a meeting."""

    def make(kind: str) -> Made:
        return Made(house_file(paper(key, state), kind))

    return Issued(key, "notice", state.moves, FORMATS, make)


def paper(key: UUID, state: State) -> AgendaPaper:
    """Give the notice of the last move; the same for as long as no other follows."""
    frozen = state.frozen
    moves = [event for event in current.history(key) if event.TOPIC == MOVED]
    if not moves or frozen is None:
        raise LookupError("the meeting was not moved")
    last = moves[-1]
    position = current.record_of(last)
    then = current.runtime().at(position)
    mark = notice_digest(last)
    old = frozen.heading
    return AgendaPaper(
        **head(paper_rows(then, state.grid, state.window), state.heading, mark),
        title=TITLE,
        host=names(then).get(state.host, state.host),
        observers=tuple(dict.fromkeys(i.unit for i in frozen.items if i.unit)),
        sections=(
            Section(
                number_cn="一",
                title="改期事项",
                note=f"原定于{full_moment(old.meets_at)}在{old.place}召开的会议，"
                f"改到{full_moment(state.meets_at)}在{state.place}召开。\n"
                f"改期原因：{getattr(last, 'reason', '')}。\n"
                f"已印发的第{frozen.number}版议程除时间、地点外仍然有效，请通知有关人员。",
            ),
        ),
        position=position,
        version=len(moves),
        draft=False,
        made_at=last.recorded_at,
    )
