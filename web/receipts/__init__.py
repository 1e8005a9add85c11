"""回执: whether what somebody handed in is still there, unchanged, under the number they hold."""

from web.frame.feature import Feature
from web.receipts.views import bp, printed

FEATURE = Feature(blueprints=(bp,), printed=printed)
