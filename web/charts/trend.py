"""One measure over periods, beside what it is to be compared with: a line and a dashed one."""

import math
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from web.charts.svg import NO_DATA, Point, _figure, _path, _spoken, _svg, _text, _ticks

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 250, 44, 18, 22, 30
LABEL: Final = 64
"""How wide a label of a period is at least, with the room beside it."""
DOT: Final = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{}" class="chart-point"/>')


def trend(
    title: str,
    points: Sequence[Point],
    other: tuple[str, Sequence[Point]] | None = None,
    *,
    unit: str = "",
    width: int = 640,
) -> Markup:
    """Draw (label, value) over periods; `other` (its name, points) is dashed behind it.

    The last, the lowest and the highest value are written out. A missing value breaks
    the line.
    """
    name, beside = other or ("", ())
    known = [value for _, value in (*points, *beside) if value is not None]
    if not known:
        middle = [_text(width / 2, HEIGHT / 2, NO_DATA, "chart-none")]
        return _svg(width, HEIGHT, f"{title}：{NO_DATA}。", middle)
    ticks, across = _ticks(known), (width - LEFT - RIGHT) / max(1, len(points) - 1)

    def place(index: int, value: float) -> tuple[float, float]:
        share = (ticks[-1] - value) / (ticks[-1] - ticks[0])
        return LEFT + index * across, TOP + share * (HEIGHT - TOP - BOTTOM)

    def drawn(values: Sequence[Point]) -> str:
        stroke, pen = "", "M"
        for index, (_, value) in enumerate(values):
            if value is None:
                pen = "M"
                continue
            x, y = place(index, value)
            stroke, pen = f"{stroke}{pen}{x:.1f} {y:.1f}", "L"
        return stroke

    parts = []
    for tick in ticks:
        _, y = place(0, tick)
        parts.append(_path(f"M{LEFT} {y:.1f}H{width - RIGHT}", "chart-grid"))
        parts.append(_text(LEFT - 6, y + 4, _figure(tick), "chart-label", "end"))
    room = max([LABEL, *(_width(label) for label, _ in points)])
    every = max(1, math.ceil(room / across)) if across else 1
    for index, (label, _) in enumerate(points):
        if (len(points) - 1 - index) % every == 0:
            anchor = "end" if index == len(points) - 1 and index else "middle"
            x = LEFT + index * across + (RIGHT - 2 if anchor == "end" else 0)
            parts.append(_text(x, HEIGHT - 8, label, "chart-label", anchor))
    if beside:
        parts.append(_path(drawn(beside), "chart-beside"))
    parts.append(_path(drawn(points), "chart-line"))
    named = _told([value for _, value in points])
    for index, (_, value) in enumerate(points):
        if value is None:
            continue
        x, y = place(index, value)
        parts.append(DOT.format(x, y, 4.5 if index == len(points) - 1 else 3))
        if index in named:
            last, lowest = index == len(points) - 1, value == min(named.values()) and len(named) > 1
            x += RIGHT - 2 if last else 0
            falls = last and index and (points[index - 1][1] or value) > value
            y = y + 20 if lowest or falls else max(y - 9, 12)
            anchor = "end" if last else "middle" if index else "start"
            parts.append(_text(x, y, f"{_figure(value)}{unit}", "chart-value", anchor))
    compared = f"；{name}：{_spoken(beside, unit)}" if beside else ""
    return _svg(width, HEIGHT, f"{title}：{_spoken(points, unit)}{compared}。", parts)


def _told(values: Sequence[float | None]) -> dict[int, float]:
    """Give the values that are written out; none beside the last, where they would meet."""
    there = {index: value for index, value in enumerate(values) if value is not None}
    if not there:
        return {}
    order, last = sorted(there, key=lambda index: (there[index], index)), max(there)
    chosen = {one for one in (order[0], order[-1]) if one < last - 1} | {last}
    return {index: there[index] for index in sorted(chosen)}


def _width(label: str) -> int:
    """Give how wide a label is, with the room beside it; a figure is half as wide as a sign."""
    return 10 + sum(7 if each.isdecimal() else 12 for each in label)
