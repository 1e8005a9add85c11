"""What one more costs, counted where it is done: in a copy of the project, whose own tests pass.

A concept (the rooms of `tests/contracts/lending`, moved to the three floors), an act on a case and
a kind of policy come in one after the other; each time what is new is counted, and what was edited.
"""

import re
from pathlib import Path

import pytest

from tests.contracts import lending
from tests.contracts.copied import Copy

EXAMPLE = Path(lending.__file__).parent
ROOMS = ("governance", "projections", "web")
LISTS = {
    "governance/streams.py": {
        "from governance.meetings.": "from governance.lending.stream import STREAM as LENDING\n",
        "    MEETINGS,\n": "    LENDING,\n",
    },
    "projections/boards.py": {
        "from projections.meetings.": "from projections.lending.board import LendingBoard\n",
        "    TicketBoard,\n": "    LendingBoard,\n",
    },
    "web/features.py": {
        "from web.meetings ": "from web.lending import FEATURE as LENDING\n",
        "    PLACES,\n": "    LENDING,\n",
    },
}
ROLES = "governance/policy/roles.toml"
MAY = {"grid_worker": '"lending.*"', "grid_leader": "", "auditor": ""}
DOCS = {
    "docs/glossary.md": {"### 个人信息": "glossary.md"},
    "docs/guides/counting.md": {
        "## 可以上会的事项": "counting.md",
        "| `figure` |": "candidates.md",
    },
}
SHAPES = "tests/unit/governance/{}/shapes.json"  # written by a command


def before(copy, name, edits):
    """Put texts before others of a file."""
    copy.edit(name, *((old, more + old) for old, more in edits.items()))


def a_concept(copy):
    for room in ROOMS:
        for file in sorted((EXAMPLE / room).rglob("*.py")):
            text = file.read_text("utf-8")
            for floor in ROOMS:
                text = text.replace(f"tests.contracts.lending.{floor}", f"{floor}.lending")
            copy.write(f"{room}/lending/{file.relative_to(EXAMPLE / room)}", text)
    for name, edits in LISTS.items():
        before(copy, name, edits)
    for name, files in DOCS.items():
        docs = EXAMPLE / "docs"
        before(copy, name, {old: (docs / file).read_text("utf-8") for old, file in files.items()})
    text = (copy.folder / ROLES).read_text("utf-8")
    for code, may in MAY.items():
        (role,) = re.findall(rf'code = "{code}"\n(?:\w.*\n)*', text)
        pages = role.replace("pages = [", 'pages = ["lending", ')
        copy.edit(ROLES, (role, pages.replace("may = [", f"may = [{may}, ") if may else pages))
    copy.run("tests.contracts.shapes")


def an_act(copy):
    for name, edits in ACT.items():
        before(copy, name, edits)
    before(copy, "docs/glossary.md", PRAISED)
    copy.run("tests.contracts.shapes")


def a_policy(copy):
    for name, text in POLICY.items():
        copy.write(name, text)


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """The project with all of it, and by what came in the files that are new and those edited."""
    copy, took = Copy(tmp_path_factory.mktemp("grown") / "project"), {}
    for come_in in (a_concept, an_act, a_policy):
        come_in(copy)
        took[come_in] = copy.taken()
    copy.write("tests/functional/test_praise.py", PRAISING)
    copy.write("tests/functional/command_line/test_arriving.py", ARRIVING)
    return copy, took


def test_a_concept_costs_ten_files_and_four_edits(grown):
    new, edited = grown[1][a_concept]
    own = new - {SHAPES.format("lending")}
    assert {name.split("/")[0] for name in own} == set(ROOMS)
    assert all(name.split("/")[1] == "lending" for name in own)
    assert len(own) <= 10
    assert edited - set(DOCS) == {*LISTS, ROLES}
    assert len({*LISTS, ROLES}) <= 4


def test_an_act_on_a_case_costs_five_files(grown):
    new, edited = grown[1][an_act]
    assert not new
    assert edited - {SHAPES.format("hotline"), "docs/glossary.md"} == set(ACT)
    assert len(ACT) <= 5


def test_a_kind_of_policy_costs_two_files(grown):
    new, edited = grown[1][a_policy]
    assert not edited
    assert new == set(POLICY)
    assert len(POLICY) <= 2


def test_all_of_it_is_there_and_holds_what_is_promised(grown):
    copy, _ = grown
    failed = copy.test(*CONTRACTS, *HISTORIES, *OWN)
    assert not failed, failed


def test_an_edit_that_is_left_out_is_found_out(grown):
    copy, _ = grown
    roles = copy.folder / ROLES
    roles.write_text(roles.read_text("utf-8").replace('pages = ["lending", ', "pages = ["), "utf-8")
    assert "test_every_declared_page_is_somebodys" in copy.test("tests/contracts/test_pages.py")


