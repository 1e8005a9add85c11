"""Charts as SVG made on the server: they print, need no script and pass a strict content policy.

Every chart is one image to a screen reader, with a full sentence; looks come from classes alone:
`chart` on the whole, `chart-grid -label -value -line -point -target -target-label -none`,
`chart-bar` with `chart-bar-<tone>`, `chart-heat-0` and `chart-heat-value-0` to `-4`.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

Point = tuple[str, float | None]
HEATS: Final = 5
SMALLEST_STEP: Final = 1e-9
NO_DATA: Final = "暂无数据"


def line(
    title: str, points: Sequence[Point], *, unit: str = "", target: float | None = None
) -> Markup:
    """Draw (label, value) over periods; a missing value breaks the line; `target` runs across."""
    width, height, left, right, top, bottom = 640, 230, 48, 76, 24, 28
    known = [value for _, value in points if value is not None]
    if not known:
        return _svg(
            width,
            height,
            f"{title}：{NO_DATA}。",
            [_text(width / 2, height / 2, NO_DATA, "chart-none")],
        )
    ticks = _ticks([*known, *([] if target is None else [target])])

    def across(index: int) -> float:
        return left + index * (width - left - right) / max(1, len(points) - 1)

    def down(value: float) -> float:
        return top + (ticks[-1] - value) * (height - top - bottom) / (ticks[-1] - ticks[0])

    parts = []
    for tick in ticks:
        parts.append(_path(f"M{left} {down(tick):.1f}H{width - right}", "chart-grid"))
        parts.append(_text(left - 6, down(tick) + 4, _figure(tick), "chart-label", "end"))
    if target is not None:
        parts.append(_path(f"M{left} {down(target):.1f}H{width - right}", "chart-target"))
        label = f"目标{_figure(target)}{unit}"
        parts.append(
            _text(width - right + 4, down(target) + 4, label, "chart-target-label", "start")
        )
    stroke, pen = "", "M"
    for index, (label, value) in enumerate(points):
        parts.append(_text(across(index), height - 8, label, "chart-label"))
        if value is None:
            pen = "M"
            continue
        stroke += f"{pen}{across(index):.1f} {down(value):.1f}"
        pen = "L"
    parts.append(_path(stroke, "chart-line"))
    for index, (_, value) in enumerate(points):
        if value is not None:
            x, y = across(index), down(value)
            parts.append(
                Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" class="chart-point"/>').format(x, y)
            )
            parts.append(_text(x, y - 9, _figure(value), "chart-value"))
    aim = "" if target is None else f"；目标为{_figure(target)}{unit}"
    return _svg(width, height, f"{title}：{_spoken(points, unit)}{aim}。", parts)


def bars(title: str, rows: Sequence[tuple[str, float | None, str]], *, unit: str = "") -> Markup:
    """Draw (label, value, tone) each; the tone is a class suffix such as `plain` or `weak`."""
    width, pitch, left, right = 520, 34, 150, 70
    most = max((value for _, value, _ in rows if value), default=1.0)
    parts = []
    for index, (label, value, tone) in enumerate(rows):
        y = index * pitch
        length = (width - left - right) * max(0.0, value or 0.0) / most
        bar = Markup(
            '<rect x="{}" y="{}" width="{:.1f}" height="18" rx="2" class="chart-bar chart-bar-{}"/>'
        )
        parts.append(_text(left - 8, y + 22, label, "chart-label", "end"))
        parts.append(bar.format(left, y + 8, length, tone))
        shown = "—" if value is None else f"{_figure(value)}{unit}"
        parts.append(_text(left + length + 6, y + 22, shown, "chart-value", "start"))
    spoken = _spoken([(label, value) for label, value, _ in rows], unit)
    return _svg(width, max(pitch, pitch * len(rows)), f"{title}：{spoken}。", parts)


def heat(
    title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]]
) -> Markup:
    """Draw a table of tinted cells with their figures; the deepest tint is the largest value."""
    width, left, top, pitch = 640, 120, 26, 30
    cell = (width - left) / max(1, len(columns))
    most = max((value for _, values in rows for value in values if value), default=1.0)
    parts = [
        _text(left + cell * (at + 0.5), 16, name, "chart-label") for at, name in enumerate(columns)
    ]
    box = Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" class="chart-heat-{}"/>')
    for index, (label, values) in enumerate(rows):
        y = top + index * pitch
        parts.append(_text(left - 8, y + 19, label, "chart-label", "end"))
        for at, value in enumerate(values):
            level = min(HEATS - 1, int(max(0.0, value or 0.0) / most * HEATS))
            shown = "—" if value is None else _figure(value)
            parts.append(box.format(left + cell * at + 1, y, cell - 2, pitch - 2, level))
            parts.append(
                _text(left + cell * (at + 0.5), y + 19, shown, f"chart-heat-value-{level}")
            )
    spoken = "；".join(
        f"{label}：{_spoken(list(zip(columns, values, strict=True)), '')}" for label, values in rows
    )
    return _svg(width, top + pitch * max(1, len(rows)), f"{title}：{spoken or NO_DATA}。", parts)


def sparkline(title: str, points: Sequence[Point], *, unit: str = "") -> Markup:
    """Draw a small line without axes for a table cell, its last value marked."""
    width, height, edge = 96, 24, 4
    known = [(index, value) for index, (_, value) in enumerate(points) if value is not None]
    if not known:
        return _svg(width, height, f"{title}：{NO_DATA}。", [])
    low, high = min(value for _, value in known), max(value for _, value in known)
    places = [
        (
            edge + index * (width - 2 * edge) / max(1, len(points) - 1),
            edge + (high - value) * (height - 2 * edge) / ((high - low) or 1.0),
        )
        for index, value in known
    ]
    stroke = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.5" class="chart-point"/>').format(
        *places[-1]
    )
    return _svg(
        width, height, f"{title}：{_spoken(points, unit)}。", [_path(stroke, "chart-line"), dot]
    )


def _svg(width: float, height: float, sentence: str, parts: Iterable[Markup]) -> Markup:
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">')
    return head.format(width, height, sentence) + Markup("").join(parts) + Markup("</svg>")


def _text(x: float, y: float, text: str, look: str, anchor: str = "middle") -> Markup:
    mark = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>')
    return mark.format(x, y, anchor, look, text)


def _path(stroke: str, look: str) -> Markup:
    return Markup('<path d="{}" class="{}"/>').format(stroke, look)


def _figure(value: float) -> str:
    """Write four figures, all of them before the point if there are more: 87.5, 0.875, 12345."""
    places = max(0, 4 - len(str(int(abs(value)))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def _spoken(points: Sequence[Point], unit: str) -> str:
    parts = (
        f"{label}{'暂无数据' if value is None else f'{_figure(value)}{unit}'}"
        for label, value in points
    )
    return "，".join(parts) or NO_DATA


def _ticks(values: Sequence[float]) -> list[float]:
    """Give three to seven round numbers that enclose the values."""
    low, high = min(values), max(values)
    rough = max((high - low or abs(high) or 1.0) / 4, SMALLEST_STEP)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * count for count in range(first, max(last, first + 1) + 1)]
