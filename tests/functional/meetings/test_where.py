"""Every matter says where it is, to the building and no further."""

import io

import pytest
from docx import Document

from governance.hotline.commands import DispatchTicket, ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from tests.deployment import tell
from tests.functional.meetings.setting import PAGE, done

SERIAL = "SH2026030521"
WHERE = "晴川苑居民区 示例路20弄6号"


@pytest.fixture
def placed(scheduled, office, clock):
    tell(
        office,
        RegisterPlace,
        place_id("area", "a1"),
        kind="area",
        code="a1",
        name="晴川苑居民区",
        grid="g1",
    )
    stream = ticket_id("12345", SERIAL)
    tell(
        office,
        ReceiveTicket,
        stream,
        serial=SERIAL,
        source="12345",
        received_at=clock.now.replace(month=1),
        kind="complaint",
        title="墙面渗水",
        place="示例路20弄6号501室",
        area="a1",
        grid="g1",
    )
    tell(office, DispatchTicket, stream, unit="城建办")
    done(scheduled, f"{PAGE}/draft")
    return scheduled


def test_page_wall_and_paper_say_where_and_no_door(placed):
    item = placed.get(PAGE).text.partition('data-item="墙面渗水"')[2].partition("</li>")[0]
    assert WHERE in item
    walls = [placed.get(f"{PAGE}/room?at={n}").text for n in range(1, 5)]
    wall = next(page for page in walls if "<h1>墙面渗水</h1>" in page)
    assert WHERE in wall
    document = Document(io.BytesIO(placed.get(f"{PAGE}/agenda.docx").data))
    text = "".join(document.element.body.itertext())
    assert f"地点：{WHERE}。" in text
    assert "501室" not in text
    assert "501室" not in item
