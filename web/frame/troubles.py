"""What is said where a deployment cannot store or read: the disk is full, the database is away.

Whoever sent a form has all of it on the page that says so, and sends it again from there as it was:
it has its id, so nothing is done twice.
"""

import logging

from flask import Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from projections.engine.trouble import Trouble, met_in, trouble_of
from web.frame.journal import kind
from web.frame.signing import LOST_FILES, files, lost_files

log = logging.getLogger(__name__)

STATUS = {Trouble.FULL: 507}
UNAVAILABLE = 503
RETRY_AFTER = 30  # seconds
TITLES = {
    Trouble.FULL: "存储空间已满",
    Trouble.UNWRITABLE: "暂时不能保存",
    Trouble.AWAY: "数据库暂时连不上",
    Trouble.BUSY: "现在太忙",
}
SENTENCES = {
    Trouble.FULL: (
        "服务器的存储空间已满，这一步没有完成。现有的内容仍可查看；"
        "请告诉管理员清理磁盘，清理以后再办一次。"
    ),
    Trouble.UNWRITABLE: (
        "服务器现在写不进数据文件夹，这一步没有完成。现有的内容仍可查看；"
        "请告诉管理员检查磁盘和文件夹的权限，恢复以后再办一次。"
    ),
    Trouble.AWAY: (
        "数据库暂时连不上，这一步没有完成。请等一会儿再试；一直连不上的，请告诉管理员。"
    ),
    Trouble.BUSY: "现在同时办理的人太多，这一步没有完成。请等几秒再试一次。",
}
BEHIND = (
    "{title}：这里显示到第{position}号记录为止，之后登记的内容已经保存，暂时还看不到。"
    "请告诉管理员。"
)
UNSAVED = "{title}：现在可以查看，办理的内容可能保存不了。请告诉管理员。"


def status(trouble: Trouble) -> int:
    """Give the status of an answer that could not be given."""
    return STATUS.get(trouble, UNAVAILABLE)


def notice(behind: Trouble | None, position: int, unsaved: Trouble | None) -> str:
    """Give what a page that can be read says all the same, empty where nothing is the matter."""
    if behind:
        return BEHIND.format(title=TITLES[behind], position=position)
    return UNSAVED.format(title=TITLES[unsaved]) if unsaved else ""


def met(error: Exception) -> Trouble | None:
    """Give what is the matter, and note it in a line: the place in the program says nothing."""
    if (found := met_in(error)) is None:
        return None
    trouble, system = found
    log.error("%s %s: %s: %s", request.method, request.path, trouble.value, kind(system))
    return trouble


def say_when(response: Response) -> Response:
    """Tell programs when to ask again what could not be answered now."""
    if response.status_code == UNAVAILABLE:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER))
    return response


def answer(trouble: Trouble) -> str:
    """Give the page that says what is the matter, with the form that was sent."""
    kept = _kept()
    return rendered(
        "again.html" if kept else "error.html",
        status=status(trouble),
        title=TITLES[trouble],
        sentence=SENTENCES[trouble],
        address=request.full_path.rstrip("?"),
        kept=kept,
        files=[value.partition("/")[2] for name, value in kept if name == LOST_FILES],
    )


def rendered(template: str, **values: object) -> str:
    """Give a page in its frame; without it where what stands in the frame cannot be read either."""
    try:
        return render_template(template, **values)
    except Exception as error:
        if trouble_of(error) is None:
            raise
        g.pop("me", None)
        return render_template(template, **values)


def _kept() -> list[tuple[str, str]]:
    """Give all that a form said, to be sent again; nothing where it had a password."""
    page = getattr(current_app.view_functions.get(request.endpoint or ""), "page", "")
    alone = request.headers.get("Sec-Fetch-Dest") == "empty" or "HX-Request" in request.headers
    if request.method != "POST" or not page or alone:
        return []
    try:
        said = list(request.form.items(multi=True))
    except Exception as error:  # it was the form itself that found no room, or is too long
        if trouble_of(error) is None and not isinstance(error, HTTPException):
            raise
        return []
    if any("password" in name for name, _ in said):
        return []
    held = [pair for pair in said if pair[0] != LOST_FILES]
    lost = [f"{field}/{file.filename}" for field, file in files() if file.filename]
    return held + [(LOST_FILES, one) for one in (*lost_files(), *lost)]
