"""A first guess at a mapping, for a person to correct."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from web.sheets.kind import Kind
from web.sheets.mapping import Mapping
from web.sheets.synonyms import COUNTERS, FieldNames, key
from web.sheets.transforms import DATE_TIME, Transform
from web.text.cells import as_text
from web.text.clocks import is_clock
from web.text.faults import MomentFault
from web.text.moments import read_moment

ALIKE = 85
"""How alike (of 100) two names must be. Lower, 受理时间 and 处理时间 (75), 重复工单编号 and
工单编号 (80) would be taken for one another."""

_DAY_WORDS = ("日期", "date", "day")
_CLOCK_WORDS = ("时间", "时刻", "钟点", "time")
_WORDS = re.compile("|".join(_DAY_WORDS + _CLOCK_WORDS))
_LEVEL_MARKS = ("->", "→", ">", "/", "-")


def guess(
    header: Sequence[str],
    sample: Sequence[Sequence[Any]] = (),
    *,
    kind: Kind,
    source: str = "",
    timezone: str = "Asia/Shanghai",
) -> Mapping:
    """Give a mapping by known column names, then by very similar ones.

    `sample` is a few rows of cells: a column is not taken for a moment when none of its cells
    reads as one, and a path written in one column is split.
    """
    columns = _Columns(header, sample, timezone, kind.moments)
    fields = kind.fields.values()
    chosen = {field.name: tuple(columns.known(field)) for field in fields}
    for field in fields:
        if not chosen[field.name]:
            chosen[field.name] = tuple(columns.similar(field))
    transforms = {
        name: Transform("split", mark)
        for name in kind.levels
        if len(chosen[name]) == 1 and (mark := columns.level_mark(chosen[name][0]))
    }
    for name in kind.moments:
        if len(chosen[name]) == 1 and (clock := columns.pairs.get(chosen[name][0])):
            chosen[name] = (*chosen[name], clock)
            transforms[name] = Transform(DATE_TIME)
    return Mapping(
        kind=kind,
        source=source,
        timezone=timezone,
        columns={name: names for name, names in chosen.items() if names},
        transforms=transforms,
    )


def _stem(name: str) -> str:
    """Give what the names of a day and of a time have in common: 来电 of 来电日期, 来电/时间."""
    return _WORDS.sub("", key(name.replace("/", "")))


class _Columns:
    """The columns of a sheet that are still free to be chosen."""

    def __init__(
        self,
        header: Sequence[str],
        sample: Sequence[Sequence[Any]],
        zone: str,
        moments: Sequence[str],
    ) -> None:
        self._moments = moments
        self._free = {key(name): name for name in reversed(header) if key(name) not in COUNTERS}
        self._cells = {
            name: [row[index] for row in sample if index < len(row) and row[index] is not None]
            for index, name in enumerate(header)
        }
        self._zone = ZoneInfo(zone)
        self.pairs = self._days_and_clocks(header)
        for day, clock in self.pairs.items():
            self._free.pop(key(clock), None)
            for word in _DAY_WORDS + _CLOCK_WORDS:
                self._free.setdefault(_stem(day) + word, day)
        self._join_groups(header)

    def known(self, field: FieldNames) -> Iterator[str]:
        """Choose columns called as the field is: one, one a level, or all for `several`."""
        found = False
        for level in field.levels:
            chosen = self._first(field, level)
            found = found or chosen is not None
            if chosen is not None:
                yield chosen
        if found:
            return
        for name in field.names:
            chosen = self._first(field, (name,))
            if chosen is not None:
                yield chosen
                if not field.several:
                    return

    def similar(self, field: FieldNames) -> Iterator[str]:
        """Choose the free column whose name is most like one of the field's."""
        alike = [
            (match[1], match[0])
            for name in field.every
            if (match := process.extractOne(key(name), self._free.keys(), scorer=fuzz.ratio))
            and match[1] >= ALIKE
            and self._may_be(field, self._free[match[0]])
        ]
        if alike:
            yield self._taken(max(alike)[1])

    def level_mark(self, column: str) -> str:
        """Give the mark that cuts most cells of a column into levels, if any does."""
        texts = [as_text(cell) for cell in self._cells[column]]
        half = len(texts) / 2
        return next((mark for mark in _LEVEL_MARKS if sum(mark in t for t in texts) > half), "")

    def _first(self, field: FieldNames, names: Sequence[str]) -> str | None:
        for name in names:
            if key(name) in self._free and self._may_be(field, self._free[key(name)]):
                return self._taken(key(name))
        return None

    def _taken(self, known: str) -> str:
        """Take a column out, by whatever names it is known."""
        column = self._free[known]
        self._free = {name: one for name, one in self._free.items() if one != column}
        return column

    def _join_groups(self, header: Sequence[str]) -> None:
        """Know a column of a group (诉求/内容) by all of its name too, and by its last part."""
        grouped = [name for name in header if "/" in name and key(name) in self._free]
        for name in grouped:
            self._free.setdefault(key(name.replace("/", "")), name)
        last = [name.rpartition("/")[2] for name in header]
        for name in grouped:
            if last.count(name.rpartition("/")[2]) == 1:
                self._free.setdefault(key(name.rpartition("/")[2]), name)

    def _days_and_clocks(self, header: Sequence[str]) -> dict[str, str]:
        """Pair a column of days (来电日期) with the column of times (来电时间) called the same."""
        clocks = {
            _stem(name): name
            for name in header
            if self._cells[name] and all(map(is_clock, self._cells[name]))
        }
        return {
            name: clocks[_stem(name)]
            for name in header
            if _stem(name) in clocks
            and name != clocks[_stem(name)]
            and self._cells[name]
            and any(map(self._is_moment, self._cells[name]))
        }

    def _may_be(self, field: FieldNames, column: str) -> bool:
        cells = self._cells[column]
        return field.name not in self._moments or not cells or any(map(self._is_moment, cells))

    def _is_moment(self, cell: Any) -> bool:
        try:
            read_moment(cell, self._zone)
        except MomentFault as fault:
            return fault.code == "moment.ambiguous"
        return True
