"""Loading a template: files → tree (a year over its base, a profile's changes on top) → validated `Template`, cached.

A template's folder is named after its province and holds one file a year (2025.yaml, 2025-final.yaml); `GOUJI_TEMPLATES`
(or the `folders` argument) names further folders that are searched before the package's own, so that a province can live
outside the package.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from gouji.standards.build import build_form
from gouji.standards.error import TemplateError
from gouji.standards.formula import Relation
from gouji.standards.relations import RelationReader, forms_of
from gouji.standards.schema import Fields, mapping, texts
from gouji.standards.template import FormTemplate, Template
from gouji.standards.tree import Node, merge, ordered, read_tree

__all__ = ["Profile", "TemplateError", "available", "common", "forms", "load"]

PACKAGED = Path(__file__).parent / "templates"
VARIABLE = "GOUJI_TEMPLATES"
COMMON = "common"  # the packaged folder of what all provinces share: `extends: [base, common/words]`
_TOP = frozenset(
    {"extends", "province", "name", "year", "divisions", "unit", "forms", "relations", "profiles", "default_profile"}
    | {"claims", "extra", "document", "seats", "years"}
)
_PROFILE = frozenset({"name", "forms", "apply", "english"})
_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_LOADABLE = re.compile(r"\d{4}(?:-[a-z0-9_]{1,20})?")  # how a file is named that can be loaded: 2025, 2025-final
SERIES = {"budget": "预算", "final": "公开"}  # how the numbers of a document's forms begin
DOCUMENTS = tuple(SERIES)


@dataclass(frozen=True, slots=True)
class Profile:
    """What can be loaded: `load(id, profile)`. `forms` are its kinds in printed order; `default` is what `load(id)` takes."""

    id: str
    profile: str
    name: str
    province: str
    year: int
    divisions: tuple[str, ...]
    forms: tuple[str, ...]
    default: bool
    document: str = "budget"  # or final: the accounts of a year that is over (决算)
    seats: tuple[str, ...] = ()  # how the names of bodies there begin
    since: int = 0  # the first and the last year for which this format is known
    until: int = 0


def load(id: str, profile: str | None = None, folders: Sequence[Path] = ()) -> Template:
    """The template `id` (`province/year`) in one of its profiles (by default the year's usual one).

    Raises TemplateError, one line with file and line, for an unknown id or profile and for any mistake in the files.
    """
    return _load(id, profile, _folders(folders))


@lru_cache(maxsize=32)
def forms(profile: Profile) -> tuple[FormTemplate, ...]:
    """A profile's forms without their relations, which are most of the work of `load`: enough to find titles by."""
    _, listed, whole = _listed(profile.id, profile.profile, _folders(()))
    return tuple(whole.every[kind] for kind in listed.texts("forms"))


def beside(id: str, name: str, folders: Sequence[Path] = ()) -> Node | None:
    """The tree of another file of the template's folder (what only some rooms need); None where it has none."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of a file: {name!r}")
    path = _find(id, _folders(folders)).parent / f"{name}.yaml"
    return _tree(path) if path.is_file() else None


@lru_cache(maxsize=8)
def common(name: str) -> dict[str, object]:
    """The `extra` of a file that all provinces share, for a document of a province that has no template."""
    extra = mapping(read_tree(PACKAGED / COMMON / f"{name}.yaml"), name).get("extra")
    return {} if extra is None else {k: v.plain() for k, v in mapping(extra, "extra").items()}


def available(folders: Sequence[Path] = ()) -> tuple[Profile, ...]:
    """Every profile of every template, cheaply: nothing but the lists is validated."""
    out: dict[tuple[str, str], Profile] = {}
    for folder in _folders(folders):
        for path in sorted(folder.glob("*/*.yaml")):
            if _LOADABLE.fullmatch(path.stem) and _NAME.fullmatch(path.parent.name):
                for profile in _profiles(path):
                    out.setdefault((profile.id, profile.profile), profile)
    return tuple(out[key] for key in sorted(out))


def _folders(first: Sequence[Path]) -> tuple[Path, ...]:
    named = [Path(p) for p in os.environ.get(VARIABLE, "").split(os.pathsep) if p]
    return (*first, *named, PACKAGED)


def _find(id: str, folders: tuple[Path, ...]) -> Path:
    province, _, year = id.partition("/")
    if _NAME.fullmatch(province) and _NAME.fullmatch(year):
        for folder in folders:
            path = folder / province / f"{year}.yaml"
            if path.is_file():
                return path
    raise TemplateError(f"没有模板“{id}”", f"no template “{id}”")


@lru_cache(maxsize=64)
def _read(path: Path, stamp: tuple[int, int]) -> Node:
    return read_tree(path)


def _tree(path: Path, above: tuple[Path, ...] = ()) -> Node:
    """The file's tree laid on those that it extends (names in the same folder, or `folder/name` of a packaged one; the first
    lowest)."""
    if path in above or len(above) > 8:
        raise TemplateError("extends 绕成了圈", "`extends` goes round in a circle", path)
    try:
        stat = path.stat()
    except OSError:
        raise TemplateError("没有这个文件", "no such file", path) from None
    own = _read(path, (stat.st_mtime_ns, stat.st_size))
    extends = mapping(own, "模板").get("extends")
    if extends is None:
        return own
    base: Node | None = None
    for name in texts(extends, "extends"):
        below = _tree(_beside(path, name, extends), (*above, path))
        base = below if base is None else _laid(base, below)
    return own if base is None else _laid(base, own)


_laid = lru_cache(maxsize=64)(merge)  # a tree that is not read anew is the same object


def _beside(path: Path, name: str, node: Node) -> Path:
    shared, _, own = name.rpartition("/")
    found = (PACKAGED / shared if shared else path.parent) / f"{own}.yaml"
    named = (not shared or _NAME.fullmatch(shared)) and _NAME.fullmatch(own)
    if not named or not found.is_file():
        raise node.error(f"同一文件夹里没有“{name}.yaml”", f"no “{name}.yaml” in this folder")
    return found


def _profiles(path: Path) -> list[Profile]:
    return _profiles_of(path, _tree(path))


@lru_cache(maxsize=64)
def _profiles_of(path: Path, tree: Node) -> list[Profile]:
    top = Fields(tree, _TOP, "模板")
    default = _default(top)
    out = []
    for key, node in mapping(top.require("profiles"), "profiles").items():
        fields = Fields(node, _PROFILE, f"profile {key}")
        out.append(
            Profile(
                id=f"{path.parent.name}/{path.stem}",
                profile=key,
                name=fields.text("name", key),
                province=top.text("province"),
                year=top.number("year"),
                divisions=top.texts("divisions"),
                forms=fields.texts("forms"),
                default=key == default,
                document=top.choice("document", DOCUMENTS, "budget"),
                seats=top.texts("seats"),
                since=_years(top)[0],
                until=_years(top)[1],
            )
        )
    return out


def _years(top: Fields) -> tuple[int, int]:
    """The first and the last year for which the template's format is known: its own year where nothing more is said."""
    year, node = top.number("year"), top.get("years")
    if node is None:
        return year, year
    said = texts(node, "years")
    if len(said) != 2 or not all(s.isdecimal() and len(s) == 4 for s in said) or not int(said[0]) <= year <= int(said[1]):
        raise node.error("years 应是 [首年, 末年]，并包含 year", "years must be [first, last] around year")
    return int(said[0]), int(said[1])


