"""What click itself says, in Chinese: its sentences go through gettext, the catalogue is ours.

`python -m scripts.cli.chinese` compiles the catalogue; the build needs it compiled.
"""

import gettext
import io
import os
from pathlib import Path

import click

LOCALE = Path(__file__).parent / "locale"
WORDS = LOCALE / "zh_CN/LC_MESSAGES/messages.po"

KINDS = {
    "datetime": "日期",
    "directory": "文件夹",
    "file": "文件",
    "float": "数字",
    "integer": "整数",
    "integer range": "整数",
    "path": "路径",
    "text": "文字",
}
ARGUMENTS = {
    "code": "回执",
    "file": "文件",
    "grid": "网格",
    "key": "编号",
    "login": "登录名",
    "number": "版本号",
    "policy": "规则",
}


def speak_chinese() -> None:
    """Let gettext find our catalogue, whatever language the machine speaks."""
    gettext.bindtextdomain("messages", LOCALE)
    os.environ["LANGUAGE"] = "zh_CN"


def name_in_chinese(command: click.Command) -> None:
    """Name in Chinese what is written after a command, and after each of the commands in it."""
    command.options_metavar = "[选项]"
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            parameter.metavar = ARGUMENTS[str(parameter.name)]
        elif not getattr(parameter, "is_flag", False):
            parameter.metavar = KINDS.get(parameter.type.name, parameter.metavar)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]..."
        for inner in command.commands.values():
            name_in_chinese(inner)


def compiled() -> bytes:
    """Give the catalogue as gettext reads it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (only who compiles needs it)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    out = io.BytesIO()
    with WORDS.open("rb") as words:
        write_mo(out, read_po(words, locale="zh_CN"))
    return out.getvalue()


if __name__ == "__main__":
    WORDS.with_suffix(".mo").write_bytes(compiled())
