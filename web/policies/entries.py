"""A field of a line that holds more than one value, as it is typed: one value a line."""

from typing import Any

CONDITIONS = frozenset({"when", "of", "counts"})
"""Fields that hold tests: `column operator value`, or `column operator @another`."""
OPERATORS = {
    "eq": "等于",
    "ne": "不等于",
    "ge": "不小于",
    "le": "不大于",
    "in": "属于",
    "true": "成立",
    "is": "是",
    "not": "不是",
    "above": "大于",
    "set": "已有",
    "unset": "没有",
    "before": "不晚于",
    "past": "已过",
}
CODES = {word: code for code, word in OPERATORS.items()}
FLAGS = {"是": True, "否": False}
BETWEEN, TO, OTHER, COLON = "、", "至", "@", "："
LEAST = 2
NO_TEST = "第{line}行读不通。请写成“列名 比较 数值”的样子，用空格隔开，比较可写：{offered}。"
NO_KEY = "第{line}行读不通。请先写名称，再写冒号和内容；有几个的，用顿号隔开。"
NO_PAIR = "第{line}行读不通。请写成“08:00至12:00”的样子。"


class MisreadError(ValueError):
    """A line that is not written as its field wants it; the text is what to write."""


def typed(value: Any) -> str:
    """Give the text that stands for a value in a form, one entry a line."""
    if isinstance(value, dict):
        return "\n".join(f"{key}{COLON}{_several(each)}" for key, each in value.items())
    return "\n".join(_entry(each) for each in value)


def read(name: str, text: str, old: Any, subject: str) -> Any:
    """Give the value a text stands for, of the kind the `old` one was; MisreadError says where.

    `subject` is what the tests of this policy call what they test: a fact or a column.
    """
    rows = [(n, row.strip()) for n, row in enumerate(text.splitlines(), 1) if row.strip()]
    if isinstance(old, dict):
        listed = not any(isinstance(each, str) for each in old.values())
        return dict(_keyed(n, row, listed=listed) for n, row in rows)
    if name in CONDITIONS:
        return [_test(n, row, subject) for n, row in rows]
    if name == "periods":
        return [_pair(n, row) for n, row in rows]
    whole = bool(old) and all(isinstance(each, int) for each in old)
    return [int(row) if whole and row.isdecimal() else row for _, row in rows]


def _several(value: Any) -> str:
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def _entry(entry: Any) -> str:
    if isinstance(entry, list):
        return TO.join(entry)
    if not isinstance(entry, dict):
        return str(entry)
    subject, op = str(entry.get("fact", entry.get("column", ""))), str(entry["op"])
    words = [subject, OPERATORS.get(op, op)]
    if other := entry.get("named") or entry.get("other"):
        words.append(OTHER + other)
    elif isinstance(value := entry.get("value"), list):
        words.append(BETWEEN.join(map(_value, value)))
    elif value is not None:
        words.append(_value(value))
    return " ".join(words)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value)
    return f"“{text}”" if isinstance(value, str) and _meant(text) != text else text


def _meant(text: str) -> Any:
    if text in FLAGS:
        return FLAGS[text]
    if text.startswith("“") and text.endswith("”"):
        return text[1:-1]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def _test(line: int, row: str, subject: str) -> dict[str, Any]:
    words = row.split(maxsplit=LEAST)
    op = CODES.get(words[1], words[1]) if len(words) >= LEAST else ""
    if op not in OPERATORS:
        raise MisreadError(NO_TEST.format(line=line, offered=BETWEEN.join(CODES)))
    test: dict[str, Any] = {subject: words[0], "op": op}
    value = words[LEAST] if len(words) > LEAST else ""
    if value.startswith(OTHER):
        test["named" if subject == "fact" else "other"] = value.removeprefix(OTHER)
    elif op == "in":
        test["value"] = [_meant(each) for each in value.split(BETWEEN)]
    elif value:
        test["value"] = _meant(value)
    return test


def _keyed(line: int, row: str, *, listed: bool) -> tuple[str, Any]:
    key, colon, value = row.replace(":", COLON, 1).partition(COLON)
    if not (colon and key.strip() and value.strip()):
        raise MisreadError(NO_KEY.format(line=line))
    kept = value.strip()
    return key.strip(), [each.strip() for each in kept.split(BETWEEN)] if listed else kept


def _pair(line: int, row: str) -> list[str]:
    begins, to, ends = row.partition(TO)
    if not to:
        raise MisreadError(NO_PAIR.format(line=line))
    return [begins.strip(), ends.strip()]
