"""Whole invented documents with one mistake in their prose: it is found at its place, and nothing is without it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.invented.final import Account, Way
from tests.invented.final_written import WRITERS
from tests.recognition import district

from gouji.checking import Report, check
from gouji.model.finding import Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

YEAR = district.YEAR


@cache
def final() -> str:
    """A unit's final account in the national layout."""
    return WRITERS["html"](replace(Account.drawn(6), whole=False, fund=50_000), Way()).decode()


def checked(folder: Path, text: str) -> Report:
    path = folder / "a.html"
    path.write_text(text)
    found = read(open_document(path))
    assert found.template is not None
    return check(found, load(found.template, found.profile))


def said(report: Report) -> set[tuple[str, str]]:
    return {(f.rule, f.message) for f in report.findings if f.severity is not Severity.INFO}


def new(folder: Path, whole: str, old: str, wrong: str) -> set[str]:
    """The rules whose errors and warnings the mistake adds."""
    assert re.search(old, whole), old
    return {rule for rule, _ in said(checked(folder, re.sub(old, wrong, whole, count=1))) - said(checked(folder, whole))}


@pytest.mark.parametrize(
    ("old", "wrong", "rule"),
    [
        (r"(财政拨款收入支出总计)4", r"\g<1>5", "FA-T-FISCAL"),
        (r"(本年支出合计的)98\.80", r"\g<1>89.80", "FA-T-GENERAL-SHARE"),
        (r"(公用经费)127\.31", r"\g<1>172.31", "FA-T-BASIC-SUM"),
        (r"年初预算为214\.59", "年初预算为241.59", "FA-T-07-BUDGET"),
        (r"公务接待费支出0\.75", "公务接待费支出0.85", "FA-T-07-RECEPTION"),
        (r"支出决算为30\.84万元。", "支出决算为30.84万元，完成预算的41.37%。", "EXECUTED-RATE"),
        (r"国内公务接待支出0\.75万元，公务接待2批次、24人次，", "国内公务接待支出0.75万元，", "THREE-PUBLIC-COUNTS"),
        (r"公务接待2批次、24人次", "公务接待0批次、0人次", "THREE-PUBLIC-NONE"),
        (r"收入500\.00万元，支出500\.00万元", "收入500.00万元，支出530.00万元", "FA-T-FUND"),
        (r"服务采购金额80\.00", "服务采购金额81.00", "FA-T-PROCUREMENT"),
        (r"共有车辆3辆", "共有车辆4辆", "FA-T-VEHICLES"),
        (rf"截至{YEAR}年12月31日", f"截至{YEAR - 1}年12月31日", "ASSET-YEAR"),
        (
            r"(机关运行经费支出127\.31万元)。",
            rf"\1，比{YEAR - 1}年度减少6.00万元，下降5.40%，主要原因是节约。",
            "FA-T-RATE-ALL",
        ),
    ],
)
def test_a_mistake_in_the_prose_of_a_final_account(tmp_path: Path, old: str, wrong: str, rule: str) -> None:
    assert rule in new(tmp_path, final(), old, wrong)


@pytest.mark.parametrize(
    ("old", "right"),
    [
        (r"支出决算为30\.84万元。", "支出决算为30.84万元，完成预算的14.37%。"),
        (r"(机关运行经费支出127\.31万元)。", rf"\1，比{YEAR - 1}年度减少6.00万元，下降4.50%，主要原因是节约。"),
        (r"(机关运行经费支出127\.31万元)。", rf"\1，与{YEAR}年度预算持平。"),
        (r"年初预算为214\.59万元", "预算为214.59万元"),
    ],
)
def test_a_right_statement_of_a_final_account(tmp_path: Path, old: str, right: str) -> None:
    assert new(tmp_path, final(), old, right) == set()


@pytest.mark.parametrize(
    ("old", "wrong", "rule"),
    [
        ("增加20.50万元；事业收入", "增加20.50万元，增长17.62%；事业收入", "SP-T-REVENUE-PARTS-RATE"),
        ("减少0.70万元，主要原因是少用一辆车。其中", "减少0.70万元，下降17.62%，主要原因是少用一辆车。其中", "SP-T-ALL-RATE"),
        ("主要原因是少用一辆车。其中：", "主要原因是。其中：", "REASON-UNFINISHED"),
        ("因公出国（境）费0万元，比2024年", "因公出国（境）费0万元，比2025年", "YEAR-COMPARED"),
        ("公务接待费1.20万元。", "公务接待费1.20万元。。", "STOP-DOUBLED"),
        ("编报绩效目标的项目4个", "编报“绩效目标的项目4个", "BRACKET-OPEN"),
    ],
)
def test_a_mistake_in_the_prose_of_a_districts_budget(tmp_path: Path, old: str, wrong: str, rule: str) -> None:
    assert rule in new(tmp_path, district.html(), re.escape(old), wrong)


def test_a_right_rate_in_the_prose_of_a_districts_budget(tmp_path: Path) -> None:
    right = "增加20.50万元，增长2.83%；事业收入"
    assert new(tmp_path, district.html(), re.escape("增加20.50万元；事业收入"), right) == set()
