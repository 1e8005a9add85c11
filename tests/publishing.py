"""A new edition from a page, as people publish one: previewed first, then what was previewed."""

import re
from html import unescape

HIDDEN = re.compile(r'<input type="hidden" name="(in_force|previewed)" value="([^"]*)"')


def previewed(client, path, values):
    """Give the answer to 预览, and what its form sends with 发布新版本: nothing when refused."""
    shown = client.post(path, data=values)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(shown.text)}
    return shown, values | hidden | {"step": "publish"} if "previewed" in hidden else {}


def published(client, path, values):
    """Preview and publish; give the answer to the preview when it is refused."""
    shown, then = previewed(client, path, values)
    return client.post(path, data=then) if then else shown
