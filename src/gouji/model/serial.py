"""Disclosure ⇄ JSON of the schema gouji/disclosure/1 (INTERFACE.md), without loss in either direction.

The keys are the fields' names. Amounts are decimal strings exactly as printed. A field that holds its default is left out,
except for those that the interface promises to be there; `from_json` therefore restores what `to_json` was given.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from gouji.model.disclosure import SCHEMA, Cell, Claim, Disclosure, Form, Indicator, Issuer, Project, Row, Section, Source
from gouji.model.place import Place

Json = dict[str, Any]

# What a reader of the JSON may rely on, whatever the value.
PROMISED: Mapping[type, frozenset[str]] = {
    Form: frozenset({"number", "unit", "status", "note", "place", "rows"}),
    Row: frozenset({"side", "codes", "cells"}),
    Cell: frozenset({"origin", "place"}),
    Claim: frozenset({"section", "place"}),
    Indicator: frozenset({"level2"}),
    Project: frozenset({"code", "agency", "amount", "unit", "indicators"}),
    Section: frozenset({"place"}),
    Source: frozenset({"media_type", "sha256", "pages"}),
    Issuer: frozenset({"name", "agency", "department", "division", "level"}),
    Disclosure: frozenset({"forms", "claims", "projects", "department_performance", "sections", "damage"}),
}


class SchemaError(ValueError):
    """JSON that is no disclosure; the message names the key."""


def to_json(disclosure: Disclosure) -> Json:
    """The disclosure as JSON values, the schema's name first."""
    return {"schema": SCHEMA, **_encode(disclosure)}


def from_json(data: Mapping[str, Any]) -> Disclosure:
    """The disclosure that `to_json` wrote. Unknown keys are ignored; SchemaError names the first key that does not fit."""
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise SchemaError(f"schema: expected {SCHEMA}")
    found = _decoder(Disclosure)(data, "")
    assert isinstance(found, Disclosure)
    return found


def _encode(value: Any) -> Any:
    return _encoder(value.__class__)(value)


@cache
def _encoder(kind: type) -> Callable[[Any], Any]:
    """What writes a value of that very type."""
    if issubclass(kind, Decimal):
        return lambda value: format(value, "f")
    if issubclass(kind, Place):
        return Place.to_json
    if issubclass(kind, StrEnum):
        return lambda value: value.value
    if is_dataclass(kind):
        return _fields_of(kind)
    if issubclass(kind, Mapping):
        return lambda value: {key: _encode(held) for key, held in value.items()}
    if issubclass(kind, tuple):
        return lambda value: [_encode(held) for held in value]
    return lambda value: value


def _fields_of(kind: type) -> Callable[[Any], Json]:
    """What writes a record: the fields that are promised, those without a default, and those that differ from it."""
    promised = PROMISED.get(kind, frozenset())
    always = {name for name, default in _defaults(kind) if name in promised or default is MISSING}
    shown = [(name, name in always, default) for name, default in _defaults(kind)]

    def encode(value: Any) -> Json:
        out: Json = {}
        for name, needed, default in shown:
            held = getattr(value, name)
            if needed or (held is not default and held != default):
                out[name] = held if held.__class__ is str or held is None else _encode(held)
        return out

    return encode


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default_factory() if f.default_factory is not MISSING else f.default) for f in fields(kind))


Decoder = Callable[[Any, str], Any]


@cache
def _decoder(kind: Any) -> Decoder:
    """What reads a JSON value as the annotated type; errors carry the path of keys that led there."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = _decoder(next(a for a in arguments if a is not type(None)))
        return lambda value, at: None if value is None else inner(value, at)
    if origin is tuple:
        inner = _decoder(arguments[0])
        return lambda value, at: tuple(inner(v, f"{at}[{i}]") for i, v in enumerate(_is(value, list, at)))
    if origin is not None and issubclass(origin, Mapping):
        inner = _decoder(arguments[1])
        return lambda value, at: {str(k): inner(v, f"{at}.{k}") for k, v in _is(value, dict, at).items()}
    if kind is Place:
        return _place
    if kind is Decimal:
        return _decimal
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value, at: _member(kind, value, at)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    return lambda value, at: _is(value, kind, at)


def _record(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind)
    needed = {name for name, default in _defaults(kind) if default is MISSING}

    def decode(value: Any, at: str) -> Any:
        held = _is(value, dict, at)
        lacking = sorted(needed - held.keys())
        if lacking:
            raise SchemaError(f"{at}.{lacking[0]}".lstrip(".") + ": missing")
        return kind(
            **{name: _decoder(hint)(held[name], f"{at}.{name}".lstrip(".")) for name, hint in hints.items() if name in held}
        )

    return decode


def _is(value: Any, kind: type, at: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SchemaError(f"{at or 'document'}: expected {kind.__name__}, got {type(value).__name__}")
    return value


def _member(kind: type[StrEnum], value: Any, at: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise SchemaError(f"{at}: {value!r} is none of {', '.join(kind)}") from None


def _place(value: Any, at: str) -> Place:
    try:
        return Place.from_json(_is(value, dict, at))
    except SchemaError:
        raise
    except ValueError as error:
        raise SchemaError(f"{at}.{error} does not fit") from None


_PRINTED = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _decimal(value: Any, at: str) -> Decimal:
    """An amount as `to_json` writes it: with an exponent, nine letters could be a number of a billion digits."""
    if not _PRINTED.fullmatch(_is(value, str, at)):
        raise SchemaError(f"{at}: {value[:40]!r} is no decimal")
    return Decimal(value)
