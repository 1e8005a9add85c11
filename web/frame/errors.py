"""Every way a request can go wrong, as one page with a Chinese sentence that says what to do."""

import logging
from uuid import uuid4

from flask import Flask, g, request
from werkzeug.exceptions import HTTPException

from governance.kernel.errors import Conflict, Refused
from projections.custody.attachments import AlteredError
from projections.engine.asof import PastBusyError
from web.frame import troubles
from web.frame.current import PastError
from web.frame.downloads import NoExportError
from web.frame.journal import keep_discreet
from web.frame.refusals import sentence
from web.sheets.xlsx import MOST_ROWS, TooManyRowsError
from web.text.formats import moment

log = logging.getLogger(__name__)

PAGES = {
    400: ("请求有误", "提交的内容不完整或格式不对，请返回上一页重新填写。"),
    401: ("请先登录", "登录已过期，请重新登录；没有保存的内容请先复制。"),
    403: ("没有权限", "您的岗位不能打开这个页面或办理这项操作，需要时请联系管理员调整权限。"),
    404: ("没有找到", "这个地址没有内容，可能已经改名，请从首页或列表进入。"),
    405: ("不能这样办理", "请从页面上的按钮办理，不要直接打开这个地址。"),
    409: ("有人同时在改", "同一件事正有别人在办理，您的操作没有保存，请刷新后再试一次。"),
    413: (
        "内容太大",
        (
            "一次提交的内容超过了限制，没有保存。请返回上一页，填写的内容一般还在；照片请少选几张，"
            "表格请拆分后再导入，然后再提交一次。登录已过期的，请先登录。"
        ),
    ),
    414: ("地址太长", "搜索的内容最多200个字，请缩短后再试。"),
    422: ("暂时不能办理", "提交的内容有误，请按提示修改后再提交。"),
    500: ("系统出错了", "这次操作没有完成，已经记下原因，请稍后再试。"),
}


def register(app: Flask) -> None:
    """Answer every error with a page; the last handler catches whatever nobody foresaw."""
    keep_discreet()
    app.register_error_handler(Refused, lambda error: _answer(422, sentence(error)))
    app.register_error_handler(Conflict, lambda _: _answer(409))
    app.register_error_handler(PastError, lambda _: _answer(422, PAST))
    app.register_error_handler(NoExportError, lambda _: _answer(403, NO_EXPORT))
    app.register_error_handler(PastBusyError, lambda _: _answer(503, PAST_BUSY, title="请稍等"))
    app.register_error_handler(AlteredError, _altered)
    app.register_error_handler(TooManyRowsError, lambda _: _answer(422, TOO_MANY))
    app.register_error_handler(HTTPException, lambda error: _http(error.code or 500))
    app.register_error_handler(Exception, _unforeseen)
    app.after_request(troubles.say_when)


NOT_FOUND = 404
NOT_YET_TITLE = "那时还没有这件事"
NOT_YET = "您查看的是{at}，那时还没有这件事的记录，或者它不归您查看。返回当前，可以看现在的情况。"
NO_EXPORT = (
    "您的岗位不能把清单和公文导出成文件，可以在页面上查看。需要导出的，请联系管理员调整岗位权限。"
)
ALTERED = "图片与记录不符，没有显示。请告诉管理员，用备份核对。"
TOO_MANY = f"Excel 工作表最多{MOST_ROWS:,}行，这份清单放不下。请缩小筛选范围，或改为导出 CSV。"
PAST_BUSY = (
    "同时回看过去的人太多，这一时刻的记录还没有准备好。请等几秒，再刷新这一页；当前的页面不受影响。"
)
PAST = "您正在查看过去的记录，不能在这里办理；请先返回当前。"


def _answer(status: int, words: str = "", reference: str = "", title: str = "") -> tuple[str, int]:
    usual_title, usual = PAGES.get(status, PAGES[400] if status < 500 else PAGES[500])  # noqa: PLR2004
    return (
        troubles.rendered(
            "error.html",
            status=status,
            title=title or usual_title,
            sentence=words or usual,
            reference=reference,
        ),
        status,
    )


def _http(status: int) -> tuple[str, int]:
    """Answer 404 for a thing of the past in words of its own.

    They are the same whether it came later, never was, or is not for whoever asks.
    """
    then = g.get("view")
    if status == NOT_FOUND and then is not None and not then.live and "key" in _arguments():
        return _answer(status, NOT_YET.format(at=moment(then.moment)), title=NOT_YET_TITLE)
    return _answer(status)


def _arguments() -> dict[str, object]:
    return request.view_args or {}


def _altered(error: AlteredError) -> tuple[str, int]:
    """What the record names is not there; asking again does not help, whoever runs it must know."""
    log.error("%s", error)
    return _answer(404, ALTERED, title="没有显示")


def _unforeseen(error: Exception) -> tuple[str, int]:
    if trouble := troubles.met(error):
        return troubles.answer(trouble), troubles.status(trouble)
    reference = uuid4().hex[:8]
    log.error("%s %s %s", reference, request.method, request.path, exc_info=error)
    return _answer(500, reference=reference)
