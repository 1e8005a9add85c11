"""Whatever is typed into a form, nobody ever meets a fault of ours."""

from io import BytesIO

import pytest

from tests.functional.hostile.street import HUGE, NOBODY, Recorded, check

pytestmark = pytest.mark.walk

TYPED = (
    "",
    "nonsense",
    "\0",
    "�",
    "x" * 100_000,
    HUGE,
    "nan",
    "1e999",
    "٣",
    "9999-12-31",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    str(NOBODY),
)


def test_no_form_meets_a_fault(street):
    for rule in street.rules("POST"):
        for path in street.hostile_addresses(rule):
            check(street.browsers(rule.endpoint)[0].post(path), path)
        for path in street.addresses(rule):
            for browser in street.browsers(rule.endpoint)[:2]:
                fill(browser, path, street.tried(TYPED))


GOOD = {
    "/tickets/new": {
        "serial": "SH-1",
        "received_at": "2026-11-20T10:00",
        "kind": "complaint",
        "title": "路灯不亮",
        "phone": "13800138000",
        "grid": "g1",
        "urgency": "normal",
        "source": "12345",
    },
    "/issues/new": {"title": "井盖破损", "grid": "g1", "source": "patrol", "address": "示例路1号"},
    "/register/new": {"kind": "household", "code": "H-1", "name": "1号101室", "grid": "g1"},
}


def test_one_bad_field_in_a_good_form_meets_no_fault(street):
    for path, good in GOOD.items():
        endpoint = street.app.url_map.bind("").match(path, method="POST")[0]
        browser = street.clients["secretary" if path != "/tickets/new" else "hotline_desk"]
        assert browser in street.browsers(endpoint)
        Recorded.names.clear()
        assert browser.post(path).status_code == 422
        for name in sorted(Recorded.names - {"as_of", "next"}):
            for value in street.tried(TYPED):
                bad = good | {name: value}
                check(browser.post(path, data=bad), f"{name} {value!r:.40}")
        done = browser.post(path, data=good | {"serial": "SH-2", "code": "H-2"})
        assert done.status_code == 303, done.text


def fill(browser, path, values):
    """Send a form without anything, then with nonsense of every kind in all of its fields."""
    Recorded.names.clear()
    check(browser.post(path, data={"unknown": "1"}), path)
    names = sorted(Recorded.names - {"as_of", "next", "to"})
    for value in values:
        fields = {name: [value, value] for name in names}
        check(browser.post(path, data=fields), f"{path} {value!r:.40}")
    files = {name: (BytesIO(b"\xff\xd8\0nonsense"), "\0.xlsx") for name in names}
    check(browser.post(path, data=files), f"{path} files")
    check(browser.post(path, data=b"\xff=%ED%A0%80", content_type="text/plain"), path)
    assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
