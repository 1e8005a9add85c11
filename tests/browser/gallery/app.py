"""A small site that shows every macro and component once, for the browser tests alone."""

from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace as Row
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, render_template, request, send_file
from jinja2 import ChoiceLoader, FileSystemLoader
from PIL import Image, ImageDraw

import web
from tests.browser.gallery import data
from web.charts import svg as charts
from web.frame import sending
from web.frame.entering import WRONG
from web.frame.words import FORGOTTEN
from web.text import formats

HERE = Path(__file__).parent
REFUSED = WRONG.format(what="账号或密码", forgotten=FORGOTTEN)
WEB = Path(web.__file__).parent
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
PAGES = (
    "home",
    "list",
    "empty",
    "form",
    "faults",
    "case",
    "agenda",
    "figures",
    "replay",
    "import",
    "login",
    "error",
)
TOASTS = {
    "list": [
        (
            "ok",
            "已把 3 件派给第二综合网格，12月1日前办结。",
            Row(label="撤回", url="/echo", command_id="u-1"),
        )
    ]
}


def picture() -> BytesIO:
    image = Image.new("RGB", (320, 320), "#8fa3b8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 190, 320, 320), fill="#5d6b78")
    draw.line((0, 60, 320, 120), fill="#2b333c", width=5)
    draw.line((0, 90, 320, 70), fill="#2b333c", width=4)
    out = BytesIO()
    image.save(out, "PNG")
    return out


def facts(page: str) -> dict[str, Any]:
    return {
        "now": data.NOW,
        "me": None if page in ("login", "error") else data.ME,
        "nav": data.nav(page),
        "tabs": data.tabs(page),
        "my_links": [("我的记录", "/list", "list-check", False)],
        "sign_out_url": "/echo",
        "toasts": TOASTS.get(page, []),
        "data_time": "11月21日 10:30",
        "as_of": Row(label="2026年10月31日 18:00", position=12345, leave_url="/case")
        if page == "replay"
        else None,
        "data": data,
        "args": request.args,
        "charts": charts,
        "trend": data.figure_rows()[1][5],
    }


def _days(first: date, last: date) -> int:
    return (last - first).days


def create_gallery() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(HERE / "templates"), FileSystemLoader(WEB / "frame/templates")]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(new_command_id=uuid4, filled_by=lambda: data.ME.login)
    formats.register(app)
    sending.register(app)
    app.jinja_env.filters["day"] = lambda value: formats.day(value, data.NOW)
    app.jinja_env.filters["bare_day"] = lambda value: formats.bare_day(value, data.NOW)
    app.jinja_env.filters["due_text"] = lambda due, now: formats.due_text(due, now, _days)
    image = picture().getvalue()

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/")
    def front() -> str:
        return render_template("home.html", **facts("home"))

    @app.get("/<page>")
    def show(page: str) -> str:
        template = "error.html" if page == "error" else f"{page}.html"
        extras: dict[str, dict[str, Any]] = {
            "error": {
                "status": 404,
                "title": "没有找到这个页面",
                "sentence": "这个网址没有对应的页面，可能是抄写时少了一段，或案件已并入另一件。",
                "next_steps": [("回到今日", "/home"), ("按编号查案件", "/list")],
                "reference": "7F3A-21",
            },
            "login": {
                "action": "/echo",
                "values": {"account": "zhangxw"},
                "errors": {"password": [WRONG.format(what="账号或密码", forgotten=FORGOTTEN)]}
                if "wrong" in request.args
                else {},
            },
        }
        return render_template(template, **facts(page), **extras.get(page, {}))

    @app.post("/echo")
    def echo() -> Response:
        files = {key: [each.read() for each in request.files.getlist(key)] for key in request.files}
        return jsonify(
            form={key: request.form.getlist(key) for key in request.form},
            files={key: [each.hex() for each in held] for key, held in files.items()},
        )

    @app.get("/picture")
    def shot() -> Response:
        return send_file(BytesIO(image), "image/png")

    return app
