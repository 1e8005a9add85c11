"""案件: lists and pages of tickets and grid issues, and what may be done with each."""

from web.casework import entry, views
from web.casework.words import REFUSALS
from web.frame import current
from web.frame.feature import Entry, Feature, Subject

FEATURE = Feature(
    blueprints=(views.bp, entry.bp),
    menu=(Entry("案件", "cases.index", "clipboard-list", "cases"),),
    tabs=(Entry("案件", "cases.index", "clipboard-list", "cases"),),
    refusals=REFUSALS,
    links={"ticket": current.page_of("cases.show"), "issue": current.page_of("cases.show")},
    subjects={"case": Subject(title="案件", endpoint="cases.show", find=views.seen)},
)
