"""Chinese wording of values, and text that no document can choke on."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
WEEKDAYS: Final = "一二三四五六日"
DIGITS: Final = "零一二三四五六七八九"
BREAKS: Final = re.compile("[ \t\n\r\x85\u2028\u2029]+")
ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Drop what XML 1.0 forbids (NUL, VT, lone surrogates); every other character stays."""
    return ILLEGAL.sub("", text)


def one_line(text: str) -> str:
    """Clean text for one line: breaks, tabs and runs of spaces become one space."""
    return BREAKS.sub(" ", clean(text)).strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """Clean text as its non-empty lines."""
    return tuple(line for raw in clean(text).splitlines() if (line := one_line(raw)))


def local(moment: datetime) -> datetime:
    """Give Shanghai time; raise `ValueError` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(SHANGHAI)


def plain_day(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """2026年3月5日（星期四）."""
    return f"{plain_day(day)}（星期{WEEKDAYS[day.weekday()]}）"


def full_moment(moment: datetime) -> str:
    """2026年3月5日（星期四）14:00, in Shanghai time."""
    here = local(moment)
    return f"{full_day(here.date())}{here.hour}:{here.minute:02}"


def fulfilment(percent: int, note: str) -> str:
    """Write how far a matter is and what was given of it last: 完成60%：已疏通一半."""
    if not note:
        return f"完成{percent}%" if percent else "尚未登记"
    return f"完成{percent}%：{note}"


def responsible(owner: str, partners: Sequence[str]) -> str:
    """Write who answers for a matter, as a ledger does: 城建办等3家单位."""
    return f"{owner}等{len(partners) + 1}家单位" if partners else owner


def numeral(number: int) -> str:
    """Give 一 to 九十九; larger numbers stay in digits. Raise `ValueError` below 1."""
    if number < 1:
        raise ValueError("numbering starts at 1")
    tens, ones = divmod(number, 10)
    if tens > len(DIGITS) - 1:
        return str(number)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")
