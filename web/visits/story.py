"""A visit's records as sentences."""

from typing import Any
from uuid import UUID

from flask import url_for

from web.frame.current import book, people_names


def story(key: UUID, events: list[Any]) -> list[dict[str, Any]]:
    """Give the entries of the timeline, the latest first."""
    entries = [
        {
            "at": event.happened_at,
            "who": people_names().get(event.actor, event.actor),
            "system": event.actor == "system",
            "text": _sentence(event),
            "kind": "",
            "number": event.version,
            "pictures": [
                (url_for("attachments.photo", stream=key, digest=digest), f"照片{n}")
                for n, digest in enumerate(
                    getattr(event, "photos", ()) or getattr(event, "proof", ()), 1
                )
            ],
            "changes": [],
            "marked": False,
            "raw": "",
        }
        for event in events
    ]
    return entries[::-1]


def _sentence(event: Any) -> str:
    options = book().options
    match event.TOPIC:
        case "visits.VisitPlanned":
            return f"安排{event.planned_for:%-m月%-d日}走访。"
        case "visits.PlanCancelled":
            return f"取消走访安排：{event.reason}"
        case "visits.VisitMade":
            found = f"，发现{len(event.findings)}项问题" if event.findings else "，未发现问题"
            return f"{options.label('visit_ways', event.way)}走访，见面{found}。"
        case "visits.VisitMissed":
            return f"走访{options.label('visit_outcomes', event.outcome)}。"
        case "visits.FindingSolved":
            return f"第{event.number}项问题已解决。"
        case "visits.FindingEscalated":
            return f"第{event.number}项问题转为网格问题{event.issue}。"
    return "有一条新记录。"
