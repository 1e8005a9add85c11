"""Cases, figures and limits: the keys programs rely on, and what people read."""

import re

from tests.functional.command_line.invoking import answer, run


def test_a_case_is_found_by_number_and_by_stream(folder):
    by_number = answer(folder, "case", "T1")
    assert list(by_number) == ["key", "kind", "state", "version", "events"]
    assert by_number == answer(folder, "case", by_number["key"])
    assert (by_number["kind"], by_number["version"]) == ("hotline", 2)
    assert by_number["state"]["stage"] == "dispatched"
    assert [event["type"] for event in by_number["events"]] == [
        "hotline.TicketReceived",
        "hotline.TicketDispatched",
    ]


def test_a_case_is_shown_as_it_was_and_never_tells_what_is_sealed(folder):
    earlier = answer(folder, "case", "T1", "--at", "1")
    assert (earlier["version"], earlier["state"]["stage"]) == (1, "received")
    assert run(folder, "case", "T1", "--at", "2020-01-01").exit_code == 1
    output = run(folder, "case", "T1", "--json").stdout + run(folder, "case", "T1").stdout
    assert "13800138000" not in output
    assert "张三" not in output
    assert "（已封存）" in output
    assert "接单" in output


def test_figures_are_told_with_their_codes(folder):
    asked = ("figures", "--from", "2025-03-01", "--to", "2025-03-31", "--by", "unit")
    figures = answer(folder, *asked)
    assert list(figures) == ["position", "rows"]
    received = {row["scope"]: row for row in figures["rows"] if row["metric"] == "received"}
    assert list(received["城建办"]) == [
        "scope",
        "metric",
        "numerator",
        "denominator",
        "pending",
        "value",
        "code",
    ]
    assert (received["城建办"]["numerator"], received[""]["numerator"]) == (2, 1)
    assert re.fullmatch(r"[A-Z2-7]{12}", received["城建办"]["code"])
    assert "受理量  2" in run(folder, *asked).stdout
    empty = run(folder, "figures", "--from", "2020-01-01", "--to", "2020-01-31").stdout
    assert "办结率  —（0/0）" in empty


def test_figures_of_the_last_day_and_of_the_past(folder):
    asked = ("figures", "--metric", "received")
    (day,) = answer(folder, *asked, "--from", "2025-03-03", "--to", "2025-03-03")["rows"]
    (before,) = answer(folder, *asked, "--from", "2025-03-01", "--to", "2025-03-02")["rows"]
    assert (day["numerator"], before["numerator"]) == (3, 0)
    then = answer(folder, *asked, "--from", "2025-03-03", "--to", "2025-03-03", "--at", "15")
    assert (then["position"], then["rows"][0]["numerator"]) == (15, 1)


def test_the_past_takes_no_more_of_the_disk_than_is_said(folder):
    asked = ("figures", "--from", "2025-03-03", "--to", "2025-03-03", "--past-mb", "1")
    for position in range(13, 18):
        assert answer(folder, *asked, "--at", f"{position}")["position"] == position
    taken = sum(path.stat().st_size for path in (folder / "asof").rglob("*") if path.is_file())
    assert 0 < taken <= 2**20


def test_a_limit_is_counted_day_by_day(folder):
    counted = answer(folder, "due", "--from", "2026-09-28 10:00", "--limit", "5工作日")
    assert list(counted) == ["due", "provisional", "steps"]
    assert counted["due"] == "2026-10-10T18:00:00+08:00"
    assert counted["provisional"] is False
    days = [step["day"] for step in counted["steps"] if step["counted"]]
    assert days == ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]
    assert "国庆节" in run(folder, "due", "--from", "2026-09-28 10:00", "--limit", "5工作日").stdout
