"""Every check is registered once, says its rule, and its modules are all named."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator

import pytest

import gouji.checking
from gouji.checking.registry import MODULES, Found, Subject, check, checks
from gouji.model.finding import Severity

HELPERS = {
    *("registry", "report", "settings", "document", "family", "together", "peers", "outlying", "departments", "shares"),
    *("figures", "sentences", "passages", "statements", "sayings", "aims", "blame", "rewrite", "stamp", "once", "cut"),
}


def test_every_module_of_the_room_is_registered() -> None:
    found = {m.name for m in pkgutil.iter_modules(gouji.checking.__path__)} - HELPERS
    assert found == set(MODULES)


def test_every_check_says_its_rule_and_its_basis_in_both_languages() -> None:
    rules = checks()
    assert len(rules) >= 4
    for rule in rules:
        assert rule.text, rule.id
        assert all(rule.title), rule.id
        assert all(rule.basis), rule.id


def test_an_id_is_taken_once() -> None:
    checks()
    with pytest.raises(ValueError, match="FORM-MISSING"):

        @check(id="FORM-MISSING", severity=Severity.INFO, title=("a", "a"), basis=("a", "a"))
        def again(subject: Subject) -> Iterator[Found]:
            """Once more."""
            yield Found("")


def test_a_check_without_its_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="NO-RULE"):

        @check(id="NO-RULE", severity=Severity.INFO, title=("a", "a"), basis=("a", "a"))
        def wordless(subject: Subject) -> Iterator[Found]:
            yield Found("")
