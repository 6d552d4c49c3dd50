"""The facts of an invented budget: who spends how much, on what, paid by whom."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

FUNCTIONS = {
    "2010101": "行政运行",
    "2080505": "养老保险缴费",
    "2101501": "医保运行",
    "2210201": "住房公积金",
    "2013299": "其他支出",
}
FUND_FUNCTION, STATE_FUNCTION = "2120803", "2230105"
WAGES, INDIVIDUALS = ("30101", "50101"), ("30302", "50905")
GOODS = (("30201", "50201"), ("30217", "50206"), ("30231", "50208"), ("30212", "50207"))
ASSETS = (("31002", "50306"), ("31013", "50303"))
YEAR = {
    "general": "general.subtotal",
    "levied": "general.subtotal",  # of the general budget, but no 财政拨款
    "fund": "fund",
    "capital": "capital",
    "special_account": "special_account",
    "undertaking": "undertaking",
    "business": "business",
    "superior": "superior",
    "subordinate": "subordinate",
    "other": "other",
}
OWN = ("undertaking", "business", "superior", "subordinate", "other")
STATED = {
    "fund": "政府性基金预算拨款收入",
    "capital": "国有资本经营预算拨款收入",
    "special_account": "财政专户管理资金收入",
    "undertaking": "事业收入",
    "business": "事业单位经营收入",
    "superior": "上级补助收入",
    "subordinate": "附属单位上缴收入",
    "other": "其他收入",
}
CARRIED = ("general", "fund", "capital", "special_account", "own")


@dataclass(frozen=True)
class Fact:
    """One amount: `source` as in form 02, `carried` where it is left from last year; `project` None for basic expenditure."""

    agency: str
    function: str
    economic: tuple[str, str]
    source: str
    carried: bool
    project: tuple[str, str] | None  # kind and name
    amount: Decimal


def facts(dice: random.Random) -> list[Fact]:
    """A department with one to three agencies."""

    def money() -> Decimal:
        return Decimal(dice.randint(1, 99999)) / 100

    found = []
    for n in range(dice.randint(1, 3)):
        agency = f"77700{n + 1}"
        for function in dice.sample(sorted(FUNCTIONS), dice.randint(1, 4)):
            for economic in (WAGES, INDIVIDUALS, *dice.sample(GOODS, 2), *dice.sample(ASSETS, 1)):
                if dice.random() < 0.7:
                    source = dice.choice(("general", "general", "general", "levied", *OWN))
                    found.append(Fact(agency, function, economic, source, False, None, money()))
        for k in range(dice.randint(0, 4)):
            project = (dice.choice(("其他运转类", "特定目标类")), f"项目{n}{k}号")
            for _ in range(dice.randint(1, 2)):
                carried = dice.random() < 0.3
                source = dice.choice(CARRIED if carried else tuple(YEAR))
                function = {"fund": FUND_FUNCTION, "capital": STATE_FUNCTION}.get(source) or dice.choice(sorted(FUNCTIONS))
                found.append(Fact(agency, function, dice.choice((*GOODS, *ASSETS)), source, carried, project, money()))
    return found or facts(dice)


Test = Callable[[Fact], bool]
ZERO = Decimal(0)


def is_general(fact: Fact) -> bool:
    return fact.source in ("general", "levied")


def is_fiscal(fact: Fact) -> bool:
    return is_general(fact) or fact.source in ("fund", "capital")
