"""Words: what the code calls things, what people read, and that both are written down."""

import ast
import re

import pytest

import governance.streams
from governance.casework.kind import KINDS
from governance.policy import needs
from tests.contracts.shapes import shipped
from tests.contracts.tree import ROOT, modules, strings, tree, where
from web.features import FEATURES
from web.frame.feature import Features
from web.frame.refusals import COMMON, UNSAFE

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
OF_A_KIND = "f'{self.KIND.stream}.{code}'"  # what `state.refused` puts together
REFUSALS = {**COMMON, **Features(FEATURES).refusals}
FORMAT_WORDS = re.compile(r"\{(\w+)")
assert governance.streams.STREAMS


def codes(raised: str = "Refused") -> dict[str, str]:
    """Give every code of a kind of error in the code, with one place that raises it."""
    found: dict[str, str] = {}
    for file in modules("governance", "projections", "web"):
        for node in ast.walk(tree(file)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func)
            if called == "state.refused" and raised == "Refused":
                said = ast.literal_eval(node.args[0])
                for kind in KINDS.values():
                    found.setdefault(f"{kind.stream}.{said}", where(file, node.lineno))
            if called == raised and ast.unparse(node.args[0]) != OF_A_KIND:
                for code in _spelled(node.args[0]):
                    found.setdefault(code, where(file, node.lineno))
    return found


def _spelled(code: ast.expr) -> list[str]:
    """Give what a code may be: itself, or every value of what an f-string puts in."""
    if not isinstance(code, ast.JoinedStr):
        return [ast.literal_eval(code)]
    parts = [
        _values(ast.unparse(part.value))
        if isinstance(part, ast.FormattedValue)
        else [ast.literal_eval(part)]
        for part in code.values
    ]
    spelled = [""]
    for part in parts:
        spelled = [head + tail for head in spelled for tail in part]
    return spelled


def _values(name):
    if name == "code":
        return _report_faults()
    raise AssertionError(f"refusal code made of an unknown {name}")


def _report_faults():
    module = tree(ROOT / "governance/policy/options.py")
    faults = next(n for n in ast.walk(module) if getattr(n, "name", "") == "faults")
    pairs = [n for n in ast.walk(faults) if isinstance(n, ast.Tuple) and len(n.elts) == 2]
    return sorted(
        {
            pair.elts[1].value
            for pair in pairs
            if isinstance(pair.elts[1], ast.Constant) and isinstance(pair.elts[1].value, str)
        }
    )


def test_codes_are_found_however_they_are_spelled():
    found = codes()
    assert {"kernel.not_permitted", "issues.not_returnable", "hotline.report_too_long"} <= set(
        found
    )


def test_every_refusal_has_a_chinese_sentence():
    missing = {code: place for code, place in codes().items() if code not in REFUSALS}
    assert not missing


def test_no_sentence_is_for_a_refusal_that_is_never_given():
    assert not set(REFUSALS) - set(codes())


def test_every_unsafe_setting_has_a_sentence_and_no_other():
    assert set(UNSAFE) == set(codes("UnsafeSettingError"))


@pytest.mark.parametrize("code", sorted(REFUSALS | UNSAFE))
def test_a_sentence_is_chinese_and_complete(code):
    words = (REFUSALS | UNSAFE)[code]
    plain = re.sub(r"\{[^}]*\}", "", words)
    assert CHINESE.search(plain)
    assert words.endswith("。")
    assert not re.search(r"[A-Za-z]", plain)


def test_governance_has_no_chinese_literals():
    found = [
        f"{where(file, node.lineno)} {node.value}"
        for file in modules("governance")
        for node in strings(tree(file))
        if CHINESE.search(node.value)
    ]
    assert not found


def test_every_event_opens_with_its_chinese_term():
    without = [name for name, cls in shipped().items() if not CHINESE.match(_doc(cls))]
    assert not without


def test_every_event_has_its_sentence():
    sentences = Features(FEATURES).sentences
    assert [name for name, cls in shipped().items() if not sentences.keys() & {*cls.__mro__}] == []


def test_every_event_term_is_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    rows = {tuple(cell.strip() for cell in line.split("|")[1:3]) for line in glossary.splitlines()}
    missing = {
        name: _term(cls) for name, cls in shipped().items() if (_term(cls), f"`{name}`") not in rows
    }
    assert not missing


def _doc(cls):
    return (cls.__doc__ or "").strip()


def _term(cls):
    return re.split(r"[:：]", _doc(cls))[0].removesuffix(" (personal)").strip()


def test_every_stage_has_a_word_and_a_colour_and_every_clock_a_word():
    given = Features(FEATURES)
    clocks = {one.clock for one in (*needs.CLOCKS, *needs.SPARE_CLOCKS)}
    assert clocks <= given.codes["clock"].keys()
    for name, kind in given.kinds.items():
        assert set(kind.stages) - {"void", "past"} == set(given.looks[name])


def test_the_frame_knows_no_stage_and_no_clock():
    own = {*needs.STAGES, *Features(FEATURES).codes["clock"]}
    found = [
        f"{where(file, node.lineno)} {node.value}"
        for file in modules("web/frame")
        for node in strings(tree(file))
        if node.value in own
    ]
    assert not found


def test_names_that_meant_several_things_do_not_come_back():
    found = [
        f"{where(file, 1)} {name}"
        for file in modules()
        for node in ast.walk(tree(file))
        for name in (getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "arg", ""))
        if name in {"told", "story", "errand", "diary", "acting"}
    ]
    assert not found
