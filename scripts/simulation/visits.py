"""走访: doors knocked at, what was given there, what was found and what became of it."""

from collections.abc import Generator
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from governance.issues.events import IssueReported
from governance.kernel.command import Actor
from governance.kernel.event import Event
from governance.visits import commands as ask
from governance.visits.events import VisitMade
from governance.visits.stream import visit_id
from scripts.simulation import issues
from scripts.simulation.photos import picture
from scripts.simulation.register import Door
from scripts.simulation.world import Life, World

EVENING = 18
# At what part of its interval a door is knocked at again, and when that was forgotten.
IN_TIME, LATE = (0.7, 0.97), (1.0, 1.15)
HOURS = (9.5, 19.5)
WEEKENDS = 0.25
PARTNERS = ("police", "property", "fire", "health", "owners")


class Visits:
    """Knocks at every door again and again, as often as it is to be visited."""

    def __init__(self, world: World, doors: list[Door]) -> None:
        self.world = world
        self.doors = doors
        choices = world.policy.options.choices("visit_intervals")
        self.days = {option.code: option.weight or 0.0 for option in choices}

    def life(self, number: int) -> Life:
        """Give the life of the n-th door: on an agreed day, else before its interval ends."""
        world, door, chance = self.world, self.doors[number], self.world.chance("door", number)
        lapsed, days = world.words.scenario["visits"]["lapsed"], self.days[door.interval]
        yield self._some_time(chance.uniform(0, days), chance)
        for turn in count(1):
            worker = world.some("grid_worker", chance, door.estate.grid)
            visit = _Visit(world, f"{world.seed}-{number}-{turn}", door, worker, chance)
            agreed = yield from visit.live()
            if agreed:
                yield world.at(agreed, chance.uniform(*HOURS))
            else:
                part = LATE if chance.random() < lapsed else IN_TIME
                yield self._some_time(days * chance.uniform(*part), chance)

    def _some_time(self, days: float, chance: Random) -> datetime:
        """Give a moment so many days later; of four weekends three are free."""
        calendar = self.world.policy.calendar
        day = self.world.today + timedelta(days=int(days))
        working = day if chance.random() < WEEKENDS else calendar.working_day(day)
        return self.world.at(working, chance.uniform(*HOURS))


