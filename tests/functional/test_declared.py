"""A concept nobody has heard of: by its board alone it is counted, listed and comes to meetings."""

import json
import re
from collections import Counter
from datetime import timedelta
from html import unescape
from urllib.parse import quote
from uuid import uuid4

import pytest
import sqlalchemy as sa

from governance.hotline import commands as ticket
from governance.hotline import events as hotline
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.known import Column
from governance.policy.roles import Sight
from projections.agenda.facts import Candidates, matter
from projections.agenda.proposal import proposal
from projections.boards import BOARDS
from projections.engine.counted import Counted, Field
from projections.engine.database import Moment, SealedText
from projections.engine.projection import Projection, declared, on
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.rows import metadata
from projections.engine.runtime import Runtime
from projections.figures.queries import figures
from tests.builders import NOW, SHANGHAI, moment
from tests.deployment import Clock, tell
from tests.functional.conftest import PASSWORD, furnish
from tests.functional.editions.street import in_force
from web.features import FEATURES
from web.frame import current
from web.frame.app import create_app
from web.frame.feature import Feature

# What was promised to whoever called: kept once the ticket is dispatched.
promises = sa.Table(
    "promises",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("word", sa.Text),
    sa.Column("grid", sa.String),
    sa.Column("keeper", sa.String, default=""),
    sa.Column("state", sa.String, default="given"),
    sa.Column("weight", sa.Integer, default=0),
    sa.Column("given_at", Moment),
    sa.Column("keep_due", Moment),
    sa.Column("kept_at", Moment),
    sa.Column("told", sa.String, default=""),
    sa.Column("caller", SealedText),
)
LENGTH = timedelta(days=2)
COUNTED = Counted(
    name="promises",
    title="承诺",
    measure="句",
    table=promises,
    fields={
        "word": Field("内容"),
        "grid": Field("网格"),
        "keeper": Field("兑现单位"),
        "state": Field("状态", codes={"given": "已承诺", "kept": "已兑现"}),
        "weight": Field("分量"),
        "given_at": Field("承诺时间"),
        "keep_due": Field("兑现期限"),
        "kept_at": Field("兑现时间"),
        "told": Field("告知日期", day=True),
    },
    bases=("given_at", "keep_due", "told"),
    since="given_at",
    scopes={"unit": "keeper"},
    heading="word",
    listed=("word", "state", "grid", "keeper", "given_at", "keep_due", "told", "weight"),
    link="promise",
)


def _open(connection, meeting):
    rows = connection.execute(
        sa.select(promises).where(promises.c.grid == meeting.grid, promises.c.state == "given")
    )
    for row in rows:
        age = (meeting.today - meeting.calendar.local(row.given_at).date()).days
        yield matter(
            "promise",
            f"promise:{row.key}",
            meeting,
            subject=row.word,
            stream=row.key,
            told={"given": 1, "waiting": 1},
            first="given",
            facts={"waiting": age, "told_on": meeting.calendar.local(row.given_at).date()},
        )


class PromiseBoard(Projection):
    """One row a promise."""

    tables = (promises,)
    counted = (COUNTED,)
    candidates = (
        Candidates(
            kinds=("promise",),
            facts=(Column("waiting", "number", "等候天数"), Column("told_on", "day", "告知日期")),
            find=_open,
        ),
    )

    def __init__(self, rows):
        super().__init__(rows)
        self.promises = rows(promises)

    @on(hotline.TicketReceived)
    def given(self, event):
        """Somebody called."""
        at = event.received_at
        self.promises.add(
            event.stream,
            word=f"承诺：{event.title}",
            grid=event.grid,
            given_at=at,
            keep_due=at + LENGTH,
            told=at.astimezone(SHANGHAI).date().isoformat(),
            weight=len(event.title),
        )

    @on(hotline.TicketDispatched)
    def kept(self, event):
        """A unit has it."""
        row = self.promises.change(event.stream)
        row["state"], row["kept_at"], row["keeper"] = "kept", event.recorded_at, event.unit


