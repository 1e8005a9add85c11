"""The difference of two agendas says what changed, and leads from one to the other."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.meetings.difference import Difference, diff, since_drawn
from governance.meetings.draft import Draft, numbered
from governance.meetings.items import Item, Reason, Section
from governance.meetings.rules import Composition

items = st.builds(
    Item,
    key=st.sampled_from([f"case:{n}" for n in range(8)]),
    kind=st.just("ticket"),
    section=st.sampled_from(["overdue", "repeated"]),
    number=st.integers(0, 9),
    subject=st.sampled_from(["占道", "井盖"]),
    reasons=st.lists(
        st.builds(Reason, rule=st.just("overdue"), text=st.sampled_from(["超期1天", "超期2天"])),
        max_size=2,
    ).map(tuple),
    carried=st.integers(0, 2),
)
agendas = st.lists(items, unique_by=lambda item: item.key, max_size=8).map(tuple)


def applied(difference: Difference, old: tuple[Item, ...]) -> dict[str, Item]:
    """Give the items of the new version by key, made of the old ones; their order aside."""
    gone = {item.key for item in difference.removed}
    items = {item.key: item for item in old if item.key not in gone}
    items |= {item.key: item for item in difference.added}
    items |= {change.new.key: change.new for change in difference.changed}
    return {key: replace(item, number=0) for key, item in items.items()}


@given(agendas, agendas)
def test_the_difference_applied_to_the_old_gives_the_new(old, new):
    assert applied(diff(old, new), old) == {i.key: replace(i, number=0) for i in new}


@given(agendas)
def test_an_agenda_does_not_differ_from_itself(agenda):
    difference = diff(agenda, agenda)
    assert difference.says_the_same


A, B, C = numbered(
    Item(key=key, kind="ticket", section="overdue", subject=key) for key in ("a", "b", "c")
)


def test_it_tells_what_went_came_and_changed():
    louder = replace(B, number=1, carried=1, proposal="限期")
    difference = diff((A, B), (louder, replace(C, number=2)))
    assert [item.key for item in difference.removed] == ["a"]
    assert [item.key for item in difference.added] == ["c"]
    assert [(change.new.key, change.fields) for change in difference.changed] == [
        ("b", ("number", "carried", "proposal"))
    ]
    assert not difference.says_the_same


def test_another_order_alone_changes_no_item():
    turned = numbered((B, A))
    difference = diff((A, B), turned)
    assert difference.says_the_same


def test_the_fewest_items_are_said_to_have_moved():
    old = numbered((A, B, C))
    assert [one.new.key for one in diff(old, numbered((C, A, B))).moved] == ["c"]
    assert not diff(old, numbered((A, C))).moved


@given(agendas)
def test_an_agenda_turned_round_keeps_its_items(agenda):
    difference = diff(agenda, agenda[::-1])
    assert difference.says_the_same
    sections = {item.section for item in agenda}
    assert len(difference.moved) == len(agenda) - len(sections)


def test_a_draft_up_to_date_would_be_drawn_up_the_same():
    section = Section(code="overdue", title="超期")
    draft = Draft(sections=(section,), proposed=(A, B), struck=frozenset({"b"}))
    assert since_drawn(draft, Composition((section,), (A, B), ())) == diff((), ())
    found = since_drawn(draft, Composition((section,), (B, C), ()))
    assert [item.key for item in found.removed] == ["a"]
    assert [item.key for item in found.added] == ["c"]
