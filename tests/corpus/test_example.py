"""The example corpus: consistent but for the mistakes that bodies.yaml plants, matched over years, searched, averaged."""

from __future__ import annotations

import csv
import threading
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from tests.corpus.example import FOLDER

from gouji.corpus import Corpus, CorpusError, browse
from gouji.corpus.query import aggregate
from gouji.corpus.search import KINDS, search
from gouji.corpus.tables import add_lineage, add_reference, lineage_of, measures

TOTAL = {"form": "expenditure_summary", "row_kind": "total", "main": True}


@pytest.fixture(scope="module")
def plan() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = yaml.safe_load((FOLDER / "bodies.yaml").read_text(encoding="utf-8"))
    return found


def test_errors_are_those_planted_and_no_others(corpus: Corpus, plan: dict[str, list[dict[str, object]]]) -> None:
    planted = sorted((m["place"], m["code"], m["year"], m["form"]) for m in plan["mistakes"])
    found = browse.findings(corpus, {"severity": "error"})
    assert sorted((f["division"], f["agency"], f["year"], f["form"]) for f in found) == planted


def test_the_first_version_is_superseded_and_its_error_stays_with_it(corpus: Corpus) -> None:
    (old,) = corpus.rows("SELECT * FROM documents WHERE superseded_by IS NOT NULL")
    new = browse.document_row(corpus, old["superseded_by"])
    assert (old["errors"], new["errors"], new["body"], new["year"]) == (1, 0, old["body"], old["year"])
    assert "初次" in old["name"]
    changed = browse.changed_findings(corpus, new["document"])
    assert [f["severity"] for f in changed["gone"]] == ["error"]


def test_a_renamed_body_is_one_body(corpus: Corpus) -> None:
    (hit,) = search(corpus, "融媒体中心", ["body"])
    assert hit.body is not None
    assert {r["issuer"][-5:] for r in browse.former_names(corpus, hit.body)} == {"广播电视台", "融媒体中心"}
    assert [r["year"] for r in browse.agency_years(corpus, hit.body)] == [2025, 2024, 2023]
    assert lineage_of(corpus, hit.body)[0]["kind"] == "renamed"


def test_every_other_body_is_its_own(corpus: Corpus, plan: dict[str, list[dict[str, object]]]) -> None:
    assert browse.holdings(corpus)["bodies"] == len(plan["bodies"])


def test_departments_are_not_counted_besides_their_units(corpus: Corpus, plan: dict[str, list[dict[str, object]]]) -> None:
    assert [r["documents"] for r in browse.totals_by_year(corpus)] == [len(plan["bodies"])] * 3


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("医疗救助", "project", "城乡医疗救助补助资金"),
        ("医疗 救助 补", "project", "城乡医疗救助补助资金"),
        ("群众满", "indicator", "群众满意度"),
        ("广播电视台", "body", "青岗县广播电视台"),
        ("2101301", "item", "城乡医疗救助"),
        ("档", "body", "云溪县档案馆"),
        ("ＹＩ云溪县 水利局", "body", None),
    ],
)
def test_search_finds_what_is_typed(corpus: Corpus, typed: str, kind: str, title: str | None) -> None:
    titles = [h.title for h in search(corpus, typed) if h.kind == kind and not h.near]
    assert (titles[:1] == [title]) if title else not titles


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("云溪医保局", "body", "云溪县医疗保障局"),  # an abbreviation: its characters in their order
        ("云溪县医疗保漳局", "body", "云溪县医疗保障局"),  # one character mistyped
        ("城乡医疗救住", "project", "城乡医疗救助补助资金"),
        ("局障保疗医", "body", None),
        ("防讯抗旱", "project", None),  # half of it is another word
        ("x", "body", None),
        ("云+县医保局", "body", None),  # no pattern
        ("9999999", "item", None),
    ],
)
def test_what_comes_near_is_found_where_nothing_matches(corpus: Corpus, typed: str, kind: str, title: str | None) -> None:
    hits = search(corpus, typed)
    assert all(h.near for h in hits)
    assert [h.title for h in hits if h.kind == kind][:1] == ([title] if title else [])


