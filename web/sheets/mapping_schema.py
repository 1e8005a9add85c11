"""The form of a mapping file, checked before anything is read with it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from web.sheets.fields import CHINESE, Text
from web.sheets.transforms import DATE_TIME, WAYS, Transform
from web.text.faults import sentence

if TYPE_CHECKING:
    from web.sheets.kind import Kind

_LONGEST_SOURCE = 60
_JOINABLE = 2


def _is_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(sentence("mapping.timezone", zone=name)) from error


class _FieldName(Text):
    """The name of a field that the kind of sheet has."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        name = super()._deserialize(value, attr, data, **options)
        if name not in cast("MappingSchema", self.root).sheets.fields:
            raise ValidationError(sentence("mapping.unknown_field", field=name))
        return name


class _KindCode(Text):
    """The code of the kind of sheet the mapping is for."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        code = super()._deserialize(value, attr, data, **options)
        sheets = cast("MappingSchema", self.root).sheets
        if code != sheets.code:
            raise ValidationError(sentence("mapping.kind", kind=sheets.code, label=sheets.label))
        return code


class _Table(fields.Dict):
    """A table of a TOML file."""

    default_error_messages = CHINESE | {"invalid": "应当是一张对照表。"}


class _Columns(fields.Field[tuple[str, ...]]):
    """One column name, or a list of them."""

    default_error_messages = CHINESE | {"invalid": "应当是列名，或列名的清单。"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **options: Any
    ) -> tuple[str, ...]:
        del attr, data, options
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not names:
            raise self.make_error("invalid")
        if not all(isinstance(name, str) and name.strip() for name in names):
            raise self.make_error("invalid")
        return tuple(name.strip() for name in names)


class _Way(fields.Field[Transform]):
    """A transform by name, or by name and mark: `{ name = "split", by = "->" }`."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Transform:
        del attr, data, options
        parts = {"name": value} if isinstance(value, str) else value
        fits = isinstance(parts, dict) and parts.keys() <= {"name", "by"}
        if not fits or parts.get("name") not in WAYS or not isinstance(parts.get("by", ""), str):
            given = parts.get("name", "") if isinstance(parts, dict) else parts
            raise ValidationError(sentence("mapping.transform", name=str(given)))
        return Transform(**parts)


class MappingSchema(Schema):
    """Shapes and words of a mapping; whether it fits a sheet is asked later."""

    error_messages = {"unknown": "没有这一项，请检查拼写。", "type": "应当是一张对照表。"}  # noqa: RUF012  (marshmallow's way)

    kind = _KindCode()
    source = Text(
        required=True, validate=validate.Length(1, _LONGEST_SOURCE, error="请写 1 到 {max} 个字。")
    )
    timezone = Text(validate=_is_zone)
    serial_prefix = Text(longest=16)
    columns = _Table(keys=_FieldName(), values=_Columns(), required=True)
    constants = _Table(keys=_FieldName(), values=Text())
    values = _Table(keys=_FieldName(), values=_Table(keys=Text(), values=Text()))
    transforms = _Table(keys=_FieldName(), values=_Way())
    orders = _Table(
        keys=_FieldName(),
        values=Text(validate=validate.OneOf(("day", "month"), error="只能是 day 或 month。")),
    )
    empties = _Table(
        keys=_FieldName(),
        values=Text(validate=validate.OneOf(("keep", "clear"), error="只能是 keep 或 clear。")),
    )

    def __init__(self, sheets: "Kind") -> None:
        super().__init__()
        self.sheets = sheets

    @validates_schema
    def _join_has_what_to_join(self, data: dict[str, Any], **_: Any) -> None:
        for name, way in data.get("transforms", {}).items():
            if way.name == "join" and len(data["columns"].get(name, ())) < _JOINABLE:
                problem = sentence("mapping.join_one", label=self.sheets.fields[name].label)
                raise ValidationError(problem, "transforms")
            two = len(data["columns"].get(name, ())) == _JOINABLE and name in self.sheets.moments
            if way.name == DATE_TIME and not two:
                problem = sentence("mapping.two_columns", label=self.sheets.fields[name].label)
                raise ValidationError(problem, "transforms")


def problems(error: ValidationError, called: Callable[[str], str] = str) -> tuple[str, ...]:
    """Give one sentence a mistake, each beginning with where it stands, as people call it."""
    return tuple(
        f"“{called(path)}”：{text}" if path else text for path, text in _flat(error.messages)
    )


def _flat(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(messages, dict):
        yield from ((path, text) for text in messages)
        return
    for name, below in messages.items():
        part = "" if name in ("key", "value", "_schema") else str(name)
        yield from _flat(below, ".".join(filter(None, (path, part))))
