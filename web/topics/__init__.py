"""一格一题: the one topic every grid works on, its goal and its milestones."""

from web.frame import current
from web.frame.feature import Entry, Feature
from web.topics import views
from web.topics.words import LOOKS, REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(views.bp,),
    menu=(Entry("一格一题", "topics.index", "bulb", "topics"),),
    records={"topics": "一格一题"},
    sentences=SENTENCES,
    looks=LOOKS,
    refusals=REFUSALS,
    links={"topic": lambda _: current.page_url("topics.index")},
    attachments=views.may_look,
)
