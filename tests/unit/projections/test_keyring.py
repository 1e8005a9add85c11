"""Keys: what is sealed opens only where it was sealed, and never again once the key is erased."""

import multiprocessing
import stat

import pytest
import sqlalchemy as sa

from governance.kernel.sealed import Gone, Sealing
from projections.custody.blind import blind
from projections.custody.keyring import Keyring
from projections.custody.wrapped import keys
from projections.engine.database import open_custody
from tests.builders import NOW
from tests.keyholders import hold

WHERE = "stream.caller"


@pytest.fixture
def engine(tmp_path):
    opened = open_custody(tmp_path / "keys.db")
    yield opened
    opened.dispose()


@pytest.fixture
def vault(engine, tmp_path):
    return Keyring(engine, tmp_path / "master.key")


def sealed(vault, text="张三", subject="person:1", where=WHERE):
    return vault.seal([Sealing(subject, where, text)])[0]


def without(engine, *names):
    """Take keys away as an older database, brought back, does not have them yet."""
    with engine.begin() as connection:
        connection.execute(sa.delete(keys).where(keys.c.subject.in_(names)))


def test_what_is_sealed_opens_again_also_after_a_restart(vault, engine, tmp_path):
    held = sealed(vault)
    assert "张三".encode() not in held.data
    assert vault.reveal(held, WHERE) == "张三"
    assert Keyring(engine, tmp_path / "master.key").reveal(held, WHERE) == "张三"


def test_the_same_text_is_sealed_otherwise_each_time_and_found_beside_the_log(vault):
    one, two, other = sealed(vault), sealed(vault), sealed(vault, "李四")
    assert one.data != two.data
    assert (one.mark, two.mark, other.mark) == ("", "", "")
    assert set(vault.references(["张三"])) == {one.reference, two.reference}
    assert vault.references(["李四", ""]) == [other.reference]


def test_a_ciphertext_that_was_moved_changed_or_cut_does_not_open(vault):
    held = sealed(vault)
    assert vault.reveal(held, "stream.phone") is Gone.LOST
    for data in (held.data[:-1] + bytes([held.data[-1] ^ 1]), held.data[:20], held.data[:3], b""):
        assert vault.reveal(type(held)(held.subject, held.mark, data), WHERE) is Gone.LOST


def test_a_key_that_is_not_here_is_lost_and_not_erased(vault, engine):
    held = sealed(vault)
    without(engine, "person:1")
    vault.forget()
    assert vault.reveal(held, WHERE) is Gone.LOST
    again = sealed(vault, "李四")
    assert (again.subject, vault.reveal(again, WHERE)) == ("person:1", "李四")
    assert vault.reveal_all([(held, WHERE), (again, WHERE)]) == [Gone.LOST, "李四"]


def test_a_key_wrapped_by_another_master_key_is_lost_and_passed_over(vault, engine):
    held = sealed(vault)
    with engine.begin() as connection:
        connection.execute(sa.update(keys).values(wrapped=bytes(40)))
    vault.forget()
    assert vault.reveal(held, WHERE) is Gone.LOST
    again = sealed(vault)
    assert (again.subject, vault.reveal(again, WHERE)) == ("person:1#2", "张三")
    assert vault.names("person:1") == {"person:1": True, "person:1#2": True}


def test_what_the_log_says_was_erased_is_not_lost(engine, tmp_path):
    vault = Keyring(engine, tmp_path / "master.key", erased=lambda: {"person:1": "本人申请"})
    erased, lost = sealed(vault), sealed(vault, subject="person:2")
    without(engine, "person:1", "person:2")
    vault.forget()
    held = [(erased, WHERE), (lost, WHERE)]
    assert vault.reveal_all(held) == [Gone.ERASED, Gone.LOST]
    assert vault.not_erased(["person:1"]) == ["person:1"]
    vault.erase("person:1", basis="本人申请", now=NOW)
    assert vault.not_erased(["person:1"]) == []
    assert sealed(vault).subject == "person:1#2"


