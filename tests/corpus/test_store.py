"""Storing: hostile figures, versions, bodies, a full disk, originals; each alone."""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from bench.corpus_kills import CHILD, counts, documents

from gouji.checking import check
from gouji.corpus import Corpus, CorpusError, open_corpus
from gouji.corpus.bodies import Known, Renaming, assigned
from gouji.corpus.browse import bodies
from gouji.corpus.families import departments
from gouji.corpus.originals import Originals
from gouji.corpus.rows import Parcel, packed, parcel, unpacked
from gouji.corpus.totals import main_columns, totals
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Source


def disclosure(key: str, name: str = "甲县水利局", amount: str = "1.50", unit: str = "万元", **more: object) -> Disclosure:
    row = Row(RowKind.TOTAL, "合计", cells={"合计": Cell(Decimal(amount))})
    form = Form("expenditure_summary", "支出总体情况表", unit=unit, rows=(row,))
    made = Disclosure(Source(f"{key}.txt", sha256=key * 64), Issuer(name), 2024, "unit_budget", None, forms=(form,))
    return replace(made, **more)  # type: ignore[arg-type]


def stored(made: Disclosure) -> Parcel:
    return parcel(made, check(made, None), 10)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return open_corpus(tmp_path / "c.duckdb")


@pytest.mark.parametrize(
    ("amount", "unit", "yuan"),
    [
        ("1.50", "万元", Decimal("15000")),
        ("999999999999999999", "亿元", None),  # beyond any budget: kept in the reading, and no number here
        ("0.00000000000000001", "元", Decimal("0")),
        ("-12.345678", "万元", Decimal("-123456.78")),
        ("1E+30", "元", None),
        ("12.5", "吨", None),
    ],
)
def test_no_figure_stops_the_storing(corpus: Corpus, amount: str, unit: str, yuan: Decimal | None) -> None:
    made = disclosure("a", amount=amount, unit=unit)
    assert corpus.store([stored(made), stored(disclosure("b"))]) == ("a" * 64, "b" * 64)
    assert corpus.rows("SELECT yuan FROM facts WHERE doc = 1") == [{"yuan": yuan}]
    assert unpacked(packed(made)) == made


def test_a_final_account_stands_beside_the_budget_of_its_year(corpus: Corpus) -> None:
    budget = disclosure("a", kind="department_budget")
    corpus.store([stored(budget), stored(disclosure("b", kind="department_final"))])
    assert corpus.rows("SELECT kind FROM current ORDER BY doc") == [{"kind": "department_budget"}, {"kind": "department_final"}]
    (body,) = bodies(corpus)
    assert (body["documents"], body["document"]) == (2, budget.source.sha256)
    assert list(departments(corpus)) == []  # the account is no unit's budget


def test_a_document_twice_in_one_batch_is_stored_once(corpus: Corpus) -> None:
    assert corpus.store([stored(disclosure("a"))] * 3) == ("a" * 64,)
    assert corpus.store([stored(disclosure("a"))]) == ()


def test_a_later_version_supersedes_whatever_came_between(corpus: Corpus) -> None:
    for key in "abc":
        corpus.store([stored(disclosure(key))])
    rows = corpus.rows("SELECT document, superseded_by FROM documents ORDER BY doc")
    assert [r["superseded_by"] for r in rows] == ["c" * 64, "c" * 64, None]


@pytest.mark.parametrize(
    "other",
    [
        {"fiscal_year": 2023},
        {"kind": "department_budget"},
        {"issuer": Issuer("乙县水利局")},
    ],
)
def test_another_year_kind_or_body_is_no_version(corpus: Corpus, other: dict[str, object]) -> None:
    corpus.store([stored(disclosure("a")), stored(disclosure("b", **other))])
    assert corpus.frame("current").height == 2


@pytest.mark.parametrize("unknown", [{"issuer": Issuer()}, {"fiscal_year": None}])
def test_what_is_not_known_corrects_nothing(corpus: Corpus, unknown: dict[str, object]) -> None:
    corpus.store([stored(disclosure("a", **unknown)), stored(disclosure("b", **unknown))])
    assert corpus.frame("current").height == 2


def known(*bodies: tuple[str, str | None, str | None, int]) -> list[Known]:
    return [Known(n, name, agency, division, year) for n, (name, agency, division, year) in enumerate(bodies, 1)]


