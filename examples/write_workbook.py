"""Writes the example's input workbook: what the invented centre's clerk would have entered. From the project's folder:

python examples/write_workbook.py [FILE]
gouji draft 禾川市雨情监测中心2024年预算编制.xlsx -o disclosure.json
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.invented.plan import Plan as Invented  # noqa: E402
from tests.invented.station import STATION  # noqa: E402

from gouji.drafting.book import Body, Book, Plan  # noqa: E402
from gouji.drafting.lines import BudgetLine  # noqa: E402
from gouji.drafting.workbook import workbook  # noqa: E402
from gouji.model.disclosure import Indicator  # noqa: E402
from gouji.recognition.target_value import parse_target  # noqa: E402

NAME = "禾川市雨情监测中心2024年预算编制.xlsx"
WAN = Decimal(10_000)
NEW = "新增了观测设施项目，相应增加经费"
WHY = {
    "收入总计": NEW,
    "支出总计": NEW,
    "财政拨款.一般公共预算收支预算": NEW,
    "财政拨款.政府性基金收支预算": NEW,
    "机构运转经费": "更换旧电脑，办公设备购置增加",
}
LAST = {
    "收入总计": "742.30",
    "支出总计": "742.30",
    "财政拨款.一般公共预算收支预算": "690.10",
    "财政拨款.政府性基金收支预算": "0.00",
    "财政拨款.国有资本经营收支预算": "0.00",
    "机构运转经费": "42.15",
    "三公经费": "4.50",
    "三公经费.因公出国（境）费": "0.00",
    "三公经费.公务接待费": "0.80",
    "三公经费.公务用车购置及运行费": "3.70",
}
MEASURED = {"提高": "≥95%"}  # a clerk is asked for targets that can be measured
USES = {
    "三公经费.公务接待费": "上级检查和邻市来访的接待",
    "三公经费.公务用车购置及运行费": "巡站用车的燃油、保险和维修",
    "机构运转经费": "办公、水电、差旅和车辆运行",
}
DUTIES = "（一）看护市域内的雨量站和水位站。\n（二）汇总雨情水情，按时报送值班快报。\n（三）为小型水库的安全运行提供监测服务。"
INSTITUTIONS = "禾川市雨情监测中心是禾川市水利局所属的事业单位，没有下级预算单位。本预算只含本单位。"


def book(plan: Invented = STATION) -> Book:
    """What the clerk enters."""
    agency, name = plan.agency
    body = Body(name, agency, *plan.department, division="411900", type="institution", staff={"事业编制": 32, "在职职工": 30})
    plans = tuple(
        Plan(
            agency,
            p.name,
            p.code,
            indicators=tuple(Indicator(f"{a.level}指标", a.name, parse_target(MEASURED.get(a.value, a.value))) for a in p.aims),
        )
        for p in plan.projects
    )
    return Book(
        f"henan/{plan.year}",
        "11",
        plan.year,
        body,
        tuple(_lines(plan)),
        plans,
        last={quantity: Decimal(amount) for quantity, amount in LAST.items()},
        reasons=WHY,
        uses=USES,
        procurement={"货物": Decimal("118.50"), "工程": Decimal("20.00"), "服务": Decimal("21.50")},
        assets={
            "车辆": {"一般公务用车": 1, "特种专业技术用车": 1},
            "设备": {"单价50万元以上通用设备": 1, "单价100万元以上专用设备": 0},
        },
        texts={"duties": DUTIES, "institutions": INSTITUTIONS},
        names={("function", code): name for code, name in plan.names.items() if len(code) == 7},
    )


def _lines(plan: Invented) -> Iterator[BudgetLine]:
    agency = plan.agency[0]
    for b in plan.basics:
        kind = "personnel" if b.economic[:3] in ("301", "303") else "operating"
        yield BudgetLine(agency, b.function, b.economic, b.government, "fiscal", kind, b.amount * WAN)
    for p in plan.projects:
        kind = "running" if p.kind == "其他运转类" else "target"
        for part in p.parts:
            shares = (("fiscal", False, part.general), ("fiscal", True, part.carried), ("fund", False, part.fund))
            for source, carried, amount in (*shares, ("undertaking", False, part.own)):
                if amount:
                    found = (agency, p.function, part.economic, part.government, source, kind)
                    yield BudgetLine(*found, amount * WAN, carried, p.name)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / NAME
    target.write_bytes(workbook(book()))
    print(target)
