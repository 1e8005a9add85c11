"""登记册: places by kind, one page a household, and what may be done with a place."""

from web.frame import current
from web.frame.feature import Entry, Feature, Subject
from web.places import pages, views
from web.places.acts import ACTS
from web.places.words import FIELDS, LISTS, REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(views.bp,),
    menu=(Entry("登记册", "register.index", "map-pin", "register"),),
    acts={"places": ACTS},
    records={"places": "登记册"},
    sentences=SENTENCES,
    lists=LISTS,
    refusals=REFUSALS,
    fields=FIELDS,
    links={"place": current.page_of("register.show")},
    subjects={"place": Subject(title="登记册", endpoint="register.show", find=pages.seen)},
)
