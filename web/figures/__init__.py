"""办结率: figures by the metrics in force; every one opens to its cases."""

from web.figures.finding import printed
from web.figures.measured import headline
from web.figures.views import bp
from web.frame import current
from web.frame.feature import Entry, Feature

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("办结率", "figures.index", "chart-bar", "figures"),),
    today=headline,
    printed=printed,
    links={"figure": lambda _: current.page_url("figures.index", period="last")},
)
