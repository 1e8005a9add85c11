"""One line of a policy revised: its words, its figures, its ground, and that it is confirmed."""

from copy import deepcopy
from typing import Any

from flask import Blueprint, abort, request, url_for

from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, Instead, answer
from web.frame.forms import Choice, Form, Real, Text
from web.policies.faults import faults_of, in_form
from web.policies.publishing import IN_FORCE, PREVIEW, may_publish, publish
from web.policies.reading import UNCONFIRMED, name_of
from web.policies.words import FIELDS

CONFIRMED = "confirmed"
LONG = 40
ANSWERS = [("yes", "已确认"), ("no", UNCONFIRMED)]
NO_LIMIT = "这不是期限，请写成“5工作日”“4工作时”的样子。"
NO_GROUND = "已确认的内容要写明依据，例如文件名称和文号，不能再写“待确认”。"


def register(bp: Blueprint) -> None:
    """Add the page to the blueprint of policies."""
    bp.add_url_rule("/policies/<policy>/line", "amend", amend, methods=["GET", "POST"])


@page("policies")
def amend(policy: str) -> Answer:
    """Publish the edition in force anew with one line revised."""
    if not may_publish():
        abort(403)
    book, place = current.book(), request.args.get("at", "")
    held = book.editions.get(policy) or abort(404)
    content = deepcopy(held.content)
    row = _row(content, place)

    def check(values: dict[str, Any]) -> dict[str, list[str]]:
        faults = {}
        if values.get(CONFIRMED) == "yes" and UNCONFIRMED in values.get("source", UNCONFIRMED):
            faults["source"] = [NO_GROUND]
        try:
            book.deadlines.limit(values.get("limit", row.get("limit", "1工作日")))
        except ValueError:
            faults["limit"] = [NO_LIMIT]
        return faults

    def do(values: dict[str, Any]) -> str | Instead:
        why = values.pop("why")
        if CONFIRMED in values:
            values[CONFIRMED] = values[CONFIRMED] == "yes"
        row.update((name, _as(row[name], value)) for name, value in values.items())
        return publish(policy, content, source=values.get("source", held.source), reason=why)

    number = book.number(policy)
    return answer(
        _form(row),
        do,
        title=f"修订：{name_of(row)}",
        button=PREVIEW,
        back=url_for("policies.show", policy=policy, number=number),
        words="只管今后，以前的案件仍按当时的版本。",
        initial=row | {CONFIRMED: "yes" if row.get(CONFIRMED) else "no"},
        choices={CONFIRMED: ANSWERS},
        check=check,
        hidden={IN_FORCE: number},
        template="policies/revise.html",
        refusals=lambda no: in_form(policy, place, FIELDS, faults_of(no)),
    )


def _row(content: Any, place: str) -> dict[str, Any]:
    """Give what stands at a place such as `rule.3`; 404 when nothing with a name does."""
    for key in place.split("."):
        if isinstance(content, list):
            content = {str(number): each for number, each in enumerate(content)}
        content = content.get(key) if isinstance(content, dict) else None
    return content if isinstance(content, dict) and name_of(content) else abort(404)


def _form(row: dict[str, Any]) -> Form:
    """Give a form with the fields of a row that people revise."""
    fields: dict[str, Any] = {}
    for name, label in FIELDS.items():
        if isinstance(value := row.get(name), str):
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