BOARDS_AND_ONE = (*BOARDS, PromiseBoard)
FEATURE = Feature(links={"promise": current.page_of("cases.show")})
GIVEN = {
    "id": "promised",
    "label": "承诺数",
    "version": 1,
    "unit": "count",
    "rows": "promises",
    "basis": "given_at",
    "of": [],
    "counts": [],
    "definition": "统计期内作出的承诺",
    "source": "测试",
}
KEPT = GIVEN | {
    "id": "kept_rate",
    "label": "按期兑现率",
    "unit": "percent",
    "basis": "keep_due",
    "counts": [{"column": "kept_at", "op": "before", "other": "keep_due"}],
    "definition": "兑现期限落在统计期内的承诺，其中按期兑现的",
}
TOLD = GIVEN | {"id": "told", "label": "告知数", "basis": "told", "definition": "按告知日期"}
RULE = {
    "id": "promise-waiting",
    "title": "承诺未兑现",
    "section": "overdue",
    "kinds": ["promise"],
    "when": [{"fact": "waiting", "op": "ge", "value": 3}],
    "reason": "承诺后{waiting}天没有兑现",
    "source": "测试",
}
METRICS = (GIVEN, KEPT, TOLD)
DAYS = "period=days&from=2026-02-01&to=2026-03-31"


def publish(runtime, policy, **more):
    content = runtime.governance.book.editions[policy].content
    content = content | {name: [*content[name], *rows] for name, rows in more.items()}
    runtime.execute(
        PublishEdition(
            command_id=uuid4(),
            stream=POLICY_STREAM,
            policy=policy,
            content=content,
            source="测试",
        ),
        actor=SYSTEM,
    )


def promise(runtime, serial, grid):
    stream = ticket_id("12345", serial)
    tell(
        runtime,
        ticket.ReceiveTicket,
        stream,
        serial=serial,
        source="12345",
        received_at=runtime.clock.now,
        kind="complaint",
        title=f"第{serial}件",
        grid=grid,
    )
    return stream


@pytest.fixture
def place(tmp_path, database_url):
    """An office whose boards have one more, and a row of each policy: eight promises.

    One every four days, the last one today; every other is kept, in turn after one day and three.
    """
    clock = Clock(NOW - timedelta(days=40))
    with Runtime(tmp_path / "office", database_url, clock, boards=BOARDS_AND_ONE) as runtime:
        furnish(runtime)
        publish(runtime, "metrics", metric=METRICS)
        publish(runtime, "agenda", rule=[RULE])
        for n in reversed(range(8)):
            clock.now = NOW - timedelta(days=4 * n)
            stream = promise(runtime, f"P{n}", "g2" if n > 5 else "g1")
            if n % 2:
                clock.move(days=n % 4)
                tell(runtime, ticket.DispatchTicket, stream, unit="城建办")
        clock.now = NOW
        yield runtime


@pytest.fixture
def client_of(place):
    app = create_app(place, (*FEATURES, FEATURE))

    def log_in(role):
        client = app.test_client()
        client.post("/login", data={"account": role, "password": PASSWORD})
        return client

    return log_in


def held(runtime):
    with runtime.live().connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(promises)).mappings()]


def cell(page, metric, scope="all"):
    found = re.findall(rf'href="(/figures/cases\?[^"]*metric={metric}[^"]*)">([^<]*)</a>', page)
    told = [(unescape(url), text) for url, text in found]
    asked = f"scope={quote(scope)}"
    return next((u, t) for u, t in told if asked in u and "denominator" in u)


def test_its_rows_are_counted_as_one_counts_them(place, client_of):
    rows, page = held(place), client_of("secretary").get(f"/figures?{DAYS}").text
    assert len(rows) == 8
    assert cell(page, "promised")[1] == cell(page, "told")[1] == "8"
    due = [row for row in rows if row["keep_due"] <= NOW]
    kept = [row for row in due if row["kept_at"] and row["kept_at"] <= row["keep_due"]]
    assert f"{len(kept)}/{len(due)}" in page
    assert (len(kept), len(due)) == (2, 7)
    assert "按兑现期限" in page


