"""The difference of two agendas says what changed, and leads from one to the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.meetings.difference import apply, diff
from governance.meetings.draft import numbered
from governance.meetings.items import Item, Reason

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


@given(agendas, agendas)
def test_the_difference_applied_to_the_old_gives_the_new(old, new):
    assert apply(diff(old, new), old) == new


@given(agendas)
def test_an_agenda_does_not_differ_from_itself(agenda):
    difference = diff(agenda, agenda)
    assert difference.says_the_same
    assert apply(difference, agenda) == agenda


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
    assert [place.key for place in difference.places] == ["b", "a"]
    assert apply(difference, (A, B)) == turned


def test_a_difference_of_another_agenda_does_not_apply():
    with pytest.raises(KeyError):
        apply(diff((A, B), (B, C)), (C,))
