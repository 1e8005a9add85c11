"""How days, moments, figures and sizes are written for people.

Pure functions, registered as Jinja filters. Moments come in aware and are shown in the local time
of the sub-district; the present, where it matters, is handed in. What is not known is shown as —.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.datastructures import MultiDict

LOCAL = ZoneInfo("Asia/Shanghai")
UNKNOWN = "—"
WEEKDAYS = "一二三四五六日"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

Figure = int | float | Decimal | Fraction
WorkingDays = Callable[[date, date], int]
"""How many working days lie after the first day up to and including the second; negative back."""


def local(value: datetime) -> datetime:
    """Give the moment in local time; a naive one raises `ValueError`, for it could be any."""
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return value.astimezone(LOCAL)


def local_day(value: date) -> date:
    """Give the local calendar day of a moment; a plain day is its own."""
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | None, now: date) -> str:
    """Write a day as 11月24日（周二）, of another year than now is in with its year."""
    if value is None:
        return UNKNOWN
    return f"{bare_day(value, now)}（周{WEEKDAYS[local_day(value).weekday()]}）"


def bare_day(value: date | None, now: date) -> str:
    """Write a day without its weekday, 11月24日, of another year with its year."""
    if value is None:
        return UNKNOWN
    that = local_day(value)
    year = "" if that.year == local_day(now).year else f"{that.year}年"
    return f"{year}{that.month}月{that.day}日"


def full_day(value: date | None) -> str:
    """Write a day with its year, 2026年11月24日（周二）."""
    return UNKNOWN if value is None else day(value, date.min)


def entered_late(happened: datetime | None, recorded: datetime) -> str:
    """Say when something was entered on a later day than it happened; nothing when it was not."""
    if happened is None or local_day(recorded) <= local_day(happened):
        return ""
    return f"补录于{moment(recorded)}"


def clock(value: datetime | None) -> str:
    """Write the time of day, 14:05."""
    return UNKNOWN if value is None else f"{local(value):%H:%M}"


def moment(value: datetime | None) -> str:
    """Write the full moment, 2026年11月24日 14:05."""
    if value is None:
        return UNKNOWN
    that = local(value)
    return f"{that.year}年{that.month}月{that.day}日 {that:%H:%M}"


def duration(span: timedelta | None) -> str:
    """Write a length of time in at most two units, 3天4小时; below a minute 不到1分钟."""
    if span is None:
        return UNKNOWN
    days, rest = divmod(span, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    first = next((place for place, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "不到1分钟"
    return "".join(f"{count}{unit}" for count, unit in parts[first : first + 2] if count)


def due_text(due: date | None, now: datetime, between: WorkingDays) -> str:
    """Say how far off a limit is: a moment as 剩3个工作日 or 超期5小时, a day as 剩3天 or 今日到期.

    A moment is a limit of working time: it is counted in the working days `between`, and in hours,
    then minutes, where none lies between. A day is counted in days. A limit is still kept at its
    very moment.
    """
    if due is None:
        return UNKNOWN
    if not isinstance(due, datetime):
        days = (due - local_day(now)).days
        return "今日到期" if not days else f"剩{days}天" if days > 0 else f"超期{-days}天"
    if days := between(local_day(now), local_day(due)):
        return f"剩{days}个工作日" if days > 0 else f"超期{-days}个工作日"
    word, span = ("剩", due - now) if due >= now else ("超期", now - due)
    return f"{word}{span // HOUR}小时" if span >= HOUR else f"{word}{max(span // MINUTE, 1)}分钟"


def due_kind(due: date | None, now: datetime) -> str:
    """Give the colour of a deadline: `bad` once past, `warn` on its day, else an empty string."""
    if due is None:
        return ""
    past = due < now if isinstance(due, datetime) else due < local_day(now)
    if past:
        return "bad"
    return "warn" if local_day(due) == local_day(now) else ""


def rounded(value: Figure, digits: int) -> Decimal:
    """Round half up, as people do on paper; binary floats are read as they are printed."""
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def percent(ratio: Figure | None, digits: int = 1) -> str:
    """Write a ratio (0.875) as 87.5%; an empty denominator (None) as —."""
    return UNKNOWN if ratio is None else f"{rounded(ratio * 100, digits)}%"


def points(change: Figure | None, digits: int = 1) -> str:
    """Write a difference of two ratios (0.025) as +2.5个百分点, with a true minus sign."""
    if change is None:
        return UNKNOWN
    value = rounded(change * 100, digits)
    sign = "" if not value else "+" if value > 0 else "−"
    return f"{sign}{abs(value)}个百分点"


def number(value: Figure | None, digits: int | None = None) -> str:
    """Write a figure with thousands separators, 12,345; `digits` fixes its decimals."""
    if value is None:
        return UNKNOWN
    return f"{value:,}" if digits is None else f"{rounded(value, digits):,}"


def fortnight(window: int) -> str:
    """Write the number of a fortnight, 2026年第5期."""
    return f"{window // 100}年第{window % 100}期"


def size(count: int | None) -> str:
    """Write a number of bytes as 812 字节, 12.0 KB or 3.2 MB (steps of 1024)."""
    if count is None:
        return UNKNOWN
    unit, scaled = "字节", Decimal(count)
    for larger in ("KB", "MB", "GB", "TB"):
        if scaled < 1 << 10:
            break
        unit, scaled = larger, scaled / (1 << 10)
    return f"{count} 字节" if unit == "字节" else f"{rounded(scaled, 1)} {unit}"


def masked(value: object) -> str:
    """Show a value that may be masked exactly as it says of itself; nothing at all as —."""
    return UNKNOWN if value is None else str(value) or UNKNOWN


def url_with(
    path: str, args: MultiDict[str, str] | Mapping[str, str], **changes: str | int | None
) -> str:
    """Give the path with its query changed: other arguments stay, None drops one."""
    pairs = args.items(multi=True) if isinstance(args, MultiDict) else args.items()
    kept = [(key, value) for key, value in pairs if key not in changes]
    query = urlencode(kept + [(k, str(v)) for k, v in changes.items() if v is not None])
    return f"{path}?{query}" if query else path


FILTERS = (
    full_day,
    clock,
    moment,
    duration,
    due_kind,
    percent,
    points,
    number,
    size,
    masked,
)


def register(app: Flask) -> None:
    """Give the templates these functions as filters of the same name, and `url_with`."""
    app.jinja_env.filters.update({each.__name__: each for each in FILTERS})
    app.jinja_env.globals["url_with"] = url_with
