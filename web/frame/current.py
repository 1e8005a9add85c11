"""What a request stands on: the deployment, the person, the moment looked at, the policies."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

import msgspec
from flask import current_app, g, request, url_for

from governance.application import Outcome
from governance.kernel.command import Actor, Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Gone
from governance.kernel.stream import Stream
from governance.policy.book import PolicyBook
from governance.policy.context import Context
from governance.policy.roles import Sight
from projections.accounts.queries import names
from projections.engine.runtime import Runtime
from projections.engine.view import View
from projections.meetings.queries import meeting
from projections.places.queries import labels_of
from web.frame.words import GONE
from web.sheets import MomentFault, read_moment
from web.text.formats import LOCAL

AS_OF = "as_of"
NAMED = ("grid", "area", "unit")
"""The kinds of places that pages name: all are asked for together."""
T = TypeVar("T")


class Me(msgspec.Struct, frozen=True):
    """The person logged in."""

    login: str
    name: str
    unit: str
    roles: tuple[str, ...]
    grids: tuple[str, ...]

    @property
    def actor(self) -> Actor:
        """The person as governance knows him."""
        return Actor(self.login, frozenset(self.roles), frozenset(self.grids), self.unit)


class PastError(Exception):
    """Somebody wanted to change the past."""


def runtime() -> Runtime:
    """Give the deployment."""
    return cast("Runtime", current_app.extensions["geyi"])


def now() -> datetime:
    """Give the present, one moment for the whole request: for acting, never for showing."""
    if "now" not in g:
        g.now = runtime().clock()
    return cast("datetime", g.now)


def live() -> View:
    """Give the rows of the present: for acting, never for showing."""
    if "live" not in g:
        g.live = runtime().live()
    return cast("View", g.live)


def view() -> View:
    """Give the rows of the moment looked at: the present, or what `?as_of=` asks for."""
    if "view" not in g:
        # An address where no page is has no past either: what says so stands on the present.
        asked = request.args.get(AS_OF, "").strip() if request.url_rule else ""
        g.view = live()  # what the page stands on that says the moment asked for is none
        if asked:
            g.view = runtime().at(position_of(asked))
    return cast("View", g.view)


def as_at() -> datetime:
    """Give the moment looked at, from which a page counts; templates have it as `as_at`."""
    return view().moment or now()


def asked(question: Callable[..., T], *about: Hashable) -> T:
    """Give what a question to the moment looked at finds, asked once however many want to know."""
    held: dict[Any, Any] = g.setdefault("asked", {})
    key = (question, about)
    if key not in held:
        held[key] = question(view(), *about)
    return cast("T", held[key])


def position_of(asked: str) -> int:
    """Read `?as_of=`: a position, a local moment, or `agenda:<meeting>`; Refused when neither.

    Refused too for a time before all records.
    """
    try:
        position = _position_of(asked)
    except (ValueError, MomentFault):
        raise Refused("web.no_such_moment") from None
    if position < 1:
        raise Refused("web.before_records")
    return position


def _position_of(asked: str) -> int:
    if asked.isdecimal():
        return min(int(asked), runtime().ledger.position())
    if asked.startswith("agenda:"):
        return _frozen_position(UUID(asked.removeprefix("agenda:")))
    return runtime().position_at(read_moment(asked, LOCAL))


def record_of(event: Event) -> int:
    """Give the number of the record an event is: looked at from there, it has just happened."""
    ledger = runtime().ledger
    position, *_ = ledger.records(event.stream, ledger.position())[event.version - 1]
    return position


def _frozen_position(key: UUID) -> int:
    row = meeting(live(), key)
    if row is None or not row.frozen_position:
        raise Refused("web.no_such_moment")
    return row.frozen_position


def policies() -> PolicyBook:
    """Give the policies in force now, read once a request."""
    if "policies" not in g:
        g.policies = runtime().governance.book
    return cast("PolicyBook", g.policies)


def book() -> PolicyBook:
    """Give the policies in force at the moment looked at."""
    if "book" not in g:
        today = policies()
        # The first records were made before every policy had its first edition.
        g.book = (
            today
            if view().live
            else PolicyBook(today.editions | view().book().editions, today.known)
        )
    return cast("PolicyBook", g.book)


def me() -> Me:
    """Give the person logged in; only pages that declare a permission may ask."""
    return cast("Me", g.me)


def sight(page: str) -> Sight:
    """Give how far the person sees on a page; today's permissions, whatever the moment."""
    return policies().roles.sight(me().actor, page)


