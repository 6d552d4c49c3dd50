"""Amounts published as hash marks are the issuer's mistake; what the source garbled is not."""

from __future__ import annotations

from tests.checking.made import form, subject

from gouji.checking.registry import Subject, checks
from gouji.model.disclosure import Damage
from gouji.model.finding import Finding
from gouji.model.place import Place


def run(given: Subject) -> list[Finding]:
    return [f for c in checks() if c.id == "AMOUNT-UNREADABLE" for f in c.findings(given)]


def test_hash_marks_are_a_finding_in_their_form() -> None:
    given = subject((form("one", "预算01表"),), damage=(Damage(Place(line=15), "“####”不是数字"),) * 2)
    (found,) = run(given)
    assert (found.places[0].form, found.stated) == ("one", "####")
    assert found.message.startswith("预算01表第15行")


def test_a_garbled_number_is_no_finding() -> None:
    assert run(subject((form("one"),), damage=(Damage(Place(line=15), "“107. 4”断开了"),))) == []
