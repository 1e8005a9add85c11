"""Fields have a word where a person reads of them; a concept declares the words of its own."""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from msgspec.structs import fields

import governance.streams
from governance.casework.kind import KINDS
from governance.kernel.sealed import Sealed
from tests.contracts.shapes import shipped
from web.features import FEATURES
from web.frame import words
from web.frame.feature import Features, install

OF_A_CORRECTION = {"old", "new"}  # read by the word of the field that is corrected
UNSEEN = {"erasures"}  # who asked for it is on no page
assert governance.streams.STREAMS


def named(shape: Any) -> Iterator[tuple[str, bool]]:
    """Give the fields of an event and of the values it holds, and whether each is sealed."""
    for field in fields(shape):
        parts = {field.type, *get_args(field.type)}
        yield field.name, Sealed in parts
        for part in parts - {Sealed}:
            if isinstance(part, type) and issubclass(part, msgspec.Struct):
                yield from named(part)


def by_concept() -> dict[str, set[tuple[str, bool]]]:
    found: dict[str, set[tuple[str, bool]]] = {}
    for name, cls in shipped().items():
        found.setdefault(name.partition(".")[0], set()).update(named(cls))
    return found


def test_whatever_may_be_looked_at_or_corrected_has_a_word():
    install(FEATURES)
    asked = {
        (concept, name)
        for concept, held in by_concept().items()
        for name, sealed in held
        if sealed and name not in OF_A_CORRECTION and concept not in UNSEEN
    } | {(kind.stream, name) for kind in KINDS.values() for name in kind.correctable}
    assert len(asked) > 20
    assert not {(concept, name) for concept, name in asked if not words.known(name, concept)}


def test_the_frame_has_words_for_fields_of_several_concepts_and_of_no_single_one():
    shared = {
        name
        for name in words.FIELDS
        if sum(name in {one for one, _ in held} for held in by_concept().values()) > 1
    }
    assert set(words.FIELDS) == shared


def test_no_concept_declares_what_its_things_do_not_have():
    declared = Features(FEATURES).fields
    cases = {kind.stream for kind in KINDS.values()}  # both have the words of any case
    for concept, held in by_concept().items():
        if concept not in cases:
            assert set(declared[concept]) <= {name for name, _ in held}, concept


def test_a_concept_has_its_own_word_for_a_field_others_have():
    install(FEATURES)
    assert words.field("phone", "places") == "联系电话"
    assert words.field("phone", "hotline") == "电话"
    assert words.field("head", "hotline") == "head"
    assert words.field("description-2", "visits") == "第2项问题描述"
