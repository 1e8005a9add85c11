"""Photographs as they lie beside the log: shown only while they are what the record names."""

import hashlib
import io
import logging
import re
from uuid import UUID, uuid4

import msgspec
import pytest
import sqlalchemy as sa

from governance.kernel.command import SYSTEM
from governance.kernel.sealed import Sealing
from governance.visits.commands import PlanVisit
from governance.visits.stream import visit_id
from projections.custody.attachments import attachments
from projections.custody.proving import faults
from projections.engine.database import alone
from tests.builders import NOW, ask
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, picture, send, visit_form

NOT_SHOWN = "图片与记录不符，没有显示"
OTHER = picture((30, 30))


@pytest.fixture
def shown(worker):
    """The address of a photograph of a visit that was logged."""
    form = visit_form(uuid4(), photos=(io.BytesIO(picture()), "a.jpg"))
    page = worker.get(send(worker, form).location).text
    return existing(re.search(r'"(/photos/[^"]+)"', page))[1]


def names(address):
    """Give (stream, digest) of the address of a photograph."""
    stream, digest = address.split("/")[-2:]
    return UUID(stream).hex, digest


def sealed(office, stream, digest, text):
    """Seal a text as the photograph of a stream would be, under the same key."""
    return office.vault.seal([Sealing(f"case:{stream}", f"{stream}.{digest}", text)])[0]


def replace(office, address, value):
    """Put other bytes where a photograph lies."""
    stream, digest = names(address)
    with alone(office.attachments.engine) as connection:
        where = (attachments.c.stream == stream, attachments.c.digest == digest)
        changed = connection.execute(sa.update(attachments).where(*where).values(sealed=value))
    assert changed.rowcount == 1


def other_picture(office, stream, digest):
    text = msgspec.json.decode(msgspec.json.encode(OTHER), type=str)  # base64
    return msgspec.json.encode(sealed(office, stream, digest, text))


def no_picture(office, stream, digest):
    return msgspec.json.encode(sealed(office, stream, digest, "不是图片"))


def moved_here(office, stream, digest):
    return msgspec.json.encode(sealed(office, stream, "f" * 64, "eHg="))


def torn(_office, _stream, _digest):
    return b'{"subject":"'


@pytest.mark.parametrize("make", [other_picture, no_picture, torn])
def test_what_was_put_in_the_place_of_a_photograph_is_not_shown(
    worker, office, shown, caplog, make
):
    assert worker.get(shown).status_code == 200
    assert not list(faults(office.ledger, office.attachments))
    replace(office, shown, make(office, *names(shown)))
    with caplog.at_level(logging.ERROR):
        answer = worker.get(shown)
    assert answer.status_code == 404
    assert NOT_SHOWN in answer.text
    stream, digest = names(shown)
    assert f"the attachment {digest} of {stream} is not what was put there" in caplog.text
    (found,) = faults(office.ledger, office.attachments)
    assert found[1:] == (digest, "altered")


def test_what_was_sealed_elsewhere_opens_for_nobody(worker, office, shown):
    replace(office, shown, moved_here(office, *names(shown)))
    answer = worker.get(shown)
    assert answer.status_code == 410
    assert "密钥丢失" in answer.text
    (found,) = faults(office.ledger, office.attachments)
    assert found[1:] == (names(shown)[1], "lost")


def test_the_same_bytes_sealed_anew_are_shown(worker, office, shown):
    before = worker.get(shown).data
    stream, digest = names(shown)
    text = msgspec.json.decode(msgspec.json.encode(before), type=str)
    replace(office, shown, msgspec.json.encode(sealed(office, stream, digest, text)))
    assert worker.get(shown).data == before


def test_a_photograph_that_is_gone_is_missed(worker, office, shown):
    with alone(office.attachments.engine) as connection:
        connection.execute(sa.delete(attachments))
    assert worker.get(shown).status_code == 404
    (found,) = faults(office.ledger, office.attachments)
    assert found[1:] == (names(shown)[1], "missing")


def test_a_photograph_whose_key_was_erased_is_as_it_should_be(worker, office, shown):
    stream, _ = names(shown)
    office.vault.erase(f"case:{stream}", basis="依法删除", now=NOW)
    assert worker.get(shown).status_code == 410
    assert not list(faults(office.ledger, office.attachments))


def test_what_no_record_names_is_not_shown(worker, client_of, office, shown):
    stream, _ = names(shown)
    slipped_in = office.attachments.put(stream, OTHER, "image/jpeg")
    assert slipped_in == hashlib.sha256(OTHER).hexdigest()
    address = f"/photos/{UUID(stream)}/{slipped_in}"
    for browser in (worker, client_of("secretary")):
        assert browser.get(shown).status_code == 200
        assert browser.get(address).status_code == 404


def test_a_photograph_sent_for_a_planned_visit_is_seen_until_it_is_logged(
    worker, client_of, office
):
    plan = visit_id("plan")
    office.execute(
        ask(
            PlanVisit,
            plan,
            place=DOOR,
            grid="g1",
            area="",
            visitee="household",
            planned_for=NOW.date(),
            reason="回访",
        ),
        actor=SYSTEM,
    )
    wrong = visit_form(uuid4(), plan=str(plan), way="", photos=(io.BytesIO(picture()), "a.jpg"))
    answer = send(worker, wrong)
    assert answer.status_code == 422
    token = existing(re.search(r'name="photos_kept" value="([^"]+)"', answer.text))[1]
    assert token.startswith(str(plan))
    assert worker.get(f"/photos/{token}").status_code == 200
    assert client_of("secretary").get(f"/photos/{token}").status_code == 404
    done = visit_form(wrong["command_id"], plan=str(plan), photos_kept=token)
    assert send(worker, done).status_code == 303
    assert client_of("secretary").get(f"/photos/{token}").status_code == 200


def test_a_kept_photograph_that_was_replaced_is_not_taken(worker, office):
    key = uuid4()
    answer = send(worker, visit_form(key, way="", photos=(io.BytesIO(picture()), "a.jpg")))
    token = existing(re.search(r'name="photos_kept" value="([^"]+)"', answer.text))[1]
    replace(office, token, other_picture(office, *names(token)))
    send(worker, visit_form(key, photos_kept=token))
    (made,) = office.history(visit_id(str(key)))
    assert made.photos == ()