def _default(top: Fields) -> str:
    keys = mapping(top.require("profiles"), "profiles")
    default = top.text("default_profile", next(iter(keys), ""))
    if default not in keys:
        node = top.get("default_profile") or top.node
        raise node.error(f"default_profile“{default}”不在 profiles 里", f"default_profile “{default}” is no profile")
    return default


@lru_cache(maxsize=32)
def _load(id: str, profile: str | None, folders: tuple[Path, ...]) -> Template:
    return _build(id, *_listed(id, profile, folders))


def _listed(id: str, profile: str | None, folders: tuple[Path, ...]) -> tuple[str, Fields, _Forms]:
    """The profile's name, what it lists, and the forms it chooses from."""
    path = _find(id, folders)
    top = Fields(_tree(path), _TOP, "模板")
    chosen = profile or _default(top)
    profiles = mapping(top.require("profiles"), "profiles")
    if chosen not in profiles:
        raise TemplateError(
            f"模板“{id}”没有“{chosen}”这套表，可用：{'、'.join(profiles)}",
            f"template “{id}” has no profile “{chosen}”; there are {', '.join(profiles)}",
        )
    fields = Fields(profiles[chosen], _PROFILE, f"profile {chosen}")
    apply = fields.get("apply") or top.node
    forms = _forms(path, tuple(_beside(path, name, apply) for name in fields.texts("apply")))
    _check_list(fields.texts("forms"), forms.every, fields)
    return chosen, fields, forms


