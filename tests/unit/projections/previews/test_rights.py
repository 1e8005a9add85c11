"""Who would gain or lose what: roles, and accounts by all their roles together."""

from datetime import timedelta

from governance.streams import STREAMS, by_command

MINUTE = timedelta(minutes=1)
HOTLINE = {
    (kind.qualified_name(), "grid")
    for kind in by_command(STREAMS)
    if kind.qualified_name().startswith("hotline.")
}


def role(content, code):
    return next(one for one in content["role"] if one["code"] == code)


def peopled(house):
    house.account("zhang", "grid_worker")
    house.account("li", "grid_worker", "secretary")
    house.account("wang", "hotline_desk")
    house.account("qian", "grid_worker", suspended=True)


def test_what_a_role_loses_its_accounts_lose_unless_another_role_has_it(house):
    peopled(house)

    def no_agenda(content):
        role(content, "grid_worker")["pages"].remove("agenda")

    found = house.proposed("roles", no_agenda)["RightsChange"]
    (changed,) = found.roles
    assert (changed.code, changed.accounts) == ("grid_worker", 2)  # the suspended one is not in use
    assert set(changed.lost.pages) == {("agenda", "grid")}
    assert not changed.gained
    (person,) = found.people  # the other opens it as a secretary, everywhere
    assert (person.login, person.name) == ("zhang", "zhang同志")
    assert set(person.lost.pages) == {("agenda", "grid")}
    assert found.same == 2


def test_a_prefix_gives_every_command_it_stands_for(house):
    peopled(house)
    had = {("hotline.NoteProgress", "grid"), ("hotline.AttachFiles", "grid")}

    def whole(content):
        role(content, "grid_worker")["may"].append("hotline.*")

    (changed,) = house.proposed("roles", whole)["RightsChange"].roles
    assert set(changed.gained.commands) == HOTLINE - had
    assert not changed.lost


def test_a_wider_scope_is_gained_and_the_narrow_one_lost(house):
    peopled(house)

    def everywhere(content):
        role(content, "grid_worker")["scope"] = "all"

    found = house.proposed("roles", everywhere)["RightsChange"]
    (changed,) = found.roles
    assert ("agenda", "all") in changed.gained.pages
    assert ("agenda", "grid") in changed.lost.pages
    assert {one.login for one in found.people} == {"zhang", "li"}


def test_a_new_role_is_told_though_nobody_has_it(house):
    peopled(house)

    def another(content):
        content["role"].append(role(content, "auditor") | {"code": "guest", "label": "旁听"})

    found = house.proposed("roles", another)["RightsChange"]
    (changed,) = found.roles
    assert (changed.label, changed.there, changed.accounts) == ("旁听", (False, True), 0)
    assert found.people == ()
    assert found.same == 3


def test_how_long_a_log_in_lasts_is_told_of_the_roles_where_it_changes(house):
    peopled(house)

    def shorter(content):
        role(content, "grid_worker")["idle_minutes"] = 60

    found = house.proposed("roles", shorter)["RightsChange"]
    assert found.roles == found.people == ()
    (changed,) = found.lasting
    assert (changed.label, changed.before.idle / MINUTE, changed.after.idle / MINUTE) == (
        "网格员",
        600,
        60,
    )
    assert changed.before.longest == changed.after.longest == 720 * MINUTE
