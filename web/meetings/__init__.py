"""双周一议: meetings, their agendas, what they decide, and the paper that goes out."""

from web.frame import current
from web.frame.feature import Entry, Feature
from web.meetings import (
    adding,
    beside,
    drafting,
    holding,
    minutes,
    papers,
    preparing,
    room,
    rules,
    scheduling,
    views,
)
from web.meetings.finding import printed
from web.meetings.words import LOOKS, REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(
        views.bp,
        scheduling.bp,
        preparing.bp,
        drafting.bp,
        adding.bp,
        holding.bp,
        room.bp,
        papers.bp,
        minutes.bp,
        rules.bp,
    ),
    menu=(Entry("议程", "meetings.index", "calendar-event", "agenda"),),
    tabs=(Entry("议程", "meetings.index", "calendar-event", "agenda"),),
    records={"meetings": "双周会议"},
    sentences=SENTENCES,
    looks=LOOKS,
    people=("host", "recorder"),
    refusals=REFUSALS,
    today=beside.today,
    beside={
        "ticket": beside.of_case,
        "issue": beside.of_case,
        "resolution": beside.of_resolution,
    },
    links={"meeting": current.page_of("meetings.show")},
    printed=printed,
)
