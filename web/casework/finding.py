"""What is printed on a paper, typed into the search of cases, leads to what it is of."""

import re
from typing import Final

from flask import request

from governance.kernel.spelling import number_key
from projections.casework.lookups import case_named
from projections.casework.queries import case, visible
from web.frame import current
from web.frame.feature import features

WHOLE: Final = "whole"
"""In an address: a number that names one case opens it."""
PRINTED: Final = re.compile(
    r"(?=.*\d)[A-Z0-9]{12}|\d+-\d{6}-\d+-\w{6}|\d+-\w{8}|纪.*\d.*|第?\d+号记录"
)
NONE_FOUND: Final = "没有符合条件的案件，换个词或放宽筛选再试。"
NO_CODE: Final = "没有找到这个编号或核验码。请与纸上的逐字核对；不在您查看范围内的，也查不到。"


def opened(asked: str) -> str:
    """Give the page of what a code or number names, empty when it names nothing one may see."""
    if not asked:
        return ""
    key = case_named(current.live(), asked) if request.args.get(WHOLE) else None
    row = case(current.view(), key) if key else None
    if row and visible(row, current.sight("cases")):
        return current.here_url("cases.show", key=row.key)
    return features().printed(asked)


def none_found(asked: str, named: str) -> str:
    """Say that no case is found by what is searched, which may be the code of a paper."""
    if named:
        return f"“{asked}”印在别的材料上，可以直接打开。"
    return NO_CODE if PRINTED.fullmatch(number_key(asked)) else NONE_FOUND


def onward(asked: str, named: str) -> tuple[str, str]:
    """Give where to go on from an empty list: the word and the address."""
    return (f"打开{asked}", named) if named else ("看全部案件", current.here_url("cases.index"))
