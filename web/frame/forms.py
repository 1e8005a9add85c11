"""Forms: marshmallow schemas with what a page needs to show them; one rule set for all input."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import marshmallow as ma
from flask import request
from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from governance.policy.book import PolicyBook
from web.sheets import MomentFault, read_moment
from web.text.cells import clean
from web.text.formats import LOCAL
from web.text.moments import YEARS

MOST = 10**9
CHINESE: dict[str, Any] = {
    "required": "此项必填。",
    "null": "此项不能为空。",
    "validator_failed": "取值无效。",
    "invalid": "请填写文字。",
    "invalid_utf8": "含有无法识别的字符。",
}
NUMBERS = CHINESE | {
    "invalid": "请填写整数。",
    "too_large": "数字过大。",
    "special": "请填写数字。",
}
CODE = validate.Length(max=200, error="所选项不在清单里，请从页面上选择。")
SENSIBLE = validate.Range(-MOST, MOST, error="数字过大。")


class Text(fields.String):
    """A text, trimmed and without control characters; `longest` characters at most."""

    default_error_messages = CHINESE

    def __init__(self, label: str, *, longest: int = 200, area: bool = False, **more: Any) -> None:
        rules = [validate.Length(max=longest, error=f"最多 {longest} 个字，请精简。")]
        if more.get("required"):
            rules.append(validate.Length(min=1, error="此项必填。"))
        look = _look(more, label=label, kind="textarea" if area else "text")
        super().__init__(validate=rules, metadata=look, **_optional(more))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return clean(str(super()._deserialize(value, attr, data, **kwargs)))


class Official(Text):
    """A text that is printed on official paper; the door refuses what identifies a resident."""

    def __init__(self, label: str, *, longest: int = 500, **more: Any) -> None:
        look = {"help": "会印在公文和台账上，请不要写居民的姓名、电话和住址。"}
        super().__init__(label, longest=longest, area=True, metadata=look, **more)


class Proofs(fields.Field[tuple[str, ...]]):
    """Photographs and PDF files that show something; `web.attachments.proofs` keeps them."""

    default_error_messages = CHINESE

    def __init__(self, label: str) -> None:
        look = {"label": label, "kind": "proofs", "help": "可以拍照，也可以选照片或 PDF 文件。"}
        super().__init__(metadata=look, load_default=())


class Choice(fields.String):
    """One code of an option list of the policy, or of choices given with the form."""

    default_error_messages = CHINESE

    def __init__(self, label: str, listing: str = "", *, look: str = "select", **more: Any) -> None:
        metadata = _look(more, label=label, kind=look, listing=listing)
        super().__init__(validate=CODE, metadata=metadata, **_optional(more))


class Choices(fields.List[str]):
    """Several codes of an option list, given on as a command wants them."""

    default_error_messages = CHINESE | {"invalid": "请至少选择一项。"}

    def __init__(self, label: str, listing: str = "", **more: Any) -> None:
        look = _look(more, label=label, kind="checks", listing=listing)
        more.setdefault("load_default", ())
        one = fields.String(validate=CODE, error_messages=CHINESE)
        super().__init__(one, metadata=look, **more)

    def _deserialize(self, *facts: Any, **more: Any) -> Any:
        return tuple(super()._deserialize(*facts, **more))


class Moment(fields.Field[datetime]):
    """A local date and time, given on as a UTC moment."""

    default_error_messages = CHINESE

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(metadata={"label": label, "kind": "moment"}, **_optional(more, None))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        try:
            return read_moment(value, LOCAL)
        except MomentFault as fault:
            raise ma.ValidationError(str(fault)) from fault


class Day(fields.Date):
    """A day."""

    default_error_messages = CHINESE | {
        "invalid": "日期应如 2026-11-21。",
        "invalid_awareness": "日期无法识别。",
        "format": "日期无法识别。",
    }

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(metadata={"label": label, "kind": "date"}, **_optional(more, None))

    def _deserialize(self, value: Any, *facts: Any, **more: Any) -> Any:
        day: date = super()._deserialize(value, *facts, **more)
        if day.year not in YEARS:
            raise self.make_error("invalid")
        return day


class Amount(fields.Integer):
    """A whole number."""

    default_error_messages = NUMBERS

    def __init__(self, label: str, *, unit: str = "", **more: Any) -> None:
        look = {"label": label, "kind": "number", "unit": unit}
        super().__init__(validate=SENSIBLE, metadata=look, **_optional(more, None))


class Real(fields.Float):
    """A number."""

    default_error_messages = NUMBERS | {"invalid": "请填写数字。"}

    def __init__(self, label: str, *, unit: str = "", **more: Any) -> None:
        look = {"label": label, "kind": "number", "unit": unit}
        super().__init__(validate=SENSIBLE, metadata=look, **_optional(more, None))


class Form(ma.Schema):
    """Base of all forms; unknown fields are left aside, for a page sends more than its form."""

    class Meta:
        """Ignore what the schema does not name."""

        unknown = ma.EXCLUDE

    def read(
        self, form: MultiDict[str, str] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give (values, faults): values ready for a command, faults as field → sentences."""
        form = request.form if form is None else form
        facts: dict[str, Any] = {}
        for name, field in self.fields.items():
            if isinstance(field, fields.List):
                facts[name] = form.getlist(name)
            elif (value := form.get(name, "").strip()) or field.required:
                facts[name] = value
        for name in [name for name, value in facts.items() if value == ""]:
            if self.fields[name].required:
                facts.pop(name)
        try:
            loaded: dict[str, Any] = dict(self.load(facts))
        except ma.ValidationError as error:
            return {}, {
                str(name): _flat(words) for name, words in dict(error.messages_dict).items()
            }
        return loaded, {}

    def labels(self) -> dict[str, str]:
        """Give the label of each field."""
        return {name: field.metadata["label"] for name, field in self.fields.items()}

    def bound(
        self,
        book: PolicyBook,
        values: Mapping[str, Any],
        errors: Mapping[str, Any],
        choices: Mapping[str, list[tuple[str, str]]] | None = None,
        kind: str = "",
    ) -> list[dict[str, Any]]:
        """Give what the page shows: one dict a field, in order, for macros/fields.html."""
        rows = []
        for name, field in self.fields.items():
            listing = field.metadata.get("listing", "")
            options = (choices or {}).get(name)
            if options is None and listing:
                held = book.options.choices(listing, kind)
                options = [(option.code, option.label) for option in held]
            rows.append(
                {
                    **field.metadata,
                    "name": name,
                    "required": field.required,
                    "value": values.get(name, field.metadata.get("initial", "")),
                    "errors": errors.get(name, []),
                    "options": options or [],
                    "help": field.metadata.get("help", ""),
                }
            )
        return rows


def _look(more: dict[str, Any], **look: str) -> dict[str, Any]:
    """Give how a field is shown; the form may say it otherwise by its `metadata`."""
    own: dict[str, Any] = more.pop("metadata", {})
    return look | own


def _optional(more: dict[str, Any], default: Any = "") -> dict[str, Any]:
    if not more.get("required"):
        more.setdefault("load_default", default)
    return more


def _flat(messages: Any) -> list[str]:
    if isinstance(messages, dict):
        return [text for each in messages.values() for text in _flat(each)]
    return list(messages) if isinstance(messages, list) else [str(messages)]


def local_text(moment: datetime | None) -> str:
    """Give a moment as a datetime-local field wants it."""
    return f"{moment.astimezone(LOCAL):%Y-%m-%dT%H:%M}" if moment else ""


def day_text(day: date | None) -> str:
    """Give a day as a date field wants it."""
    return day.isoformat() if day else ""