def may(command: type[Command], grid: str = "", unit: str = "") -> bool:
    """Whether the person may send a command about this grid and unit."""
    return policies().roles.permits(me().actor, command.qualified_name(), grid, unit)


def opens(page: str) -> bool:
    """Whether the person may open a page."""
    return policies().roles.opens(me().actor, page)


def context() -> Context:
    """Give what a decision asked for by the person logged in would stand on."""
    return runtime().governance.context(me().actor, policies())


def act(*commands: Command, seen: Mapping[UUID, int] | None = None) -> Outcome:
    """Execute what the person logged in asks; Refused when it is so already and nothing came of it.

    So a page never says that something was recorded when nothing was. The same id sent again is
    answered with what it did then. `seen` says up to which version the person saw a stream.
    """
    outcome = send(*commands, seen=seen)
    if not outcome.events:
        raise Refused("kernel.unchanged")
    return outcome


def send(*commands: Command, seen: Mapping[UUID, int] | None = None) -> Outcome:
    """Execute commands as the person logged in; nothing is changed while looking at the past."""
    if not view().live:
        raise PastError
    try:
        outcome = runtime().execute(*commands, actor=me().actor, seen=seen)
    finally:
        for known in ("policies", "book", "asked"):  # what was done may have changed them
            g.pop(known, None)
    g.repeated = outcome.repeated
    return outcome


def repeated() -> bool:
    """Whether what was asked in this request had been done before."""
    return bool(g.get("repeated"))


def first_told(identity: UUID) -> datetime:
    """Give the moment a form was first sent: what it does not say itself it says the same again."""
    sent = command_id()
    known = (event for event in runtime().history(identity) if event.command_id == sent)
    return next((event.happened_at for event in known), now())


def command_id() -> UUID:
    """Give the id the form was sent with, so that sending it twice does its work once."""
    try:
        return UUID(request.form["command_id"])
    except (KeyError, ValueError):
        return uuid4()


def reveal(sealed: Any, stream: UUID, field: str) -> str:
    """Open a sealed field; one whose key is erased or lost says so."""
    return masked(sealed, stream, field, str)


def masked(sealed: Any, stream: UUID, field: str, mask: Callable[[str], str]) -> str:
    """Give a sealed field as everybody may see it; one whose key is erased or lost says so."""
    text = runtime().reveal(sealed, stream, field) or ""
    return GONE[text] if isinstance(text, Gone) else mask(text)


def state(stream: Stream, identity: UUID) -> Any:
    """Give the state of one stream as it stood at the moment looked at."""
    return stream.fold(history(identity))


def history(identity: UUID) -> list[Event]:
    """Give the events of one stream up to the moment looked at."""
    return asked(_history, identity)


def _history(view: View, identity: UUID) -> list[Event]:
    if view.live:
        return runtime().history(identity)
    return runtime().ledger.stream_at(identity, view.position)


def grid_names() -> dict[str, str]:
    """Give the name of each grid."""
    return _names("grid")


def area_names() -> dict[str, str]:
    """Give the name of each residents' area."""
    return _names("area")


def unit_names() -> list[str]:
    """Give the handling units."""
    return list(_names("unit").values())


def people_names() -> dict[str, str]:
    """Give the name each login had at the moment looked at; `system` is the system itself."""
    return asked(_people)


def _people(view: View) -> dict[str, str]:
    return names(view) | {"system": "系统"}


def here_url(endpoint: str, **values: Any) -> str:
    """Give the address of a view, staying in the past when the past is looked at and is there."""
    asked = request.args.get(AS_OF)
    return url_for(endpoint, **(values | ({AS_OF: asked} if asked and dated(endpoint) else {})))


def dated(endpoint: str | None) -> bool:
    """Whether a page can be looked at as of an earlier moment: see `access.page`."""
    if endpoint and endpoint.startswith("."):
        endpoint = f"{request.blueprint}{endpoint}"
    return getattr(current_app.view_functions.get(endpoint or ""), "dated", False)


def page_url(endpoint: str, **values: Any) -> str:
    """Give the address of a view, empty where whoever is logged in may not go."""
    page = getattr(current_app.view_functions[endpoint], "page", "")
    return here_url(endpoint, **values) if opens(page) else ""


def page_of(endpoint: str) -> Callable[[UUID | None], str]:
    """Give what tells the address of a thing that a view shows by its `key`."""
    return lambda key: page_url(endpoint, key=key) if key else ""


def _names(kind: str) -> dict[str, str]:
    return asked(labels_of, *NAMED)[kind]
