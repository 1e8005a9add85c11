"""What every test of a meeting needs: its places, and how a form is sent."""

import re
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from governance.hotline.stream import ticket_id
from governance.meetings.stream import meeting_id
from tests.expecting import existing

WINDOW = 202605
MEETING = meeting_id("g1", WINDOW)
NEXT = meeting_id("g1", WINDOW + 1)
PAGE = f"/meetings/{MEETING}"
LATE, CROSSING, FRESH = (f"SH20260305{n:02}" for n in (1, 2, 3))
TITLES = {LATE: "小区路灯不亮", CROSSING: "沿街商铺排污管道堵塞", FRESH: "楼道堆物"}


def send(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    return client.post(path, data={"command_id": str(uuid4()), **values})


def done(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    answer = send(client, path, **values)
    assert answer.status_code == 303, answer.text
    return answer


def freeze(client: FlaskClient) -> TestResponse:
    page = client.get(PAGE).text
    shown = {
        name: existing(re.search(rf'name="{name}" value="([^"]*)"', page))[1]
        for name in ("position", "seen")
    }
    return done(client, f"{PAGE}/freeze", **shown)


def key_of(serial: str) -> str:
    return f"case:{ticket_id('12345', serial)}"
