"""Every page says who may open it, and the roles' pages are pages there are."""

import re
from pathlib import Path

import pytest

import web
from governance.policy.book import first_editions
from projections.engine.runtime import Runtime
from web.features import FEATURES
from web.frame.app import create_app
from web.frame.feature import Feature, Features

OWN = {"", "self"}
FORM = re.compile('<form[^>]*method="post".*?</form>', re.DOTALL)


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
    blueprints = [blueprint for feature in FEATURES for blueprint in feature.blueprints]
    assert list(app.blueprints.values()) == blueprints


def test_whatever_a_feature_leads_to_is_a_page(app):
    for feature in FEATURES:
        entries = (*feature.menu, *feature.tabs)
        endpoints = {entry.endpoint for entry in entries}
        endpoints |= {subject.endpoint for subject in feature.subjects.values()}
        assert endpoints <= set(app.view_functions)
        assert [e for e in entries if app.view_functions[e.endpoint].page != e.page] == []


def test_two_features_never_tell_the_same():
    twice = Features([Feature(refusals={"a.b": "甲。"}), Feature(refusals={"a.b": "乙。"})])
    with pytest.raises(ValueError, match="given twice"):
        assert twice.refusals


def test_every_form_says_which_it_is_and_who_fills_it_in():
    """Without either a form sent late is lost, and one sent twice is done twice.

    To sign out, and to choose a size of type, again and again comes to the same.
    """
    harmless, bare = ("{{ sign_out_url }}", "{{ type_url }}"), []
    # These send on what a form said, its id and its writer among it.
    sent_on = {("signing.html", "{{ action }}"), ("again.html", "{{ address }}")}
    for file in Path(web.__file__).parent.rglob("*.html"):
        for form in FORM.findall(file.read_text("utf-8")):
            own = "command_id(" in form or any(address in form for address in harmless)
            kept = any(file.name == name and address in form for name, address in sent_on)
            if not own and not kept:
                bare.append((file.name, form[:80]))
    assert bare == []
