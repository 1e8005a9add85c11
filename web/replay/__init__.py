"""回放: a case as it stood after any of its records, and every list as of any moment."""

from web.frame.feature import Entry, Feature
from web.replay.finding import printed
from web.replay.views import bp

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("回放", "replay.index", "history", "replay"),),
    printed=printed,
)
