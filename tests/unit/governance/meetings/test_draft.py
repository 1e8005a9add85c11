"""Redrafting keeps what people did by hand, for as long as it has an object."""

import pytest
from msgspec.structs import replace

from governance.meetings import events as fact
from governance.meetings.draft import numbered
from governance.meetings.items import BY_HAND, Item, Presentation, Reason, Section
from governance.meetings.stream import STREAM
from tests.given import given

SECTIONS = (Section(code="first", title="一"), Section(code="second", title="二"))


def item(key, section="first", **facts):
    return Item(key=key, kind="ticket", section=section, subject=key, **facts)


def drafted(*items, position=1):
    return fact.AgendaDrafted(position=position, edition=1, sections=SECTIONS, items=items)


def agenda(*past):
    return given(STREAM, *past).draft.items()


def keys(*past):
    return [f"{i.section}{i.number}:{i.key}" for i in agenda(*past)]


A, B, C = item("a"), item("b"), item("c", "second")
HAND = (Reason(rule=BY_HAND, text="主任交办"),)
ADDED = fact.AgendaItemAdded(item=item("x", reasons=HAND), reason="主任交办")
STRUCK = fact.AgendaItemStruck(key="a", reason="已协调")


def test_items_stand_by_section_and_are_numbered_within_it():
    assert keys(drafted(C, A, B)) == ["first1:a", "first2:b", "second1:c"]


def test_a_section_nobody_knows_stands_last():
    assert keys(drafted(item("z", "third"), C, A)) == ["first1:a", "second1:c", "third1:z"]


def test_struck_stays_struck_while_it_is_proposed():
    assert keys(drafted(A, B), STRUCK, drafted(A, B, C)) == ["first1:b", "second1:c"]


def test_a_strike_lapses_with_its_subject():
    gone = (drafted(A, B), STRUCK, drafted(B))
    assert keys(*gone, drafted(A, B)) == ["first1:a", "first2:b"]


def test_what_must_stay_was_never_struck():
    kept = replace(A, fixed=True)
    assert keys(drafted(A), STRUCK, drafted(kept)) == ["first1:a"]


def test_added_items_stay_through_every_draft():
    assert keys(ADDED, drafted(A), drafted(B)) == ["first1:b", "first2:x"]


def test_an_added_item_may_be_struck_and_restored():
    struck = fact.AgendaItemStruck(key="x", reason="另议")
    assert keys(drafted(A), ADDED, struck, drafted(A)) == ["first1:a"]
    restored = fact.AgendaItemRestored(key="x")
    assert keys(drafted(A), ADDED, struck, drafted(A), restored) == ["first1:a", "first2:x"]


def test_a_person_s_reason_stays_when_the_rules_come_to_propose_the_same():
    rule = (Reason(rule="overdue", edition=1, text="超期1个工作日"),)
    proposed = item("x", "second", reasons=rule)
    (found,) = agenda(ADDED, drafted(proposed))
    assert (found.section, found.reasons) == ("second", rule + HAND)


def test_an_order_by_hand_is_kept_and_news_follow_in_their_section():
    order = fact.AgendaReordered(keys=("b", "a", "c"))
    new = item("0")
    assert keys(drafted(A, B, C), order, drafted(new, A, B, C)) == [
        "first1:b",
        "first2:a",
        "first3:0",
        "second1:c",
    ]


def test_an_order_forgets_what_is_gone():
    order = fact.AgendaReordered(keys=("b", "a", "c"))
    again = (drafted(A, B, C), order, drafted(A, C), drafted(A, B, C))
    assert keys(*again) == ["first1:a", "first2:b", "second1:c"]


HOW = Presentation(minutes=9, speaker="zhao", proposal="一、增设\n二、月底前")
AMENDED = fact.AgendaItemAmended(key="a", old=Presentation(), new=HOW)


def test_a_presentation_outlives_a_redraft():
    (first,) = agenda(drafted(A), AMENDED, drafted(replace(A, carried=2)))
    assert (first.minutes, first.speaker, first.carried) == (9, "zhao", 2)


def test_what_was_worked_on_by_hand_stays_when_it_is_proposed_no_more():
    past = (drafted(A, B), AMENDED, drafted(B))
    assert keys(*past) == ["first1:a", "first2:b"]
    kept = next(one for one in agenda(*past, drafted(B)) if one.key == "a")
    assert (kept.minutes, kept.speaker, kept.proposal) == (9, "zhao", HOW.proposal)
    assert [one.key for one in given(STREAM, *past).draft.kept] == ["a"]
    again = given(STREAM, *past, drafted(replace(A, carried=2), B)).draft
    assert (again.kept, again.items()[0].carried, again.items()[0].minutes) == ((), 2, 9)


def test_what_was_worked_on_and_taken_off_is_gone_with_its_subject():
    past = (drafted(A, B), AMENDED, drafted(B), STRUCK)
    assert keys(*past) == ["first1:b"]
    assert keys(*past, drafted(B)) == ["first1:b"]
    (_, later) = agenda(*past, drafted(B), drafted(B, A))
    assert (later.key, later.minutes) == ("a", 0)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_numbers_count_from_one_in_each_section(count):
    items = [item(str(n), section) for n in range(count) for section in ("first", "second")]
    assert [i.number for i in numbered(items)] == [n for n in range(1, count + 1) for _ in "ab"]