@pytest.mark.parametrize("by", ["grid", "unit", "month"])
def test_they_are_told_apart_by_what_they_have(place, client_of, by):
    rows, page = held(place), client_of("secretary").get(f"/figures?{DAYS}&by={by}").text
    scope = {
        "grid": lambda row: row["grid"],
        "unit": lambda row: row["keeper"],
        "month": lambda row: f"{row['given_at'].astimezone(SHANGHAI):%Y-%m}",
    }[by]
    for name, count in Counter(map(scope, rows)).items():
        if name:
            assert cell(page, "promised", name)[1] == str(count), name
    assert by != "month" or "2026年2月" in page


def test_by_what_they_have_not_they_are_not_counted(client_of):
    page = client_of("secretary").get(f"/figures?{DAYS}&by=category").text
    assert cell(page, "promised")[1] == "8"
    table = page[page.index("按类别的各项指标") :]
    assert cell(table, "promised", "")[1] == "—"
    assert cell(table, "received", "")[1] == "8"
    listed = client_of("secretary").get(
        f"/figures/cases?{DAYS}&by=category&metric=promised&scope=x"
    )
    assert "这里没有承诺" in listed.text


def test_a_figure_opens_to_its_rows_and_they_to_their_pages(client_of):
    page = client_of("secretary").get(f"/figures?{DAYS}").text
    listed = client_of("secretary").get(cell(page, "promised")[0]).text
    assert "共 <strong>8</strong> 句" in listed
    assert all(f"承诺：第P{n}件" in listed for n in range(8))
    assert f"/cases/{ticket_id('12345', 'P1')}" in listed
    assert "已兑现" in listed
    assert "第一综合网格" in listed
    file = client_of("secretary").get(f"/figures/cases?{DAYS}&metric=promised&format=csv")
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("内容,状态,网格,兑现单位,承诺时间,兑现期限,告知日期,分量")
    assert sum("承诺：" in line for line in lines) == 8


def test_somebody_sees_those_of_his_grid_and_his_unit(place, client_of):
    rows = held(place)
    page = client_of("grid_leader").get(f"/figures?{DAYS}").text
    assert cell(page, "promised")[1] == str(sum(row["grid"] == "g1" for row in rows)) == "6"
    own = {"everything": False, "units": frozenset({"城建办"})}
    assert seen(place, **own) == sum(row["keeper"] == "城建办" for row in rows) == 4
    assert seen(place, everything=False) == 0


def seen(runtime, **sight):
    view, day = runtime.live(), timedelta(days=60)
    (found,) = figures(
        view,
        runtime.governance.book,
        start=NOW - day,
        end=NOW + day,
        metrics=("promised",),
        sight=Sight(**sight),
        as_at=NOW,
    ).rows
    return found.numerator


def test_the_past_keeps_them(place, client_of):
    position = place.ledger.position()
    promise(place, "P9", "g1")
    assert cell(client_of("secretary").get(f"/figures?{DAYS}").text, "promised")[1] == "9"
    then = client_of("secretary").get(f"/figures?{DAYS}&as_of={position}").text
    url, value = cell(then, "promised")
    assert value == "8"
    assert "第P9件" not in client_of("secretary").get(url).text


def test_they_come_before_the_meeting_by_one_row_of_policy(place):
    view, book = place.live(), place.governance.book
    made = proposal(view, book, "g1", moment("2026-03-10 14:00"), place.clock.now)
    told = {item.key: item.reasons[0] for item in made.items if item.kind == "promise"}
    open_ones = [r for r in held(place) if r["grid"] == "g1" and r["state"] == "given"]
    assert set(told) == {f"promise:{row['key']}" for row in open_ones}
    assert len(told) == 3
    assert {reason.rule for reason in told.values()} == {"promise-waiting"}
    assert f"{ticket_id('12345', 'P2')}:1" in {event for r in told.values() for event in r.events}
    assert "承诺后13天没有兑现" in {reason.text for reason in told.values()}


def test_the_meeting_hears_their_figures(place):
    view, book = place.live(), place.governance.book
    made = proposal(view, book, "g1", moment("2026-03-10 14:00"), place.clock.now)
    said = [item for item in made.items if item.key.startswith("figure:promises")]
    assert [item.subject for item in said] == ["上一双周承诺情况"]
    ago = [(NOW - row["given_at"]).days for row in held(place) if row["grid"] == "g1"]
    count = sum(4 <= days <= 17 for days in ago)  # the fortnight is that of 16 February
    assert f"承诺数{count}句，按期兑现率" in said[0].reasons[0].text


