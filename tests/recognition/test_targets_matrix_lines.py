"""The matrix of all projects whose columns the source has lost: the shape of the order of the pairs gives them back."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.recognition import target_dumps as td
from tests.recognition.target_tools import lines, plain, read

from gouji.model.disclosure import RowKind
from gouji.model.place import Place
from gouji.recognition.targets_amounts import amounts
from gouji.recognition.targets_pieces import pieces
from gouji.sources.document import Paragraph

KIND = "project_performance"
HEAD = """单位编码（项目编码） 项目单位（项目名称）
项目金额（元）
绩效目标
成本指标 产出指标 效益指标 满意度指标
资金总额 政府预算资金
三级指标 指标值 三级指标 指标值 三级指标 指标值 三级指标 指标值
"""
CUT = (
    HEAD
    + """052 云溪县交通运输局 1,300,000.0 1,300,000.0

4199
0124
0000
0000
0512
3

农村公路
日常养护

1,300,000.0 1,300,000
.0

养护总成本 ≤130
万元
养护公路里程 ≥860公里 改善群众出
行条件 有效改善 沿线群众满
意度 ≥92%
路面好路率 ≥90%
419901240000000005124 桥梁检测 250,000.0 250,000.0

检测费用 ≤25万元 检测桥梁数量 45座
"""
)


def test_codes_names_and_amounts_cut_over_lines() -> None:
    found = read(KIND, *lines(CUT))
    assert [(p.code, p.name, p.amount, p.unit, p.agency) for p in found.projects] == [
        ("419901240000000005123", "农村公路日常养护", Decimal("1300000.0"), "元", "052"),
        ("419901240000000005124", "桥梁检测", Decimal("250000.0"), "元", "052"),
    ]
    assert plain(found.projects[0].indicators) == [
        ("成本指标", "养护总成本", "≤130万元"),
        ("产出指标", "养护公路里程", "≥860公里"),
        ("效益指标", "改善群众出行条件", "有效改善"),
        ("满意度指标", "沿线群众满意度", "≥92%"),
        ("产出指标", "路面好路率", "≥90%"),
    ]


def test_amounts_are_rows_of_a_loose_form() -> None:
    (form,) = read(KIND, *lines(CUT)).forms
    assert [(r.kind, r.codes, [n.amount for n in r.numbers]) for r in form.rows][:2] == [
        (RowKind.DEPARTMENT, {"agency": "052"}, [Decimal("1300000.0")] * 2),
        (RowKind.PROJECT, {"project": "419901240000000005123"}, [Decimal("1300000.0")] * 2),
    ]
    assert form.rows[1].numbers[0].hint is not None  # the total is always printed first
    assert form.rows[1].numbers[1].hint is None  # which fund the second one is, placement must say


def test_an_overflowed_amount_is_damage_not_zero() -> None:
    found = read(KIND, *lines(CUT.replace("250,000.0 250,000.0", "######## ########")))
    assert found.projects[1].amount is None
    assert [n.raw for n in found.forms[0].rows[-1].numbers] == ["########", "########"]
    assert any("########" in d.says for d in found.damage)
    assert not any("####" in d.says for d in read(KIND, *lines(CUT)).damage)


def test_a_page_that_cuts_a_row() -> None:
    text = CUT.replace("0512\n3\n", "0512\n").replace("沿线群众满\n意度 ≥92%", "沿线群众满\n意 ≥92%\n 3\n工程 度")
    found = read(KIND, *lines(text))
    assert found.projects[0].code == "419901240000000005123"
    assert found.projects[0].name == "农村公路日常养护工程"
    assert ("满意度指标", "沿线群众满意度", "≥92%") in plain(found.projects[0].indicators)


def test_a_value_beside_the_inner_line_of_its_name() -> None:
    text = CUT.replace(
        "路面好路率 ≥90%", "养护里程占总里\n程比例 ≥90%\n年度养护计划完 ≥95%\n成率\n一类县道安全设\n施完善率 100%"
    )
    names = [i.name for i in read(KIND, *lines(text)).projects[0].indicators]
    assert "年度养护计划完成率" in names


def test_no_project_is_no_crash() -> None:
    found = read(KIND, *lines(HEAD + "本单位无项目"))
    assert found.projects == ()


def test_amounts_of_several_pieces() -> None:
    def read_amounts(text: str) -> list[str]:
        return [f.raw for f in amounts(pieces([Paragraph(t, Place(line=n)) for n, t in enumerate(text.splitlines())]))]

    assert read_amounts("8,321.40\n8,321\n.40") == ["8,321.40", "8,321.40"]
    assert read_amounts("22,48\n0.92") == ["22,480.92"]
    assert read_amounts("300.00 200.00 100.00") == ["300.00", "200.00", "100.00"]
    assert read_amounts("#### ####") == ["####", "####"]


def _rate(seeds: range) -> tuple[float, float]:
    """The share of the indicators of random matrices that are read, and the share of what is read that was written."""
    wanted = hit = got = 0
    for seed in seeds:
        rng = random.Random(seed)
        projects, style = td.make(rng, rng.randint(1, 6)), td.style(rng)
        projects = td.fit(projects, style)
        found = read(KIND, *td.paragraphs(td.dump(projects, style)))
        assert [p.code for p in found.projects] == [p.code for p in projects], f"seed {seed}"
        for made, project in zip(projects, found.projects, strict=True):
            have = set(plain(project.indicators))
            wanted, hit, got = wanted + len(made.indicators()), hit + len(made.indicators() & have), got + len(have)
    return hit / wanted, hit / got


def test_random_matrices_are_read() -> None:
    recall, precision = _rate(range(1000, 1060))
    assert recall >= 0.97
    assert precision >= 0.97


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.lists(st.tuples(st.integers(0, 400), st.text(max_size=12)), max_size=6))
def test_damaged_matrices_never_raise_and_never_mix_projects(seed: int, damage: list[tuple[int, str]]) -> None:
    rng = random.Random(seed)
    projects, style = td.make(rng, 3), td.style(rng)
    clean = td.dump(td.fit(projects, style), style)
    lines_ = list(clean)
    for at, text in damage:
        lines_[at % len(lines_)] = text
    read(KIND, *td.paragraphs(lines_))
    found = read(KIND, *td.paragraphs(clean))
    for made, project in zip(projects, found.projects, strict=True):
        names = "".join(n for column in made.columns for n, _ in column)
        # No pair holds words of another project (in whatever column it was put)
        assert all(set(i.name) <= set(names) | set("".join(v for c in made.columns for _, v in c)) for i in project.indicators)


def test_a_line_of_a_million_glyphs_does_not_stop_it() -> None:
    found = read(KIND, *lines(CUT + "养" * 1_000_000))
    assert len(found.projects) == 2


def test_a_column_in_doubt_is_said() -> None:
    """A row of one pair whose words speak for no level, beside one whose words do."""

    def doubts(pair: str) -> list[str]:
        text = CUT.replace("路面好路率 ≥90%", pair)
        return [d.says for d in read(KIND, *lines(text)).damage if "也可能是" in d.says]

    assert any("县道列养" in says for says in doubts("县道列养 有"))
    assert doubts("路面养护次数 ≥3次") == []
