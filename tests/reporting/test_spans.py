"""Where in a line a place is: by columns, by the page's x positions, else by the printed words."""

from __future__ import annotations

import pytest

from gouji.model.place import Place
from gouji.reporting.spans import within
from gouji.sources.document import Paragraph

WORD = Paragraph("2024年收入780.17万元，增长0万元，支出1,780.17万元。", Place(paragraph=4))


@pytest.mark.parametrize(
    ("words", "after", "found"),
    [
        ("780.17", 0, "780.17万元"),
        ("0", 0, "0万元"),  # and not the 0 of 2024
        ("1780.17", 0, "1,780.17万元"),
        ("2024", 0, None),  # a year is no amount
        ("780.17", 14, None),
        ("80.17", 0, None),
        ("增长", 0, "增长"),
        (None, 0, None),
    ],
)
def test_without_columns_the_words_are_found(words: str | None, after: int, found: str | None) -> None:
    span = within(WORD, Place(paragraph=4), words, after)
    assert (WORD.text[slice(*span)] if span else None) == found


def test_columns_of_a_text_count_from_the_line() -> None:
    line = Paragraph("收入780.17万元", Place(line=3, column=5, to_column=14))
    assert within(line, Place(line=3, column=7, to_column=12), "x") == (2, 8)
    assert within(line, Place(line=3, column=7), "780.17") == (2, 10)  # only where it begins is known
    assert within(line, Place(line=3, column=7), None) is None
    assert within(line, Place(line=3, column=90, to_column=99), None) is None


def test_a_box_is_found_among_the_characters() -> None:
    line = Paragraph("收入9元", Place(page=1, box=(10, 1, 50, 9)), xs=(10, 20, 30, 40, 50))
    assert within(line, Place(page=1, box=(30, 1, 50, 9)), None) == (2, 4)
    assert within(line, Place(page=1, box=(31, 1, 50, 9)), "9") == (2, 4)
