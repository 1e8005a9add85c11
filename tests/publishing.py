"""A new edition from a page, as people publish one: previewed first, then what was previewed."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HIDDEN = re.compile(r'<input type="hidden" name="(in_force|previewed)" value="([^"]*)"')


def previewed(
    client: FlaskClient, path: str, values: dict[str, Any]
) -> tuple[TestResponse, dict[str, Any]]:
    """Give the answer to 预览, and what its form sends with 发布新版本: nothing when refused."""
    shown = client.post(path, data=values)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(shown.text)}
    return shown, values | hidden | {"step": "publish"} if "previewed" in hidden else {}


def published(client: FlaskClient, path: str, values: dict[str, Any]) -> TestResponse:
    """Preview and publish; give the answer to the preview when it is refused."""
    shown, then = previewed(client, path, values)
    return client.post(path, data=then) if then else shown
