"""YAML as a tree that knows its lines: every later mistake can name file and line. Trees merge (a year over its base)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]

from gouji.standards.error import TemplateError

MAX_BYTES = 2_000_000
MAX_NODES = 100_000  # aliases count each time: a file cannot blow itself up
MAX_DEPTH = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value of a YAML file. `value` is a str, a dict, a list, or None for null; `line` counts from 1. Equal only to itself.

    The line of a mapping's value is that of its key: that is where a reader looks for it.
    """

    value: str | dict[str, Node] | list[Node] | None
    file: Path
    line: int

    def error(self, message: str, english: str) -> TemplateError:
        """The error that names this node's file and line."""
        return TemplateError(message, english, self.file, self.line)

    def plain(self) -> object:
        """The value without its marks: str, dict, list, None."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain() for v in self.value]
        return self.value


def read_tree(path: Path) -> Node:
    """The tree of a YAML file. Raises TemplateError for anything that is no single, well-formed mapping of bounded size."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TemplateError(
            f"读不了模板文件：{error.strerror}", f"cannot read the template file: {error.strerror}", path
        ) from None
    if len(data) > MAX_BYTES:
        raise TemplateError("模板文件过大", "the template file is too large", path)
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=_LOADER)
    except UnicodeDecodeError:
        raise TemplateError("模板文件不是 UTF-8 编码", "the template file is not UTF-8", path) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "?"
        line = mark.line + 1 if mark else None
        raise TemplateError(f"YAML 语法错误：{said}", f"YAML syntax error: {said}", path, line) from None
    except RecursionError:
        raise TemplateError("YAML 嵌套过深", "YAML nested too deeply", path) from None
    if not isinstance(root, yaml.MappingNode):
        raise TemplateError("模板文件应是键值表", "a template file must be a mapping", path, 1)
    return _Converter(path).convert(root, 1, 0)


class _Converter:
    """Turns PyYAML's nodes into ours, bounded, with duplicate keys refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def convert(self, node: Any, line: int, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise TemplateError("模板文件内容过多或嵌套过深", "too many or too deeply nested values", self.path, line)
        if isinstance(node, yaml.MappingNode):
            return Node(self.mapping(node, depth), self.path, line)
        if isinstance(node, yaml.SequenceNode):
            items = [self.convert(n, n.start_mark.line + 1, depth + 1) for n in node.value]
            return Node(items, self.path, line)
        return Node(None if node.tag == _NULL else str(node.value), self.path, line)

    def mapping(self, node: Any, depth: int) -> dict[str, Node]:
        if depth > MAX_DEPTH:
            raise TemplateError("模板文件嵌套过深", "nested too deeply", self.path, node.start_mark.line + 1)
        out: dict[str, Node] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise TemplateError("键应是文字", "a key must be a plain word", self.path, line)
            if key.tag == _MERGE:
                self.spread(value, out, line, depth)
                continue
            name = str(key.value)
            if name in out:
                raise TemplateError(f"键“{name}”重复", f"duplicate key “{name}”", self.path, line)
            out[name] = self.convert(value, line, depth + 1)
        return out

    def spread(self, value: Any, out: dict[str, Node], line: int, depth: int) -> None:
        """`<<: *name`: the entries of another mapping, as if written here."""
        if not isinstance(value, yaml.MappingNode):
            raise TemplateError("<< 后面应是键值表", "<< needs a mapping", self.path, line)
        for key, node in self.mapping(value, depth + 1).items():
            if key in out:
                raise TemplateError(f"键“{key}”重复", f"duplicate key “{key}”", self.path, line)
            out[key] = node


def merge(base: Node, over: Node) -> Node:
    """`over` laid on `base`: mappings key by key (null removes a key), lists of things with an `id` by id, all else replaced.

    New keys go to the end, or where their `before`/`after` says (see `ordered`). Neither argument is changed.
    """
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        out = dict(base.value)
        for key, value in over.value.items():
            if value.value is None and key in out:
                del out[key]
            else:
                out[key] = merge(out[key], value) if key in out else value
        return Node(out, over.file, over.line)
    if isinstance(base.value, list) and isinstance(over.value, list) and _has_ids(base.value) and _has_ids(over.value):
        return Node(_merge_by_id(base.value, over.value), over.file, over.line)
    return over


def _id(node: Node) -> str | None:
    found = node.value.get("id") if isinstance(node.value, dict) else None
    return found.value if found is not None and isinstance(found.value, str) else None


def _has_ids(nodes: list[Node]) -> bool:
    return all(_id(n) is not None for n in nodes)


def _merge_by_id(base: list[Node], over: list[Node]) -> list[Node]:
    """`over`'s entries replace those of the same id (one with `drop: true` removes it), others go to the end."""
    changed = {_id(n): n for n in over}
    out = [changed.pop(_id(n), n) for n in base]
    out.extend(n for n in over if _id(n) in changed)
    return [n for n in out if not (isinstance(n.value, dict) and "drop" in n.value)]


def ordered(nodes: dict[str, Node]) -> Iterator[tuple[str, Node]]:
    """The entries in order, those with `before: key` or `after: key` moved beside that key."""
    order = list(nodes)
    for name, node in nodes.items():
        if not isinstance(node.value, dict):
            continue
        for word, offset in (("before", 0), ("after", 1)):
            beside = node.value.get(word)
            if beside is None:
                continue
            if beside.value not in nodes or beside.value == name:
                raise beside.error(f"{word} 指的“{beside.value}”不在此处", f"“{beside.value}” of {word} is not here")
            order.remove(name)
            order.insert(order.index(str(beside.value)) + offset, name)
    return iter([(name, nodes[name]) for name in order])
