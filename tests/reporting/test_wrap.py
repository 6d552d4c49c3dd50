"""Lines break between characters, but not inside a number and not before punctuation; nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gouji.reporting.wrap import wrapped


def test_a_number_with_its_unit_is_never_broken() -> None:
    text = "预算03表“合计”行写1,147.92万元，应为1,148.92万元。"
    for width in range(20, 60):
        lines = wrapped(text, width)
        assert "".join(lines) == text
        assert sum("1,147.92万元" in line for line in lines) == 1


def test_punctuation_does_not_begin_a_line() -> None:
    for width in range(10, 40):
        assert not any(line[0] in "，。；）”" for line in wrapped("正文（三公经费），写四万元；应为“五万元”。" * 3, width))


def test_short_text_is_one_line_and_no_text_is_one_empty_line() -> None:
    assert wrapped("合计", 20) == ["合计"]
    assert wrapped("", 20) == [""]


@given(st.text(alphabet="预算合计（）“”，。；0123456789.%万元 ab-", max_size=120), st.integers(20, 60))
def test_nothing_is_lost_and_lines_fit(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest = max(map(cell_len, text.split()), default=0)
    assert all(cell_len(line) <= max(width, longest) for line in lines)


def test_a_number_after_a_bracket_stays_whole() -> None:
    for width in range(12, 30):
        assert any("160000.0元" in line for line in wrapped("项目重复列示的金额（160000.0元）列了两次", width))
