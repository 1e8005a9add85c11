from datetime import date
from typing import Any
from uuid import UUID

import pytest

from governance.disclosures import commands
from governance.disclosures import events as fact
from governance.disclosures.stream import STREAM, disclosure_id, export_id
from governance.kernel.command import Command
from tests.builders import ask, happened
from tests.given import refusal, when

CASE = UUID(int=3)
LOOK: dict[str, Any] = {
    "subject": CASE,
    "fields": ("phone",),
    "page": "tickets",
    "grid": "g1",
    "unit": "城管",
}
TAKEN: dict[str, Any] = {
    "what": "tickets",
    "filter": "grid=g1",
    "rows": 12,
    "position": 7,
    "digest": "ab",
}


def reveal(**changes: Any) -> Command:
    told_so = LOOK | {"purpose": "contact"} | changes
    return ask(commands.Reveal, disclosure_id(CASE), **told_so)


def export(purpose: str, **changes: Any) -> Command:
    day = export_id("wang", date(2026, 3, 5))
    return ask(commands.TakeExport, day, **TAKEN | {"purpose": purpose} | changes)


REVEALED = fact.PersonalDataRevealed(**LOOK, purpose="contact")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), reveal(), [REVEALED]),
        ((happened(REVEALED),), reveal(), [REVEALED]),
        (
            (),
            reveal(purpose="核对来电号码"),
            [fact.PersonalDataRevealed(**LOOK, purpose="核对来电号码")],
        ),
        ((), export(""), [fact.ExportTaken(**TAKEN)]),
        ((), export("月研判附表"), [fact.ExportTaken(**TAKEN, purpose="月研判附表")]),
        (
            (happened(fact.ExportTaken(**TAKEN, purpose="月研判附表")),),
            export("月研判附表"),
            [fact.ExportTaken(**TAKEN, purpose="月研判附表")],
        ),
        (
            (),
            export("纪检调阅", fields=("phone",)),
            [fact.ExportTaken(**TAKEN, purpose="纪检调阅", fields=("phone",))],
        ),
    ],
    ids=[
        "reveal",
        "every look is a fact of its own",
        "reveal for a purpose in words",
        "export, masked",
        "export for a purpose",
        "every export is a fact of its own",
        "export with names",
    ],
)
def test_decisions(past, command, facts):
    assert when(STREAM, past, command) == facts


def finish(taken: int) -> Command:
    day = export_id("wang", date(2026, 3, 5))
    return ask(commands.FinishExport, day, taken=taken, rows=12, digest="ab")


def test_an_export_is_finished_once_it_was_taken():
    past = (happened(fact.ExportTaken(**TAKEN)),)
    assert when(STREAM, past, finish(1)) == [fact.ExportFinished(taken=1, rows=12, digest="ab")]


@pytest.mark.parametrize(
    ("past", "taken"), [((), 1), ((REVEALED,), 1), ((fact.ExportTaken(**TAKEN),), 2)]
)
def test_an_export_nobody_took_is_not_finished(past, taken):
    """Its event would have no row, and no read model could ever go past it."""
    code = refusal(STREAM, tuple(map(happened, past)), finish(taken))
    assert code == "disclosures.no_such_export"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (reveal(purpose=""), "disclosures.purpose_missing"),
        (reveal(purpose="看看 "), "disclosures.purpose_missing"),
        (reveal(fields=()), "disclosures.nothing_to_reveal"),
        (export("要用", fields=("phone",)), "disclosures.purpose_missing"),
    ],
)
def test_refusals(command, code):
    assert refusal(STREAM, (), command) == code


def test_streams_are_apart():
    assert disclosure_id(CASE) != disclosure_id(UUID(int=4))
    assert export_id("wang", date(2026, 3, 5)) != export_id("wang", date(2026, 3, 6))
