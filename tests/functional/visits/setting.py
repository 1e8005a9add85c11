"""What a grid worker's phone sends about a visit."""

import io

from PIL import Image

from governance.places.stream import place_id

DOOR = place_id("household", "H1")
ELSEWHERE = place_id("household", "H2")


def picture(size=(60, 40), kind="JPEG", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def visit_form(key, **more):
    return {
        "command_id": str(key),
        "place": str(DOOR),
        "outcome": "met",
        "way": "door",
        "made_at": "2026-03-05T09:30",
        **more,
    }


def escalated(key):
    return visit_form(
        key,
        narrative="独居，电话13800138000",
        **{
            "item-safety-0": "no",
            "f0-title": "燃气软管老化",
            "f0-outcome": "escalated",
            "f0-category": "safety",
            "f0-photos": (io.BytesIO(picture()), "软管.jpg"),
            "f1-title": "楼道灯不亮",
            "f1-outcome": "hazard",
        },
    )


def send(client, form):
    return client.post("/visits/new", data=form, content_type="multipart/form-data")
