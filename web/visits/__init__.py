"""走访: logging a visit on the phone, the list of visits, what was found and what became of it."""

from web.frame import current
from web.frame.feature import Entry, Feature, Subject
from web.visits import beside, importing, pages, today, views
from web.visits.words import FIELDS, LISTS, REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(views.bp, importing.bp),
    menu=(Entry("走访", "visits.index", "door", "visits"),),
    tabs=(Entry("记走访", "visits.new", "plus", "visit_form"),),
    records={"visits": "走访"},
    sentences=SENTENCES,
    lists=LISTS,
    refusals=REFUSALS,
    fields=FIELDS,
    people=("visitor",),
    links={
        "finding": current.page_of("visits.show"),
        "visit": current.page_of("visits.show"),
    },
    subjects={"visit": Subject(title="走访", endpoint="visits.show", find=pages.seen)},
    attachments=pages.unlogged,
    today=today.today,
    beside={"place": beside.of_place},
)
