"""案件: lists and pages of tickets and grid issues, and what may be done with each."""

from web.casework import views
from web.casework.words import CODES, FIELDS, LISTS, REFUSALS, SENTENCES
from web.frame.feature import Entry, Feature, Subject

FEATURE = Feature(
    blueprints=(views.bp,),
    menu=(Entry("案件", "cases.index", "clipboard-list", "cases"),),
    tabs=(Entry("案件", "cases.index", "clipboard-list", "cases"),),
    sentences=SENTENCES,
    lists=LISTS,
    codes=CODES,
    people=("asked_by",),
    refusals=REFUSALS,
    fields=FIELDS,
    subjects={"case": Subject(title="案件", endpoint="cases.show", find=views.seen)},
)
