"""政策: what rules are in force, and every edition there ever was."""

from web.frame.feature import Entry, Feature
from web.policies.views import bp
from web.policies.words import REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("政策", "policies.index", "settings", "policies"),),
    records={"policies": "规则"},
    sentences=SENTENCES,
    refusals=REFUSALS,
)
