"""Personal data in running text: where it stands, and how it is shown to those who need not know.

Only what has a fixed form can be found: mobile and landline numbers, identity numbers of
GB 11643-1999 with a right check digit, number plates of GA 36-2018. Names in free text cannot.
"""

import re
import unicodedata
from datetime import date
from typing import Literal, NamedTuple

Kind = Literal["phone", "identity", "plate"]

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("identity", re.compile(r"(?<![0-9A-Z])\d{17}[\dX](?![0-9A-Z])", re.IGNORECASE)),
    ("phone", re.compile(r"(?<!\d)(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{4}[- ]?\d{3,4}(?!\d)")),
    (
        "plate",
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?"
            r"(?=[A-Z]{0,5}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领使](?![A-Z0-9])",
        ),
    ),
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|1\d{4}")
_COUNTRY = re.compile(r"(\+|00)?86(?=1[3-9]\d{9}$)")
_SEPARATORS = re.compile(r"[\s()\-.·—_]+")
_BETWEEN = re.compile(r"[/、,;]|转|或|\s+")
_HIDDEN = re.compile(r"[*×xX#•●]{2,}")
_WITHHELD = frozenset(("保密", "匿名", "不详", "未提供", "不愿透露", "不公开", "隐藏", "未知"))
_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛司徒东方皇甫尉迟公孙慕容长孙宇文令狐夏侯端木百里南宫呼延澹台太史轩辕申屠闻人",
    )
)


class Finding(NamedTuple):
    """Personal data found in a text: what it is and where it stands (end excluded)."""

    kind: Kind
    start: int
    end: int


class Phone(NamedTuple):
    """A telephone number in digits, if there is one.

    `withheld`: it was hidden on purpose. `whole`: the cell says no more than this.
    """

    number: str | None
    withheld: bool = False
    whole: bool = True


def find_personal(text: str) -> list[Finding]:
    """Give numbers and plates found in a text, in order; their forms exclude one another."""
    narrow = "".join(map(_narrow, text))
    return sorted(
        (
            Finding(kind, *found.span())
            for kind, pattern in _PATTERNS
            for found in pattern.finditer(narrow)
            if kind != "identity" or is_identity(found[0])
        ),
        key=lambda finding: finding.start,
    )


def mask_personal(text: str) -> str:
    """Give the text with the numbers and plates in it masked; everything else stays."""
    masks = {"phone": mask_phone, "identity": mask_identity, "plate": mask_plate}
    for kind, start, end in reversed(find_personal(text)):
        narrow = "".join(map(_narrow, text[start:end]))
        text = f"{text[:start]}{masks[kind](narrow)}{text[end:]}"
    return text


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a real birthday, a right check digit."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[17].upper()


def read_phone(text: str) -> Phone:
    """Give the first telephone number of a cell: one width, no country code, no separators."""
    written = unicodedata.normalize("NFKC", text).strip()
    if _HIDDEN.search(written) or is_withheld(written):
        return Phone(None, withheld=True)
    for piece in (written, *_BETWEEN.split(written)):
        digits = _COUNTRY.sub("", _SEPARATORS.sub("", piece))
        if _PHONE.fullmatch(digits):
            return Phone(digits, whole=piece == written)
    return Phone(None, whole=not written)


def is_withheld(text: str) -> bool:
    """Whether a cell says that the caller does not want to be known."""
    return text in _WITHHELD


def mask_phone(number: str) -> str:
    """Give 138****8000 for 13800138000; a landline keeps its ends too."""
    digits = _COUNTRY.sub("", _SEPARATORS.sub("", number))
    first = 3
    return f"{digits[:first]}****{digits[-4:]}" if len(digits) > first + 4 else "****"


def mask_name(name: str) -> str:
    """Give 张* for any name of that family, however long; 欧阳* for a double surname."""
    name = name.strip()
    family = name[:2] if name[:2] in _SURNAMES and len(name) > len("欧阳") else name[:1]
    return f"{family}*" if family else ""


def mask_identity(number: str) -> str:
    """Give 310***********1234: the province and district stay, the birthday does not."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_plate(plate: str) -> str:
    """Give 沪A***45 for 沪A12345."""
    return f"{plate[:2]}***{plate[-2:]}"


def _narrow(character: str) -> str:
    """Give a full-width letter, digit or mark as its plain twin; one character stays one."""
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character
