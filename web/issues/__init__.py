"""网格问题: what is particular to grid issues; pages and acts stand with casework."""

from governance.issues.stream import STREAM
from web.frame.feature import Feature
from web.issues.words import REFUSALS, SENTENCES

FEATURE = Feature(
    streams={"issue": STREAM},
    records={"issues": "网格问题"},
    sentences=SENTENCES,
    refusals=REFUSALS,
)
