"""How a template's forms follow from budget lines: `drafting.yaml` beside the template, validated when loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from gouji.drafting.lines import EVERYTHING, Filter
from gouji.standards.error import TemplateError
from gouji.standards.loader import beside
from gouji.standards.resolve import fixed_lines
from gouji.standards.schema import Fields, items, mapping, texts
from gouji.standards.template import FormTemplate, Template
from gouji.standards.tree import Node

HEADS = ("total", "department", "agencies", "several_agencies")
ITEMS = ("functions", "economics", "departmental", "projects", "basic_items")
_TOP = frozenset({"sources", "kinds", "filters", "forms", "prose", "inputs", "rounding_note"})
_INPUTS = frozenset({"staff", "last_year", "public", "procurement", "cars", "equipment", "passages"})
_FORM = frozenset({"title", "only", "rows", "columns", "lines", "note", "empty", "kinds", "total"})
_FILTER = frozenset({"source", "kind", "economic", "government", "function", "carried", "transfer"})


@dataclass(frozen=True, slots=True)
class SourceOfFunds:
    """Where money comes from (资金来源). `revenue`: what the revenue section of the prose calls it."""

    key: str
    name: str
    revenue: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of expenditure (支出类别): basic ones allow certain departmental classes, project ones need a project. What is
    `unspent` is no expenditure of the year (年终结转结余): it has a source, and no classes."""

    key: str
    name: str
    project: bool
    economic: tuple[str, ...]
    unspent: bool = False


@dataclass(frozen=True, slots=True)
class Projection:
    """A form as a projection of the lines: which lines it covers, its rows, and its columns' and fixed lines' filters.

    `title` is as printed; {what} in it stands for 单位 or 部门. `note` is printed under the form, `empty` under one without
    amounts. `kinds` renames kinds in the column 类型.
    """

    title: str
    only: Filter = EVERYTHING
    rows: tuple[str, ...] = ()
    columns: Mapping[str, Filter] = field(default_factory=dict)
    lines: Mapping[str, Filter] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    total: str = "合计"
    note: str | None = None
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading of the prose: `words` names the file that holds its text, "" where only others stand under it; `form`:
    it stands only where the profile has that form."""

    title: str
    level: int
    words: str = ""
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the workbook asks for beside the budget lines, by the names that the prose uses."""

    staff: tuple[str, ...] = ()
    last_year: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    procurement: tuple[str, ...] = ()
    cars: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    passages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What drafting knows of a template."""

    sources: Mapping[str, SourceOfFunds]
    kinds: Mapping[str, Kind]
    forms: Mapping[str, Projection]
    folder: Path
    prose: tuple[Passage, ...] = ()
    inputs: Inputs = Inputs()
    rounding_note: str = ""  # printed under forms whose figures are rounded one by one

    def source_named(self, name: str) -> str | None:
        """The key of the source that is called so."""
        return next((s.key for s in self.sources.values() if s.name == name), None)

    def kind_named(self, name: str) -> str | None:
        """The key of the kind that is called so."""
        return next((k.key for k in self.kinds.values() if k.name == name), None)

    @property
    def projects(self) -> frozenset[str]:
        """The kinds that are project expenditure."""
        return frozenset(k.key for k in self.kinds.values() if k.project)


MOST = 32  # declarations kept, by the template itself (templates that are loaded are kept too, and have no hash)
_KNOWN: dict[int, tuple[Template, Declaration]] = {}


@lru_cache(maxsize=16)
def _tree(id: str) -> Node:
    tree = beside(id, "drafting")
    if tree is None:
        raise TemplateError(f"模板“{id}”没有 drafting.yaml，不能用来编制", f"template “{id}” has no drafting.yaml")
    return tree


def can_draft(id: str) -> bool:
    """Whether the template of that id declares how its forms are drafted."""
    return beside(id, "drafting") is not None


def declaration(template: Template) -> Declaration:
    """The declaration of the template's province. Raises TemplateError, with file and line, for any mistake in it."""
    held = _KNOWN.get(id(template))
    if held is None or held[0] is not template:
        if len(_KNOWN) >= MOST:
            _KNOWN.clear()
        held = _KNOWN[id(template)] = (template, _declaration(template))
    return held[1]


