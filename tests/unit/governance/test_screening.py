"""Nobody is named in clear: what people type is refused, what sheets bring is masked."""

from typing import Any, get_args

import msgspec
import pytest

from governance.casework.events import ReturnRequested
from governance.hotline import commands as ticket
from governance.hotline.events import TicketReceived
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from governance.kernel.event import EVENTS, Event
from governance.kernel.sealed import Sealed, personal
from governance.screening import COPIED, NAMED, TYPED, known_names, mask, refuse_personal
from tests.builders import EARLIER, LATER, SOME, amended, ask, deadline
from tests.contracts.shapes import shipped
from tests.histories.office import InClear, Office

PHONE = "13800138000"
NUMBERS = (
    "13800138000", "１３８００１３８０００", "138 0013 8000", "+8613800138000", "138-0013-8000",
    "021-64331111", "(021)64331111", "0571 8765 4321",
    "11010119900307109X", "310104198001010017", "１１０１０１１９９００３０７１０９Ｘ",
    "沪A12345", "沪AD12345", "京N·8888挂", "zhang.san@example.com", "13800138000@139.com",
)  # fmt: skip
CODED = frozenset(
    (
        "account", "answer", "appeal", "area", "as_before", "asked_by", "basis", "batch",
        "case_key", "case_serial", "category", "change", "chosen_from", "claimant",
        "clock", "code",
        "condition", "contacted", "decided", "derived", "digest", "events", "factor",
        "facts", "field",
        "fields", "filter", "forces", "grid", "grids", "held", "interval", "issue", "issues",
        "item", "key", "keys", "kind", "kinds", "layout",  "limit", "login", "mapping",
        "network", "networks",
        "new_kind", "not_reached", "old", "old_area", "old_grid", "old_kind", "old_place",
        "old_satisfaction", "old_unit", "old_visitee", "old_way", "outcome",  "page",
        "paper",  "photos", "policy", "proof", "reply_way", "reporter", "roles",
        "rule", "satisfaction", "section", "serial", "seven", "site_visited", "solved", "stage",
        "template", "text", "theme", "themes",  "units", "urgency", "visitee", "visitor",
        "way", "what",
    )
)  # fmt: skip
"""Codes, numbers, accounts and digests: nobody types words into them."""


CLERK = Actor("sun", frozenset({"hotline_desk"}))


def masked(event: Event, *names: str) -> Any:
    """Give an event as it is masked."""
    return mask([event], lambda: set(names))[0]


def nobody() -> set[str]:
    return set()


def made(topic: str, /, **values: Any) -> Any:
    """Give an event of a name."""
    return EVENTS[topic](**values)


def asked(note):
    return ReturnRequested(reason="not_ours", note=note)


def received(title: str = "路灯", **values: Any) -> TicketReceived:
    limits: dict[str, Any] = {"contact_due": deadline(), "handle_due": deadline()}
    told: dict[str, Any] = {"serial": "A1", "source": "12345", "kind": "complaint"}
    return TicketReceived(title=title, received_at=LATER, **limits | told | values)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_in_clear_is_refused_in_words_that_do_not_repeat_it(number):
    event = asked(f"请打{number}问清再退")
    with pytest.raises(Refused, match="personal_in_clear") as no:
        refuse_personal([event], nobody)
    assert no.value.facts["field"] == "note"
    assert number not in str(no.value.facts["found"])
    clean = masked(event)
    assert number not in clean.note
    assert (clean.note[:2], clean.note[-4:]) == ("请打", "问清再退")
    refuse_personal([clean], nobody)


def test_what_is_no_number_of_anybody_stays():
    for text in (
        "第1380013号",
        "2026年3月5日10:30",
        "SH20260305012345",
        "沪青夏街〔2022〕22号",
        "a@b",
    ):
        refuse_personal([asked(text)], nobody)


def test_the_names_of_those_it_is_of_are_found_and_no_others():
    before = [received(caller=Sealed("person:1", "", "李小明".encode()))]
    told = received("张三家楼下", caller=personal("张三"), phone=personal(PHONE))
    names = known_names([*before, told], InClear())
    assert names == {"李小明", "张三"}
    with pytest.raises(Refused, match="personal_in_clear"):
        refuse_personal([told], lambda: names)
    assert masked(told, *names).title == "张*家楼下"
    refuse_personal(
        [received("王五家楼下"), received("居民反映")], lambda: {"居民", "物业", "匿名"}
    )


def test_a_name_sealed_for_a_shop_may_stand_in_the_name_of_the_shop():
    place = made("places.PlaceRegistered", kind="shop", code="S1", name="张三面馆")
    refuse_personal([place], lambda: {"张三"})
    assert "name" in NAMED


def test_a_correction_to_what_stands_there_masked_is_none():
    said = {"old": "138****8000没人接", "new": f"{PHONE}没人接", "reason": "sheet"}
    assert mask([made("hotline.TicketCorrected", field="title", **said)], nobody) == []


def bring(office, title=f"张三{PHONE}反映", by=CLERK, **values):
    """Give the titles that come of a ticket told."""
    told = {"serial": "A1", "source": "12345", "kind": "complaint", "received_at": EARLIER}
    more = {"caller": "张三", "phone": PHONE, "title": title} | values
    events = office.ask(ask(ticket.ReceiveTicket, SOME, **told, **more), by)[1]
    return [getattr(event, "title", event) for event in events]


def test_what_a_sheet_brings_is_masked_and_the_same_again_changes_nothing():
    office = Office()
    with pytest.raises(Refused, match="personal_in_clear"):
        bring(office)
    assert bring(office, batch="b1") == ["张*138****8000反映"]
    assert bring(office, batch="b2") == []


def test_the_policy_decides_which():
    office = Office()
    office.book = amended("conduct", clear={"refuse_typed": False, "refuse_brought": True})
    with pytest.raises(Refused, match="personal_in_clear"):
        bring(office, batch="b1")
    assert bring(office) == ["张*138****8000反映"]


def test_what_the_system_copies_stays():
    assert bring(Office(), by=SYSTEM) == [f"张三{PHONE}反映"]


def words_in(shape):
    """Give the names of all texts in clear an event may hold, at any depth."""
    for field in msgspec.structs.fields(shape):
        kinds = [field.type, *get_args(field.type)]
        if field.name in Event.__struct_fields__:
            continue
        if str in kinds:
            yield field.name
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not Sealed:
                yield from words_in(kind)


def test_every_text_in_clear_of_every_event_is_looked_through_or_known_to_be_a_code():
    names = {name for shape in shipped().values() for name in words_in(shape)}
    assert names - TYPED - NAMED - CODED - COPIED == set()
    assert not (TYPED & NAMED) | ((TYPED | NAMED) & (CODED | COPIED))
