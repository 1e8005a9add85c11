"""Keys: what is sealed opens only where it was sealed, and never again once the key is erased."""

import multiprocessing
import stat

import pytest
import sqlalchemy as sa

from governance.kernel.sealed import Sealing
from projections.custody.keyring import Keyring, keys
from projections.database import open_custody
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


def test_what_is_sealed_opens_again_also_after_a_restart(vault, engine, tmp_path):
    held = sealed(vault)
    assert "张三".encode() not in held.data
    assert vault.reveal(held, WHERE) == "张三"
    assert Keyring(engine, tmp_path / "master.key").reveal(held, WHERE) == "张三"


def test_the_same_text_is_sealed_otherwise_each_time_but_marked_alike(vault):
    one, two, other = sealed(vault), sealed(vault), sealed(vault, "李四")
    assert one.data != two.data
    assert one.mark == two.mark == vault.mark("张三")
    assert one.mark != other.mark


def test_a_ciphertext_that_was_moved_or_changed_is_refused(vault):
    held = sealed(vault)
    with pytest.raises(ValueError, match="sealed elsewhere"):
        vault.reveal(held, "stream.phone")
    changed = type(held)(held.subject, held.mark, held.data[:-1] + bytes([held.data[-1] ^ 1]))
    with pytest.raises(ValueError, match="sealed elsewhere"):
        vault.reveal(changed, WHERE)


def test_an_erased_key_opens_nothing_and_later_texts_have_another(vault, engine, tmp_path):
    held, other = sealed(vault), sealed(vault, subject="person:2")
    vault.erase("person:1", basis="本人申请", now=NOW)
    assert vault.reveal(held, WHERE) is None
    assert Keyring(engine, tmp_path / "master.key").reveal(held, WHERE) is None
    assert vault.reveal(other, WHERE) == "张三"
    again = sealed(vault)
    assert (again.subject, vault.reveal(again, WHERE)) == ("person:1#2", "张三")
    assert vault.current("person:1") == sealed(vault).subject == "person:1#2"
    vault.erase("person:1#2", basis="本人申请", now=NOW)
    assert vault.reveal(again, WHERE) is None
    assert (vault.current("person:1"), vault.holds("person:1#3")) == ("person:1#3", False)
    with engine.connect() as connection:
        row = connection.execute(sa.select(keys).where(keys.c.subject == "person:1")).one()
    assert (row.wrapped, row.erased_at, row.basis) == (None, NOW, "本人申请")


def test_a_person_is_known_by_a_pseudonym_that_needs_the_master_key(vault, engine, tmp_path):
    assert vault.subject("13800130000") == vault.subject("13800130000")
    assert "1380013" not in vault.subject("13800130000")
    assert Keyring(engine, tmp_path / "other.key").subject("13800130000") != vault.subject(
        "13800130000"
    )


def test_keys_are_wrapped_and_the_master_key_is_for_us_alone(vault, engine, tmp_path):
    sealed(vault)
    with engine.connect() as connection:
        [wrapped] = connection.execute(sa.select(keys.c.wrapped)).scalars()
    assert len(wrapped) == 40
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
