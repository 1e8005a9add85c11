"""One history: who asks what of which thing, mostly what is possible there, while time goes on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid5

from msgspec.structs import replace

from governance.hotline.commands import ReceiveTicket
from governance.kernel.command import SYSTEM, Actor, Command
from governance.kernel.errors import Refused
from governance.kernel.stream import Act, Stream, always
from governance.policies.commands import PublishEdition
from tests.builders import NOW, WORKER, book
from tests.histories.asks import moved, saying
from tests.histories.office import Office
from tests.histories.things import BY_STREAM, Thing

ALL = frozenset({"system"})
ACTORS = (*3 * (Actor("wang", ALL), Actor("li", ALL)), SYSTEM, replace(WORKER, account="sun"))
STEPS = (0, 0, 0, 0, 1, 20, 100)  # hours
TRIES = (6, 6, 6, 1)
LONGEST = 40
POLICIES = sorted(book().editions)
AGAIN = frozenset({ReceiveTicket})
"""What opens a thing and comes to one that is there too: a sheet brings its tickets again."""
SOURCES = ("test", "市里新规", "")


class Step(NamedTuple):
    """What is asked next of which stream, and by whom."""

    stream: Stream
    command: Command
    actor: Actor


def steps(office: Office, focus: str, random: Random) -> Iterator[Step]:
    """Give one thing to ask after the other, each of the office as it stands then."""
    asked: Counter[type[Command]] = Counter()
    for number in range(LONGEST):
        office.now += timedelta(hours=random.choice(STEPS))
        actor = random.choice(ACTORS)
        name = focus if random.randrange(6) else random.choice(sorted(BY_STREAM))
        stream = office.by_name[name]
        going_on = [
            thing
            for thing in BY_STREAM[name]
            if not getattr(office.state(stream, thing.stream), "ended", False)
        ]
        everything = not going_on or not random.randrange(6)
        thing = random.choice(BY_STREAM[name] if everything else going_on)
        acts = _possible(office, stream, thing, actor) if random.randrange(8) else stream.acts
        if random.randrange(4):
            least = min(asked[act.command] for act in acts)
            acts = [act for act in acts if asked[act.command] == least]
        act = random.choice(acts)
        asked[act.command] += 1
        key = uuid5(thing.stream, f"{number}")
        yield Step(stream, _command(office, stream, act, thing, key, random), actor)


def _possible(office: Office, stream: Stream, thing: Thing, actor: Actor) -> Sequence[Act]:
    """Give the acts that are possible now; what opens a thing that is there comes last."""
    state, context = office.state(stream, thing.stream), office.context(actor)
    possible = [act for act in stream.acts if not stream.hindrance(act.command, state, context)]
    if thing.stream in office.held:
        later = [act for act in possible if act.check is not always or act.command in AGAIN]
        possible = later or possible
    return possible or stream.acts


def _command(
    office: Office, stream: Stream, act: Act, thing: Thing, key: UUID, random: Random
) -> Command:
    """Give what is said: mostly the first of some tries that would be accepted, else the last."""
    state, context = office.state(stream, thing.stream), office.context(SYSTEM)
    for _ in range(random.choice(TRIES)):
        said: Command = (
            _edition(office, random)
            if act.command is PublishEdition
            else saying(act.command)(random)
        )
        known_by = {name: held for name, held in thing.known_by.items() if hasattr(said, name)}
        said = moved(said, office.now - NOW)
        command = replace(said, command_id=key, stream=thing.stream, **known_by)
        with suppress(Refused):
            stream.decide(state, command, context)
            break
    return command


def _edition(office: Office, random: Random) -> PublishEdition:
    """Give an edition in force with another source, or with one of its entries gone."""
    policy = random.choice(POLICIES)
    held = office.book.editions[policy].content
    content = held | {"source": random.choice(SOURCES)}
    if not random.randrange(4):
        del content[random.choice(sorted(content))]
    return PublishEdition(
        command_id=UUID(int=0), stream=UUID(int=0), policy=policy, content=content, source="test"
    )