@pytest.mark.parametrize(
    ("bodies", "groups"),
    [
        ([("水利局", "1", "4101", 2023), ("水利局", "1", "4101", 2024)], [1, 1]),
        ([("水利局", "1", "4101", 2023), ("水利局", "1", "4102", 2023)], [1, 2]),  # of two places
        ([("水利局", "1", "4101", 2023), ("水务局", "1", "4101", 2024)], [1, 1]),  # a new name
        ([("水利局", "1", "4101", 2023), ("水务局", "1", "4101", 2023)], [1, 2]),  # two names in one year
        (
            [("水利局", "1", "4101", 2023), ("档案馆", "1", "4101", 2024), ("水利局", "2", "4101", 2024)],
            [1, 2, 1],
        ),  # codes moved
        ([("水利局", None, None, 2023), ("水利局", "1", "4101", 2024)], [1, 1]),
        ([("水利局", None, None, 2023), ("水利局", "1", "4101", 2024), ("水利局", "1", "4102", 2024)], [1, 2, 3]),
        ([("水利局", "1", None, 2023), ("水务局", "1", None, 2024)], [1, 2]),  # a code without its place says nothing
        ([("", "1", "4101", 2023), ("水务局", "1", "4101", 2023)], [1, 1]),
        ([("", None, None, 2023), ("", None, None, 2024)], [1, 2]),
    ],
)
def test_documents_of_one_body(bodies: list[tuple[str, str | None, str | None, int]], groups: list[int]) -> None:
    assert list(assigned(known(*bodies)).values()) == groups


def test_a_renaming_joins_what_name_and_code_do_not() -> None:
    held = known(("广播电视台", "1", "4101", 2023), ("融媒体中心", "2", "4101", 2024), ("融媒体中心", "2", "4102", 2024))
    renamed = Renaming("4101", "1", "广播电视台", "2", "融媒体中心")
    assert list(assigned(held).values()) == [1, 2, 3]
    assert list(assigned(held, [renamed]).values()) == [1, 1, 3]
    assert list(assigned(held, [replace(renamed, old_name="电视台")]).values()) == [1, 2, 3]


def test_the_total_column_is_the_outermost() -> None:
    cells = {p: Cell(Decimal(1)) for p in ("基本支出/合计", "支出预算/合计", "合计")}
    form = Form("x", "x", rows=(Row(RowKind.TOTAL, "合计", cells=cells),))
    assert main_columns(form) == {None: "合计"}
    assert main_columns(replace(form, rows=(Row(RowKind.TOTAL, "合计", cells={"经费": Cell(Decimal(1))}),))) == {None: "经费"}
    assert totals(disclosure("a"))["expenditure"] == Decimal(15000)
    assert totals(disclosure("a", forms=()))["expenditure"] is None


def test_an_original_that_changed_or_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"one")
    kept = Originals(tmp_path / "kept", most_bytes=3, spare_bytes=0)
    key = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    assert kept.keep(tmp_path / "a.pdf", key) == ".pdf"
    assert kept.read(key, ".pdf") == b"one"
    with pytest.raises(CorpusError, match="又变了"):
        kept.keep(tmp_path / "a.pdf", "0" * 64)
    (tmp_path / "b.pdf").write_bytes(b"four")
    assert kept.keep(tmp_path / "b.pdf", "1" * 64) is None
    assert sorted(p.name for p in kept.folder.rglob("*") if p.is_file()) == [f"{key}.pdf"]


def test_a_corpus_of_another_version_is_one_clear_line(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c.duckdb") as store, store.write() as cursor:
        cursor.execute("UPDATE meta SET version = 1")
    with pytest.raises(CorpusError, match="重新入库"):
        open_corpus(tmp_path / "c.duckdb")


@pytest.mark.parametrize("bytes_left", [1 << 13, 1 << 17, 320_000])
def test_a_full_disk_loses_nothing_that_was_reported(tmp_path: Path, bytes_left: int) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    documents(folder, 24)

    def add(limit: int | None) -> subprocess.CompletedProcess[str]:
        def bound() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        command = [sys.executable, "-c", CHILD, str(tmp_path / "c.duckdb"), str(folder), "2", ""]
        return subprocess.run(command, capture_output=True, text=True, preexec_fn=bound, check=False)

    full = add(bytes_left)
    assert "Traceback" not in full.stderr
    assert full.returncode == 1
    assert full.stderr.count("\n") == 1
    again = add(None)
    told = [*full.stdout.split(), *again.stdout.split()]
    with open_corpus(tmp_path / "c.duckdb") as store:
        held = counts(store)
        assert sorted(told) == sorted(held)
        assert len({(*c,) for c in held.values()}) == 1
