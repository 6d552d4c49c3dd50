"""Hard-wrapped prose joined, with the place of every character."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from gouji.model.place import Place
from gouji.recognition.flow import BREAK, fold, join
from gouji.sources.document import Paragraph


def lines(*texts: str, page_starts: tuple[int, ...] = ()) -> list[Paragraph]:
    return [Paragraph(t, Place(line=10 + 2 * i, column=1), page_start=i in page_starts) for i, t in enumerate(texts)]


def test_wrapped_lines_join_without_blanks() -> None:
    assert join(lines("河阳县供销社2024年收入总计88.10万元，支", "出总计88.10万元。")).text == fold(
        "河阳县供销社2024年收入总计88.10万元，支出总计88.10万元。"
    )


def test_a_number_cut_by_a_wrap_is_one_number_with_its_first_line() -> None:
    flow = join(lines("收入合计1,23", "4.50 万元"))
    start = flow.text.index("1,234.50")
    place = flow.place(start, start + len("1,234.50"))
    assert (place.line, place.to_line, place.column, place.to_column) == (10, 12, 5, 8)
    assert flow.quote(0, len(flow.text)) == "收入合计1,234.50 万元"


def test_blanks_and_marks_of_layout_go_but_the_columns_stay() -> None:
    flow = join(lines("- （一）**公务接待费**  2.5 万元"))
    assert flow.text == "(一)公务接待费2.5万元"
    start = flow.text.index("2.5")
    assert flow.place(start, start + 3).column == "- （一）**公务接待费**  2.5 万元".index("2.5") + 1


def test_two_numbers_of_one_line_stay_apart_and_a_point_with_blanks_does_not() -> None:
    assert join(lines("2024 15人")).text == "2024 15人"
    assert join(lines("1147. 92万元")).text == "1147.92万元"


def test_a_full_width_thousands_separator_is_told_from_a_comma_between_numbers() -> None:
    assert join(lines("收入1，234.50万元")).text == "收入1,234.50万元"
    assert join(lines("2023，234人")).text == "2023，234人"
    assert join(lines("3，15人")).text == "3，15人"


def test_a_new_item_begins_after_a_break_a_wrapped_decimal_does_not() -> None:
    assert join(lines("较上年无变化", "B.2024年公务用车运行费7万元")).text.split(BREAK) == [
        "较上年无变化",
        "B.2024年公务用车运行费7万元",
    ]
    assert join(lines("2、共1项", "1.2024年下达3万元")).text.count(BREAK) == 1
    assert BREAK not in join(lines("增长", "0. 51%", "12.3万元")).text


def test_page_numbers_are_left_out_numbers_of_the_text_are_not() -> None:
    assert join(lines("收入合计", "- 7 -", "88万元")).text == "收入合计88万元"
    assert join(lines("收入合计", "7", "88万元", page_starts=(2,))).text == "收入合计88万元"
    assert join(lines("收入合计", "8", "8万元")).text == "收入合计88万元"


@given(st.text(alphabet="收支总计万元，。0123456789. （）*-“”　\t", max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_every_folded_character_stands_where_its_place_says(text: str, cuts: list[int]) -> None:
    bounds = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    printed = [text[a:b] for a, b in itertools.pairwise(bounds)]
    flow = join([Paragraph(t, Place(line=i, column=1)) for i, t in enumerate(printed)])
    for position, char in enumerate(flow.text):
        if char not in (BREAK, " "):
            place = flow.place(position, position + 1)
            assert fold(printed[place.line or 0][(place.column or 0) - 1]) == char
