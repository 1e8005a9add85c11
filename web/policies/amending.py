"""One line of a policy revised, or one more like it: its words, its figures and its ground."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

from flask import Blueprint, abort, request, url_for

from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, Done, Instead, answer
from web.frame.forms import Choice, Form, Real, Text
from web.policies.faults import faults_of, in_form
from web.policies.publishing import IN_FORCE, PREVIEW, may_publish, newest, publish
from web.policies.reading import NAMES, UNCONFIRMED, name_of
from web.policies.words import FIELDS

CONFIRMED = "confirmed"
LONG = 40
CODE = "code"
DIGITS = "0123456789"
MORE = "new"
WORDED = {*FIELDS, CONFIRMED}
YES_OR_NO = [("yes", "是"), ("no", "否")]
ANSWERS = [("yes", "已确认"), ("no", UNCONFIRMED)]
NO_LIMIT = "这不是期限，请写成“5工作日”“4工作时”的样子。"
NO_GROUND = "已确认的内容要写明依据，例如文件名称和文号，不能再写“待确认”。"


def register(bp: Blueprint) -> None:
    """Add the page to the blueprint of policies."""
    bp.add_url_rule("/policies/<policy>/line", "amend", amend, methods=["GET", "POST"])


@page("policies")
def amend(policy: str) -> Answer:
    """Publish the edition in force anew with one line revised, or with another one like it."""
    if not may_publish():
        abort(403)
    book, place = current.book(), request.args.get("at", "")
    held = book.editions.get(policy) or abort(404)
    content = deepcopy(held.content)
    row, name = _row(content, place)
    more = MORE in request.args
    if more:
        row = _another(content, place)

    def check(values: dict[str, Any]) -> dict[str, list[str]]:
        faults = {}
        if values.get(CONFIRMED) == "yes" and UNCONFIRMED in values.get("source", UNCONFIRMED):
            faults["source"] = [NO_GROUND]
        try:
            book.deadlines.limit(values.get("limit", row.get("limit", "1工作日")))
        except ValueError:
            faults["limit"] = [NO_LIMIT]
        return faults

    def do(values: dict[str, Any]) -> Done | Instead:
        why = values.pop("why")
        for flag in flags:
            values[flag] = values[flag] == "yes"
        row.update((name, _as(row[name], value)) for name, value in values.items())
        said = publish(policy, content, source=values.get("source", held.source), reason=why)
        return Done(said, newest(policy)) if isinstance(said, str) else said

    flags = [name for name, value in row.items() if isinstance(value, bool) and name in WORDED]
    number = book.number(policy)
    return answer(
        _form(row),
        do,
        title=f"新增一条，与“{name}”同类" if more else f"修订：{name}",
        button=PREVIEW,
        back=url_for("policies.show", policy=policy, number=number),
        words="只管今后，以前的案件仍按当时的版本。",
        initial=row | {flag: "yes" if row[flag] else "no" for flag in flags},
        choices={flag: ANSWERS if flag == CONFIRMED else YES_OR_NO for flag in flags},
        check=check,
        hidden={IN_FORCE: number},
        template="policies/revise.html",
        refusals=lambda no: in_form(policy, place, FIELDS, faults_of(no)),
    )


def _row(content: Any, place: str) -> tuple[dict[str, Any], str]:
    """Give what stands at a place such as `rule.3`, and its name; 404 when it has none."""
    for key in place.split("."):
        if isinstance(content, list):
            content = {str(number): each for number, each in enumerate(content)}
        content = content.get(key) if isinstance(content, dict) else None
    name = name_of(content, place.rpartition(".")[2]) if isinstance(content, dict) else ""
    return (content, name) if name else abort(404)


def _another(content: dict[str, Any], place: str) -> dict[str, Any]:
    """Put one more after a row that has a code, with a code of its own and its names to be given.

    What stands in rows under it is its own; 404 for what no row with a code is.
    """
    table: Any = content
    *steps, last = place.split(".")
    for key in steps:
        table = table[int(key)] if isinstance(table, list) else table[key]
    like = table[int(last)] if isinstance(table, list) else {}
    if CODE not in like:
        abort(404)
    made = {key: value for key, value in like.items() if not _rows(value) and key != "closed"}
    made |= dict.fromkeys((name for name in NAMES if name in like), "")
    made[CODE] = _unused(str(like[CODE]), {str(code) for code in _codes(content)})
    if CONFIRMED in made:
        made[CONFIRMED] = False
    table.insert(int(last) + 1, made)
    return made


def _rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


def _codes(held: Any) -> Iterator[Any]:
    if isinstance(held, dict):
        yield from (value for key, value in held.items() if key == CODE)
    parts = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
    for part in parts:
        yield from _codes(part)


def _unused(like: str, used: set[str]) -> str:
    """Give the next code after one that nothing has."""
    letters = like.rstrip(DIGITS)
    digits = like.removeprefix(letters)
    for number in count(int(digits or 1) + 1):
        code = f"{letters}{number:0{len(digits)}}" if digits else f"{letters}{number}"
        if code not in used:
            return code
    raise AssertionError  # pragma: no cover  (numbers do not end)


def _form(row: dict[str, Any]) -> Form:
    """Give a form with the fields of a row that people revise."""
    fields: dict[str, Any] = {}
    for name, label in FIELDS.items():
        if isinstance(value := row.get(name), bool):
            fields[name] = Choice(label, look="radios", required=True)
        elif isinstance(value, str):
            fields[name] = Text(label, longest=500, area=len(value) > LONG, required=True)
        elif isinstance(value, int | float):
            fields[name] = Real(label, required=True)
    if CONFIRMED in row:
        fields[CONFIRMED] = Choice("是否确认", look="radios", required=True)
    fields["why"] = Text("修订原因", longest=200, required=True)
    kind: type[Form] = type("Amend", (Form,), fields)
    return kind()


def _as(old: Any, new: Any) -> Any:
    """Give a figure as whole as it was; one that is not whole is the policy's to refuse."""
    return int(new) if isinstance(new, float) and isinstance(old, int) and new.is_integer() else new
