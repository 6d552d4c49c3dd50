"""A province that no template covers: its tables by their own headers, the sums that they follow, and what was not checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented.document import document
from tests.invented.station import STATION
from tests.recognition import district
from tests.recognition.district import table

from gouji.checking import Report, check
from gouji.model.disclosure import Disclosure, RowKind
from gouji.model.finding import Severity
from gouji.recognition import profile, read
from gouji.recognition.outline import outline
from gouji.sources import open_document
from gouji.standards.loader import Profile, available, load

BODY = "雁丘省沙洲市水文站"


def forms(total: str = "356.00", wages: str = "120.00", other: str = "36.00") -> list[tuple[str, str]]:
    """Titles, columns and units as no template has them."""
    sides = table(
        [
            [("收　入", 1, 2), ("支　出", 1, 2)],
            ["来源", "金额", "用途", "金额"],
            ["一、拨款", "320.00", "一、人员", wages],
            ["二、经营", other, "二、运行", "236.00"],
            ["收入总计", "356.00", "支出总计", total],
        ]
    )
    spending = table(
        [
            [("科目", 1, 2), ("总计", 2, 1), ("本年安排", 1, 3), ("上年结余", 2, 1)],
            ["科目代码", "科目名称", "小计", "人员", "事务"],
            ["212", "城乡社区支出", "236.00", "200.00", "50.00", "150.00", "36.00"],
            ["21201", "管理", "236.00", "200.00", "50.00", "150.00", "36.00"],
            ["213", "农林水支出", "120.00", "120.00", wages, "", ""],
            ["21303", "水利", "120.00", "120.00", wages, "", ""],
            [("合计", 1, 2), total, "320.00", "170.00", "150.00", other],
        ]
    )
    empty = table([["项目", "金额", "其中：上级"], ["（无）", "", ""]])
    return [("收支概览表", sides), ("支出分项明细表", spending), ("专项安排表", empty)]


def html(**changes: str) -> str:
    body = [
        f"<p>{p}</p>"
        for p in (
            f"{BODY}2025年部门预算公开",
            "本站2025年收入预算356万元，支出预算356万元。财政拨款、基本支出、项目支出的预算见表。",
        )
    ]
    for n, (title, grid) in enumerate(forms(**changes), 1):
        body.append(f"<p>公开表{n}</p><p>{title}</p><p>单位：万元</p>{grid}")
    return f"<html><body>{''.join(body)}</body></html>"


def examined(tmp_path: Path, text: str, name: str = "a.html") -> tuple[Disclosure, Report]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = read(open_document(path))
    return found, check(found, load(found.template, found.profile) if found.template else None)


def test_tables_are_read_by_their_own_headers(tmp_path: Path) -> None:
    found, _ = examined(tmp_path, html())
    assert found.template is None
    assert [(f.kind, f.title, f.unit, f.status) for f in found.forms] == [
        ("unknown", "收支概览表", "万元", "present"),
        ("unknown", "支出分项明细表", "万元", "present"),
        ("unknown", "专项安排表", "万元", "empty"),
    ]
    first, second, _ = found.forms
    assert [(r.side, r.label, {p: str(c.amount) for p, c in r.cells.items()}) for r in first.rows[:2]] == [
        ("收入", "拨款", {"收入/金额": "320.00"}),
        ("支出", "人员", {"支出/金额": "120.00"}),
    ]
    row = second.rows[1]
    assert (row.kind, row.label, dict(row.codes)) == (RowKind.ITEM, "管理", {"function": "21201"})
    assert {p: str(c.amount) for p, c in row.cells.items()} == {
        "总计": "236.00",
        "本年安排/小计": "200.00",
        "本年安排/人员": "50.00",
        "本年安排/事务": "150.00",
        "上年结余": "36.00",
    }
    assert [r.kind for r in second.rows] == [RowKind.CLASS, RowKind.ITEM, RowKind.CLASS, RowKind.ITEM, RowKind.TOTAL]
    assert all(c.place.line for f in found.forms for r in f.rows for c in r.cells.values())


def test_sums_that_the_tables_follow_are_checked_and_the_rest_is_said(tmp_path: Path) -> None:
    _, report = examined(tmp_path, html())
    assert (report.tally.broken, report.tally.rounding) == (0, 0)
    assert {r.relation.id for r in report.results if r.outcome.value == "held"} == {
        "UN-TOTAL",
        "UN-CODES",
        "UN-COLUMNS",
        "UN-BALANCE",
    }
    (found,) = (f for f in report.findings if f.rule.startswith(("TEMPLATE-", "UN-")))
    assert (found.rule, found.severity) == ("TEMPLATE-NONE", Severity.INFO)
    assert "3张表" in found.message
    assert "没有核对" in found.message


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"wages": "102.00"}, {"UN-CODES", "UN-COLUMNS"}),  # a class and its item, against their 小计
        ({"other": "63.00"}, {"UN-TOTAL"}),  # the total row's last column
        ({"total": "365.00"}, {"UN-BALANCE", "UN-TOTAL"}),
    ],
)
def test_a_wrong_figure_is_a_warning_at_its_place(tmp_path: Path, changes: dict[str, str], rules: set[str]) -> None:
    _, report = examined(tmp_path, html(**changes))
    found = [f for f in report.findings if f.rule.startswith("UN-")]
    assert found
    assert all(f.severity is Severity.WARNING and f.places and f.places[0].place.line for f in found)
    assert {i for f in found for i in f.relations} & rules


def test_a_sum_that_the_table_never_follows_is_not_tested_and_said_so(tmp_path: Path) -> None:
    grid = table([["名称", "合计", "面积", "人数"], ["甲", "9.00", "3.00", "5.00"], ["乙", "8.00", "1.00", "2.00"]])
    text = html() + f"<p>单位：万元</p><p>站点情况表</p>{grid}"
    _, report = examined(tmp_path, text)
    assert report.tally.broken == 0
    assert report.tally.untestable == 1
    assert "没有规律可依" in report.untested[0][0]


def test_tables_that_lost_their_rules_are_told_as_damage(tmp_path: Path) -> None:
    said = "本站收入预算356万元，支出预算356万元，基本支出与项目支出见预算表。"
    text = f"{BODY}2025年部门预算公开\n{said}\n公开表1\n收支概览表\n单位：万元\n拨款 320.00 人员 120.00\n"
    found, report = examined(tmp_path, text, "a.txt")
    assert (found.template, found.forms) == (None, ())
    assert any("收支概览表" in d.says and "无法分辨" in d.says for d in found.damage)
    assert "TEMPLATE-NONE" in {f.rule for f in report.findings}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(1, 9_999_999), min_size=3, max_size=3), min_size=2, max_size=8))
def test_any_table_of_sums_holds_and_is_read_whole(tmp_path_factory: pytest.TempPathFactory, figures: list[list[int]]) -> None:
    def money(cents: int) -> str:
        return f"{cents // 100:,}.{cents % 100:02d}"

    rows = [[f"站点{'甲乙丙丁戊己庚辛'[i]}", money(sum(row)), *map(money, row)] for i, row in enumerate(figures)]
    sums = [sum(column) for column in zip(*figures, strict=True)]
    grid = table([["站点", "小计", "水位", "流量", "泥沙"], *rows, ["合计", money(sum(sums)), *map(money, sums)]])
    found, report = examined(tmp_path_factory.mktemp("t"), html() + f"<p>单位：万元</p><p>站点经费表</p>{grid}")
    form = found.forms[-1]
    assert [[str(c.amount) for c in r.cells.values()] for r in form.rows] == [
        [t.replace(",", "") for t in r[1:]] for r in rows
    ] + [[money(x).replace(",", "") for x in (sum(sums), *sums)]]
    assert (report.tally.broken, report.tally.untestable) == (0, 0)


# --- which template ----------------------------------------------------------------------------------------------


def without(province: str) -> tuple[Profile, ...]:
    return tuple(p for p in available() if p.province != province)


def test_a_known_form_with_its_template_hidden_is_still_read_and_summed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = examined(tmp_path, district.html())
    monkeypatch.setattr(profile, "available", lambda: without("shanghai-putuo"))
    found, report = examined(tmp_path, district.html())
    assert found.template is None
    assert len(found.forms) == 9
    assert sum(len(r.cells) for f in found.forms for r in f.rows) == sum(len(r.cells) for f in whole.forms for r in f.rows)
    assert (report.tally.broken, report.tally.untestable) == (0, 0)
    assert report.tally.held > 80
    wrong = district.html().replace("3,456,789", "3,465,789", 1)
    assert any(f.rule.startswith("UN-") for f in examined(tmp_path, wrong)[1].findings)


PDFS = Path(__file__).parents[2].parent / "shared" / "pdfs"


@pytest.mark.skipif(not PDFS.is_dir(), reason="…/shared not here")
def test_a_real_one_with_its_template_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its three one-yuan deviations are found without a template, and no sum breaks."""
    monkeypatch.setattr(profile, "available", lambda: without("shanghai-putuo"))
    found = read(open_document(PDFS / "shanghai-putuo-wanli-2025.pdf"))
    report = check(found, None)
    assert (len(found.forms), report.tally.broken, report.tally.untestable) == (9, 0, 0)
    assert {f.places[0].place.page for f in report.findings if f.rule == "ROUNDING"} == {12, 17, 23}


