"""What a concept lets metrics count: rows of a table of its own, and which columns of them."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

import msgspec
import sqlalchemy as sa

from governance.policy.known import Column, Countable, Type
from projections.engine.database import Moment

Scope = Literal["grid", "unit", "category", "source", "area", "kind"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
TYPES: dict[type[Any], Type] = {
    Moment: "moment",
    sa.Boolean: "flag",
    sa.Integer: "number",
    sa.Float: "number",
    sa.String: "text",
    sa.Text: "text",
}
TIMES = ("moment", "day")


class Field(msgspec.Struct, frozen=True):
    """What people call a column, and its codes: of option lists, or the concept's own.

    `day` marks a text that holds a day as 2026-03-05. `of_kind` names the list of each kind where
    kinds have lists of their own.
    """

    label: str
    lists: tuple[str, ...] = ()
    codes: Mapping[str, str] = {}
    day: bool = False
    of_kind: Mapping[str, str] = {}


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that metrics may count, as their board declares them.

    `fields` are the columns a metric may ask for and a list may show to whoever sees the figure:
    never what is personal; free text (`sa.Text`) is only shown. Types are those of the table. A
    moment's name says what it is: `…_at` when something happened, `…due` a limit. `bases` are those
    by which a row falls into a period, `since` the one from which it is there. `kinds` are the
    values of `kind` a metric chooses from, where there are several. `entered` gives, of a basis,
    the column that holds when it was recorded, which may be after its period; `corrected` the one
    that holds when a fact was last put right. Rows are distinguished, and kept to what somebody
    sees, by the columns of `SCOPES`, or by those `scopes` names instead.

    A list of the rows has the columns `listed` and `heading`, which opens the thing by the link of
    kind `link` (`Feature.links`) and the `key`. `measure` is the word rows are counted in.
    """

    name: str
    title: str
    measure: str = "件"
    table: sa.Table
    fields: Mapping[str, Field]
    bases: tuple[str, ...]
    since: str = ""
    entered: Mapping[str, str] = {}
    corrected: str = ""
    kinds: tuple[str, ...] = ()
    scopes: Mapping[str, str] = {}
    heading: str
    listed: tuple[str, ...] = ()
    link: str = ""
    key: str = "key"

    def __post_init__(self) -> None:
        """Refuse, when it is made, a declaration that could not be counted by."""
        named = {*self.bases, *self.scopes.values(), self.heading, *self.listed}
        if self.since:
            named.add(self.since)
        entered = filter(None, (*self.entered.values(), self.corrected))
        if strange := {name for name in entered if type(self.table.c[name].type) is not Moment}:
            raise ValueError(f"{self.name}: {sorted(strange)} are no moments")
        if strange := named - self.fields.keys():
            raise ValueError(f"{self.name}: {sorted(strange)} are not among the fields")
        for name in self.bases:
            if self.column(name).type not in TIMES:
                raise ValueError(f"{self.name}: {name} is no time")
        for name in self.fields:
            self.column(name)

    def column(self, name: str) -> Column:
        """Give a column as policies know it; ValueError when it is of a kind nobody may ask for."""
        field = self.fields[name]
        kind = TYPES.get(type(self.table.c[name].type))
        if kind is None:
            raise ValueError(f"{self.name}: {name} is sealed or a structure")
        type_: Type = "day" if field.day else kind
        return Column(name, type_, field.label, field.lists, dict(field.codes))

    @property
    def countable(self) -> Countable:
        """What policies hear of it; free text is shown, and never tested."""
        tested = [n for n in self.fields if not isinstance(self.table.c[n].type, sa.Text)]
        return Countable(
            name=self.name,
            title=self.title,
            columns={name: self.column(name) for name in tested},
            bases=self.bases,
            kinds=self.kinds,
        )

    def scope(self, by: str) -> str:
        """Give the column rows are distinguished by; empty when these rows have none."""
        name = self.scopes.get(by, by)
        if by == "kind" and not self.kinds:
            return ""
        return name if name in self.fields else ""
