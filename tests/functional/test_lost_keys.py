"""An older database of keys brought back: what it lacks is lost, and nothing erased comes back."""

import io
import json
import re
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from governance.hotline import commands as ticket
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.kernel.event import decode
from governance.kernel.sealed import Gone, Sealed, texts_of
from governance.places.commands import RegisterPlace, TagPlace
from projections.custody.wrapped import keys
from scripts.cli.main import main
from tests.builders import ask
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.visits.setting import DOOR, picture, visit_form
from tests.functional.visits.setting import send as send_visit

LOST, ERASED = "〔密钥丢失〕", "〔已依法删除〕"
OLD, NEW = ticket_id("12345", "A1"), ticket_id("12345", "A2")
LOOK = {"field": ["phone", "caller", "content"], "purpose": "contact"}


def registered(office):
    """Register a household in the grid worker's grid."""
    values = {"kind": "household", "code": "H1", "name": "示例路1号", "grid": "g1", "head": "张三"}
    office.execute(ask(RegisterPlace, DOOR, **values), actor=SYSTEM)


def received(office, serial, phone, content="楼道堆物"):
    values = {"title": "楼道", "content": content, "caller": "张三", "phone": phone, "grid": "g1"}
    values |= {"serial": serial, "source": "12345", "kind": "complaint"}
    at = office.clock()
    tell(office, ticket.ReceiveTicket, ticket_id("12345", serial), received_at=at, **values)


def geyi(office, *words):
    place = ["--data", str(office.data)]
    place += ["--database-url", office.database_url] if office.database_url else []
    return CliRunner().invoke(main, [*words, *place])


def erase(office, *whom):
    options = [
        "--basis",
        "consent_withdrawn",
        "--asked-by",
        "本人",
        "--reason",
        "不再需要",
        "--yes",
    ]
    assert geyi(office, "erase", *whom, *options).exit_code == 0
    office.vault.forget()


def check(office, name):
    result = geyi(office, "doctor", "--json")
    (found,) = [one for one in json.loads(result.stdout)["checks"] if one["name"] == name]
    assert found["ok"] or result.exit_code == 1
    return found["ok"], found["sentence"]


def backed_up(office):
    """Copy the database of keys; give what puts the copy back, as every process soon knows."""
    with office.engines["keys"].connect() as connection:
        rows = [row._asdict() for row in connection.execute(sa.select(keys))]

    def put_back():
        with office.engines["keys"].begin() as connection:
            connection.execute(sa.delete(keys))
            if rows:
                connection.execute(sa.insert(keys), rows)
        office.vault.forget()

    return put_back


def without_key(office):
    """Count what the copy has no key for, in another way than the doctor does."""
    with office.engines["keys"].connect() as connection:
        known = set(connection.execute(sa.select(keys.c.subject)).scalars())
    subjects = [
        sealed.subject
        for batch in office.ledger.follow(0, office.ledger.position())
        for _, topic, state in batch
        for _, sealed in texts_of(decode(topic, state), Sealed)
        if sealed.subject not in known
    ]
    return len(subjects), len(set(subjects))


def seen(client, key):
    return client.post(f"/reveal/case/{key}", data=LOOK).text


def test_what_an_older_database_of_keys_lacks_is_lost_and_counted(office, client_of):
    received(office, "A1", "13800138000")
    put_back = backed_up(office)
    received(office, "A2", "13911112222")
    desk = client_of("hotline_desk")
    assert "13911112222" in seen(desk, NEW)
    assert check(office, "个人信息")[0]
    put_back()
    assert LOST not in seen(desk, OLD)
    assert "13800138000" in seen(desk, OLD)
    assert seen(desk, NEW).count(LOST) == 3
    page = desk.get(f"/cases/{NEW}")
    assert (page.status_code, LOST in page.text, ERASED in page.text) == (200, True, False)
    fields, subjects = without_key(office)
    assert (fields, subjects) == (3, 2)
    well, sentence = check(office, "个人信息")
    assert not well
    assert f"有{fields}处" in sentence
    assert f"{subjects}个人或事" in sentence
    health = client_of("administrator").get("/").text
    assert f"有{fields}处个人信息{LOST}" in health
    assert "恢复密钥库" in health


def test_pages_exports_and_the_evidence_stand_without_keys(office, client_of):
    put_back = backed_up(office)
    received(office, "A1", "13800138000")
    put_back()
    desk, auditor = client_of("hotline_desk"), client_of("auditor")
    position = office.ledger.position()
    for client, address in (
        (desk, "/"),
        (desk, "/cases"),
        (desk, f"/cases/{OLD}"),
        (auditor, f"/cases/{OLD}?as_of={position}"),
        (auditor, f"/replay/{OLD}"),
        (auditor, f"/cases/{OLD}/evidence.zip?as_of={position}"),
        (auditor, "/cases?format=xlsx"),
        (auditor, "/figures"),
    ):
        assert client.get(address).status_code == 200, address
    assert geyi(office, "case", "A1", "--json").exit_code == 0
    assert LOST in auditor.get(f"/replay/{OLD}").text


def test_somebody_told_of_again_has_a_new_key_and_what_was_lost_stays_so(office, client_of):
    put_back = backed_up(office)
    received(office, "A1", "13800138000")
    put_back()
    received(office, "A2", "13800138000")
    desk = client_of("hotline_desk")
    assert "13800138000" in seen(desk, NEW)
    shown = desk.post(f"/reveal/case/{OLD}", data=LOOK)
    assert (shown.status_code, shown.text.count(LOST)) == (200, 3)
    assert desk.get(f"/cases/{OLD}").status_code == 200
    assert "有3处" in check(office, "个人信息")[1]


