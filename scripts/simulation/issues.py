"""网格问题: reported, verified, filed, dispatched, handled, checked by somebody else, closed."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid5

from governance.issues import commands as ask
from governance.issues.kind import ISSUE
from governance.issues.stream import issue_id, serial_of
from governance.kernel.stream import NAMESPACE
from scripts.simulation.casework import Case, Fate
from scripts.simulation.photos import picture
from scripts.simulation.register import Estate
from scripts.simulation.words import phone, weighed
from scripts.simulation.world import Life, World


def fate(world: World, chance: Random) -> Fate:
    """Give what chance makes of an issue."""
    rates = world.words.scenario["issues"]
    return Fate(
        returned=chance.random() < rates["returned"],
        granted=chance.random() < rates["granted"],
        extended=chance.random() < rates["extended"],
        crossing=chance.random() < rates["crossing"],
        late=chance.random() < rates["late"],
        noted=chance.random() < rates["noted"],
    )


def serial(world: World, *name: object) -> str:
    """Give a serial of an issue, as a phone would make it."""
    return serial_of(uuid5(NAMESPACE, f"demo issue:{world.seed}:{name}"))


def matter(world: World, name: str, category: str) -> tuple[dict[str, Any], Random]:
    """Give what an issue found at a door is about, and the chance that settles the rest of it."""
    chance = world.chance("matter", name)
    rows = world.words.issues["matter"]
    return chance.choice([row for row in rows if row["finding"] == category]), chance


def found(world: World, estates: list[Estate], number: object, meant: Fate | None = None) -> Life:
    """Give the life of the n-th issue nobody's visit brought."""
    chance = world.chance("issue", number)
    name = serial(world, number)
    issue = _issue(world, name, chance.choice(estates), chance)
    issue.report(name)
    yield from issue.live(meant or fate(world, chance))


def escalated(world: World, name: str, estate: Estate, category: str, by: str) -> Life:
    """Give the life of an issue a visit has reported, `by` an account, from the moment after."""
    chance = world.chance("issue", name)
    issue = _issue(world, name, estate, chance)
    issue.concern(*matter(world, name, category))
    issue.reporter = by
    yield from issue.live(fate(world, chance))


def _issue(world: World, name: str, estate: Estate, chance: Random) -> "_Issue":
    return _Issue(
        world,
        issue_id(name),
        estate,
        chance,
        words=world.words.issues,
        kind=ISSUE,
        send=ask.DispatchIssue,
        desk=world.some("secretary", chance),
    )


class _Issue(Case):
    """One issue on its way; `reporter` is the account that reported it."""

    reporter = ""

    def report(self, name: str) -> None:
        """Report from a patrol, the counter, the hotline or above."""
        chance = self.chance
        source = weighed(chance, self.world.words.scenario["issues"]["sources"])
        role = {"hotline": "hotline_desk", "patrol": "grid_worker"}.get(source, "secretary")
        values: dict[str, Any] = {}
        if source == "walk_in":
            values = {
                "reporter": self.world.words.person(chance),
                "phone": phone(7_000 + chance.randrange(999)),
            }
        who = self.world.some(role, chance, self.estate.grid if role == "grid_worker" else "")
        self.reporter = who.account
        self.ask(
            ask.ReportIssue,
            who,
            serial=name,
            source=source,
            reported_at=self.world.now - timedelta(minutes=chance.randint(1, 30)),
            title=self.tell("titles"),
            description=(self.say("walk_in") if values else "") + self.tell("account"),
            place=self.address,
            category=self.matter["category"],
            **values,
            **self.estate.where,
        )

    def live(self, fate: Fate) -> Life:
        """Live until closed or void, or until the fate stays."""
        world, chance = self.world, self.chance
        if fate.stays == "reported":
            return
        worker = world.some("grid_worker", chance, self.estate.grid)
        yield self.hours(0.3, 3.5)
        self.ask(ask.VerifyIssue, worker, note=self.say("verified"))
        yield self.hours(0.2, 2)
        if not fate.stays and chance.random() < world.words.scenario["issues"]["void"]:
            reason = chance.choice(("untrue", "duplicate", "not_ours"))
            self.ask(ask.VoidIssue, self.desk, reason=reason, note=self.say("voided"))
            return
        self._file()
        if fate.stays == "filed":
            return
        yield self.hours(0.2, 3)
        self.dispatch()
        yield from self.handled(fate, self._handle)
        while self.state.stage == "handled":
            if fate.stays == "handled":
                return
            yield self.hours(0.5, 7)
            self._check()
            if self.state.stage == "dispatched":
                if fate.stays == "redone":
                    return
                yield from self.handled(Fate(noted=True), self._handle)
        if self.state.stage == "checked":
            yield self.hours(0.3, 3)
            outcome = weighed(chance, world.words.scenario["issues"]["outcomes"])
            self.ask(ask.CloseIssue, self.desk, outcome=outcome)

    def _file(self) -> None:
        category = self.matter["category"]
        conditions = self.world.policy.categories.conditions(category)
        self.ask(
            ask.FileIssue,
            self.desk,
            category=category,
            condition=self.chance.choice(conditions).code,
        )

    def _handle(self) -> None:
        needed = self.world.policy.categories.needs_proof
        proof: tuple[str, ...] = ()
        if needed("handle", self.state.category, self.state.condition):
            kept = self.world.runtime.attachments.put
            proof = (kept(self.stream.hex, picture(self.chance), "image/png"),)
        self.ask(ask.HandleIssue, self.unit, result=self.tell("done"), proof=proof)

    def _check(self) -> None:
        checker = self.world.some("grid_worker", self.chance, self.estate.grid, self.reporter)
        if self.chance.random() < self.world.words.scenario["issues"]["failed"]:
            reason = self.chance.choice(("not_done", "recurred", "no_proof"))
            self.ask(ask.CheckIssue, checker, passed=False, reason=reason, note=self.say("failed"))
        else:
            self.ask(ask.CheckIssue, checker, passed=True, note=self.say("checked"))
