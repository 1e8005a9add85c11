"""Passwords as people type them: what makes one good enough, and how one is taken."""

import string

from flask import request

from web.frame import current

# GB/T 22239 身份鉴别: passwords have a complexity of their own.
SHORTEST = 8
LONGEST = 128
CLASSES = 3
RULE = f"至少{SHORTEST}位，大写字母、小写字母、数字、符号四种里至少有{CLASSES}种"


def faults(password: str, login: str, again: str | None = None) -> list[str]:
    """Give why a password may not be used; nothing when it may."""
    found = []
    if len(password) < SHORTEST:
        found.append(f"密码至少{SHORTEST}位。")
    if len(password) > LONGEST:
        found.append(f"密码最多{LONGEST}位。")
    if _classes(password) < CLASSES:
        found.append(f"大写字母、小写字母、数字、符号四种里至少要有{CLASSES}种。")
    if login and login.casefold() in password.casefold():
        found.append("密码里不能包含账号。")
    if again is not None and password != again:
        found.append("两次输入的密码不一样，请重新输入。")
    return found


def typed(field: str = "password") -> str:
    """Give a password exactly as typed; a form's texts are tidied, a password never."""
    return request.form.get(field, "")


def wrong_with(login: str) -> dict[str, list[str]]:
    """Give what is wrong with the password typed, by its field."""
    wrong = faults(typed(), login)
    return {"password": wrong} if wrong else {}


def take(login: str) -> None:
    """Make the password typed somebody's; every session of his ends."""
    current.runtime().access.set_password(login, typed(), now=current.now())


def _classes(password: str) -> int:
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    known = sum(any(sign in kind for sign in password) for kind in kinds)
    plain = "".join(kinds)
    return known + any(sign not in plain and not sign.isspace() for sign in password)