def _declaration(template: Template) -> Declaration:
    tree = _tree(template.id)
    top = Fields(tree, _TOP, "drafting.yaml")
    sources = {}
    for key, node in mapping(top.require("sources"), "sources").items():
        fields = Fields(node, frozenset({"name", "revenue"}), f"来源 {key}")
        sources[key] = SourceOfFunds(key, fields.text("name"), fields.text("revenue"))
    kinds = {}
    for key, node in mapping(top.require("kinds"), "kinds").items():
        fields = Fields(node, frozenset({"name", "project", "economic", "unspent"}), f"类别 {key}")
        kinds[key] = Kind(key, fields.text("name"), fields.flag("project"), fields.texts("economic"), fields.flag("unspent"))
    reader = _Reader(frozenset(sources), frozenset(kinds))
    forms = {
        kind: reader.projection(node, template.forms[kind])
        for kind, node in mapping(top.require("forms"), "forms").items()
        if kind in template.forms
    }
    for kind in template.forms:
        if kind not in forms:
            raise top.require("forms").error(f"没有说明“{kind}”怎样编制", f"no projection for form “{kind}”")
    passages = tuple(_passage(node, template) for node in items(top.require("prose"), "prose"))
    note = top.text("rounding_note")
    return Declaration(sources, kinds, forms, tree.file.parent, passages, _inputs(top.require("inputs")), note)


def _passage(node: Node, template: Template) -> Passage:
    fields = Fields(node, frozenset({"title", "level", "words", "form"}), "说明的标题")
    words, form = fields.text("words"), fields.text("form") or None
    if words and not (node.file.parent / "prose" / f"{words}.j2").is_file():
        raise node.error(f"没有“prose/{words}.j2”", f"no file prose/{words}.j2")
    level = fields.number("level")
    if not 1 <= level <= 3:
        raise node.error("标题的 level 只能是 1、2、3", "a heading's level is 1, 2 or 3")
    return Passage(fields.text("title"), level, words, form)


def _inputs(node: Node) -> Inputs:
    fields = Fields(node, _INPUTS, "inputs")
    passages = mapping(fields.get("passages") or _nothing(node), "passages")
    return Inputs(
        fields.texts("staff"),
        fields.texts("last_year"),
        fields.texts("public"),
        fields.texts("procurement"),
        fields.texts("cars"),
        fields.texts("equipment"),
        {key: texts(held, "passages")[0] for key, held in passages.items()},
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    sources: frozenset[str]
    kinds: frozenset[str]

    def projection(self, node: Node, form: FormTemplate) -> Projection:
        fields = Fields(node, _FORM, form.kind)
        rows = fields.texts("rows")
        for row in rows:
            if row not in (*HEADS, *ITEMS):
                raise (fields.get("rows") or node).error(f"{form.kind}：不认识的行“{row}”", f"unknown rows “{row}”")
        named = {c.key for c in form.amounts()}
        keys = {line.key for line in fixed_lines(form)}
        only = fields.get("only")
        return Projection(
            fields.text("title"),
            EVERYTHING if only is None else self.filter(only),
            rows,
            self._filters(fields, "columns", named),
            self._filters(fields, "lines", keys),
            {k: fields_text(v) for k, v in mapping(fields.get("kinds") or _nothing(node), "kinds").items()},
            "" if (given := fields.get("total")) is not None and given.value == "" else "合计",
            fields.text("note") or None,
            fields.text("empty") or None,
        )

    def _filters(self, fields: Fields, name: str, known: set[str]) -> dict[str, Filter]:
        """The filters by column or line; what this profile or year does not print is left out."""
        node = fields.get(name)
        entries = {} if node is None else mapping(node, name)
        return {key: self.filter(held) for key, held in entries.items() if key in known}

    def filter(self, node: Node) -> Filter:
        """A filter, its names checked."""
        fields = Fields(node, _FILTER, "筛选条件")
        source, kind = self._names(fields, "source", self.sources), self._names(fields, "kind", self.kinds)
        return Filter(
            source,
            kind,
            fields.texts("economic") or None,
            fields.texts("government") or None,
            fields.texts("function") or None,
            carried=None if fields.get("carried") is None else fields.flag("carried"),
            transfer=None if fields.get("transfer") is None else fields.flag("transfer"),
        )

    @staticmethod
    def _names(fields: Fields, key: str, known: frozenset[str]) -> frozenset[str] | None:
        found = fields.texts(key)
        for name in found:
            if name not in known:
                raise (fields.get(key) or fields.node).error(f"没有“{name}”这个 {key}", f"unknown {key} “{name}”")
        return frozenset(found) or None


def fields_text(node: Node) -> str:
    """A scalar as words."""
    return texts(node, "kinds")[0]


def _nothing(node: Node) -> Node:
    return Node({}, node.file, node.line)