def test_an_exact_hit_keeps_what_is_only_near_away(corpus: Corpus) -> None:
    assert not any(h.near for h in search(corpus, "医疗保障局", limit=100))


def test_a_figure_is_told_once_for_a_row_of_a_document(corpus: Corpus) -> None:
    (row, *_) = corpus.rows(
        "SELECT document, label, amount, unit, count(*) AS n FROM amounts WHERE decimals = 2 AND amount > 10 "
        "GROUP BY ALL ORDER BY n DESC, document, label LIMIT 1"
    )
    hits = search(corpus, f"{row['amount']:.2f}{row['unit']}", ["amount"], limit=100)
    (hit,) = [h for h in hits if h.document == row["document"] and h.title.startswith(f"{row['label']} ")]
    assert hit.times == row["n"] > 1


def test_a_rounded_amount_finds_the_nearest_first(corpus: Corpus) -> None:
    hits = search(corpus, "70万", ["amount"], limit=100)
    assert hits
    away = [abs(h.amount_yuan - 700_000) for h in hits if h.amount_yuan is not None]
    assert away == sorted(away)
    assert away[-1] <= 5_000


def test_every_beginning_of_a_name_finds_it(corpus: Corpus) -> None:
    name = "青岗县自然资源局"
    for end in range(2, len(name) + 1):
        assert name in [h.title for h in search(corpus, name[:end])], name[:end]


def test_an_amount_is_found_as_printed_and_as_it_rounds(corpus: Corpus) -> None:
    row = corpus.rows("SELECT amount, unit, yuan, document FROM amounts WHERE decimals = 2 AND amount > 100 LIMIT 1")[0]
    exact = search(corpus, f"{row['amount']:f}{row['unit']}", ["amount"])
    assert exact[0].amount_yuan == row["yuan"]
    rounded = search(corpus, f"{round(row['amount'], 1):f}万元", ["amount"], limit=100)
    assert row["yuan"] in {h.amount_yuan for h in rounded}
    assert all(abs((h.amount_yuan or 0) - row["yuan"]) <= 1000 for h in rounded)
    assert search(corpus, f"{row['amount']:f}", ["amount"])[0].document


@pytest.mark.parametrize(
    "typed", ["'; DROP TABLE facts --", "%", "_", "\\", "*", " " * 500, "0" * 400, "１e９９９", "。", "-", "\x00"]
)
def test_nothing_typed_is_an_error(corpus: Corpus, typed: str) -> None:
    assert isinstance(search(corpus, typed), tuple)


def test_hits_are_bounded_and_shared(corpus: Corpus) -> None:
    assert len(search(corpus, "云溪县", limit=3)) == 3
    assert search(corpus, "云溪县", limit=0) == ()
    assert len({h.kind for h in search(corpus, "医疗", limit=4)}) >= 2
    assert search(corpus, "医疗", kinds=()) == ()
    assert KINDS[0] == "body"


def test_spending_for_each_insured_person(corpus: Corpus) -> None:
    cut = {"form": "expenditure_summary", "row_kind": "item", "main": True, "function": "2101301"}
    frame = aggregate(corpus, ["division", "year"], cut, order="-per", per="参保人数")
    persons = {(r["division"], int(r["year"])): int(r["value"]) for r in _csv() if r["measure"] == "参保人数"}
    assert frame.height == 15
    for row in frame.iter_rows(named=True):
        assert row["measure"] == persons[row["division"], row["year"]]
        assert abs(row["per"] - row["yuan"] / row["measure"]) <= Decimal("0.005")
    assert frame["division"][0] == "419932"


def test_no_measure_no_average(corpus: Corpus) -> None:
    frame = aggregate(corpus, ["division", "year"], TOTAL, order="year", per="常住人口")
    assert {row["year"]: row["per"] is None for row in frame.iter_rows(named=True)} == {2023: True, 2024: False, 2025: True}
    assert aggregate(corpus, [], TOTAL, per="常住人口")["per"][0] is None


def test_a_measure_of_agencies_counts_only_them(corpus: Corpus) -> None:
    frame = aggregate(corpus, ["issuer"], {**TOTAL, "year": 2024, "division": "419931"}, per="在职人数")
    assert {r["issuer"]: r["measure"] for r in frame.iter_rows(named=True) if r["measure"] is not None} == {
        "云溪县医疗保障局": 18
    }


