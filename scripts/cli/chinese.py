"""What click itself says, in Chinese: its sentences go through gettext, which ships none."""

import click
from click import core, decorators, exceptions, formatting, parser, types

SAID = {
    "Aborted!": "已中止。",
    "Arguments": "参数",
    "Choose from:\n\t{choices}": "可选：{choices}",
    "Commands": "命令",
    "Could not open file {filename!r}: {message}": "文件 {filename} 打不开：{message}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是其中之一：{possibilities}？）",
    "Error: {message}": "{message}",
    "Got unexpected extra argument ({args})": "多出了参数 {args}。",
    "Got unexpected extra arguments ({args})": "多出了参数 {args}。",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Invalid value: {message}": "{message}",
    "Missing argument": "缺少参数",
    "Missing command.": "请写上命令。",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值。",
    "Options": "选项",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Try '{command} {option}' for help.": "用法见 {command} {option}。",
    "Usage:": "用法：",
    "Directory": "文件夹",
    "File": "文件",
    "Path": "路径",
    "default: {default}": "缺省 {default}",
    "directory": "文件夹",
    "env var: {var}": "环境变量 {var}",
    "file": "文件",
    "path": "路径",
    "required": "必填",
    "unknown error": "原因不明",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，不是文件。",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename} 不能读取。",
    "{name} {filename!r} is not writable.": "{name} {filename} 不能写入。",
    "{value!r} does not match the format {format}.": "“{value}”不是日期，请按 2026-03-05 填写。",
    "{value!r} does not match the formats {formats}.": "“{value}”的写法不对，可用 {formats}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字。",
    "{value} is not in the range {range}.": "{value} 太大或太小，应为 {range}。",
    "{value!r} is not one of {choices}.": "“{value}”不可选，可选 {choices}。",
    "{value!r} is not {choice}.": "“{value}”不可选，可选 {choice}。",
}
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
    "file": "文件",
    "grid": "网格",
    "key": "编号",
    "login": "登录名",
    "number": "版本号",
    "policy": "规则",
}


def speak_chinese() -> None:
    """Let click say everything of SAID in Chinese."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, say in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, say)


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


def _said(text: str) -> str:
    return SAID.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _said(one if count == 1 else many)
