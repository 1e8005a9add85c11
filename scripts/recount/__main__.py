"""`python -m scripts.recount`: the figures of a period as JSON."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from scripts.recount.figures import recount
from scripts.recount.things import HERE, moment, read

KINDS = ("all", "grid", "unit", "category", "month")


def main() -> None:
    """Print the figures of a period."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--from", dest="start", required=True)
    asked.add_argument("--to", dest="end", required=True)
    asked.add_argument("--by", choices=KINDS, default="all")
    asked.add_argument("--position", type=int, default=2**62)
    asked.add_argument("--at", default="")
    given = asked.parse_args()
    first, last = map(datetime.fromisoformat, (given.start, given.end))
    period = first.replace(tzinfo=HERE), last.replace(tzinfo=HERE)
    things = read(given.file, given.position)
    at = moment(given.at) or things["log"]["end"]["at"]
    json.dump(recount(things, period, at, given.by), sys.stdout)


if __name__ == "__main__":
    main()
