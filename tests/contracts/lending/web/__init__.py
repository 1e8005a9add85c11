"""钥匙借用: keys of public rooms, lent to units."""

from tests.contracts.lending.web.acts import ACTS
from tests.contracts.lending.web.views import LOOKS, TITLE, bp, find, today
from tests.contracts.lending.web.words import FIELDS, REFUSALS, SENTENCES
from web.frame import current
from web.frame.feature import Entry, Feature, Subject

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry(TITLE, "lending.index", "key", "lending"),),
    acts={"lending": ACTS},
    records={"lending": TITLE},
    sentences=SENTENCES,
    refusals=REFUSALS,
    fields=FIELDS,
    looks=LOOKS,
    subjects={"lending": Subject(title=TITLE, endpoint="lending.show", find=find)},
    today=today,
    links={"lending": current.page_of("lending.show")},
)
