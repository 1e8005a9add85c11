"""What is type-checked: everything we write, tests included, and nowhere only half."""

from configparser import ConfigParser

from tests.contracts.tree import PACKAGES, ROOT

HALF = {"ignore_errors", "check_untyped_defs", "disable_error_code", "exclude"}


def sections():
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return {name: config[name] for name in config.sections() if name.startswith("mypy")}


def test_everything_we_write_is_checked():
    assert sections()["mypy"]["files"].split(", ") == [*PACKAGES, "tests"]
    assert sections()["mypy"]["strict"] == "True"


def test_nothing_is_checked_by_half():
    assert not {name for name, section in sections().items() if HALF & set(section)}
