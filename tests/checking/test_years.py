"""Years in prose: a figure stated for another year, a comparison with another year than the one before."""

from __future__ import annotations

import pytest
from tests.checking.budgets import budget
from tests.checking.made import found, section

from gouji.checking.registry import Subject


def text(words: str) -> Subject:
    return budget(section("一、收入支出预算总体情况说明", words))


@pytest.mark.fires("YEAR-STATED")
@pytest.mark.parametrize(
    "words",
    [
        "青禾市园林管理局2023年收入总计310.20万元。",
        "2023年一般公共预算支出年初预算为310.20万元。",
        "2025年“三公”经费预算为4.00万元。",
        "2023 年政府采购预算安排 30.00 万元。",
    ],
)
def test_a_figure_for_another_year(words: str) -> None:
    (told,) = found(text(words), "YEAR-STATED")
    assert told.expected == "2024"


@pytest.mark.silent("YEAR-STATED")
@pytest.mark.parametrize(
    "words",
    [
        "青禾市园林管理局2024年收入总计310.20万元。",
        "比2023年预算增加12.00万元。",
        "与2023年收入预算300.00万元相比持平。",
        "2023年收入决算290.00万元。",
        "其中：2023年一般公共预算结转4.50万元。",
        "2015年机关大楼建成，造价900万元。",
        "财预〔2023〕12号文件规定支出标准为3.00万元。",
    ],
)
def test_the_year_itself_and_years_gone_by(words: str) -> None:
    assert found(text(words), "YEAR-STATED") == []


@pytest.mark.fires("YEAR-COMPARED")
@pytest.mark.parametrize("words", ["与2024年预算相比，收入增加3.00万元。", "比2022年预算增加3.00万元。", "经费与2025年持平。"])
def test_a_comparison_with_another_year(words: str) -> None:
    (told,) = found(text(words), "YEAR-COMPARED")
    assert told.expected == "2023"


@pytest.mark.silent("YEAR-COMPARED")
@pytest.mark.parametrize("words", ["与2023年预算相比，收入增加3.00万元。", "比2023年减少3.00万元。", "同2010年建局时一样。"])
def test_a_comparison_with_the_year_before(words: str) -> None:
    assert found(text(words), "YEAR-COMPARED") == []
