"""Option lists of the forms, and the rules of the closing report, as data."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from governance.policy.fault import Fault, fault, refuse, twice
from governance.policy.shape import shaped


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One choice: a stable code and its Chinese label.

    `normal` ones need no explanation, `kinds` limits a choice to some kinds of ticket, a theme to
    some kinds of place (none: all), `items` is the checklist a choice brings, `essential` those of
    its items whose no must be dealt with, `weight` what it counts in a figure (none: nothing) or,
    of an interval, its days. A `closed` choice is not offered any more and keeps its label.
    """

    code: str
    label: str
    normal: bool = False
    weight: float | None = None
    kinds: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    essential: tuple[str, ...] = ()
    closed: bool = False


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One option list with where it comes from; `sensitive` ones are personal data of their own."""

    source: str
    confirmed: bool
    label: str
    option: tuple[Option, ...]
    sensitive: bool = False


class ReportRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closing report (办结报告), fields by name.

    `required` for every kind, `required_unless` for all kinds but those named, `required_for` only
    for those named; `listings` says where a field's codes stand, `explained` which choices must be
    explained unless they are normal; `texts` hold at most `longest` characters.
    """

    source: str
    confirmed: bool
    required: tuple[str, ...]
    required_unless: dict[str, tuple[str, ...]]
    required_for: dict[str, tuple[str, ...]]
    explained: tuple[str, ...]
    listings: dict[str, str]
    texts: tuple[str, ...]
    longest: int


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """选项清单: the policy as read from an edition."""

    source: str
    listing: dict[str, Listing]
    report: ReportRules

    def choices(self, listing: str, kind: str = "") -> list[Option]:
        """Give the choices of a list, those for one kind of ticket or place when asked.

        A list this edition does not have offers nothing, so that whatever is chosen is refused.
        """
        held = (row for row in self.rows(listing) if not row.closed)
        return [row for row in held if not kind or not row.kinds or kind in row.kinds]

    def offered(self, listing: str) -> list[tuple[str, str]]:
        """Give (code, label) of the choices of a list."""
        return [(row.code, row.label) for row in self.choices(listing)]

    def rows(self, listing: str) -> tuple[Option, ...]:
        """Give all that has ever stood in a list, closed choices too."""
        return self.listing[listing].option if listing in self.listing else ()

    def labels(self, listing: str) -> dict[str, str]:
        """Give the label of each code, closed or not."""
        return {row.code: row.label for row in self.rows(listing)}

    def label(self, listing: str, code: str) -> str:
        """Give one label; an unknown code is its own label."""
        return self.labels(listing).get(code, code)

    def has(self, listing: str, code: str, kind: str = "") -> bool:
        """Whether a list has a code, for one kind of ticket or place when asked."""
        return any(row.code == code for row in self.choices(listing, kind))

    def essential(self, listing: str, code: str, item: str) -> bool:
        """Whether a no to an item of a checklist must be dealt with."""
        return any(item in row.essential for row in self.rows(listing) if row.code == code)

    def weight(self, listing: str, code: str) -> float | None:
        """Give what a choice weighs in a figure, None when it does not count."""
        return next((row.weight for row in self.rows(listing) if row.code == code), None)

    def faults(self, report: Mapping[str, Any], kind: str) -> list[tuple[str, str]]:
        """Give (field, fault) for everything wrong with a closing report of a ticket of a kind.

        Faults: missing, no_such_option, needs_explanation, explanation_is_label, too_long.
        """
        rules = self.report
        found = [(field, "missing") for field in self.required(kind) if not report.get(field)]
        for field, listing in rules.listings.items():
            codes = {row.code for row in self.choices(listing, kind)}
            if report.get(field) and report[field] not in codes:
                found.append((field, "no_such_option"))
        explanation = str(report.get("explanation") or "").strip()
        for field in rules.explained:
            held = self.choices(rules.listings[field], kind)
            chosen = next((row for row in held if row.code == report.get(field)), None)
            if chosen and not chosen.normal and not explanation:
                found.append(("explanation", "needs_explanation"))
            if chosen and explanation == chosen.label:
                found.append(("explanation", "explanation_is_label"))
        found += [
            (field, "too_long")
            for field in rules.texts
            if len(str(report.get(field) or "")) > rules.longest
        ]
        return list(dict.fromkeys(found))

    def required(self, kind: str) -> Iterator[str]:
        """Give the fields that must be given of a kind of ticket."""
        yield from self.report.required
        yield from (f for f, kinds in self.report.required_unless.items() if kind not in kinds)
        yield from (f for f, kinds in self.report.required_for.items() if kind in kinds)


@lru_cache(maxsize=8)
def _read(content: bytes) -> Options:
    return msgspec.json.decode(content, type=Options)


SHAPE = Options


def read(content: dict[str, Any]) -> Options:
    """Read an edition; UnfitError (a ValueError) when it is nonsense.

    A code stands once in its list. A label too, among the choices of one kind, else a sheet's label
    would not say which is meant.
    """
    try:
        options = _read(msgspec.json.encode(content))
    except msgspec.ValidationError:
        options = shaped(content, Options)
    refuse(_faults(options))
    return options


def _faults(options: Options) -> Iterator[Fault]:
    for name, listing in options.listing.items():
        path = ("listing", name, "option")
        if not listing.option:
            yield fault("none_left", *path)
        yield from twice((row.code, (*path, n, "code")) for n, row in enumerate(listing.option))
        labels = [(row.label, row.kinds) for row in listing.option]
        for n, label in enumerate(labels):
            if label in labels[:n]:
                yield fault("twice", *path, n, "label", name=label[0])
    for field, name in options.report.listings.items():
        if name not in options.listing:
            yield fault("no_such_list", "report", "listings", field, name=name)
    for n, field in enumerate(options.report.explained):
        if field not in options.report.listings:
            yield fault("nothing_to_explain", "report", "explained", n, name=field)
