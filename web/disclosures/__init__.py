"""查看个人信息: in clear only for a purpose, and recorded before anything is shown."""

from web.disclosures.views import bp
from web.disclosures.words import LISTS, REFUSALS, SENTENCES
from web.frame.feature import Entry, Feature

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("查看与导出", "disclosures.index", "eye", "disclosures"),),
    records={"disclosures": "查看登记"},
    sentences=SENTENCES,
    lists=LISTS,
    refusals=REFUSALS,
)
