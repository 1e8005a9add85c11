"""Cells as values: marshmallow fields whose every complaint is a Chinese sentence."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, Protocol, cast

from marshmallow import ValidationError, fields, validate

from web.sheets.faults import MomentFault, sentence
from web.sheets.synonyms import key
from web.text.cells import as_text
from web.text.moments import read_moment
from web.text.personal import Phone, read_phone

CHINESE: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": sentence("row.required"),
    "null": sentence("row.required"),
    "validator_failed": "取值无效。",
    "invalid": "请填写文字。",
    "invalid_utf8": "含有无法识别的文字。",
}
_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number and turns the rest into zeros."""

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_SERIAL = re.compile(r"(?=.*[0-9A-Za-z])[\w〔〕\[\]().#/\-]{1,64}")
_DAYS = re.compile(r"(\d{1,3})(个?(工作日|自然日|日|天))?")


class Reading(Protocol):
    """What the fields need to know of the sheet they read: its clock, and codes by label."""

    zone: tzinfo
    choices: Mapping[str, Mapping[str, str]]


class Text(fields.String):
    """Any cell as the text it shows, at most ``longest`` characters."""

    default_error_messages = CHINESE

    def __init__(self, *, longest: int | None = None, **options: Any) -> None:
        if longest is not None:
            problem = sentence("row.too_long", limit=longest)
            options["validate"] = validate.Length(max=longest, error=problem)
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        return super()._deserialize(as_text(value), attr, data, **options)


class Serial(fields.Field[str]):
    """A ticket's number as text; refused where the spreadsheet has spoilt it."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        del attr, data, options
        if isinstance(value, datetime):
            raise ValidationError(sentence("row.serial_date"))
        shown = "".join(unicodedata.normalize("NFKC", as_text(value)).split())
        number = isinstance(value, int | float)
        if (number and abs(value) >= _EXACT) or _SCIENTIFIC.fullmatch(shown):
            raise ValidationError(sentence("row.serial_rounded", value=shown))
        if not _SERIAL.fullmatch(shown):
            raise ValidationError(sentence("row.serial_shape", value=shown))
        return shown


class Moment(fields.Field[datetime]):
    """A moment, in UTC."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> datetime:
        del attr, data, options
        try:
            return read_moment(value, cast("Reading", self.root).zone)
        except MomentFault as fault:
            raise ValidationError(str(fault)) from fault


class Option(fields.Field[str]):
    """One of the codes the policy knows, written as its label or as the code."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        del data, options
        shown = as_text(value)
        choices = cast("Reading", self.root).choices.get(attr or "", {})
        if key(shown) not in choices:
            raise ValidationError(sentence("row.option", value=shown))
        return choices[key(shown)]


class Days(fields.Field[int]):
    """A number of days: 5, “5天”, “5个工作日”."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        del attr, data, options
        shown = unicodedata.normalize("NFKC", as_text(value))
        if found := _DAYS.fullmatch(shown):
            return int(found[1])
        raise ValidationError(sentence("row.days", value=shown))


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