def test_another_district_of_the_same_city_is_held_to_the_nearest_template_and_told(tmp_path: Path) -> None:
    found, report = examined(tmp_path, district.html(division="310104"))
    assert (found.template, found.issuer.division) == ("shanghai-putuo/2025", "310104")
    (told,) = (f for f in report.findings if f.rule == "TEMPLATE-NEAREST")
    assert "310104" in told.message
    assert report.tally.broken == 0


def test_another_year_is_held_to_the_nearest_and_told(tmp_path: Path) -> None:
    found, report = examined(tmp_path, district.html(year=2027))
    assert (found.template, found.fiscal_year) == ("shanghai-putuo/2025", 2027)
    assert "2027" in next(f for f in report.findings if f.rule == "TEMPLATE-NEAREST").message
    for year in (2025, 2026):  # the years for which the template says that it is known
        _, own = examined(tmp_path, district.html(year=year))
        assert "TEMPLATE-NEAREST" not in {f.rule for f in own.findings}


@pytest.mark.parametrize(("year", "nearest"), [(2023, "henan/2024"), (2026, "henan/2025")])
def test_henan_of_other_years(tmp_path: Path, year: int, nearest: str) -> None:
    text = document(STATION).replace("2023", "19YY").replace("2024", str(year)).replace("19YY", str(year - 1))
    found, report = examined(tmp_path, text, "a.txt")
    assert (found.template, found.fiscal_year) == (nearest, year)
    assert "TEMPLATE-NEAREST" in {f.rule for f in report.findings}


