"""The documentation tells the truth: its commands run and print what it shows, its links lead somewhere."""

from __future__ import annotations

import re

import pytest
from tests.project.console import DOCUMENTS, ROOT, Block, agrees, blocks, run

ALL = [block for document in DOCUMENTS for block in blocks(document)]


def test_both_readmes_show_real_output() -> None:
    assert {b.document for b in ALL} >= {"README.md", "README.zh-CN.md"}


@pytest.mark.parametrize("block", ALL, ids=lambda b: f"{b.document}: {b.command[:40]}")
def test_a_command_prints_what_the_document_shows(block: Block) -> None:
    printed = run(block.command)
    assert agrees(block.output, printed), f"python -m tests.project.console brings it up to date\n{printed}"


@pytest.mark.parametrize(
    ("promised", "same"),
    [
        ("a\nb\nc\n", True),
        ("a\n…\nc\n", True),
        ("a\n…\nb\n…\nc\n", True),
        ("a\n…\n", True),
        ("b\n…\nc\n", False),
        ("a\n…\nx\n…\nc\n", False),
    ],
)
def test_dots_stand_for_lines(promised: str, same: bool) -> None:
    assert agrees(promised, "a\nb\nc\n") is same


def test_only_the_numbers_of_relations_may_differ() -> None:
    assert agrees("勾稽  检验509条：成立495\n读到  11张表\n", "勾稽  检验512条：成立498\n读到  11张表\n")
    assert not agrees("勾稽  检验509条\n读到  11张表\n", "勾稽  检验509条\n读到  12张表\n")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files(document: str) -> None:
    path = ROOT / document
    if not path.exists():
        pytest.skip(f"{document} not written yet")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / link).exists(), link
