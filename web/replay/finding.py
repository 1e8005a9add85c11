"""The number of a record, as papers print it (第46228号记录), leads to that moment."""

import re
from typing import Final

from web.frame import current

RECORD: Final = re.compile(r"(?:截至)?第(\d{1,12})号(?:记录)?|(\d{1,12})号记录")


def printed(code: str) -> str:
    """Give the page from which everything is seen as it stood at a record."""
    found = RECORD.fullmatch(code)
    position = int(found[1] or found[2]) if found else 0
    if not 1 <= position <= current.runtime().ledger.position():
        return ""
    whole = current.page_url("replay.index", moment=position)
    return whole or current.page_url("cases.index", as_of=position)
