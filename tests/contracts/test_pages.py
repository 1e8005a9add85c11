"""Every page says who may open it, and the roles' pages are pages there are."""

import pytest

from governance.policy.book import first_editions
from projections.engine.runtime import Runtime
from web.frame.app import BLUEPRINTS, create_app

OWN = {"", "self"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with Runtime(tmp_path_factory.mktemp("pages")) as runtime:
        yield create_app(runtime)


def test_every_page_declares_a_permission(app):
    views = {name: view for name, view in app.view_functions.items() if name != "static"}
    undeclared = [name for name, view in views.items() if not hasattr(view, "page")]
    assert undeclared == []


def test_every_declared_page_is_somebodys(app):
    roles = first_editions({})["roles"]["role"]
    pages = {page for role in roles for page in role["pages"]}
    declared = {view.page for name, view in app.view_functions.items() if name != "static"}
    assert declared - pages - OWN == set()


def test_every_blueprint_is_there(app):
    assert len(app.blueprints) == len(BLUEPRINTS)
