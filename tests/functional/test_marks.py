"""Nothing beside the keys tells who somebody was once he is erased, whoever has the keys left."""

import json

import msgspec
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from msgspec.structs import replace

from governance.hotline import commands as ticket
from governance.hotline.events import SealedFactCorrected, TicketReceived
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused, UnsafeSettingError
from governance.kernel.sealed import Gone, Sealed, Sealing, texts_of
from governance.places.commands import CorrectPlace, RegisterPlace
from governance.places.stream import place_id
from projections.custody.blind import blind
from projections.custody.master import make_next
from projections.custody.wrapped import WrappedKeys, indexed
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.runtime import Runtime
from scripts.cli.main import main
from scripts.cli.upgrading import refuse_outdated
from tests.attackers import before, bytes_of, guessed
from tests.builders import ask, deadline
from tests.deployment import tell
from tests.expecting import being

PHONE, OTHER = "13800138000", "13900139001"
NUMBERS = [str(number) for number in range(13800137500, 13800138500)]
KEY, OLD = ticket_id("12345", "A1"), ticket_id("12345", "A0")
HOUSE = place_id("household", "H1")
IN_FILES = pytest.mark.parametrize("database_url", [""])
"""A server keeps what was deleted until it cleans up (ADR 0032)."""


def received(office, key=KEY, **values):
    values = {"title": "路灯", "content": "漆黑一片", "caller": "张三", "phone": PHONE} | values
    told = {"serial": "A1", "source": "12345", "kind": "complaint", "grid": "g1"} | values
    return tell(office, ticket.ReceiveTicket, key, received_at=office.clock(), **told)


def lived(office):
    """Let a number come in by a ticket, its correction by a sheet, and by the register."""
    received(office)
    received(office, phone=OTHER, batch="b1")
    received(office, batch="b2")
    where = {"kind": "household", "code": "H1", "name": "一室", "grid": "g1"}
    office.execute(ask(RegisterPlace, HOUSE, head="张三", phone=OTHER, **where), actor=SYSTEM)
    office.execute(ask(CorrectPlace, HOUSE, field="phone", new=PHONE, reason="换号"), actor=SYSTEM)


def geyi(office, *words):
    place = ["--data", str(office.data)]
    place += ["--database-url", office.database_url] if office.database_url else []
    result = CliRunner().invoke(main, [*words, *place])
    office.vault.forget()
    return result


def phone_of(office, key):
    event = being(TicketReceived, office.history(key)[0])
    return office.reveal(event.phone, key, "phone")