def test_an_erased_key_opens_nothing_and_later_texts_have_another(vault, engine, tmp_path):
    held, other = sealed(vault), sealed(vault, subject="person:2")
    vault.erase("person:1", basis="本人申请", now=NOW)
    assert vault.reveal(held, WHERE) is Gone.ERASED
    assert Keyring(engine, tmp_path / "master.key").reveal(held, WHERE) is Gone.ERASED
    assert vault.reveal(other, WHERE) == "张三"
    again = sealed(vault)
    assert (again.subject, vault.reveal(again, WHERE)) == ("person:1#2", "张三")
    assert sealed(vault).subject == "person:1#2"
    assert vault.names("person:1") == {"person:1": False, "person:1#2": True}
    vault.erase("person:1#2", basis="本人申请", now=NOW)
    assert vault.reveal(again, WHERE) is Gone.ERASED
    assert vault.names("person:1") == {"person:1": False, "person:1#2": False}
    with engine.connect() as connection:
        row = connection.execute(sa.select(keys).where(keys.c.subject == "person:1")).one()
    assert (row.wrapped, row.erased_at, row.basis) == (None, NOW, "本人申请")


def told(vault, text="13800130000", person="13800130000"):
    return vault.seal([Sealing("case:1", "stream.phone", text, person)])[0]


def test_a_person_has_a_name_by_lot_until_it_is_erased(vault, engine, tmp_path):
    one, two = told(vault), told(vault)
    assert one.subject == two.subject == vault.subjects("13800130000")[0]
    assert told(Keyring(engine, tmp_path / "master.key")).subject == one.subject
    elsewhere = open_custody(tmp_path / "elsewhere.db")
    other = told(Keyring(elsewhere, tmp_path / "master.key"))
    assert other.subject != one.subject  # nothing but lot makes it
    elsewhere.dispose()
    vault.erase(one.subject, basis="本人申请", now=NOW)
    assert one.subject not in vault.subjects("13800130000")
    assert vault.references(["13800130000"]) == []
    with engine.connect() as connection:
        assert connection.execute(sa.select(blind)).all() == []
    again = told(vault)
    assert again.subject not in {one.subject, f"{one.subject}#2"}
    assert (vault.reveal(one, "stream.phone"), vault.reveal(again, "stream.phone")) == (
        Gone.ERASED,
        "13800130000",
    )


def test_what_was_said_is_known_again_until_one_of_those_it_is_of_is_gone(vault):
    one, two = told(vault), told(vault, person="13900139000")
    names = {one.subject, two.subject}
    assert vault.said("a", names) == vault.said("a", names)
    assert len({vault.said("a", names), vault.said("b", names), vault.said("a", [])}) == 3
    vault.erase(two.subject, basis="本人申请", now=NOW)
    assert vault.said("a", names) == ""
    assert vault.said("a", {one.subject}) != ""


def test_keys_are_wrapped_and_the_master_key_is_for_us_alone(vault, engine, tmp_path):
    sealed(vault)
    with engine.connect() as connection:
        wrapped = connection.execute(sa.select(keys.c.wrapped)).scalars().all()
    assert [len(one) for one in wrapped] == [40, 40]
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert len((tmp_path / "master.key").read_bytes()) == 32


def test_many_subjects_are_sealed_in_one_visit(vault):
    asked = [Sealing(f"case:{n}", f"{n}.content", f"内容{n}") for n in range(1200)]
    held = vault.seal(asked)
    assert [vault.reveal(one, f"{n}.content") for n, one in enumerate(held)] == [
        one.text for one in asked
    ]


def test_processes_that_make_the_same_keys_agree(vault, tmp_path):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.starmap(hold, [(tmp_path, "甲"), (tmp_path, "乙")])
    for text, held in zip("甲乙", found, strict=True):
        assert [vault.reveal(one, WHERE) for one in held] == [text] * 100
