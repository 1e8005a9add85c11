"""A server whose clock has gone back says so where somebody saves, and to whoever runs it."""

from uuid import uuid4

from tests.builders import NOW
from tests.functional.test_desk import TICKET

WORDS = "服务器的时钟比最后一条记录慢了10分钟，没有保存"


def test_what_was_typed_stays_and_the_words_say_who_can_help(client_of, clock, office):
    desk = client_of("hotline_desk")
    clock.move(minutes=20)
    form = TICKET | {"serial": "SH1", "title": "路灯不亮", "command_id": str(uuid4())}
    assert desk.post("/tickets/new", data=form).status_code == 303
    position = office.ledger.position()
    clock.move(minutes=-10)
    other = form | {"serial": "SH2", "title": "井盖松动", "command_id": str(uuid4())}
    answer = desk.post("/tickets/new", data=other)
    assert (answer.status_code, WORDS in answer.text) == (422, True)
    assert "井盖松动" in answer.text
    assert office.ledger.position() == position
    assert clock() > NOW
    clock.move(minutes=10)
    assert desk.post("/tickets/new", data=other).status_code == 303