def erase(office, *whom):
    options = ["--basis", "consent_withdrawn", "--asked-by", "本人", "--reason", "不再需要"]
    result = geyi(office, "erase", *whom, *options, "--yes", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["erased"]


def as_before(office):
    """Store a ticket as earlier releases did, and leave no index."""
    vault, name = office.vault, office.vault.before(PHONE)
    master = (office.data / "master.key").read_bytes()

    def sealed(field, text, subject):
        (made,) = vault.seal([Sealing(subject, f"{OLD.hex}.{field}", text)])
        return replace(made, mark=before(master, text))

    event = TicketReceived(
        stream=OLD, version=1, recorded_at=office.clock(), happened_at=office.clock(),
        actor="hotline_desk", command_mark=before(master, PHONE), serial="A0", source="12345",
        received_at=office.clock(), kind="complaint", title="楼道", grid="g1",
        contact_due=deadline(), handle_due=deadline(),
        content=sealed("content", "堆物", f"case:{OLD.hex}"),
        caller=sealed("caller", "张三", name), phone=sealed("phone", PHONE, name),
    )  # fmt: skip
    office.ledger.append([event])
    with office.engines["keys"].begin() as connection:
        connection.execute(sa.delete(blind))
        connection.execute(sa.delete(indexed))


@IN_FILES
def test_who_has_every_key_finds_no_number_after_the_erasure(office, client_of):
    lived(office)
    found = client_of("hotline_desk").get(f"/cases?q={PHONE}").text
    assert "A1" in found
    office.fold_back()
    assert guessed(office, NUMBERS, bytes_of(office)) == {PHONE}  # the index finds it, as it must
    assert erase(office, "--person", PHONE)
    assert erase(office, "--case", str(HOUSE))
    office.fold_back()
    assert guessed(office, NUMBERS, bytes_of(office)) == set()
    assert "A1" not in client_of("hotline_desk").get(f"/cases?q={PHONE}").text


@IN_FILES
def test_control_the_marks_of_earlier_releases_give_it_away(office):
    as_before(office)
    geyi(office, "upgrade")
    assert erase(office, "--person", PHONE)
    office.fold_back()
    assert guessed(office, NUMBERS, bytes_of(office)) == {PHONE}


def test_events_have_no_marks_of_their_texts_and_none_of_old_ones(office):
    as_before(office)
    geyi(office, "upgrade")
    received(office, OLD, serial="A0", phone=OTHER, batch="b1")
    lived(office)
    for stream in (KEY, OLD, HOUSE):
        for event in office.history(stream)[stream == OLD :]:
            assert {one.mark for _, one in texts_of(event, Sealed)} <= {""}
            assert event.command_mark.startswith("2:")
    told = [one for one in office.history(OLD) if isinstance(one, SealedFactCorrected)]
    [correction] = [one for one in told if one.field == "phone"]
    assert office.reveal(correction.old, OLD, "phone") == PHONE


def test_the_same_words_are_known_again_and_others_refused_until_one_is_erased(office):
    at = office.clock()
    said = ask(
        ticket.ReceiveTicket, KEY, serial="A1", source="12345", kind="complaint", title="路灯",
        content="漆黑", caller="张三", phone=PHONE, grid="g1", received_at=at,
    )  # fmt: skip
    office.execute(said, actor=SYSTEM)
    assert office.execute(said, actor=SYSTEM).repeated
    other = msgspec.structs.replace(said, phone=OTHER)
    with pytest.raises(Refused, match="command_id_reused"):
        office.execute(other, actor=SYSTEM)
    erase(office, "--person", PHONE)
    position = office.ledger.position()
    assert office.execute(said, actor=SYSTEM).repeated
    assert office.execute(other, actor=SYSTEM).repeated  # the id alone speaks, nothing is stored
    assert office.ledger.position() == position


def test_a_sheet_brings_back_nothing_that_was_erased(office):
    received(office)
    erase(office, "--person", PHONE)
    before, events = office.ledger.position(), len(office.history(KEY))
    received(office, batch="b1")
    received(office, batch="b2", phone=OTHER, caller="李四")
    assert (office.ledger.position(), len(office.history(KEY))) == (before, events)


def test_an_office_from_before_is_found_after_the_upgrade_and_erased(office, client_of):
    as_before(office)
    desk = client_of("hotline_desk")
    assert "A0" not in desk.get(f"/cases?q={PHONE}").text
    refused = geyi(office, "worker")
    assert (refused.exit_code, "geyi upgrade" in refused.stderr) == (1, True)
    said = geyi(office, "upgrade")
    assert said.exit_code == 0, said.output
    assert "个人信息索引：收入2处电话和姓名，认出1个人的密钥。" in said.stdout
    assert "没有改动" in geyi(office, "upgrade").stdout
    assert "A0" in desk.get(f"/cases?q={PHONE}").text
    assert rebuild_beside(office).identical
    received(office)
    (new,) = {one.subject for _, one in texts_of(office.history(KEY)[0], Sealed)} - {
        f"case:{KEY.hex}"
    }
    assert set(erase(office, "--person", PHONE)) == {office.vault.before(PHONE), new}
    for key in (KEY, OLD):
        page = desk.post(f"/reveal/case/{key}", data={"field": ["phone"], "purpose": "contact"})
        assert "已依法删除" in page.text
    assert "A0" not in desk.get(f"/cases?q={PHONE}").text
    assert rebuild_beside(office).identical


def test_an_older_index_that_was_brought_back_is_completed(office, client_of):
    received(office)
    with office.engines["keys"].begin() as connection:
        connection.execute(sa.delete(blind).where(blind.c.reference != ""))
    desk = client_of("hotline_desk")
    assert "A1" not in desk.get(f"/cases?q={PHONE}").text
    assert geyi(office, "erase-again").exit_code == 0
    assert "A1" in desk.get(f"/cases?q={PHONE}").text


def test_what_an_earlier_release_stored_until_it_was_stopped_is_found(office, client_of):
    as_before(office)
    geyi(office, "upgrade")
    with office.engines["keys"].begin() as connection:
        connection.execute(sa.delete(blind))
        connection.execute(sa.update(indexed).values(position=office.ledger.position() - 1))
    refuse_outdated(office)
    assert office.vault.indexed == office.ledger.position()
    assert "A0" in client_of("hotline_desk").get(f"/cases?q={PHONE}").text


def test_the_past_is_searched_by_what_was_so_then(office, client_of):
    received(office)
    position = office.ledger.position()
    received(office, phone=OTHER, batch="b1")
    auditor = client_of("auditor")
    for number, now, then in ((PHONE, False, True), (OTHER, True, False)):
        assert ("A1" in auditor.get(f"/cases?q={number}").text) is now
        assert ("A1" in auditor.get(f"/cases?q={number}&as_of={position}").text) is then


@IN_FILES
def test_another_master_key_leaves_the_old_marks_of_no_use(office, client_of):
    as_before(office)
    geyi(office, "upgrade")
    said = geyi(office, "renew-key", "--yes", "--json")
    assert json.loads(said.stdout)["nameless"] == 0
    with Runtime(office.data, office.database_url, office.clock) as anew:
        assert phone_of(anew, OLD) == PHONE
        assert anew.vault.references([PHONE])
        assert geyi(anew, "doctor").exit_code == geyi(office, "doctor").exit_code
        assert erase(anew, "--person", PHONE)
        anew.fold_back()
        assert guessed(anew, NUMBERS, bytes_of(anew)) == set()
        assert phone_of(anew, OLD) is Gone.ERASED
    with pytest.raises(UnsafeSettingError, match="master_renewed"):
        office.vault.seal([Sealing("case:new", "new.content", "甲")])  # not started again


@pytest.mark.parametrize("stopped", ["before", "after"])
def test_a_renewal_that_was_stopped_in_between_loses_nothing(office, stopped):
    received(office)
    master = office.data / "master.key"
    old, coming = master.read_bytes(), make_next(master)
    if stopped == "after":
        WrappedKeys(office.engines["keys"], old).renew(coming)
    with Runtime(office.data, office.database_url, office.clock) as anew:
        assert phone_of(anew, KEY) == PHONE
        assert master.read_bytes() == (coming if stopped == "after" else old)
        assert anew.vault.renew() > 0
    assert master.read_bytes() not in (old, coming)
