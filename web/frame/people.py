"""People as the choices of a form."""

from projections.accounts.queries import everybody
from web.frame import current


def people(grid: str) -> list[tuple[str, str]]:
    """Give whom a form about a grid may name: its own people first."""
    rows = [row for row in everybody(current.live()) if not row.suspended]
    rows.sort(key=lambda row: grid not in row.grids)
    return [(row.login, row.name + (f"（{row.unit}）" if row.unit else "")) for row in rows]
