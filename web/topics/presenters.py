"""A topic as its page shows it."""

from datetime import date

import msgspec

from projections.topics.board import STAGES
from projections.topics.queries import Topic
from web.frame.list_page import Cells
from web.topics.words import LOOKS


def worded(row: Topic, today: date) -> Cells:
    """Give a topic with its words, its milestones by their days and the one that is next."""
    steps = sorted(row.milestones, key=lambda step: step["due"])
    following = next((step["number"] for step in steps if not step["reached"]), 0)
    return msgspec.structs.asdict(row) | {
        "steps": [
            {
                **step,
                "due": (due := date.fromisoformat(step["due"])),
                "late": not step["reached"] and due < today,
                "next": step["number"] == following,
            }
            for step in steps
        ],
        "stage_words": (STAGES[row.stage], LOOKS[row.stage]),
        "now_value": row.baseline if row.value is None else row.value,
        "span": (date.fromisoformat(row.start), date.fromisoformat(row.until)),
    }