def test_erased_stays_erased_whatever_is_brought_back(office, client_of):
    received(office, "A1", "13800138000")
    before = backed_up(office)
    received(office, "A2", "13911112222")
    erase(office, "--person", "13911112222")
    after = backed_up(office)
    desk = client_of("hotline_desk")
    assert seen(desk, NEW).count(ERASED) == 2
    assert check(office, "密钥库")[0]
    before()
    assert seen(desk, NEW).count(ERASED) == 2
    assert seen(desk, NEW).count(LOST) == 1
    # What was lost: the case's text, and who asked for the erasure and why.
    assert "有3处" in check(office, "个人信息")[1]
    assert check(office, "密钥库") == (
        False,
        (
            "有1项依法删除在密钥库里没有落实（恢复过较早的备份，或删除中断过），"
            "请运行 geyi erase-again。"
        ),
    )
    after()
    assert seen(desk, NEW).count(ERASED) == 2
    assert check(office, "密钥库")[0]
    assert check(office, "个人信息")[0]


def test_an_erased_key_that_came_back_alive_is_found_and_erased_again(office, client_of):
    received(office, "A1", "13800138000")
    put_back = backed_up(office)
    erase(office, "--person", "13800138000")
    put_back()
    desk, administrator = client_of("hotline_desk"), client_of("administrator")
    assert "13800138000" in seen(desk, OLD)
    well, sentence = check(office, "密钥库")
    assert not well
    assert sentence.startswith("有1项依法删除在密钥库里没有落实")
    assert "有1项在密钥库里没有落实" in administrator.get("/").text
    position = office.ledger.position()
    assert json.loads(geyi(office, "erase-again", "--json").stdout) == {
        "erased": [office.history(OLD)[0].phone.subject]
    }
    assert "都已落实" in geyi(office, "erase-again").stdout
    office.vault.forget()
    assert office.ledger.position() == position
    assert seen(desk, OLD).count(ERASED) == 2
    assert check(office, "密钥库")[0]
    assert "没有落实" not in administrator.get("/").text


@pytest.mark.parametrize("word", [LOST, ERASED])
def test_a_photograph_that_does_not_open_says_so_and_may_be_sent_again(office, client_of, word):
    registered(office)
    worker, put_back = client_of("grid_worker"), backed_up(office)
    form = visit_form(uuid4(), photos=(io.BytesIO(picture()), "a.jpg"))
    page = worker.get(send_visit(worker, form).location).text
    url = existing(re.search(r'"(/photos/[^"]+)"', page))[1]
    stream, digest = url.split("/")[-2:]
    shot = worker.get(url).data
    if word == LOST:
        put_back()
    else:
        office.vault.erase(f"case:{stream.replace('-', '')}", basis="", now=office.clock())
        office.vault.forget()
    answer = worker.get(url)
    assert (answer.status_code, answer.mimetype) == (410, "image/svg+xml")
    assert word in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert office.attachments.put(stream.replace("-", ""), shot, "image/jpeg") == digest
    assert worker.get(url).data == shot


def test_tags_that_do_not_open_are_asked_for_anew(office, client_of):
    put_back = backed_up(office)
    registered(office)
    office.execute(ask(TagPlace, DOOR, interval="close", tags=("ill",)), actor=SYSTEM)
    put_back()
    form = client_of("grid_worker").post(
        f"/register/{DOOR}/look", data={"command_id": str(uuid4()), "purpose": "verify"}
    )
    assert form.status_code == 200
    assert f"原来的标签{LOST}，请按现在的情况重新勾选。" in form.text
    assert not re.search(r'name="tags" value="\w+"[^>]* checked', form.text)


def test_the_runtime_says_which(office):
    received(office, "A1", "13800138000")
    (event,) = office.history(OLD)
    put_back = backed_up(office)
    erase(office, "--person", "13800138000")
    assert office.reveal(event.phone, OLD, "phone") is Gone.ERASED
    put_back()
    assert office.reveal(event.phone, OLD, "phone") == "13800138000"
    with office.engines["keys"].begin() as connection:
        connection.execute(sa.delete(keys).where(keys.c.subject == event.content.subject))
    office.vault.forget()
    assert office.reveal(event.content, OLD, "content") is Gone.LOST


def test_the_doctor_says_what_keeps_a_deployment_from_opening(tmp_path):
    key, place = tmp_path / "master.key", ["--data", str(tmp_path)]
    assert CliRunner().invoke(main, ["init", *place]).exit_code == 0
    for held, words in ((b"", "现为0字节"), (bytes(32), "不是一套"), (None, "不见了")):
        if held is None:
            key.unlink()
        else:
            key.write_bytes(held)
        result = CliRunner().invoke(main, ["doctor", "--json", *place])
        assert result.exit_code == 1
        (one,) = json.loads(result.stdout)["checks"]
        assert (one["name"], one["ok"]) == ("启动", False)
        assert words in one["sentence"]
        plain = CliRunner().invoke(main, ["doctor", *place])
        assert plain.stdout.startswith("有误  启动：")
        other = CliRunner().invoke(main, ["account", "list", *place])
        assert (other.exit_code, words in other.stderr) == (1, True)
        assert key.exists() == (held is not None)
