"""The one clock. Everything else is handed the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  (this is the one clock)
