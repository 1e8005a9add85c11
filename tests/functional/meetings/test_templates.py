"""The office's own Word template: sent, checked, tried, published, and printed by from then on."""

import io
import re
import zipfile
from urllib.parse import unquote
from uuid import uuid4

import pytest
from docx import Document

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.papers import KILOBYTE, MOST, written
from tests.builders import ask
from tests.expecting import existing
from tests.functional.meetings.setting import FRESH, PAGE, done, freeze, key_of
from tests.publishing import HIDDEN
from web.documents.agenda_docx import TEMPLATE
from web.documents.archive import pack, unpack

HOUSE = unpack(TEMPLATE.read_bytes())
MARK = "内部资料，注意保管"
PATH = "/policies/papers"
KEPT = re.compile(r'name="(kept|kept_name)" value="([^"]*)"')


def saying(text):
    """The house template with one more paragraph at its beginning."""
    xml = HOUSE["word/document.xml"].decode()
    place = existing(re.search("<w:body>", xml)).end()
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return pack(HOUSE | {"word/document.xml": (xml[:place] + paragraph + xml[place:]).encode()})


def with_part(name, content):
    return pack(HOUSE | {name: content})


def text_of(data):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


@pytest.fixture
def keeper(office, client_of):
    return client_of("administrator")


def send(client, data=None, name="街道模板.docx", **values):
    form = {"command_id": str(uuid4()), "source": "街道办〔2026〕3号", "in_force": "1"} | values
    if data is not None:
        form["template"] = (io.BytesIO(data), name)
    return client.post(PATH, data=form, content_type="multipart/form-data")


def seen(answer):
    """Give what the form of a preview sends."""
    return dict([*HIDDEN.findall(answer.text), *KEPT.findall(answer.text)])


def published(client, data=None, **values):
    shown = send(client, data, **values)
    assert shown.status_code == 200, shown.text
    answer = send(client, **values | seen(shown) | {"step": "publish"})
    assert answer.status_code == 303, answer.text


def agenda(client, **asked):
    answer = client.get(f"{PAGE}/agenda.docx", query_string=asked)
    assert answer.status_code == 200
    return answer.data


def test_the_template_in_use_is_taken_away_as_it_is(keeper, client_of):
    page = keeper.get(PATH).text
    assert "系统自带的模板" in page
    assert keeper.get(f"{PATH}/1/template.docx").data == TEMPLATE.read_bytes()
    assert client_of("auditor").get(f"{PATH}/1/template.docx").data == TEMPLATE.read_bytes()
    assert keeper.get(f"{PATH}/9/template.docx").status_code == 404
    for role in ("auditor", "secretary"):
        assert client_of(role).get(PATH).status_code == 403
        assert client_of(role).post(f"{PATH}/specimen").status_code == 403


def test_a_template_is_tried_before_it_is_published(keeper, office):
    before = office.ledger.position()
    shown = send(keeper, saying(MARK))
    assert shown.status_code == 200
    assert "预览：还没有发布" in shown.text
    assert f"增加</span>{MARK}</ins>" in shown.text
    assert "增加 1 行，删去 0 行" in shown.text
    for which, name in (("issued", "正式件"), ("draft", "草稿")):
        values = seen(shown) | {"paper": which}
        answer = keeper.post(f"{PATH}/specimen", data=values)
        assert answer.status_code == 200
        assert MARK in text_of(answer.data)
        assert "示例街道" in text_of(answer.data)
        assert name in _name(answer)
    assert office.ledger.position() == before


def _name(answer):
    return unquote(answer.headers["Content-Disposition"])


def test_what_is_published_is_what_was_tried(keeper, office):
    mine = saying(MARK)
    shown = send(keeper, mine)
    swapped = send(keeper, saying("另一份"), **seen(shown) | {"step": "publish"})
    assert swapped.status_code == 200
    assert "另一份" in swapped.text
    assert office.governance.book.number("papers") == 1
    assert send(keeper, **seen(shown) | {"step": "publish"}).status_code == 303
    held = office.governance.book.papers.agenda
    assert (held.file, held.data) == ("街道模板.docx", mine)
    assert keeper.get(f"{PATH}/2/template.docx").data == mine
    page = keeper.get("/policies/papers/2").text
    assert "街道模板.docx" in page
    assert "整篇修订" not in page


def test_a_new_template_is_for_what_is_frozen_from_then_on(frozen, client_of, clock):
    first = agenda(frozen)
    assert MARK not in text_of(first)
    clock.move(hours=2)
    published(client_of("administrator"), saying(MARK))
    secretary = client_of("secretary")
    assert agenda(secretary) == agenda(secretary, version="1") == first
    done(secretary, f"{PAGE}/strike/{key_of(FRESH)}", reason="下次再议")
    clock.move(minutes=5)
    freeze(secretary)
    assert MARK in text_of(agenda(secretary, version="2"))
    assert agenda(secretary, version="1") == first


