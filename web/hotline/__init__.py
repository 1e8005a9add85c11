"""12345工单: what is particular to tickets; the pages of all cases stand with casework."""

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import STREAM
from web.frame import current
from web.frame.feature import Entry, Feature, Kind
from web.hotline import disagreements, importing, views
from web.hotline.acts import ACTS
from web.hotline.words import CODES, FIELDS, LISTS, LOOKS, REFUSALS, SENTENCES, STAGES

FEATURE = Feature(
    blueprints=(views.bp, importing.bp),
    menu=(Entry("导入", "importing.index", "file-import", "import"),),
    kinds={
        "ticket": Kind(
            title="12345工单",
            stream=STREAM,
            stages=STAGES,
            enter=("接单登记", "hotline.new", ReceiveTicket),
        )
    },
    acts={"hotline": ACTS},
    beside={"ticket": disagreements.of_ticket},
    links={"ticket": current.page_of("cases.show")},
    records={"hotline": "热线工单"},
    sentences=SENTENCES,
    lists=LISTS,
    codes=CODES,
    looks=LOOKS,
    refusals=REFUSALS,
    fields=FIELDS,
)
