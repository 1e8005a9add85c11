"""A password two people give: each has a half, and neither can sign in without the other.

A half is made of the record of what somebody did, the asking or the approving, so it stands
nowhere; it is shown to that person alone, until the one whose password it is has signed in.
"""

import hmac
from base64 import b32encode
from datetime import timedelta
from hashlib import sha256

from projections.accounts.changes import AccountChange
from projections.sign_ins.queries import SignInFilter, sign_in_list
from web.frame import current

LENGTH = 8
SHOWN = timedelta(days=7)


def half(reference: str) -> str:
    """Give the half that belongs to a record."""
    secret = current.runtime().vault.secret("halves")
    made = hmac.new(secret, reference.encode(), sha256).digest()
    return b32encode(made).decode().lower()[:LENGTH]


def mine(row: AccountChange) -> tuple[str, str]:
    """Give which half the person keeps (先 or 后) and the half, empty when he keeps none."""
    stream, me = row.key.partition(":")[0], current.me().login
    if _used(row):
        return "", ""
    if row.state in {"waiting", "approved"} and row.asked_by == me:
        return "前", half(row.key)
    if row.state == "approved" and row.answered_by == me:
        return "后", half(f"{stream}:{row.answer}")
    return "", ""


def _used(row: AccountChange) -> bool:
    """Whether the person has come in with it, or had long enough to."""
    if row.answered_at is None:
        return False
    wanted = SignInFilter(kind="in", login=row.login)
    came = sign_in_list(current.live(), wanted, size=1).rows
    used = any(one.recorded_at > row.answered_at for one in came)
    return used or current.now() - row.answered_at > SHOWN
