"""How alike two wordings are, and what of a form's header is worked out once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gouji.recognition.grid_words import MAX_WORD, leaves, likeness, may_be_alike, vocabulary
from gouji.standards.loader import load

words = st.text("收入支出合计小项目基本", max_size=MAX_WORD)


def longest(a: str, b: str) -> int:
    """The longest common subsequence, as its definition says."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(words, words)
def test_likeness_is_the_longest_common_subsequence_over_the_lengths(a: str, b: str) -> None:
    shared = longest(a, b)
    assert likeness(a, b) == (2 * shared / (len(a) + len(b)) if shared else 0.0)
    assert likeness(a, b) == likeness(b, a)


@given(words, words, st.floats(0, 1))
def test_lengths_rule_out_only_what_is_not_alike(a: str, b: str, least: float) -> None:
    assert may_be_alike(a, b, least) or likeness(a, b) < least


def test_a_long_word_is_compared_by_its_beginning() -> None:
    assert likeness("收" * MAX_WORD + "支", "收" * MAX_WORD) == 1.0


def test_misread_header_words_are_header_words_and_others_are_not() -> None:
    form = load("henan/2024", "11").forms["expenditure_summary"]
    known = vocabulary(form)
    assert known.has("工资福利支出")
    assert known.has("工资福和支出")
    assert not known.has("水利工程运行与维护")
    assert not known.has("")


def test_the_leaves_of_a_form_are_the_same_objects_whenever_asked() -> None:
    form = load("henan/2024", "11").forms["expenditure_summary"]
    assert leaves(form) is leaves(form)
    assert vocabulary(form) is vocabulary(form)
