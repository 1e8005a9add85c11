"""What a template may say: names of the agenda, loops over its lists, conditions. No more.

The syntax tree may hold only the nodes listed here and only names the agenda has. Behind that,
the environment has no functions or filters, and Jinja's sandbox refuses Python's own attributes.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

PLAIN: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)
FORBIDDEN: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Call: "模板里不能调用函数",
    nodes.Filter: "模板里不能使用竖线（过滤器）",
    nodes.Getitem: "模板里不能使用方括号取值",
}
BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;"})
OTHERWISE: Final = "模板里只能使用 {{ 名称 }}、{% for %}、{% if %} 三种标签"


class TemplateRefusedError(ValueError):
    """The template may not be used; ``faults`` are the reasons, complete Chinese sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults


class PaperEnvironment(SandboxedEnvironment):
    """A Jinja environment that compiles only templates written in the language above.

    ``example`` is a filled set of names, the first row of every list full: names are checked
    against it. ``used`` gathers the names met so far.
    """

    def __init__(self, example: Mapping[str, Any]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_inert)
        for register in (self.globals, self.filters, self.tests):
            register.clear()
        self.example = example
        self.used: set[str] = set()

    def from_string(self, source: str | nodes.Template, *args: Any, **kwargs: Any) -> Template:
        """Compile a template; raise ``TemplateRefusedError`` if it says what it may not."""
        tree = self.parse(source) if isinstance(source, str) else source
        faults = list(dict.fromkeys(self._faults(tree, dict(self.example), inside_loop=False)))
        if faults:
            raise TemplateRefusedError(faults)
        return super().from_string(source, *args, **kwargs)

    def _faults(
        self, node: nodes.Node, scope: dict[str, Any], *, inside_loop: bool
    ) -> Iterator[str]:
        if isinstance(node, nodes.Name | nodes.Getattr):
            yield from self._name_faults(node, scope)
        elif isinstance(node, nodes.For):
            yield from self._loop_faults(node, scope, inside_loop=inside_loop)
        elif isinstance(node, PLAIN):
            if isinstance(node, nodes.Output):
                yield from self._list_faults(node, scope)
            for child in node.iter_child_nodes():
                yield from self._faults(child, scope, inside_loop=inside_loop)
        else:
            yield FORBIDDEN.get(type(node), OTHERWISE)

    def _name_faults(self, node: nodes.Node, scope: dict[str, Any]) -> Iterator[str]:
        try:
            self._sample(node, scope)
        except KeyError:
            yield f"议程里没有“{_spelled(node)}”这个名称"

    def _list_faults(self, node: nodes.Output, scope: dict[str, Any]) -> Iterator[str]:
        for child in node.nodes:
            with suppress(KeyError):
                if isinstance(self._sample(child, scope), list | dict):
                    yield f"“{_spelled(child)}”是清单，要用 {{% for %}} 逐项取出"

    def _loop_faults(
        self, node: nodes.For, scope: dict[str, Any], *, inside_loop: bool
    ) -> Iterator[str]:
        if not isinstance(node.target, nodes.Name) or node.recursive or node.test:
            yield OTHERWISE
            return
        name, many = node.target.name, _spelled(node.iter)
        try:
            rows = self._sample(node.iter, scope)
        except KeyError:
            yield f"议程里没有“{many}”这个名称"
            return
        if not isinstance(rows, list):
            yield f"“{many}”只有一个内容，不能逐项循环"
            return
        if inside_loop and "." not in many:  # or two long lists would multiply
            yield f"循环里面不能再从头循环“{many}”"
        for child in (*node.body, *node.else_):
            yield from self._faults(child, {**scope, name: rows[0]}, inside_loop=True)

    def _sample(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        """Return what a name stands for in the example; raise ``KeyError`` if for nothing."""
        if isinstance(node, nodes.Name):
            self.used.add(node.name)
            return scope[node.name]
        if isinstance(node, nodes.Getattr):
            owner = self._sample(node.node, scope)
            if isinstance(owner, dict):
                return owner[node.attr]
        raise KeyError(_spelled(node))


def _inert(value: Any) -> str:
    """Escape text, braces too: docxtpl gives «{_{» in the filled document a meaning of its own."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return Markup(str(escape(value)).translate(BRACES))  # noqa: S704  escaped just here


def _spelled(node: nodes.Node) -> str:
    """The name as written: 章.标题; 「某个算式」 for what is no name."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_spelled(node.node)}.{node.attr}"
    return "某个算式"
