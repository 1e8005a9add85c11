"""One photograph at a time, sent as soon as it is chosen, so that a form itself is small.

Where it is kept stands in the address, signed for whoever opened the form.
"""

from typing import Any
from uuid import UUID

from flask import abort, current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from web.attachments import proofs
from web.attachments.pictures import KIND, PhotoFault, sent, small
from web.frame import current
from web.frame.access import page

Answer = tuple[dict[str, str], int]
NOTHING = "没有收到照片，请重新选择。"


def address(stream: UUID, *, pictures: bool = False) -> str:
    """Give where the files of a form are sent one by one; only `pictures` of a visit."""
    held = [stream.hex, current.me().login, pictures]
    return url_for("attachments.keep", place=_signer().dumps(held))


@page("self")
def keep(place: str) -> Answer:
    """Keep one file of a form that is still being filled in; what is wrong comes as a sentence."""
    try:
        stream, login, pictures = _signer().loads(place)
    except BadSignature:
        abort(404)
    if login != current.me().login:
        abort(403)
    file = next(iter(sent("file")), None)
    if file is None:
        return {"fault": NOTHING}, 422
    name, data = str(file.filename), file.read()
    try:
        kept, kind = (small(name, data), KIND) if pictures else proofs.read(name, data)
    except PhotoFault as fault:
        return {"fault": str(fault)}, 422
    digest = current.runtime().attachments.put(stream, kept, kind)
    proofs.remember([digest])
    return {"token": f"{UUID(stream)}/{digest}"}, 200


def _signer() -> URLSafeSerializer:
    secret: Any = current_app.secret_key
    return URLSafeSerializer(secret, salt="keep")
