"""Reading typed values out of a tree, strictly: an unknown key, a missing one or a wrong type is an error with its line."""

from __future__ import annotations

import difflib

from gouji.standards.tree import Node


class Fields:
    """A mapping whose keys are all known: every getter checks the type and says what was expected."""

    def __init__(self, node: Node, known: frozenset[str], what: str) -> None:
        self.node = node
        self.what = what
        self.values = mapping(node, what)
        for key, value in self.values.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"，是不是“{near[0]}”？" if near else ""
                raise value.error(f"{what}：不认识的键“{key}”{hint}", f"{what}: unknown key “{key}”")

    def get(self, key: str) -> Node | None:
        """The value of `key`; None where it is absent or null."""
        found = self.values.get(key)
        return None if found is None or found.value is None else found

    def require(self, key: str) -> Node:
        """The value of `key`, which must be there."""
        found = self.get(key)
        if found is None:
            raise self.node.error(f"{self.what}：缺少“{key}”", f"{self.what}: “{key}” is missing")
        return found

    def text(self, key: str, default: str = "") -> str:
        """The words of `key`."""
        found = self.get(key)
        return default if found is None else text(found, f"{self.what}的 {key}")

    def flag(self, key: str) -> bool:
        """true or false; false where it is absent."""
        found = self.get(key)
        if found is None:
            return False
        if found.value not in ("true", "false"):
            raise found.error(f"{self.what}的 {key} 应是 true 或 false", f"{key} must be true or false")
        return found.value == "true"

    def number(self, key: str) -> int:
        """A whole number, which must be there."""
        found = self.require(key)
        if not isinstance(found.value, str) or not found.value.isdecimal():
            raise found.error(f"{self.what}的 {key} 应是整数", f"{key} must be a whole number")
        return int(found.value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; a single word counts as a list of one, an absent one as empty."""
        found = self.get(key)
        return () if found is None else texts(found, f"{self.what}的 {key}")

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            node = self.get(key) or self.node
            raise node.error(
                f"{self.what}的 {key} 不能是“{value}”，只能是 {'、'.join(allowed)}",
                f"{key} must be one of {', '.join(allowed)}",
            )
        return value


def mapping(node: Node, what: str) -> dict[str, Node]:
    """The entries of a mapping; an empty one where the value is left out."""
    if node.value is None:
        return {}
    if not isinstance(node.value, dict):
        raise node.error(f"{what}应是键值表", f"{what} must be a mapping")
    return node.value


def items(node: Node, what: str) -> list[Node]:
    """The entries of a list."""
    if not isinstance(node.value, list):
        raise node.error(f"{what}应是列表", f"{what} must be a list")
    return node.value


def text(node: Node, what: str) -> str:
    """A scalar as words, not empty."""
    if not isinstance(node.value, str) or not node.value.strip():
        raise node.error(f"{what}应是文字", f"{what} must be words")
    return node.value


def texts(node: Node, what: str) -> tuple[str, ...]:
    """A list of words, or a single one."""
    if isinstance(node.value, str):
        return (text(node, what),)
    return tuple(text(n, what) for n in items(node, what))
