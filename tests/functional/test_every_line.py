"""Every line of every policy has a form: sent unchanged it changes nothing; more may be added."""

import re
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4

import msgspec
import pytest
from werkzeug.datastructures import MultiDict

from governance.policy.book import POLICIES
from tests.publishing import published
from web.policies.amending import LABELS

CHECKED = ("radio", "checkbox")
PAPERS = "papers"
"""Its page tries a template before it is published, so its lines have no form of their own."""
UNCHANGED = "没有改动：现在已经是这样"
LINK = re.compile(r'href="(/policies/\w+/line\?at=[^"]*)"')


class Sent(HTMLParser):
    """What a browser would send with the form of a page."""

    def __init__(self, page):
        super().__init__()
        self.values: MultiDict[str, str] = MultiDict()
        self.area, self.select = None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        name = facts.get("name")
        if tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in facts and self.select:
            self.values.add(self.select, facts["value"])
        elif tag == "input" and name and ("checked" in facts or facts.get("type") not in CHECKED):
            self.values.add(name, facts.get("value", "on"))

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.values.add(self.area, self.text.removeprefix("\n"))
            self.area = None
        elif tag == "select":
            self.select = None


def sent(client, path):
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    form = page.text[page.text.index('id="revision"') :]
    return Sent(form[: form.index("</form>")]).values


@pytest.fixture
def desk(client_of):
    return client_of("administrator")


@pytest.mark.parametrize("policy", [name for name in POLICIES if name != PAPERS])
def test_each_line_sent_unchanged_changes_nothing_and_a_listed_one_offers_more(
    desk, office, policy
):
    """Of lines that stand in one list every one that holds other fields is sent."""
    page = desk.get(f"/policies/{policy}/1").text
    paths = [unescape(path) for path in LINK.findall(page)]
    content = office.governance.book.editions[policy].content
    assert page.count('<td class="c-title">') == len([p for p in paths if "&" not in p])
    seen, failed = set(), []
    for path in (path for path in paths if "&" not in path):
        place = path.partition("at=")[2]
        row = content
        for key in place.split(".") if place else ():
            row = row[int(key)] if isinstance(row, list) else row[key]
        kind = (re.sub(r"\d+", "", place), tuple(row))
        if kind in seen:
            continue
        seen.add(kind)
        values = sent(desk, path)
        values["why"] = "核对"
        values["command_id"] = str(uuid4())
        answer = desk.post(path, data=values)
        if answer.status_code != 422 or UNCHANGED not in answer.text:
            failed.append(
                (path, dict(values), re.findall(r"invalid-feedback[^>]*>[^<]*", answer.text))
            )
        if place.rpartition(".")[2].isdecimal():
            assert f"{path}&new=1" in paths
            assert f"{path}&remove=1" in paths
            assert desk.get(f"{path}&new=1").status_code == 200, path
            assert desk.get(f"{path}&remove=1").status_code == 200, path
        labelled = {*LABELS, "code", "id", "overrides"}
        above = f"{place}." if place else ""
        lacking = {
            name
            for name in set(row) - labelled
            if not any(f"at={above}{name}" in each for each in paths)
        }
        assert not lacking, (path, lacking)
    assert not failed, failed
    assert office.governance.book.number(policy) == 1


def test_a_rule_of_deadlines_without_a_code_is_added_with_its_conditions(desk, office):
    before = office.governance.book.editions["deadlines"].content["rule"]
    at = next(n for n, row in enumerate(before) if row["id"] == "handle_supervised")
    path = f"/policies/deadlines/line?at=rule.{at}&new=1"
    values = dict(sent(desk, path)) | {
        "when": "kind：help、other",
        "limit": "2工作日",
        "why": "试行",
    }
    values |= {"source": "街道通知第7号", "command_id": str(uuid4())}
    answer = published(desk, path, values)
    assert answer.status_code == 303, answer.text
    after = office.governance.book.editions["deadlines"].content["rule"]
    (new,) = [row for row in after if row not in before]
    assert new["when"] == {"kind": ["help", "other"]}
    assert (new["id"], new["limit"]) == ("handle_supervised2", "2工作日")