def test_they_are_built_anew_like_everything_else(place):
    assert rebuild_beside(place).identical


def metric(**changes):
    return "metrics", {"metric": [GIVEN | {"id": "x", "label": "x"} | changes]}


def rule(**changes):
    return "agenda", {"rule": [RULE | {"id": "x", "title": "别的"} | changes]}


def of(column, op, **told):
    return {"of": [{"column": column, "op": op, **told}]}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (metric(rows="wishes"), "rows: no_such_rows"),
        (metric(basis="kept_at"), "basis: no_such_basis"),
        (metric(kinds=["big"]), "kinds.0: no_kinds"),
        (metric(weight="caller"), "weight: no_such_column"),
        (metric(**of("word", "is", value="x")), "column: no_such_column"),
        (metric(**of("state", "is", value="lost")), "value: no_such_code"),
        (metric(**of("weight", "is", value="7")), "value: unfit_value"),
        (metric(**of("told", "before", other="keep_due")), "other: no_such_moment"),
        (rule(kinds=["wish"]), "kinds.0: no_such_matter"),
        (rule(when=[{"fact": "age_days", "op": "ge", "value": 1}], reason="等"), "no_such_fact"),
        (rule(when=[{"fact": "waiting", "op": "true"}]), "tested_otherwise"),
        (rule(reason="{waiting.day}天"), "cannot_be_told"),
        (rule(sort=["-age_days"]), "sort.0: no_such_fact"),
    ],
)
def test_what_is_not_declared_is_refused(place, wrong, fault):
    policy, more = wrong
    with pytest.raises(Refused, match=r"policies\.unfit") as no:
        publish(place, policy, **more)
    assert fault in str(no.value.__cause__)


def test_the_refusal_names_the_line_and_what_to_write(place, client_of):
    content = place.governance.book.editions["metrics"].content
    wrong = GIVEN | {"id": "x", "label": "愿望数", "rows": "wishes"}
    content = content | {"metric": [*content["metric"], wrong]}
    told = {
        "command_id": str(uuid4()),
        "content": json.dumps(content, ensure_ascii=False),
        "source": "测试",
        "in_force": "2",
    }
    answer = client_of("administrator").post("/policies/metrics/2", data=told)
    assert answer.status_code == 422
    assert "没有“wishes”这种可以统计的事项。可以写的有：cases、places、visits、" in answer.text
    assert "promises" in answer.text


def test_without_its_board_its_rows_are_left_out_and_the_office_goes_on(place, tmp_path):
    with Runtime(tmp_path / "elsewhere", "", place.clock) as other:
        furnish(other)
        with pytest.raises(Refused):
            publish(other, "metrics", metric=[GIVEN])
        for policy in ("metrics", "agenda"):
            in_force(other, policy, place.governance.book.editions[policy].content)
        client = create_app(other).test_client()
        client.post("/login", data={"account": "secretary", "password": PASSWORD})
        page = client.get("/figures").text
        assert "“承诺数”、“按期兑现率”、“告知数”的口径写错了，算不出来" in page
        assert client.get("/figures/cases?metric=promised").status_code == 404
        proposal(other.live(), other.governance.book, "g1", moment("2026-03-10 14:00"), NOW)


def test_what_is_sealed_or_no_time_is_no_declaration():
    told = {"name": "x", "title": "x", "table": promises, "heading": "word"}
    with pytest.raises(ValueError, match="sealed"):
        Counted(**told, fields={"word": Field("x"), "caller": Field("x")}, bases=())
    with pytest.raises(ValueError, match="no time"):
        Counted(**told, fields={"word": Field("x"), "grid": Field("x")}, bases=("grid",))
    with pytest.raises(ValueError, match="not among"):
        Counted(**told, fields={"grid": Field("x")}, bases=())
    with pytest.raises(ValueError, match="declared twice"):
        declared((*BOARDS_AND_ONE, PromiseBoard))