CONTRACTS = (
    *(
        f"tests/contracts/test_{name}.py"
        for name in (
            "words",
            "field_words",
            "pages",
            "policy_needs",
            "policy_sources",
            "stored_shapes",
            "modules",
        )
    ),
    "tests/unit/projections/previews/test_entries.py",
)
EVERY = "test_every_history_holds_and_every_command_is_accepted_in_some"
FOLD = "test_rows_are_the_fold_of_the_log_however_it_is_read"
HISTORIES = (
    f"tests/unit/governance/test_histories.py::{EVERY}[lending]",
    f"tests/unit/governance/test_histories.py::{EVERY}[hotline]",
    f"tests/unit/projections/test_folded_histories.py::{FOLD}[lending]",
)
OWN = (
    "tests/functional/test_praise.py",
    "tests/functional/command_line/test_arriving.py",
)
PRAISED = {
    "| 先行联系 | `hotline.CallerContacted`": (
        "| 来电表扬 | `hotline.CallerPraised` | the caller thanks who handled it |\n"
    )
}
ACT = {
    "governance/hotline/commands.py": {
        "class ContactCaller(": (
            "class RecordPraise(HotlineCommand, frozen=True, kw_only=True):\n"
            '    """登记表扬."""\n\n    note: str\n\n\n'
        ),
    },
    "governance/hotline/events.py": {
        '@event("hotline.TicketClosed")': (
            '@event("hotline.CallerPraised")\n'
            "class CallerPraised(Event, frozen=True, kw_only=True):\n"
            '    """来电表扬: the caller thanks who handled the ticket."""\n\n'
            "    note: Sealed\n\n\n"
        ),
    },
    "governance/hotline/stream.py": {
        "STREAM = Stream(": (
            "def _praise(_: State, command: ask.RecordPraise, __: Context) -> list[Event]:\n"
            "    return [fact.CallerPraised(note=personal(command.note))]\n\n\n"
        ),
        "        *acts(TICKET),": "        Act(ask.RecordPraise, _praise, _handled),\n",
    },
    "web/hotline/acts.py": {
        "def _ways(": (
            "class Praise(Form):\n"
            '    """登记表扬."""\n\n'
            '    note = Text("表扬内容", longest=200, required=True)\n\n\n'
        ),
        "from web.frame.forms import local_text": "from web.frame.forms import Form, Text\n",
        "    *shared(TICKET),": (
            '    Act(name="praise", label="登记表扬", done="表扬已登记", '
            "command=ask.RecordPraise, form=Praise),\n"
        ),
    },
    "web/hotline/words.py": {
        '    fact.TicketClosed: "': '    fact.CallerPraised: "来电人表扬",\n',
    },
}
PRAISING = """
from uuid import uuid4

from governance.hotline import commands as ask
from governance.hotline.stream import ticket_id
from tests.deployment import tell
from tests.functional.test_figures import REPORT

KEY = ticket_id("12345", "A1")


def test_a_caller_praises(office, client_of, clock):
    values = {"source": "12345", "received_at": clock.now, "kind": "complaint", "title": "路灯"}
    tell(office, ask.ReceiveTicket, KEY, serial="A1", grid="g1", **values)
    tell(office, ask.ContactCaller, KEY, contacted_at=clock.now, note="约了时间")
    tell(office, ask.DispatchTicket, KEY, unit="城建办")
    desk = client_of("hotline_desk")
    assert f"/cases/{KEY}/praise" not in desk.get(f"/cases/{KEY}").text
    tell(office, ask.HandleTicket, KEY, **REPORT)
    assert "登记表扬" in desk.get(f"/cases/{KEY}").text
    sent = {"command_id": str(uuid4()), "note": "师傅很耐心"}
    for _ in range(2):
        assert desk.post(f"/cases/{KEY}/praise", data=sent).status_code == 303
    page = desk.get(f"/cases/{KEY}").text
    assert page.count("来电人表扬") == 1
    assert "师傅很耐心" not in page
"""
POLICY = {
    "governance/policy/lending.toml": '# 借用办法\nsource = "待确认：街道钥匙借用办法"\ndays = 3\n',
    "governance/policy/lending.py": '''"""For how long keys are lent."""

from typing import Any

import msgspec

from governance.policy.shape import shaped


class Lending(msgspec.Struct, frozen=True):
    """借用办法: the policy as read from an edition."""

    source: str
    days: int


SHAPE = Lending


def read(content: dict[str, Any]) -> Lending:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return shaped(content, Lending)
''',
}
ARRIVING = """
from governance.policy import lending
from governance.policy.book import first_editions
from projections.engine.runtime import Runtime
from scripts.calendar_edition import build
from tests.functional.command_line.invoking import run
from tests.functional.command_line.test_upgrading import settle


def test_it_arrives_where_an_earlier_release_was(tmp_path):
    first = first_editions(build(range(2025, 2028)))
    del first["lending"]
    with Runtime(tmp_path) as runtime:
        settle(runtime, first)
    assert "借用办法：发布了首版。" in run(tmp_path, "upgrade").stdout
    with Runtime(tmp_path) as runtime:
        assert lending.read(runtime.governance.book.editions["lending"].content).days == 3


def test_it_is_read_and_held_against_its_shape(client_of):
    page = client_of("administrator").get("/policies").text
    assert "借用办法" in page
    assert client_of("administrator").get("/policies/lending/1").status_code == 200
"""
