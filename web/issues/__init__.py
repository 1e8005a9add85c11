"""网格问题: what is particular to grid issues; the pages of all cases stand with casework."""

from governance.issues.commands import ReportIssue
from governance.issues.stream import STREAM
from web.frame import current
from web.frame.feature import Feature, Kind
from web.issues import views
from web.issues.acts import ACTS
from web.issues.words import CODES, FIELDS, LISTS, LOOKS, REFUSALS, SENTENCES, STAGES

FEATURE = Feature(
    blueprints=(views.bp,),
    kinds={
        "issue": Kind(
            title="网格问题",
            stream=STREAM,
            stages=STAGES,
            enter=("上报问题", "issues.new", ReportIssue),
        )
    },
    acts={"issues": ACTS},
    links={"issue": current.page_of("cases.show")},
    records={"issues": "网格问题"},
    sentences=SENTENCES,
    lists=LISTS,
    codes=CODES,
    looks=LOOKS,
    refusals=REFUSALS,
    fields=FIELDS,
)