def test_an_earlier_template_comes_back_and_the_software_s_own_too(drafted, keeper, office):
    published(keeper, saying(MARK))
    assert MARK in text_of(agenda(drafted))
    published(keeper, which="system", source="换回")
    assert MARK not in text_of(agenda(drafted))
    assert office.governance.book.papers.agenda.data is None
    published(keeper, which="2", source="再换")
    assert MARK in text_of(agenda(drafted))
    assert office.governance.book.papers.agenda.file == "街道模板.docx"


def test_a_draft_looked_at_in_the_past_is_printed_by_the_template_of_then(
    drafted, client_of, clock
):
    asked = {"as_of": "2026-03-05 11:00"}
    clock.move(hours=2)
    secretary = client_of("secretary")
    then = agenda(secretary, **asked)
    published(client_of("administrator"), saying(MARK))
    assert MARK in text_of(agenda(secretary))
    assert agenda(secretary, **asked) == then
    assert MARK not in text_of(then)


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in HOUSE.items():
            archive.writestr(name, content)
        archive.writestr("word/media/image1.png", bytes(60 * 1024 * 1024))
    return buffer.getvalue()


RELS = HOUSE["word/_rels/document.xml.rels"]
LINK = b'<Relationship Id="rIdX" Type="x/image" Target="http://10.0.0.1/x" TargetMode="External"/>'
BAD = {
    "empty": (b"", "这个文件是空的"),
    "text": (b"hello", "这不是可以打开的 Word 文档"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "这不是可以打开的 Word 文档"),
    "another zip": (pack({"a.txt": b"x"}), "这不是可以打开的 Word 文档"),
    "cut short": (TEMPLATE.read_bytes()[:20_000], "这不是可以打开的 Word 文档"),
    "macro": (with_part("word/vbaProject.bin", b"x"), "模板里有宏、控件或嵌入的文件"),
    "bomb": (None, "解压后过大"),
    "large": (with_part("word/media/a.bin", bytes(MOST * KILOBYTE)), f"超过{MOST}千字节"),
    "unknown": (saying("{{ 负责人 }}"), "议程里没有“负责人”这个名称"),
    "call": (saying("{{ range(9) }}"), "模板里不能调用函数"),
    "link": (
        with_part(
            "word/_rels/document.xml.rels",
            RELS.replace(b"</Relationships>", LINK + b"</Relationships>"),
        ),
        "链接到外部文件或网址",
    ),
    "nothing said": (
        pack(
            HOUSE
            | {
                name: re.sub(rb"\{[{%].*?[%}]\}", b"", content)
                for name, content in HOUSE.items()
                if name.startswith(("word/document", "word/header", "word/footer"))
            }
        ),
        "请补上",
    ),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_file_is_told_in_a_sentence_and_nothing_is_stored(keeper, office, how):
    data, sentence = BAD[how]
    before = office.ledger.position()
    for step in ("preview", "publish"):
        answer = send(keeper, bomb() if data is None else data, step=step)
        assert answer.status_code == 422, answer.text
        assert sentence in answer.text
        assert "街道办〔2026〕3号" in answer.text
    assert office.ledger.position() == before


@pytest.mark.parametrize(
    "values",
    [
        {"source": ""},
        {"which": "77"},
        {"which": "x"},
        {"which": "9" * 5000},
        {"kept": "%%%"},
        {"kept": "eA=="},
    ],
)
def test_a_form_that_makes_no_sense_is_answered_with_a_sentence(keeper, office, values):
    answer = send(keeper, **values)
    assert answer.status_code == 422
    assert "请" in answer.text
    assert keeper.post(f"{PATH}/specimen", data=values | {"paper": "issued"}).status_code == 422
    assert office.governance.book.number("papers") == 1


def test_a_name_of_a_file_is_a_text_like_any_other(keeper, office):
    published(keeper, saying(MARK), name="<script>\u202e甲/../" + "长" * 400 + ".docx")
    name = office.governance.book.papers.agenda.file
    assert len(name) <= 200
    page = keeper.get("/policies/papers/2")
    assert page.status_code == 200
    assert "<script>甲" not in page.text


def test_a_template_that_came_in_unchecked_breaks_no_page(drafted, office, client_of):
    content = {"source": "x", "agenda": {"source": "x", "file": "", "docx": written(b"no zip")}}
    publish = ask(PublishEdition, POLICY_STREAM, policy="papers", content=content, source="x")
    office.execute(publish, actor=SYSTEM)
    answer = drafted.get(f"{PAGE}/agenda.docx")
    assert answer.status_code == 303
    assert "当时的 Word 模板填不成这份议程" in drafted.get(PAGE).text
    keeper = client_of("administrator")
    assert keeper.get(PATH).status_code == 200
    published(keeper, saying(MARK))
    assert MARK in text_of(agenda(drafted))


def test_the_template_cannot_be_published_past_its_page(keeper, office):
    values = {"content": '{"source": "x"}', "source": "x", "in_force": "1"}
    assert keeper.post("/policies/papers/1", data=values).status_code == 404
    assert office.governance.book.number("papers") == 1
