"""Stored shapes; see CONTRIBUTING.md before changing one."""

from datetime import datetime

from governance.kernel.event import Event, event


@event("sign_ins.SignedIn")
class SignedIn(Event, frozen=True, kw_only=True):
    """登录: somebody signed in, from a `network` (an address cut short, empty on the machine).

    `factor` says what he had beside the password: a code, a recovery code, or nothing.
    """

    login: str
    network: str = ""
    factor: str = ""


@event("sign_ins.SignedOut")
class SignedOut(Event, frozen=True, kw_only=True):
    """退出登录: somebody signed out."""

    login: str


@event("sign_ins.SignInsFailed")
class SignInsFailed(Event, frozen=True, kw_only=True):
    """登录失败: a run of tries that let nobody in, told with its number once it is over or long.

    `login` is empty for tries of names that no account has; `networks` are some it came from.
    """

    login: str
    failures: int
    first_at: datetime
    last_at: datetime
    networks: tuple[str, ...] = ()
