"""Folding keeps the words and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.standards.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("一般公共预算“三公”经费", "一般公共预算三公经费"),
        ('一般公共预算"三公"经费', "一般公共预算三公经费"),
        ("因公出国（境）费", "因公出国(境)费"),
        ("因公出国〔境〕费", "因公出国(境)费"),
        ("**合　计**", "合计"),
        ("单位\u00a0名称：", "单位名称:"),
        ("２０２４年", "2024年"),
        ("2－3", "2-3"),
        ("2*3", "2*3"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_idempotent_and_without_blanks(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not any(c.isspace() for c in once)
