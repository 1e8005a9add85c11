"""A short title for a ticket, without personal data in it."""

import re

from web.text.personal import mask_personal

LONGEST = 200

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_WORD = re.compile(r"\w")
_GREETING = re.compile(r"(尊敬|敬爱|亲爱)的|(各位)?(领导|市长|书记|你|您|大家)们?好|(你|您)好")
_SHORT_GREETING = 20
_CLOSING = "。；;，, "


def title_from(title: str, content: str) -> str:
    """Give the title if it has a word in it, else the first sentence that says something.

    Empty when neither has a word in it.
    """
    if _WORD.search(title):
        return _fit(title)
    sentences = [found[0].strip() for found in _SENTENCE.finditer(content)]
    words = [text for text in sentences if _WORD.search(text)]
    said = [text for text in words if not _is_greeting(text)]
    return _fit((said or words or [""])[0].rstrip(_CLOSING))


def whole_text(title: str, content: str) -> str:
    """Give the content, and before it a title that `title_from` has cut or masked."""
    short = title_from(title, "")
    changed = short not in ("", " ".join(title.split()))
    if not content or (changed and title not in content):
        return f"{title}\n{content}".strip()
    return content


def _is_greeting(text: str) -> bool:
    return len(text) <= _SHORT_GREETING and _GREETING.match(text) is not None


def _fit(title: str) -> str:
    line = mask_personal(" ".join(title.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
