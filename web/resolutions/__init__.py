"""议定事项: the ledger of what meetings resolved, from adoption to 销号."""

from web.frame import current
from web.frame.feature import Entry, Feature
from web.resolutions import importing, views
from web.resolutions.acts import ACTS
from web.resolutions.finding import printed
from web.resolutions.words import CODES, LOOKS, REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(views.bp, importing.bp),
    menu=(Entry("议定事项", "resolutions.index", "list-check", "resolutions"),),
    records={"resolutions": "议定事项"},
    acts={"resolutions": ACTS},
    sentences=SENTENCES,
    codes=CODES,
    looks=LOOKS,
    people=("claimant", "leader"),
    refusals=REFUSALS,
    links={"resolution": current.page_of("resolutions.show")},
    attachments=views.may_look,
    printed=printed,
)
