"""Column widths and type sizes: numbers on one line always, words on one line where slightly smaller type is enough."""

from __future__ import annotations

from decimal import Decimal

from gouji.publishing.fit import LARGEST, PADDING, READABLE, SHRUNK, fit
from gouji.publishing.grid import Cell, Table, money

WIDTH = 500.0
NUMBERS = 7


def table(words: str, amount: str = "955953.38") -> Table:
    """A form with a column of words and seven of numbers."""
    heads = ((0, Cell("项目")), *((n, Cell("合计")) for n in range(1, NUMBERS + 1)))
    number = Cell(money(Decimal(amount)), amount=Decimal(amount))
    return Table(NUMBERS + 1, 1, (heads, ((0, Cell(words)), *((n, number) for n in range(1, NUMBERS + 1)))))


def lines(made: Table) -> float:
    """How many lines the words take, as a ratio of widths."""
    size, widths = fit(made, WIDTH)
    return len(made.rows[1][0][1].text) * size / (widths[0] - PADDING)


def test_slightly_smaller_type_gives_words_one_line() -> None:
    made = table("灾害防治及应急管理等的支出")
    size, widths = fit(made, WIDTH)
    assert SHRUNK * LARGEST <= size < LARGEST
    assert lines(made) <= 1
    assert abs(sum(widths) - WIDTH) < 0.01


def test_words_that_have_room_keep_the_largest_type() -> None:
    assert fit(table("外交支出"), WIDTH)[0] == LARGEST


def test_words_that_would_need_far_smaller_type_are_broken() -> None:
    made = table("看护雨量站点并按时报送雨情汛情旱情和其他事项的支出")
    assert fit(made, WIDTH)[0] == LARGEST
    assert lines(made) > 1


def test_one_long_row_does_not_break_the_words_of_all_others() -> None:
    made = table("灾害防治及应急管理等的支出")
    head, row = made.rows
    long = ((0, Cell("看护雨量站点并按时报送雨情汛情旱情和其他事项的支出")), *row[1:])
    size = fit(Table(made.width, 1, (head, *[row] * 9, long)), WIDTH)[0]
    assert size == fit(made, WIDTH)[0]


def test_no_words_make_type_smaller_than_can_be_read() -> None:
    made = table("灾害防治及应急管理支出", "1234567955953.38")
    size = fit(made, WIDTH)[0]
    assert size < READABLE  # as the numbers need it
    assert lines(made) > 1
