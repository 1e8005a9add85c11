"""Cells as values: marshmallow fields whose every complaint is a Chinese sentence."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, cast

from marshmallow import Schema, ValidationError, fields, validate

from web.sheets.synonyms import key
from web.text.cells import as_text
from web.text.clocks import DayAndClock, read_day_and_clock
from web.text.faults import MomentFault, sentence
from web.text.moments import DAY_ZERO, read_moment
from web.text.personal import Phone, read_phone

CHINESE: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": sentence("row.required"),
    "null": sentence("row.required"),
    "validator_failed": "取值无效。",
    "invalid": "请填写文字。",
    "invalid_utf8": "含有无法识别的文字。",
}
_KEPT = 15
_EXACT = 10**_KEPT
"""A spreadsheet keeps 15 digits of a number and turns the rest into zeros."""

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_SERIAL = re.compile(r"(?=.*[0-9A-Za-z])[\w〔〕\[\]().#/\-]{1,64}")
_DAYS = re.compile(r"(\d{1,3})(个?(工作日|自然日|日|天))?")


def as_serial(value: Any) -> str:
    """Give a number that names a thing as text: one width, no spaces."""
    return "".join(unicodedata.normalize("NFKC", as_text(value)).split())


def is_long(text: str) -> bool:
    """Tell whether a number, as text, has more digits than a spreadsheet keeps of one."""
    return len(text) > _KEPT and text.isascii() and text.isdigit()


def ends_in_zeros(text: str) -> bool:
    """Tell whether a long number has nothing but zeros where a spreadsheet would put them."""
    return is_long(text) and not text[_KEPT:].strip("0")


class RowSchema(Schema):
    """Reads the cells of one row by field; clock, calendar and codes, by label, are its sheet's.

    `rounded` are the fields whose columns a spreadsheet has rounded, `orders` says by field
    whether the day or the month comes first.
    """

    error_messages = {"unknown": "没有这一项。", "type": "应当是一行。"}  # noqa: RUF012  (marshmallow's way)

    def __init__(
        self,
        zone: tzinfo = UTC,
        choices: Mapping[str, Mapping[str, str]] | None = None,
        zero: datetime = DAY_ZERO,
        rounded: Collection[str] = (),
        orders: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.orders = orders or {}
        self.rounded = rounded
        self.zone = zone
        self.zero = zero
        self.choices = choices or {}

    def read(self, cells: dict[str, Any]) -> dict[str, Any]:
        """Give values by field; raises `ValidationError` with sentences by field."""
        values: dict[str, Any] = self.load(cells)
        return values


class Text(fields.String):
    """Any cell as the text it shows, at most `longest` characters."""

    default_error_messages = CHINESE

    def __init__(self, *, longest: int | None = None, **options: Any) -> None:
        if longest is not None:
            problem = sentence("row.too_long", limit=longest)
            options["validate"] = validate.Length(max=longest, error=problem)
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        return super()._deserialize(as_text(value), attr, data, **options)


class Serial(fields.Field[str]):
    """A number that names a thing, as text; refused where the spreadsheet has spoilt it.

    What does not fit the form of such numbers is refused with `problem`.
    """

    default_error_messages = CHINESE

    def __init__(
        self,
        *,
        fits: Callable[[str], Any] = _SERIAL.fullmatch,
        problem: str = "row.serial_shape",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._fits, self._problem = fits, problem

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        del data, options
        if isinstance(value, datetime):
            raise ValidationError(sentence("row.serial_date"))
        text = as_serial(value)
        number = isinstance(value, int | float)
        spoilt = attr in cast("RowSchema", self.root).rounded and ends_in_zeros(text)
        if (number and abs(value) >= _EXACT) or _SCIENTIFIC.fullmatch(text) or spoilt:
            raise ValidationError(sentence("row.serial_rounded", value=text))
        if not self._fits(text):
            raise ValidationError(sentence(self._problem, value=text))
        return text


class Moment(fields.Field[datetime]):
    """A moment, in UTC."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> datetime:
        del data, options
        try:
            sheet = cast("RowSchema", self.root)
            order = sheet.orders.get(attr or "", "")
            if isinstance(value, DayAndClock):
                return read_day_and_clock(value, sheet.zone, sheet.zero, order)
            return read_moment(value, sheet.zone, sheet.zero, order)
        except MomentFault as fault:
            raise ValidationError(str(fault)) from fault


class Option(fields.Field[str]):
    """One of the codes in force, written as its label or as the code; else `problem`."""

    default_error_messages = CHINESE

    def __init__(self, *, problem: str = "row.option", **options: Any) -> None:
        super().__init__(**options)
        self._problem = problem

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        del data, options
        text = as_text(value)
        choices = cast("RowSchema", self.root).choices.get(attr or "", {})
        if key(text) not in choices:
            raise ValidationError(sentence(self._problem, value=text))
        return choices[key(text)]


class Days(fields.Field[int]):
    """A number of days: 5, “5天”, “5个工作日”."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        del attr, data, options
        text = unicodedata.normalize("NFKC", as_text(value))
        if found := _DAYS.fullmatch(text):
            return int(found[1])
        raise ValidationError(sentence("row.days", value=text))


class Path(fields.Field[tuple[str, ...]]):
    """Levels of a category, top first."""

    default_error_messages = CHINESE

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **options: Any
    ) -> tuple[str, ...]:
        del attr, data, options
        return (value,) if isinstance(value, str) else tuple(value)


class PhoneNumber(fields.Field[Phone]):
    """A telephone number, read as far as it can be; never a reason to refuse a ticket."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Phone:
        del attr, data, options
        return read_phone(as_text(value))
