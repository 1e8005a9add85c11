"""Last month's figures by both editions, counted by hand."""

from datetime import date

from tests.builders import moment

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def worked(house):
    """Three tickets in February, one of them urgent; one in March."""
    for day, serial, urgency in ((2, "A", "normal"), (10, "B", "urgent"), (27, "C", "normal")):
        received = moment(f"2026-02-{day:02} 10:00")
        house.ticket(serial, urgency=urgency, received_at=received)
    house.ticket("D", received_at=moment("2026-03-05 10:00"))


def row(content, name):
    return next(metric for metric in content["metric"] if metric["id"] == name)


def test_a_metric_over_fewer_cases_counts_those_of_last_month(house):
    worked(house)

    def urgent_only(content):
        test = {"column": "urgency", "op": "is", "value": "urgent"}
        row(content, "received").update(of=[test], label="紧急受理量")

    found = house.proposed("metrics", urgent_only)["Measures"]
    assert (found.first, found.last) == FEBRUARY
    (changed,) = [one for one in found.measures if one.changed]
    assert (changed.id, changed.was.value, changed.would_be.value) == ("received", 3, 1)
    assert (changed.before.label, changed.after.label) == ("受理量", "紧急受理量")


def test_a_metric_that_comes_and_one_that_goes_have_no_figure_on_the_other_side(house):
    worked(house)

    def swapped(content):
        old = row(content, "received")
        content["metric"].remove(old)
        content["metric"].append(old | {"id": "arrived", "label": "来件量"})

    values = {one.id: one for one in house.proposed("metrics", swapped)["Measures"].measures}
    gone, come = values["received"], values["arrived"]
    assert (gone.was.value, gone.after, gone.would_be) == (3, None, None)
    assert (come.before, come.was, come.would_be.value) == (None, None, 3)


def test_a_share_tells_its_parts_by_both_editions(house):
    worked(house)
    held = house.runtime.governance.book.metrics.named("closure_rate")

    def all_of_them(content):
        row(content, "closure_rate")["counts"] = []

    values = {one.id: one for one in house.proposed("metrics", all_of_them)["Measures"].measures}
    rate = values["closure_rate"]
    assert held.unit == "percent"
    # Limits of five working days: A's and B's ended in February (B's within hours), C's in March.
    assert (rate.was.numerator, rate.was.denominator) == (0, 2)
    assert (rate.would_be.numerator, rate.would_be.denominator) == (2, 2)
    assert rate.changed
