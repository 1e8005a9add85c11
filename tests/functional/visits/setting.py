"""What a grid worker's phone sends about a visit."""

import io
import re
from html import unescape
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from governance.places.stream import place_id

DOOR = place_id("household", "H1")
Form = dict[str, Any]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ELSEWHERE = place_id("household", "H2")


def picture(
    size: tuple[int, int] = (60, 40), kind: str = "JPEG", mode: str = "RGB", **more: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def visit_form(key: UUID, **more: Any) -> Form:
    return {
        "command_id": str(key),
        "place": str(DOOR),
        "outcome": "met",
        "way": "door",
        "made_at": "2026-03-05T09:30",
        **more,
    }


def escalated(key: UUID) -> Form:
    return visit_form(
        key,
        narrative="独居，电话13800138000",
        **{
            "item-safety-0": "no",
            "deal-safety-0": "none",
            "note-safety-0": "见第1项问题",
            "f0-title": "燃气软管老化",
            "f0-outcome": "escalated",
            "f0-category": "safety",
            "f0-photos": (io.BytesIO(picture()), "软管.jpg"),
            "f1-title": "楼道灯不亮",
            "f1-outcome": "hazard",
        },
    )


def send(client: FlaskClient, form: Form) -> TestResponse:
    return client.post("/visits/new", data=form, content_type="multipart/form-data")


def kept(page: TestResponse) -> dict[str, Any]:
    """Give what a page keeps of a form, as its browser would send it; menus have forms too."""
    facts: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.text.partition("<main")[2] or page.text):
        facts.setdefault(name, []).append(unescape(value))
    return facts
