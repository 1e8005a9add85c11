"""An account's records as sentences."""

from typing import Any

from web.frame.current import book, people_names


def story(events: list[Any]) -> list[dict[str, Any]]:
    """Give the entries of the timeline, the latest first."""
    return [
        {
            "at": event.recorded_at,
            "who": people_names().get(event.actor, event.actor),
            "system": event.actor == "system",
            "text": _sentence(event),
            "kind": "",
            "number": event.version,
            "pictures": [],
            "changes": [],
            "marked": False,
            "raw": "",
        }
        for event in reversed(events)
    ]


def _sentence(event: Any) -> str:
    match event.TOPIC:
        case "accounts.AccountOpened":
            return f"开户，岗位：{_roles(event.roles)}。"
        case "accounts.RolesAssigned":
            return f"岗位调整为：{_roles(event.roles)}，原因：{event.reason}。"
        case "accounts.AccountRenamed":
            return f"姓名由{event.old}改为{event.new}。"
        case "accounts.AccountSuspended":
            return f"停用，原因：{event.reason}。"
        case "accounts.AccountRestored":
            return f"恢复启用，原因：{event.reason}。"
        case "accounts.PasswordReset":
            return f"重置密码{'，原因：' + event.reason if event.reason else ''}。"
    return "有一条新记录。"


def _roles(codes: tuple[str, ...]) -> str:
    labels = book().roles.labels()
    return "、".join(labels.get(code, code) for code in codes)
