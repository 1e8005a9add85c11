"""One spelling of what people write in many: width, case and spaces make no difference."""

import unicodedata


def folded(text: str) -> str:
    """Give a text as it is compared and searched: one width, one case."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def name_key(name: str) -> str:
    """Give a name as it is compared: one width, one case, no spaces."""
    return "".join(folded(name).split())


def number_key(number: str) -> str:
    """Give a number that names a thing as it is compared: one width, one case, no spaces.

    Capitals, as nearly all numbers are first written: a stream made of such a one keeps its id.
    """
    seen = folded(number)
    if not number.isascii():
        seen = "".join(mark for mark in seen if unicodedata.category(mark) != "Cf")
    return "".join(seen.split()).upper()
