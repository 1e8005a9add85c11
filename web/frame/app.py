"""The Flask application: the views of every feature, the frame around them, the checks before."""

from flask import Flask

from projections.engine.runtime import Runtime
from web.features import FEATURES
from web.frame import access, bodies, days, errors, menu, query_args, security, sending
from web.frame.feature import Feature, install
from web.text import formats


def create_app(runtime: Runtime, every: tuple[Feature, ...] = FEATURES) -> Flask:
    """Give the application of a deployment, with these features."""
    return put_on(_assembled(every), runtime, every)


def put_on(app: Flask, runtime: Runtime, every: tuple[Feature, ...] = FEATURES) -> Flask:
    """Let an application answer for a deployment; all it knows of one is put in here."""
    install(every)
    app.secret_key = runtime.vault.secret("cookies")
    app.extensions["geyi"] = runtime
    return app


def _assembled(every: tuple[Feature, ...]) -> Flask:
    app = Flask("web", static_folder=None, template_folder="frame/templates")
    app.config.update(
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="geyi_messages",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (sending, query_args, bodies, formats, days, security, access, errors, menu):
        part.register(app)
    for feature in every:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
    return app