def test_the_tables_may_be_read_again(corpus: Corpus) -> None:
    before = measures(corpus)
    add_reference(corpus, FOLDER / "reference.csv")
    add_lineage(corpus, FOLDER / "lineage.csv")
    assert measures(corpus) == before
    assert corpus.rows("SELECT count(*) AS n FROM lineage") == [{"n": 1}]


@pytest.mark.parametrize(
    ("table", "line", "told"),
    [
        ("reference", "人数,4199,,2024,-1,人,某", "value"),
        ("reference", "人数,4199,,二〇二四,1,人,某", "year"),
        ("reference", "人数,4199,,2024,1,人,", "source"),
        ("lineage", "4199,1,甲,2,乙,2024,split,某", "kind"),
        ("lineage", ",1,,2,乙,2024,renamed,某", "old_name"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_kept(corpus: Corpus, tmp_path: Path, table: str, line: str, told: str) -> None:
    heads = {
        "reference": "measure,division,agency,year,value,unit,source",
        "lineage": "division,old_code,old_name,new_code,new_name,year,kind,source",
    }
    (tmp_path / "t.csv").write_text(f"{heads[table]}\n{line}\n", encoding="utf-8")
    before = corpus.rows(f"SELECT count(*) AS n FROM {table}")
    with pytest.raises(CorpusError, match=f"第2行：.*{told}"):
        (add_reference if table == "reference" else add_lineage)(corpus, tmp_path / "t.csv")
    assert corpus.rows(f"SELECT count(*) AS n FROM {table}") == before


def test_the_original_is_kept_as_it_was(corpus: Corpus) -> None:
    for row in browse.latest_documents(corpus, 3):
        kept = browse.original(corpus, row["document"])
        (path,) = (p for p in corpus.path.parent.rglob(f"documents/*/{row['name']}"))
        assert kept == path.read_bytes()


@pytest.mark.parametrize("key", ["../../etc/passwd", "0" * 64, "", "A" * 64])
def test_what_is_no_document_is_one_line(corpus: Corpus, key: str) -> None:
    for ask in (browse.original, browse.document, browse.document_row):
        with pytest.raises(CorpusError):
            ask(corpus, key)


def test_a_reading_comes_back_whole(corpus: Corpus) -> None:
    row = browse.latest_documents(corpus, 1)[0]
    found = browse.document(corpus, row["document"])
    assert sum(len(r.cells) for f in found.forms for r in f.rows) == len(browse.facts_of(corpus, row["document"]))
    assert (found.issuer.name, found.fiscal_year) == (row["issuer"], row["year"])


def test_queries_see_the_corpus_and_nothing_else(corpus: Corpus, tmp_path: Path) -> None:
    corpus.cursor.execute("CHECKPOINT")
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(corpus.path.read_bytes())
    with Corpus(copy, read_only=True) as closed:
        for query in (
            "SELECT * FROM read_text('/etc/hostname')",
            f"COPY documents TO '{tmp_path}/x.csv'",
            "SELECT * FROM query",
        ):
            with pytest.raises(CorpusError):
                closed.sql(query)
    assert not (tmp_path / "x.csv").exists()


def test_many_threads_read_while_one_writes(corpus: Corpus) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                (row,) = corpus.rows("SELECT count(*) AS n, count(DISTINCT value) AS v FROM reference WHERE measure = '两次'")
                if (row["n"], row["v"]) not in ((0, 0), (2, 1)):
                    wrong.append(row)
                search(corpus, "医疗")
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for n in range(1, 15):
        with corpus.write() as cursor:
            cursor.execute("DELETE FROM reference WHERE measure = '两次'")
            cursor.executemany("INSERT INTO reference VALUES ('两次', ?, NULL, 2024, ?, NULL, '某')", [["1", n], ["2", n]])
    stop.set()
    for thread in threads:
        thread.join()
    with corpus.write() as cursor:
        cursor.execute("DELETE FROM reference WHERE measure = '两次'")
    assert wrong == []


def _csv() -> list[dict[str, str]]:
    with (FOLDER / "reference.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
