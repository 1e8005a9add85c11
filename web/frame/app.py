"""The Flask application: every blueprint, the frame around pages, the checks before them."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from projections.engine.runtime import Runtime
from web.frame import access, errors, menu, query_args, security
from web.text import formats

BLUEPRINTS = (
    "web.auth.views",
    "web.today.views",
    "web.casework.views",
    "web.casework.entry",
    "web.disclosures.views",
    "web.visits.views",
    "web.places.views",
    "web.accounts.views",
    "web.imports.views",
    "web.meetings.views",
    "web.meetings.preparing",
    "web.meetings.adding",
    "web.meetings.holding",
    "web.meetings.room",
    "web.resolutions.views",
    "web.topics.views",
    "web.figures.views",
    "web.replay.views",
    "web.policies.views",
)
LARGEST_UPLOAD = 12 * 1024 * 1024


def create_app(runtime: Runtime) -> Flask:
    """Give the application of a deployment."""
    app = Flask("web", template_folder="frame/templates")
    app.secret_key = runtime.vault.secret("cookies")
    app.extensions["geyi"] = runtime
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="geyi_messages",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (query_args, formats, security, access, errors, menu):
        part.register(app)
    for name in BLUEPRINTS:
        if find_spec(name.rpartition(".")[0]) and find_spec(name):
            app.register_blueprint(import_module(name).bp)
    return app
