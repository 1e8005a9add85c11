"""工作日历: read day by day, and a day set by the sub-district itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from flask import Blueprint, abort, url_for

from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, Instead, answer
from web.frame.forms import Choice, Day, Form, Text
from web.policies.faults import faults_of, in_form
from web.policies.publishing import IN_FORCE, PREVIEW, may_publish, publish
from web.policies.reading import Line
from web.text.formats import full_day

WEEK = "一二三四五六日"
PAST = "这一天已经过去，过去的期限已按当时的日历算定；请选今天或以后的日子。"
WORKS = [("yes", "上班"), ("no", "放假")]


class SetDay(Form):
    """One day that the sub-district sets itself."""

    day = Day("日期", required=True)
    works = Choice("这一天", look="radios", required=True)
    name = Text("事由", longest=40, required=True, metadata={"help": "例如：防汛值守。"})
    source = Text("依据", longest=200, required=True, metadata={"help": "例如：文件名称和文号。"})


def register(bp: Blueprint) -> None:
    """Add the page to the blueprint of policies."""
    bp.add_url_rule("/policies/calendar/day", "set_day", set_day, methods=["GET", "POST"])


@page("policies")
def set_day() -> Answer:
    """Publish the calendar anew with one day more."""
    if not may_publish():
        abort(403)
    calendar = current.book().calendar
    today = calendar.local(current.now()).date()

    def check(values: dict[str, Any]) -> dict[str, list[str]]:
        return {"day": [PAST]} if values["day"] < today else {}

    def do(values: dict[str, Any]) -> str | Instead:
        content: dict[str, Any] = msgspec.to_builtins(calendar.content)
        day = values["day"].isoformat()
        kept = [row for row in content["overrides"] if row["day"] != day]
        rule = {
            "working": values["works"] == "yes",
            "name": values["name"],
            "source": values["source"],
        }
        return publish(
            "calendar",
            content | {"overrides": [*kept, {"day": day, **rule}]},
            source=values["source"],
            reason=f"{full_day(values['day'])}{dict(WORKS)[values['works']]}：{values['name']}",
        )

    return answer(
        SetDay(),
        do,
        title="设定某一天上班或放假",
        button=PREVIEW,
        back=url_for("policies.index"),
        words="只影响今后算出的期限，已经告知的期限不变。同一天再设一次，以后一次为准。",
        choices={"works": WORKS},
        check=check,
        hidden={IN_FORCE: current.book().number("calendar")},
        template="policies/revise.html",
        refusals=lambda no: in_form("calendar", "", (), faults_of(no)),
    )


def lines(content: dict[str, Any], since: date) -> Iterator[Line]:
    """Give the hours, the week, and the days from `since` on that differ from their week."""
    hours = "、".join(f"{opens}至{closes}" for opens, closes in content["business"]["periods"])
    hours_of = content["business"]
    yield Line("工作时段", hours, hours_of["source"], hours_of["confirmed"], "business")
    rest = "、".join(f"周{WEEK[day]}" for day in content["weekend"])
    yield Line("每周休息", rest, content["source"], confirmed=True, place="")
    through = date.fromisoformat(content["confirmed_through"])
    yield Line("放假安排公布到", full_day(through), content["source"], confirmed=True, place="")
    for day, sentence, source, place in sorted(_days(content)):
        if day >= since:
            sure = day <= through or source != content["source"]
            yield Line(full_day(day), sentence, source, sure, place, listed=True)


def _days(content: dict[str, Any]) -> Iterator[tuple[date, str, str, str]]:
    ours = {row["day"] for row in content["overrides"]}
    for kind, word in (("holidays", "放假"), ("makeup", "上班")):
        for number, row in enumerate(content[kind]):
            if row["day"] not in ours:
                sentence = f"{word}：{row['name']}"
                place = f"{kind}.{number}"
                yield date.fromisoformat(row["day"]), sentence, content["source"], place
    for number, row in enumerate(content["overrides"]):
        word = "上班" if row["working"] else "放假"
        sentence = f"{word}：{row['name']}（本街道设定）"
        yield date.fromisoformat(row["day"]), sentence, row["source"], f"overrides.{number}"
