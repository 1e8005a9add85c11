"""How a name and a password are tried: counted where they come from, told alike whoever it is.

Who comes in and goes is a record, and so is a run of failures: one, with its number, when the
person gets in or once it is an hour old. However many tries there are, they fill no log.
"""

import logging
from datetime import timedelta
from uuid import uuid4, uuid5

from governance.kernel.command import SYSTEM, Actor, Command
from governance.kernel.errors import Conflict, Refused
from governance.sign_ins.commands import NoteFailures, NoteSignIn, NoteSignOut
from governance.sign_ins.stream import sign_ins_id
from projections.accounts.queries import account
from projections.custody.access import NOBODY
from projections.custody.failed import Run
from projections.custody.second_factors import Way
from projections.engine.runtime import Runtime
from web.frame.addresses import here, network
from web.frame.current import live, now, policies, runtime
from web.frame.words import FORGOTTEN
from web.text.formats import local_day

WRONG = "{what}不对，请核对后再试。{forgotten}"
WAIT = "{what}不对，或者连续输错的次数太多，请过{minutes}分钟再试。{forgotten}"
MINUTE = timedelta(minutes=1)
LONG = timedelta(hours=1)
log = logging.getLogger(__name__)


def verified(login: str, password: str) -> str:
    """Give what a right password of an account that is not suspended was verified against."""
    row = account(live(), login)
    held = runtime().access.verified(
        login,
        password,
        now=now(),
        address=here(),
        open_to=row is not None and not row.suspended,
        rules=policies().security.lockout,
    )
    if not held:
        runtime().failed.add(login if row else NOBODY, network(), now=now())
    return held


def wants_code(login: str) -> bool:
    """Whether somebody signs in with a code too; in a demonstration nobody does."""
    row = account(live(), login)
    named = policies().security.second_factor.roles
    return not runtime().demo and row is not None and not set(named).isdisjoint(row.roles)


def code_opens(login: str, code: str) -> Way:
    """Say by what a code opens; a wrong one counts as a wrong password does."""
    counted = runtime().access.tries.count(login, here(), policies().security.lockout, now=now())
    way: Way = ""
    if counted.open:
        way = runtime().second_factors.opens(login, code, now=now())
    if way:
        runtime().access.tries.take_back(counted)
    else:
        runtime().failed.add(login, network(), now=now())
    return way


def come_in(login: str, held: str, factor: Way = "") -> str | None:
    """Give a session and record it; None where the password was changed meanwhile."""
    session = runtime().access.begin(login, held, here(), now=now())
    if session is None:
        return None
    if run := runtime().failed.run(login):
        tell(runtime(), run)
    stream = sign_ins_id(login, local_day(now()))
    came = NoteSignIn(
        command_id=uuid4(), stream=stream, login=login, network=network(), factor=factor
    )
    _note(runtime(), came, login)
    return session


def wrong(login: str, what: str = "账号或密码") -> tuple[str, bool]:
    """Say that it was wrong, and whether and how long to wait before the next try."""
    wait = runtime().access.wait(login, here(), now=now())
    said = WAIT if wait else WRONG
    return said.format(what=what, minutes=-(-wait // MINUTE), forgotten=FORGOTTEN), bool(wait)


def went(login: str) -> None:
    """Record that somebody signed out."""
    stream = sign_ins_id(login, local_day(now()))
    _note(runtime(), NoteSignOut(command_id=uuid4(), stream=stream, login=login), login)


def tell(deployment: Runtime, run: Run) -> bool:
    """Record a run of failures; whether it could be."""
    stream = sign_ins_id(run.login, local_day(deployment.clock()))
    asked = NoteFailures(
        command_id=uuid5(stream, f"{run.first_at} {run.failures}"),
        stream=stream,
        login=run.login,
        failures=run.failures,
        first_at=run.first_at,
        last_at=run.last_at,
        networks=run.networks,
    )
    if stored := _note(deployment, asked, SYSTEM.account):
        deployment.failed.let_go(run)
    return stored


def _note(deployment: Runtime, command: Command, by: str) -> bool:
    """Record it; where the log takes nothing now (a clock that is off), people may still read."""
    try:
        deployment.execute(command, actor=Actor(by, SYSTEM.roles))
    except (Refused, Conflict) as no:
        log.error("%s not recorded: %r", command.qualified_name(), no)  # noqa: TRY400
        return False
    return True
