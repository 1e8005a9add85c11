"""Every figure once more, from the stored records alone: nothing of the product is imported.

    python -m scripts.recount events.db --from 2026-03-01 --to 2026-04-01 --by grid

gives JSON: metric, then scope, then [numerator, denominator, still to come]. What each metric means
is written out by hand; `tests/functional/test_recount.py` holds it against what the product says.
"""

from scripts.recount.figures import METRICS, recount
from scripts.recount.things import read

__all__ = ["METRICS", "read", "recount"]