def test_pages_of_a_role_are_ticked_and_its_commands_typed(desk, office):
    before = office.governance.book.editions["roles"].content["role"]
    path = "/policies/roles/line?at=role.0"
    values = sent(desk, path)
    assert values.getlist("pages")
    values.setlist("pages", [each for each in values.getlist("pages") if each != "agenda"])
    values["may"] = values["may"] + "\r\nissues.NoSuchThing"
    values["why"], values["command_id"] = "试行", str(uuid4())
    refused = desk.post(path, data=values)
    assert refused.status_code == 422
    assert "没有“issues.NoSuchThing”这项操作" in refused.text
    assert "issues.NoSuchThing</textarea>" in refused.text, "what was typed stays"
    values["may"] = values["may"].replace("\r\nissues.NoSuchThing", "")
    assert published(desk, path, values).status_code == 303
    after = office.governance.book.editions["roles"].content["role"]
    left = [each for each in before[0]["pages"] if each != "agenda"]
    assert after[0] == before[0] | {"pages": left}
    assert after[1:] == before[1:]


def test_a_condition_that_cannot_be_read_is_refused_by_its_line(desk, office):
    path = "/policies/agenda/line?at=rule.0"
    values = sent(desk, path)
    assert values["when"] == "overdue_days 不小于 1"
    values["when"] += "\noverdue"
    values["why"], values["command_id"] = "试行", str(uuid4())
    refused = desk.post(path, data=values)
    assert refused.status_code == 422
    assert "第2行读不通" in refused.text
    assert "overdue</textarea>" in refused.text
    values["when"] = "overdue_days 不小于 3"
    assert published(desk, path, values).status_code == 303
    (test,) = office.governance.book.editions["agenda"].content["rule"][0]["when"]
    assert test == {"fact": "overdue_days", "op": "ge", "value": 3}


def test_a_line_is_removed_with_a_reason_and_one_in_use_is_not(desk, office):
    rules = office.governance.book.editions["agenda"].content["rule"]
    path = "/policies/agenda/line?at=rule.1&remove=1"
    asked = {"why": "不再单列", "in_force": "1"}
    assert desk.post(path, data={**asked, "why": ""}).status_code == 422
    answer = published(desk, path, {"command_id": str(uuid4()), **asked})
    assert answer.status_code == 303, answer.text
    assert office.governance.book.editions["agenda"].content["rule"] == [rules[0], *rules[2:]]
    used = "/policies/options/line?at=listing.urgency.option.0&remove=1"
    refused = desk.post(used, data={"command_id": str(uuid4()), **asked})
    assert refused.status_code == 422
    assert "以前的记录还要用它的名称" in refused.text


def test_a_file_has_no_lines_for_its_page_tries_it_first(desk):
    assert not LINK.findall(desk.get("/policies/papers/1").text)
    assert desk.get("/policies/papers/line?at=agenda").status_code == 404


def test_a_value_that_stands_empty_in_an_edition_is_left_alone(desk, office):
    before = office.governance.book.editions["options"].content
    rows = before["listing"]["urgency"]["option"]
    text = msgspec.json.encode(
        before
        | {
            "listing": before["listing"]
            | {
                "urgency": before["listing"]["urgency"]
                | {"option": [rows[0] | {"weight": None}, *rows[1:]]}
            }
        }
    ).decode()
    whole = {"content": text, "source": "核对", "command_id": str(uuid4())}
    assert published(desk, "/policies/options/1", whole).status_code == 303
    assert desk.get("/policies/options/line?at=listing.urgency.option.0").status_code == 200
    assert desk.get("/policies/options/line?at=listing.urgency.option.1").status_code == 200
