"""导入: a sheet of tickets from the file to its receipt, in steps on one page."""

from web.frame.feature import Entry, Feature
from web.imports.views import bp
from web.imports.words import REFUSALS, SENTENCES

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("导入", "importing.index", "file-import", "import"),),
    records={"imports": "导入批次"},
    sentences=SENTENCES,
    refusals=REFUSALS,
)
