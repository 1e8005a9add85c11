"""A place's records as sentences; what is personal is named, never shown."""

from typing import Any

from web.frame.current import area_names, book, grid_names, people_names
from web.places.forms import FIELDS

SHEET = "sheet"


def story(events: list[Any]) -> list[dict[str, Any]]:
    """Give the entries of the timeline, the latest first."""
    return [
        {
            "at": event.happened_at,
            "who": people_names().get(event.actor, event.actor),
            "system": event.actor == "system",
            "text": _sentence(event),
            "kind": "",
            "number": event.version,
            "pictures": [],
            "changes": _changes(event),
            "marked": False,
            "raw": "",
        }
        for event in reversed(events)
    ]


def _sentence(event: Any) -> str:
    match event.TOPIC:
        case "places.PlaceRegistered":
            return "从表格导入建档。" if event.batch else "建档。"
        case "places.PlaceMoved":
            return f"划转，原因：{_reason(event)}。"
        case "places.PlaceTagged":
            interval = book().options.label("visit_intervals", event.interval)
            return f"调整重点对象标签，走访间隔改为“{interval}”。"
        case "places.PlaceCorrected" | "places.SealedFactCorrected":
            return f"更正{FIELDS.get(event.field, event.field)}，原因：{_reason(event)}。"
        case "places.PlaceRetired":
            return f"销档，原因：{event.reason}。"
        case "places.PlaceRestored":
            return f"恢复建档，原因：{event.reason}。"
    return "有一条新记录。"


def _reason(event: Any) -> str:
    return "表格重新导入" if event.reason == SHEET else str(event.reason)


def _changes(event: Any) -> list[tuple[str, Any, Any]]:
    match event.TOPIC:
        case "places.PlaceMoved":
            changes = [
                ("网格", _name(grid_names(), event.old_grid), _name(grid_names(), event.grid)),
                ("居民区", _name(area_names(), event.old_area), _name(area_names(), event.area)),
            ]
            return [change for change in changes if change[1] != change[2]]
        case "places.PlaceCorrected":
            return [(FIELDS.get(event.field, event.field), event.old, event.new)]
    return []


def _name(names: dict[str, str], code: str) -> str:
    return names.get(code, code)
