"""依法删除: what the records and refusals of an erasure say; it is done at the command line."""

from web.erasures.words import LISTS, REFUSALS, SENTENCES
from web.frame.feature import Feature

FEATURE = Feature(
    records={"erasures": "依法删除"},
    sentences=SENTENCES,
    lists=LISTS,
    refusals=REFUSALS,
)
