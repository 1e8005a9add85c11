"""Personal data in running text: where it stands, and how it is shown to those who need not know.

What has a fixed form can be found: mobile and landline numbers, identity numbers of GB 11643-1999
with a right check digit, number plates of GA 36-2018, addresses of mail. Names cannot, but for
those that are known beside the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tomllib import loads
from typing import Literal, NamedTuple

Kind = Literal["phone", "identity", "plate", "mail", "name"]

_LETTERS = loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("identity", re.compile(r"(?<![0-9A-Z])\d{17}[\dX](?![0-9A-Z])", re.IGNORECASE)),
    ("phone", re.compile(r"(?<!\d)(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{4}[- ]?\d{3,4}(?!\d)")),
    (
        "plate",
        re.compile(
            rf"[{_LETTERS['provinces']}][A-HJ-NP-Z][·• ]?"
            rf"(?=[A-Z]{{0,5}}\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9{_LETTERS['plates']}](?![A-Z0-9])",
        ),
    ),
    ("mail", re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)),
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_COUNTRY = re.compile(r"(\+|00)?86(?=1[3-9]\d{9}$)")
_SEPARATORS = re.compile(r"[\s()\-.·—_]+")
_SURNAMES = frozenset(re.findall("..", _LETTERS["double"]))
_NAME = re.compile(
    rf"(?:[{_LETTERS['surnames']}]|{'|'.join(sorted(_SURNAMES))})[\u4e00-\u9fff]{{1,2}}"
)


class Finding(NamedTuple):
    """Personal data found in a text: what it is and where it stands (end excluded)."""

    kind: Kind
    start: int
    end: int


def find_personal(text: str, known: Iterable[str] = ()) -> list[Finding]:
    """Give what is found in a text, in order, and where some `known` names stand in it.

    The forms of numbers exclude one another.
    """
    plain = unicodedata.is_normalized("NFKC", text)
    narrow = text if plain else "".join(map(_narrow, text))
    found = [
        Finding(kind, *match.span())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(narrow)
        if kind != "identity" or is_identity(match[0])
    ]
    found += [
        Finding("name", *match.span())
        for name in known
        if is_name(name)
        for match in re.finditer(re.escape(name), text)
    ]
    apart: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def mask_personal(text: str, known: Iterable[str] = ()) -> str:
    """Give the text with what is found in it masked; everything else stays."""
    for kind, start, end in reversed(find_personal(text, known)):
        text = f"{text[:start]}{_masked(kind, text[start:end])}{text[end:]}"
    return text


def masked_words(text: str, known: Iterable[str] = ()) -> list[str]:
    """Give what is found in a text, each masked."""
    return [_masked(kind, text[start:end]) for kind, start, end in find_personal(text, known)]


def is_name(text: str) -> bool:
    """Whether a text reads as a name of a person: a common surname, and one or two signs."""
    return bool(_NAME.fullmatch(text))


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a real birthday, a right check digit."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[17].upper()


def mask_phone(number: str) -> str:
    """Give 138****8000 for 13800138000; a landline keeps its ends too."""
    digits = _COUNTRY.sub("", _SEPARATORS.sub("", number))
    first = 3
    return f"{digits[:first]}****{digits[-4:]}" if len(digits) > first + 4 else "****"


def mask_name(name: str) -> str:
    """Give 张* for any name of that family, however long; 欧阳* for a double surname."""
    name = name.strip()
    family = name[:2] if name[:2] in _SURNAMES and name[2:] else name[:1]
    return f"{family}*" if family else ""


def mask_identity(number: str) -> str:
    """Give 310***********1234: the province and district stay, the birthday does not."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_mail(address: str) -> str:
    """Give a***@example.com: whose house it goes to stays."""
    return f"{address[:1]}***{address[address.index('@') :]}"


def mask_plate(plate: str) -> str:
    """Give 沪A***45 for 沪A12345."""
    return f"{plate[:2]}***{plate[-2:]}"


def _masked(kind: Kind, text: str) -> str:
    return _MASKS[kind]("".join(map(_narrow, text)))


def _narrow(character: str) -> str:
    """Give a full-width letter, digit or mark as its plain twin; one character stays one."""
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character


_MASKS = {
    "phone": mask_phone,
    "identity": mask_identity,
    "plate": mask_plate,
    "mail": mask_mail,
    "name": mask_name,
}
