"""What people read when something is refused is complete, and is Chinese."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import marshmallow

import web.sheets
from tests.expecting import existing
from web.hotline.sheet import TICKETS
from web.places.sheet import PLACES
from web.sheets.mapping_schema import MappingSchema
from web.text.faults import SENTENCES

FOLDER = Path(web.sheets.__file__).parent
ROOMS = (
    "text/moments.py",
    "text/clocks.py",
    "hotline/ticket_rows.py",
    "places/sheet.py",
    "resolutions/sheet.py",
    "visits/sheet.py",
    "imports/taking_over.py",
    "imports/asking.py",
    "imports/past.py",
    "imports/meanings.py",
)
CODE = re.compile(r'"((?:sheet|moment|mapping|row|remark|hidden|note|past)\.[a-z_]+)"')
NAMES = re.compile(
    r"\{\w+\}|xlsx?|csv|et|UTF-8|Asia/Shanghai|digits|first_line|join|split|date_time|hotline"
)


def test_every_code_has_a_sentence_and_every_sentence_is_used():
    used = {
        code
        for module in (
            *FOLDER.glob("*.py"),
            *(FOLDER.parent / name for name in ROOMS),
        )
        if module.name != "faults.py"
        for code in CODE.findall(module.read_text("utf-8"))
    }
    assert used == set(SENTENCES)


def test_sentences_are_chinese_and_complete():
    for code, text in SENTENCES.items():
        assert not re.search("[A-Za-z]", NAMES.sub("", text)), code
        assert text.endswith(("。", "{problem}")), code


def test_no_built_in_message_of_marshmallow_is_left_in_english():
    messages: list[Mapping[str, Any]] = []
    for schema in (TICKETS.schema(), PLACES.schema(), MappingSchema(TICKETS)):
        messages += [schema._default_error_messages | schema.error_messages]  # noqa: SLF001
        fields = list(schema.fields.values())
        while fields:
            field = fields.pop()
            messages.append(field.error_messages)
            if isinstance(field, marshmallow.fields.Dict):
                fields += [existing(field.key_field), existing(field.value_field)]
    texts = [text for table in messages for text in table.values()]
    assert len(texts) > 50
    assert [text for text in texts if re.search("[A-Za-z]", NAMES.sub("", text))] == []
