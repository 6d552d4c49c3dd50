"""Labels that the source moved away from their rows come back by the rows' codes, and only where that is certain."""

from __future__ import annotations

from decimal import Decimal

from gouji.model.disclosure import RowKind
from gouji.recognition.relabel import relabelled
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow

CHART = {
    ("function", "208"): ("社会保障和就业支出",),
    ("function", "20802"): ("民政管理事务",),
    ("function", "2080299"): ("其他民政管理事务支出",),
    ("department_economic", "30211"): ("差旅费",),
    ("department_economic", "30299"): ("其他商品和服务支出",),
}


def names(kind: str, code: str) -> tuple[str, ...]:
    return CHART.get((kind, code), ())


def row(label: str, kind: RowKind = RowKind.ITEM, **codes: str) -> LooseRow:
    return LooseRow(kind, label, codes=codes, numbers=(LooseNumber(Decimal("1.00"), "1.00"),))


def form(*rows: LooseRow, exact: bool = False) -> LooseForm:
    return LooseForm("expenditure_summary", "支出总体情况表", rows, exact=exact)


def labels(*forms: LooseForm) -> list[list[str]]:
    return [[r.label for r in f.rows] for f in relabelled(forms, names)]


def test_a_row_without_label_is_called_as_the_chart_calls_its_code_and_said_so() -> None:
    (found,) = relabelled([form(row("", function="2080299"))], names)
    assert found.rows[0].label == "其他民政管理事务支出"
    assert len(found.damage) == 1


def test_a_body_is_called_as_another_form_calls_it() -> None:
    told = form(row("禾川市水利局", RowKind.DEPARTMENT, agency="098"), row("禾川市灌区中心", RowKind.AGENCY, agency="098002"))
    lost = form(row("", RowKind.DEPARTMENT, agency="098"), row("", RowKind.AGENCY, agency="098002"))
    assert labels(told, lost)[1] == ["禾川市水利局", "禾川市灌区中心"]


def test_an_unknown_code_without_label_stays_without() -> None:
    assert labels(form(row("", function="2999999"), row("", RowKind.AGENCY, agency="098001"))) == [["", ""]]


def test_labels_that_ran_into_the_next_row_are_parted_by_their_names() -> None:
    cut = form(row("差旅费其他商品和服务支", department_economic="30211"), row("出", department_economic="30299"))
    assert labels(cut) == [["差旅费", "其他商品和服务支出"]]


def test_a_shorter_label_is_the_issuers_own() -> None:
    own = form(row("其他商品和服务", department_economic="30299"), row("差旅费", department_economic="30211"))
    assert labels(own) == [["其他商品和服务", "差旅费"]]
    (found,) = relabelled([own], names)
    assert not found.damage


def test_digits_before_a_label_are_the_rest_of_its_code_where_the_chart_says_so() -> None:
    (found,) = relabelled([form(row("02民政管理事务", function="208"), row("02号楼维修", function="208"))], names)
    assert [(r.label, r.codes["function"]) for r in found.rows] == [("民政管理事务", "20802"), ("02号楼维修", "208")]


def test_positions_of_the_source_are_believed() -> None:
    assert labels(form(row("", function="208"), exact=True)) == [[""]]