class _Visit:
    """One visit."""

    def __init__(self, world: World, key: str, door: Door, worker: Actor, chance: Random) -> None:
        self.world = world
        self.stream = visit_id(key)
        self.door = door
        self.worker = worker
        self.chance = chance
        self.rates = world.words.scenario["visits"]
        self.words = world.words.visits
        self.themes = {row.code for row in world.policy.options.choices("visit_themes", door.kind)}
        self.scene = world.words.scene(chance, door.estate.name, door.building)
        self.where = {
            "place": door.place,
            "visitee": door.kind,
            **door.estate.where,
        }

    def live(self) -> Generator[datetime, None, date | None]:
        """Plan it or not, knock, and see to what was found; give the day agreed for another."""
        world, chance = self.world, self.chance
        if chance.random() < self.rates["planned"]:
            day = world.policy.calendar.add_working_days(world.today, chance.randint(2, 6))
            self._plan(day, chance)
            yield world.at(day, chance.uniform(9, 17))
        while (drawn := chance.random()) < self.rates["missed"] + self.rates["refused"]:
            outcome = "refused" if drawn < self.rates["refused"] else "not_met"
            next_day = world.policy.calendar.add_working_days(world.today, chance.randint(2, 8))
            self._log(outcome, narrative=self._one(outcome), next_on=next_day)
            yield world.at(next_day, chance.uniform(*HOURS))
        made, *reported = self._made()
        self._escalated(reported, made)
        for finding in made.findings:
            if finding.outcome == "hazard":
                world.live(self._hazard(made, finding.number), world.now)
        return made.revisit_on

    def _plan(self, day: date, chance: Random) -> None:
        world = self.world
        theme = chance.choice(("", "", "safety", "care"))
        theme = theme if theme in self.themes else ""
        rule, reason = chance.choice(self.words["plans"])
        world.ask(
            ask.PlanVisit,
            self.stream,
            self.worker,
            **self.where,
            planned_for=day,
            theme=theme,
            rule=rule,
            reason=reason,
            visitor=self.worker.account,
        )

    def _made(self) -> tuple[VisitMade, *tuple[Event, ...]]:
        """Log a visit that met somebody; give its event and those of what it escalated."""
        chance = self.chance
        themes = tuple(
            theme
            for theme, often in self.rates["themes"].items()
            if chance.randrange(20) < often and theme in self.themes
        )
        findings = self._findings()
        answers, findings = self._answers(themes, findings)
        revisit = any(finding.outcome == "hazard" for finding in findings)
        day = self.world.policy.calendar.add_working_days(self.world.today, chance.randint(5, 12))
        made, *reported = self._log(
            "met",
            narrative=self._narrative(),
            themes=themes,
            answers=answers,
            findings=findings,
            next_on=day if revisit else None,
            satisfaction=chance.choice(("satisfied",) * 6 + ("fairly",) * 3 + ("average",)),
        )
        assert isinstance(made, VisitMade)  # noqa: S101  (for the type: somebody was met)
        return made, *reported

    def _log(self, outcome: str, **values: object) -> list[Event]:
        chance, now = self.chance, self.world.now
        here = self.world.policy.calendar.local(now)
        way = "evening" if here.hour >= EVENING else chance.choice(("door",) * 9 + ("phone",))
        done = self.world.ask(
            ask.LogVisit,
            self.stream,
            self.worker,
            **self.where,
            made_at=now - timedelta(minutes=chance.randint(1, 40)),
            outcome=outcome,
            way=way,
            companions=tuple(chance.sample(PARTNERS, chance.choice((0, 0, 1)))),
            forces=tuple(chance.sample(("area_cadre", "volunteer", "party_service"), 1)),
            **values,
        )
        return done.events

    def _findings(self) -> tuple[ask.ToldFinding, ...]:
        chance = self.chance
        count = sum(chance.random() < self.rates[rate] for rate in ("found", "found_more"))
        categories = list(self._titles)
        return tuple(self._finding(n, chance.choice(categories)) for n in range(1, count + 1))

    def _finding(self, number: int, category: str) -> ask.ToldFinding:
        chance, drawn = self.chance, self.chance.random()
        title = self.world.words.said(chance, self._titles[category], self.scene)
        serial = issues.serial(self.world, self.stream, number)
        if drawn < self.rates["solved"]:
            outcome, how = "solved", {"explanation": chance.choice(self.words["solved"])}
        elif drawn < self.rates["solved"] + self.rates["escalated"]:
            outcome, how, title = "escalated", {"issue": serial}, self._about(serial, category)
        else:
            outcome, how, title = "hazard", {}, self._about(serial, category)
        return ask.ToldFinding(
            number=number, title=title, outcome=outcome, category=category, **how
        )

    @property
    def _titles(self) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = self.words[
            "shop_findings" if self.door.group == "shop" else "findings"
        ]
        return titles

    def _about(self, serial: str, category: str) -> str:
        """Give the title of what is, or may become, the issue with this serial."""
        about, chance = issues.matter(self.world, serial, category)
        return str(about["titles"][chance.randrange(len(about["titles"]))]).format_map(self.scene)

    def _hazard(self, made: VisitMade, number: int) -> Life:
        """See to a hazard later: settled with a photo, escalated after all, or left open."""
        world, chance = self.world, self.chance
        yield world.work(world.now, chance.uniform(8, 100))
        if chance.random() > self.rates["settled"]:
            yield world.work(world.now, chance.uniform(60, 360))
        if chance.random() < self.rates["settled"]:
            proof = world.runtime.attachments.put(self.stream.hex, picture(chance), "image/png")
            world.ask(
                ask.SolveFinding,
                self.stream,
                self.worker,
                number=number,
                proof=(proof,),
                explanation=chance.choice(self.words["settled"]),
            )
        else:
            serial = issues.serial(world, self.stream, number)
            done = world.ask(
                ask.EscalateFinding, self.stream, self.worker, number=number, issue=serial
            )
            self._escalated(done.events, made)

    def _escalated(self, events: list[Event], made: VisitMade) -> None:
        """Let the issues live that the visit or its finding has become."""
        world = self.world
        found = {finding.number: finding.category for finding in made.findings}
        for event in events:
            if isinstance(event, IssueReported):
                category = found[event.finding]
                life = issues.escalated(
                    world, event.serial, self.door.estate, category, event.actor
                )
                world.live(life, world.now)

    def _answers(
        self, themes: tuple[str, ...], findings: tuple[ask.ToldFinding, ...]
    ) -> tuple[tuple[ask.ToldAnswer, ...], tuple[ask.ToldFinding, ...]]:
        """Go through the checklists; a no that must be dealt with is a finding solved at once."""
        answers, found = [], list(findings)
        for theme in self.world.policy.options.choices("visit_themes"):
            for item in theme.items if theme.code in themes else ():
                answer, number = self.chance.choice(("yes",) * 8 + ("no", "na")), 0
                if answer == "no" and item in theme.essential:
                    number = len(found) + 1
                    found.append(self._failed(number, theme.code, item))
                given = ask.ToldAnswer(theme=theme.code, item=item, answer=answer, finding=number)
                answers.append(given)
        return tuple(answers), tuple(found)

    def _failed(self, number: int, theme: str, item: str) -> ask.ToldFinding:
        return ask.ToldFinding(
            number=number,
            title=f"{item}：否",
            outcome="solved",
            category=theme if self.world.policy.options.has("finding_categories", theme) else "",
            explanation=self.chance.choice(self.words["solved"]),
        )

    def _one(self, outcome: str) -> str:
        return str(self.chance.choice(self.words["refused" if outcome == "refused" else "missed"]))

    def _narrative(self) -> str:
        """Write the diary: how it was, what was said, what was done."""
        group, chance = self.words["groups"][self.door.group], self.chance
        talk = chance.sample(group["talk"], chance.choice((1, 1, 2)))
        return "".join((chance.choice(group["opening"]), *talk, chance.choice(group["done"])))
