"""12345工单: what is particular to tickets; pages and acts stand with casework."""

from governance.hotline.stream import STREAM
from web.frame.feature import Feature
from web.hotline.words import REFUSALS, SENTENCES

FEATURE = Feature(
    streams={"ticket": STREAM},
    records={"hotline": "热线工单"},
    sentences=SENTENCES,
    refusals=REFUSALS,
)
