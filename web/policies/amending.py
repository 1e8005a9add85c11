"""One line of a policy revised, or one more like it: its words, its figures and its ground."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

from flask import Blueprint, abort, request, url_for

from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, Done, Instead, answer
from web.frame.forms import Choice, Choices, Form, Real, Text
from web.policies.entries import MisreadError, read, typed
from web.policies.faults import faults_of, in_form
from web.policies.offering import offered
from web.policies.publishing import IN_FORCE, PREVIEW, may_publish, newest, publish
from web.policies.reading import NAMES, UNCONFIRMED, lines, name_of
from web.policies.words import FIELDS, FURTHER_FIELDS

CONFIRMED = "confirmed"
LONG = 40
CODE = "code"
DIGITS = "0123456789"
MORE, LESS = "new", "remove"
ASKED = "asked"
ALWAYS = {*FIELDS, CONFIRMED}
LABELS = {**FIELDS, **FURTHER_FIELDS, CONFIRMED: "是否确认"}
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
    if policy == "papers":  # its page tries a template before it is published
        abort(404)
    content = deepcopy(held.content)
    row, name = _row(content, place)
    more, less = MORE in request.args, LESS in request.args
    if less:
        _remove(content, place)
    elif more:
        row, place = _another(content, place)
    fields = {} if less else _fields(content, place, row)
    choices = {name: offered(policy, place, name, value) for name, value in fields.items()}
    choices = {name: each for name, each in choices.items() if each}
    flags = [name for name, value in fields.items() if isinstance(value, bool)]
    ticked = [n for n, value in fields.items() if n in choices and isinstance(value, list)]
    subject = "fact" if policy == "agenda" else "column"

    def check(values: dict[str, Any]) -> dict[str, list[str]]:
        faults = {}
        source = values.get("source", UNCONFIRMED)
        as_it_was = row.get(CONFIRMED) is True and source == row.get("source")
        if values.get(CONFIRMED) == "yes" and UNCONFIRMED in source and not as_it_was:
            faults["source"] = [NO_GROUND]
        try:
            book.deadlines.limit(values.get("limit", row.get("limit", "1工作日")))
        except ValueError:
            faults["limit"] = [NO_LIMIT]
        for name in set(values) & set(fields):
            try:
                values[name] = _as(name, fields[name], values[name], subject)
            except MisreadError as no:
                faults[name] = [str(no)]
        return faults

    def do(values: dict[str, Any]) -> Done | Instead:
        why = values.pop("why")
        sent = {n for n in fields if n in request.form}
        sent |= set(request.form.get(ASKED, "").split())
        given = {n: value for n, value in values.items() if n in sent}
        row.update((n, value) for n, value in given.items() if n in row or _says(value))
        source = given.get("source") or held.source
        said = publish(policy, content, source=source, reason=why)
        return Done(said, newest(policy)) if isinstance(said, str) else said

    number = book.number(policy)
    title = f"新增一条，与“{name}”同类" if more else f"删去：{name}" if less else f"修订：{name}"
    return answer(
        _form(fields, row, choices),
        do,
        title=title,
        button=PREVIEW,
        back=url_for("policies.show", policy=policy, number=number),
        words="只管今后，以前的案件仍按当时的版本。",
        initial={n: _shown(row.get(n), v, n in ticked) for n, v in fields.items()},
        choices=choices | {flag: ANSWERS if flag == CONFIRMED else YES_OR_NO for flag in flags},
        check=check,
        hidden={IN_FORCE: number, ASKED: " ".join(ticked)},
        template="policies/revise.html",
        refusals=lambda no: in_form(policy, place, fields, faults_of(no)),
    )


def _row(content: Any, place: str) -> tuple[dict[str, Any], str]:
    """Give what stands at a place such as `rule.3`, and its name; 404 when it has none."""
    for key in place.split(".") if place else ():
        if isinstance(content, list):
            content = {str(number): each for number, each in enumerate(content)}
        content = content.get(key) if isinstance(content, dict) else None
    name = name_of(content, place.rpartition(".")[2]) if isinstance(content, dict) else ""
    return (content, name) if name else abort(404)


def _table(content: Any, place: str) -> tuple[list[dict[str, Any]], int]:
    """Give the rows among which a place stands, and its number there; 404 for any other place."""
    *steps, last = place.split(".")
    table: Any = content
    for key in steps:
        table = table[int(key)] if isinstance(table, list) else table[key]
    return (table, int(last)) if isinstance(table, list) else abort(404)


def _remove(content: dict[str, Any], place: str) -> None:
    rows, number = _table(content, place)
    del rows[number]


def _another(content: dict[str, Any], place: str) -> tuple[dict[str, Any], str]:
    """Put one more beside a row, with a code of its own and its names to be given; and its place.

    What stands in rows under it is its own. A rule for whatever is left stays the last one.
    """
    rows, number = _table(content, place)
    like = rows[number]
    made = {key: value for key, value in like.items() if not _rows(value) and key != "closed"}
    made |= dict.fromkeys((name for name in NAMES if name in like), "")
    used = {str(code) for code in _codes(content)}
    made |= {key: _unused(str(like[key]), used) for key in (CODE, "id") if key in like}
    if CONFIRMED in made:
        made[CONFIRMED] = False
    at = number if "clock" in like and not like.get("when") else number + 1
    rows.insert(at, made)
    return made, ".".join([*place.split(".")[:-1], str(at)])


def _rows(value: Any) -> bool:
    """Whether a value has lines of its own."""
    return isinstance(value, list | dict) and next(lines(value), None) is not None


def _codes(held: Any) -> Iterator[Any]:
    if isinstance(held, dict):
        yield from (value for key, value in held.items() if key in (CODE, "id"))
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


def _fields(content: Any, place: str, row: dict[str, Any]) -> dict[str, Any]:
    """Give what a form revises of a row: its own fields, and empty ones of others like it."""
    last = place.rpartition(".")[2]
    others = _table(content, place)[0] if last.isdecimal() else ()
    held = {n: type(v)() for each in others for n, v in each.items() if not _rows(v)} | row
    given = {name: held[name] for name in LABELS if held.get(name) is not None}
    return {name: value for name, value in given.items() if not _rows(value)}


def _form(fields: dict[str, Any], row: dict[str, Any], choices: dict[str, Any]) -> Form:
    """Give a form with the fields of a row that people revise."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        label, needed = LABELS[name], name in row and name in ALWAYS
        if isinstance(value, bool):
            made[name] = Choice(label, look="radios", required=needed)
        elif isinstance(value, int | float):
            made[name] = Real(label, required=needed)
        elif isinstance(value, list | dict):
            made[name] = Choices(label) if name in choices else Text(label, longest=9000, area=True)
        elif name in choices:
            made[name] = Choice(label, required=needed and bool(value))
        else:
            needed = needed and (bool(value) or name in NAMES)
            made[name] = Text(label, longest=500, area=len(value) > LONG, required=needed)
    made["why"] = Text("修订原因", longest=200, required=True)
    kind: type[Form] = type("Amend", (Form,), made)
    return kind()


def _says(value: Any) -> bool:
    """Whether a field the row does not have was given something; a zero is something."""
    return bool(value) or (isinstance(value, int | float) and not isinstance(value, bool))


def _shown(held: Any, value: Any, ticked: bool) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return [str(each) for each in value] if ticked else typed(value)
    return held


def _as(name: str, old: Any, new: Any, subject: str) -> Any:
    """Give what was typed as what it was before; what is of no use is the policy's to refuse."""
    if isinstance(old, bool):
        return new == "yes"
    if isinstance(old, list | dict):
        if isinstance(new, str):
            return read(name, new, old, subject)
        ticked = [each for each in map(str, old) if each in new]
        ticked += [each for each in new if each not in ticked]
        return read(name, "\n".join(ticked), old, subject)
    return int(new) if isinstance(new, float) and isinstance(old, int) and new.is_integer() else new
