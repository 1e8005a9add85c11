"""What a cell or a text says of a person: telephone numbers read, names and numbers masked."""

import re
import unicodedata
from typing import NamedTuple

from governance.kernel.personal import (
    Finding,
    Kind,
    find_personal,
    is_identity,
    mask_identity,
    mask_name,
    mask_personal,
    mask_phone,
    mask_plate,
)

__all__ = [
    "Finding",
    "Kind",
    "Phone",
    "find_personal",
    "is_identity",
    "is_withheld",
    "mask_identity",
    "mask_name",
    "mask_personal",
    "mask_phone",
    "mask_plate",
    "read_phone",
]

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|1\d{4}")
_COUNTRY = re.compile(r"(\+|00)?86(?=1[3-9]\d{9}$)")
_SEPARATORS = re.compile(r"[\s()\-.·—_]+")
_BETWEEN = re.compile(r"[/、,;]|转|或|\s+")
_HIDDEN = re.compile(r"[*×xX#•●]{2,}")
_WITHHELD = frozenset(("保密", "匿名", "不详", "未提供", "不愿透露", "不公开", "隐藏", "未知"))


class Phone(NamedTuple):
    """A telephone number in digits, if there is one.

    `withheld`: it was hidden on purpose. `whole`: the cell says no more than this.
    """

    number: str | None
    withheld: bool = False
    whole: bool = True


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
