"""Lines that came and went: whatever the two texts, the second can be made of the first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.policies.effects.text import MOST, difference, written

CONTENT = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.sampled_from("甲乙\n"), max_size=4)
)


@given(CONTENT, CONTENT)
@settings(deadline=None)
def test_the_lines_lead_from_one_text_to_the_other(old, new):
    made, before = difference(old, new), written(old).splitlines()
    assert (not made.lines) == (old == new)
    known, place = [], 0
    for number, line in enumerate(made.lines):
        if line.way == "gap":
            after = next((one.old for one in made.lines[number:] if one.old), len(before) + 1)
            known += before[place : after - 1]
            place = after - 1
        elif line.way == "came":
            known.append(line.text)
        else:
            assert before[place] == line.text
            known += [line.text] if line.way == "same" else []
            place += 1
    assert not made.lines or known == written(new).splitlines()
    assert made.left == 0


def test_only_what_surrounds_a_change_is_shown():
    old = {f"k{n}": n for n in range(50)}
    made = difference(old, old | {"k20": "x"})
    assert (made.came, made.went) == (1, 1)
    assert [line.way for line in made.lines] == (
        ["gap", "same", "same", "went", "came", "same", "same", "gap"]
    )
    assert [line.old for line in made.lines if line.way == "went"] == [22]


def test_a_text_that_is_another_altogether_is_cut_and_says_so():
    old, new = ({"rows": [f"{name}{n}" for n in range(5000)]} for name in "ab")
    made = difference(old, new)
    assert (made.came, made.went) == (5000, 5000)
    assert len(made.lines) == MOST
    shown = sum(line.way in {"came", "went"} for line in made.lines)
    assert made.left == 10_000 - shown
