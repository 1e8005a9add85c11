"""How a name and a password are tried: counted where they come from, told alike whoever it is."""

from datetime import timedelta

from projections.accounts.queries import account
from web.frame.addresses import here
from web.frame.current import live, now, policies, runtime
from web.frame.words import FORGOTTEN

WRONG = "{what}不对，请核对后再试。{forgotten}"
WAIT = "{what}不对，或者连续输错的次数太多，请过{minutes}分钟再试。{forgotten}"
MINUTE = timedelta(minutes=1)


def enter_as(login: str, password: str) -> str | None:
    """Give a session for whoever knows the password of an account that is not suspended."""
    row = account(live(), login)
    return runtime().access.log_in(
        login,
        password,
        now=now(),
        address=here(),
        open_to=row is not None and not row.suspended,
        rules=policies().security.lockout,
    )


def wrong(login: str, what: str = "账号或密码") -> tuple[str, bool]:
    """Say that it was wrong, and whether and how long to wait before the next try."""
    wait = runtime().access.wait(login, here(), now=now())
    said = WAIT if wait else WRONG
    return said.format(what=what, minutes=-(-wait // MINUTE), forgotten=FORGOTTEN), bool(wait)
