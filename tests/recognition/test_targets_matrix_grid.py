"""The matrix of all projects from grids: pages that are shifted, heads in the middle of their rows, merged cells."""

from __future__ import annotations

from decimal import Decimal

from tests.recognition.target_tools import grid, plain, read

from gouji.model.place import Place
from gouji.sources.document import Grid, GridCell

KIND = "project_performance"
HEADER = """单位编码(项目编码)|项目单位(项目名称)|项目金额(万元)||||绩效目标||||||||
||资金总额|政府预算资金|财政专户管理资金|单位资金|成本指标||产出指标||效益指标||满意度指标|
||||||三级指标|指标值|三级指标|指标值|三级指标|指标值|三级指标|指标值
"""
MIDDLE = """052001|云溪县交通运输局|146. 50|146. 50||||||||||
||||||养护总成本|≤128.5 万元|养护公路里程|≥860公里|改善群众出 行条件|有效改善|沿线群众 满意度|≥92%
41990124000 0000005123|农村公路日常养护|128. 50|128. 50|||||好路率|≥90%|||
||||||||桥梁检测座数|45座||||
||||||检测费用|≤18万元|检测合格率|100%|保障通行安全|保障|驾驶员满意度|≥90%
41990124000 0000005124|桥梁检测|18. 00|18. 00|||||检测报告份数|45份|||
||||||||完成时限|12月底前||||"""


def test_rows_above_the_code_belong_to_its_project() -> None:
    found = read(KIND, grid(HEADER + MIDDLE))
    assert [(p.code, p.name, p.amount, p.agency) for p in found.projects] == [
        ("419901240000000005123", "农村公路日常养护", Decimal("128.50"), "052001"),
        ("419901240000000005124", "桥梁检测", Decimal("18.00"), "052001"),
    ]
    assert plain(found.projects[0].indicators) == [
        ("成本指标", "养护总成本", "≤128.5万元"),
        ("产出指标", "养护公路里程", "≥860公里"),
        ("效益指标", "改善群众出行条件", "有效改善"),
        ("满意度指标", "沿线群众满意度", "≥92%"),
        ("产出指标", "好路率", "≥90%"),
        ("产出指标", "桥梁检测座数", "45座"),
    ]
    assert [i.name for i in found.projects[1].indicators][:2] == ["检测费用", "检测合格率"]
    assert len(found.projects[1].indicators) == 6


def test_heads_on_top_of_their_rows() -> None:
    rows = MIDDLE.splitlines()

    def above(head: str, first: str) -> str:
        return "|".join(head.split("|")[:6] + first.split("|")[6:])

    text = "\n".join([rows[0], above(rows[2], rows[1]), "||||||" + "|".join(rows[2].split("|")[6:]), rows[3]])
    text += "\n" + "\n".join([above(rows[5], rows[4]), "||||||" + "|".join(rows[5].split("|")[6:]), rows[6]])
    found = read(KIND, grid(HEADER + text))
    assert [len(p.indicators) for p in found.projects] == [6, 6]
    assert [p.amount for p in found.projects] == [Decimal("128.50"), Decimal("18.00")]


def test_a_page_one_column_narrower() -> None:
    head, tail = MIDDLE.splitlines()[:4], MIDDLE.splitlines()[4:]
    narrow = "\n".join("|".join(c for k, c in enumerate(row.split("|")) if k != 5) for row in tail)
    found = read(KIND, grid(HEADER + "\n".join(head)), grid(narrow, first=20))
    assert plain(found.projects[1].indicators)[:4] == [
        ("成本指标", "检测费用", "≤18万元"),
        ("产出指标", "检测合格率", "100%"),
        ("效益指标", "保障通行安全", "保障"),
        ("满意度指标", "驾驶员满意度", "≥90%"),
    ]
    assert found.projects[1].amount == Decimal("18.00")


def test_a_code_in_two_rows_and_a_name_cut_by_the_page() -> None:
    text = MIDDLE.replace("41990124000 0000005123|农村公路日常养护|128. 50|128. 50", "41990124000|农村公路|128. 50|128. 50")
    text = text.replace("||||||||桥梁检测座数", "0000005123|日常养护|||||||桥梁检测座数")
    (first, _) = read(KIND, grid(HEADER + text)).projects
    assert (first.code, first.name) == ("419901240000000005123", "农村公路日常养护")


def test_a_name_without_value_is_damage() -> None:
    found = read(KIND, grid(HEADER + MIDDLE.replace("完成时限|12月底前", "完成时限|")))
    assert any("完成时限" in d.says for d in found.damage)
    assert not any("完成时限" in d.says for d in read(KIND, grid(HEADER + MIDDLE)).damage)


def test_merged_cells_of_an_exact_grid_give_the_rows() -> None:
    plain_grid = grid(HEADER + MIDDLE, exact=True)
    rows = [list(r) for r in plain_grid.rows]
    # The heads as merged cells over three rows: printed in the first of them
    for top, head in ((4, 5), (7, 8)):
        own = [c for c in rows[head] if c.column < 6]
        rows[head] = [c for c in rows[head] if c.column >= 6]
        rows[top] = [GridCell(c.text, top, c.column, row_span=3, place=Place(line=top)) for c in own] + rows[top]
    exact = Grid(tuple(map(tuple, rows)), plain_grid.width, True, widths=plain_grid.widths)
    found = read(KIND, exact)
    assert [(p.name, len(p.indicators)) for p in found.projects] == [("农村公路日常养护", 6), ("桥梁检测", 6)]


def test_a_row_recognised_twice_is_one_project() -> None:
    rows = MIDDLE.splitlines()
    doubled = rows[2].replace("128. 50|128. 50", "128. 50|129. 50")
    text = "\n".join([*rows[:2], doubled, rows[2], *rows[3:]])
    found = read(KIND, grid(HEADER + text))
    assert [(p.name, p.amount, len(p.indicators)) for p in found.projects] == [
        ("农村公路日常养护", Decimal("128.50"), 6),
        ("桥梁检测", Decimal("18.00"), 6),
    ]
    assert any("两次" in d.says for d in found.damage)
    number = found.forms[0].rows[1].numbers[1]
    assert (number.amount, number.damaged, number.alternatives) == (Decimal("128.50"), True, (Decimal("129.50"),))


def test_an_amount_that_was_cut_is_not_guessed() -> None:
    found = read(KIND, grid(HEADER + MIDDLE.replace("18. 00|18. 00", "18. 00|18.")))
    assert found.projects[1].name == "桥梁检测"
    assert [n.amount for n in found.forms[0].rows[-1].numbers] == [Decimal("18.00"), None]
    assert found.forms[0].rows[-1].numbers[1].damaged


def test_a_grid_of_thousands_of_rows_is_read_in_time() -> None:
    rows = "\n".join("||||||||好路率|≥90%||||" for _ in range(4000))
    head = "41990124000 0000005123|农村公路日常养护|128. 50|128. 50|||||好路率|≥90%||||"
    found = read(KIND, grid(HEADER + head + "\n" + rows + "\n" + head.replace("5123", "5124")))
    assert len(found.projects) == 2


def test_a_code_of_ones_is_no_ruling() -> None:
    """111 looks like three strokes; without its code a department was a project, and its amounts were counted twice."""
    text = HEADER + "111|云溪县民政局|146. 50|146. 50||||||||||\n" + MIDDLE.replace("052001", "111001")
    found = read(KIND, grid(text))
    assert [(p.name, p.agency) for p in found.projects] == [("农村公路日常养护", "111001"), ("桥梁检测", "111001")]
    assert not [d for d in found.damage if "编码不全" in d.says]
