"""Tickets to try things on: the commands of an ordinary life, and what is stored of them."""

from collections.abc import Iterator
from uuid import UUID

from governance.casework import commands as asks
from governance.hotline import commands as hotline
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.kernel.command import Command
from tests.builders import NOW, ask


def ticket(serial: str = "T1") -> UUID:
    """Give the stream of a ticket."""
    return ticket_id("12345", serial)


def received(serial: str = "T1", **values: str) -> hotline.ReceiveTicket:
    """Receive a ticket in which a caller is named."""
    facts = {
        "kind": "complaint",
        "title": f"路灯不亮 {serial}",
        "content": "张三反映楼下路灯不亮",
        "caller": "张三",
        "phone": "13800130000",
        "place": "示例路1弄",
        "grid": "g1",
    }
    return ask(
        hotline.ReceiveTicket,
        ticket(serial),
        serial=serial,
        source="12345",
        received_at=NOW,
        **(facts | values),
    )


def life(serial: str = "T1") -> Iterator[Command]:
    """Receive a ticket, reach the caller, dispatch it and note what is done."""
    yield received(serial)
    yield ask(hotline.ContactCaller, ticket(serial), contacted_at=NOW, note="约了时间")
    yield ask(hotline.DispatchTicket, ticket(serial), unit="城建办")
    yield ask(TICKET.command(asks.NoteProgress), ticket(serial), note=f"已到场查看 {serial}")


def handled(serial: str = "T1") -> Iterator[Command]:
    """Bring a ticket to where it may be closed: handled, and the caller content."""
    yield from life(serial)
    yield ask(
        hotline.HandleTicket,
        ticket(serial),
        facts="true",
        appeal="reasonable",
        site_visited="yes",
        result="solved",
        reply_way="phone",
        reply="已修复",
    )
    yield ask(
        hotline.CallBack,
        ticket(serial),
        called_back_at=NOW,
        reached=True,
        contacted="yes",
        solved="solved",
        satisfaction="satisfied",
    )