@dataclass(frozen=True, slots=True)
class _Forms:
    """All forms of a tree, without numbers and relations; what they were built from."""

    top: Fields
    nodes: dict[str, Node]
    every: dict[str, FormTemplate]


@lru_cache(maxsize=32)
def _forms(path: Path, applied: tuple[Path, ...]) -> _Forms:
    """Profiles mostly differ in their lists only, so that they share their forms."""
    tree = _tree(path)
    for above in applied:
        tree = merge(tree, _tree(above))
    top = Fields(tree, _TOP, "模板")
    nodes = dict(ordered(mapping(top.require("forms"), "forms")))
    return _Forms(top, nodes, {kind: build_form(kind, node) for kind, node in nodes.items()})


def _build(id: str, profile: str, listed: Fields, whole: _Forms) -> Template:
    top, nodes, every, kinds = whole.top, whole.nodes, whole.every, listed.texts("forms")
    reader = RelationReader(every, _quantities(top))
    inside = {kind: reader.read(mapping(nodes[kind], kind).get("relations"), form) for kind, form in every.items()}
    between = reader.read(top.get("relations"), None)

    def here(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
        """Those whose forms this profile has."""
        return tuple(r for r in relations if set(forms_of(r)) <= set(kinds))

    document = top.choice("document", DOCUMENTS, "budget")
    series = SERIES[document]
    forms = {
        kind: replace(every[kind], number=n, series=series, relations=here(inside[kind])) for n, kind in enumerate(kinds, 1)
    }
    claims, extra = top.get("claims"), top.get("extra")
    return Template(
        id=id,
        province=top.text("province"),
        name=top.text("name"),
        year=top.number("year"),
        profile=profile,
        unit=top.text("unit", "万元"),
        divisions=top.texts("divisions"),
        document=document,
        years=_years(top),
        forms=forms,
        relations=here(between),
        extra={
            **({} if extra is None else {k: v.plain() for k, v in mapping(extra, "extra").items()}),
            **({} if claims is None else {"claims": claims.plain()}),
        },
    )


def _check_list(kinds: tuple[str, ...], every: dict[str, FormTemplate], listed: Fields) -> None:
    node = listed.require("forms")
    for kind in kinds:
        if kind not in every:
            raise node.error(f"{listed.what}：表“{kind}”不存在", f"unknown form “{kind}” in a profile")
    if len(set(kinds)) != len(kinds) or not kinds:
        raise node.error(f"{listed.what}：表重复或没有表", "a profile lists a form twice, or none")


def _quantities(top: Fields) -> frozenset[str] | None:
    """The quantities that the template declares under claims.quantities; None where it declares none (all are accepted)."""
    claims = top.get("claims")
    declared = None if claims is None or not isinstance(claims.value, dict) else claims.value.get("quantities")
    if declared is None:
        return None
    if isinstance(declared.value, dict):
        return frozenset(declared.value)
    return frozenset(texts(declared, "claims.quantities"))
