"""Questions about who came in, went or was kept out."""

from datetime import datetime

import msgspec

from projections.engine.paging import SIZE, Page, paged
from projections.engine.records import Records
from projections.engine.view import View
from projections.sign_ins.board import sign_ins


class SignIn(msgspec.Struct, frozen=True):
    """A coming, a going or a run of failures, by `kind`: in, out, failed.

    `login` is empty where no account has the name that was tried.
    """

    key: str
    kind: str
    login: str
    factor: str
    networks: list[str]
    failures: int | None
    first_at: datetime | None
    last_at: datetime | None
    recorded_at: datetime


SIGN_INS = Records(SignIn, sign_ins)


class SignInFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; empty means all."""

    kind: str = ""
    login: str = ""


def sign_in_list(
    view: View, wanted: SignInFilter, *, page: int = 1, size: int = SIZE
) -> Page[SignIn]:
    """Give a page of comings and goings, the latest first."""
    where = [
        sign_ins.c[name] == value
        for name in wanted.__struct_fields__
        if (value := getattr(wanted, name))
    ]
    query = SIGN_INS.query.where(*where)
    query = query.order_by(sign_ins.c.recorded_at.desc(), sign_ins.c.key)
    return paged(view, SIGN_INS, query, page, size)