def shared_titles(columns: dict[str, list[str]]) -> str:
    """Forms with the titles that a covered province uses, and these columns."""
    body = ["<p>雁丘省沙洲市水文站2025年部门预算公开</p>"]
    for n, (title, names) in enumerate(columns.items(), 1):
        row = ["甲", *(f"{10 + i}.00" for i in range(len(names) - 1))]
        body.append(f"<p>{title}</p><p>公开表{n}</p><p>单位：万元</p>{table([names, row])}")
    return "<html><body>" + "".join(body) + "</body></html>"


TITLES = [
    "部门收入总体情况表",
    "部门支出总体情况表",
    "一般公共预算支出情况表",
    "一般公共预算基本支出情况表",
    "政府性基金预算支出情况表",
]


def test_titles_of_a_covered_province_over_other_columns_are_no_reason(tmp_path: Path) -> None:
    other = ["单位", "上年执行", "本年预算", "增减", "基本支出", "项目支出", "备注说明"]
    assert examined(tmp_path, shared_titles(dict.fromkeys(TITLES, other)))[0].template is None


def test_the_same_titles_over_its_own_columns_are(tmp_path: Path) -> None:
    forms = load("henan/2025").forms
    kinds = {t: next(f for f in forms.values() if any(t.endswith(x) for x in f.titles)) for t in TITLES}
    own = {t: ["单位（科目名称）", *(leaf.headers[0] for leaf in form.amounts())] for t, form in kinds.items()}
    path = tmp_path / "a.html"
    path.write_text(shared_titles(own), encoding="utf-8")
    template = outline(open_document(path)).template
    assert template is not None
    assert template.province == "henan"
