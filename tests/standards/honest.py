# ruff: noqa: B023  (the conditions are applied at once, inside the loop that they name)
"""Budgets of invented bodies that contradict nothing: facts first (who spends how much, on what, paid by whom), then every form
as sums of the same facts. What an honest document looks like, with the freedoms that bodies take (where carry-over stands)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from tests.standards.honest_facts import CARRIED, FUNCTIONS, OWN, STATED, YEAR, ZERO, Fact, Test, is_fiscal, is_general

from gouji.model.disclosure import Cell, Claim, Disclosure, Form, Issuer, Project, Row, RowKind, Source
from gouji.standards.template import Template


class Body:
    """The forms of one set of facts. `spends_carried`: form 04 has the carry-over in 本年支出, else in 年终结转结余;
    `general_carried`: form 05 has it too."""

    def __init__(self, template: Template, found: list[Fact], spends_carried: bool, general_carried: bool) -> None:
        self.template, self.facts = template, found
        self.spends_carried, self.general_carried = spends_carried, general_carried
        self.agencies = sorted({f.agency for f in found})

    def sum(self, *tests: Test) -> Decimal:
        return sum((f.amount for f in self.facts if all(t(f) for t in tests)), ZERO)

    def row(self, kind: str, row: RowKind, label: str, values: dict[str, Decimal], **more: object) -> Row:
        """A row from amounts by column key; blanks stay blank."""
        side = more.get("side")
        paths = {c.key: c.path for c in self.template.forms[kind].amounts(side if isinstance(side, str) else None)}
        cells = {paths[k]: Cell(v) for k, v in values.items() if v and k in paths}
        return Row(row, label, cells=cells, **more)  # type: ignore[arg-type]

    def heads(self, kind: str, values: Callable[[Test], dict[str, Decimal]], below: Callable[[str], Iterable[Row]]) -> Form:
        """Total, department, then each agency with its rows."""
        rows = [self.row(kind, RowKind.TOTAL, "合计", values(lambda f: True))]
        rows.append(self.row(kind, RowKind.DEPARTMENT, "乌有局", values(lambda f: True), codes={"agency": "777"}))
        for agency in self.agencies:
            rows.append(
                self.row(kind, RowKind.AGENCY, f"单位{agency}", values(lambda f: f.agency == agency), codes={"agency": agency})
            )
            rows.extend(below(agency))
        empty = not any(r.cells for r in rows)
        return Form(kind, kind, status="empty" if empty else "present", rows=() if empty else tuple(r for r in rows if r.cells))

    def revenue(self) -> Form:
        def values(test: Test) -> dict[str, Decimal]:
            out: dict[str, Decimal] = {"total": self.sum(test)}
            for source, key in YEAR.items():
                out[f"year.{key}"] = out.get(f"year.{key}", ZERO) + self.sum(
                    test, lambda f: f.source == source and not f.carried
                )
            for source in CARRIED:
                out[f"carried.{source}"] = self.sum(test, lambda f: f.source == source and f.carried)
            out["year.general.fiscal"] = self.sum(test, lambda f: f.source == "general" and not f.carried)
            out["year.total"] = self.sum(test, lambda f: not f.carried)
            out["carried.total"] = self.sum(test, lambda f: f.carried)
            for budget in ("general", "fund", "capital", "special_account"):
                year = "general.subtotal" if budget == "general" else budget
                out[f"both.{budget}"] = out[f"year.{year}"] + out[f"carried.{budget}"]
            return out

        return self.heads("revenue_summary", values, lambda agency: ())

    def nature(self, kind: str, within: Test) -> Form:
        """A form by function code and kind of expenditure (03, 05, 09, 国有资本)."""

        def values(test: Test) -> dict[str, Decimal]:
            def part(of: Test) -> Decimal:
                return self.sum(within, test, of)

            out = {
                "total": part(lambda f: True),
                "basic.subtotal": part(lambda f: f.project is None),
                "project.subtotal": part(lambda f: f.project is not None),
                "project.operating": part(lambda f: f.project is not None and f.project[0] == "其他运转类"),
                "project.target": part(lambda f: f.project is not None and f.project[0] == "特定目标类"),
            }
            for key, code in (
                ("personnel.wages", "301"),
                ("personnel.individuals", "303"),
                ("operating.goods", "302"),
                ("operating.capital", "310"),
            ):
                out[f"basic.{key}"] = part(lambda f: f.project is None and f.economic[0].startswith(code))
            out["basic.personnel.subtotal"] = out["basic.personnel.wages"] + out["basic.personnel.individuals"]
            out["basic.operating.subtotal"] = out["basic.operating.goods"] + out["basic.operating.capital"]
            return out

        def below(agency: str) -> Iterable[Row]:
            for code in sorted({f.function for f in self.facts if f.agency == agency and within(f)}):
                here = values(lambda f: f.agency == agency and f.function == code)
                yield self.row(kind, RowKind.ITEM, FUNCTIONS.get(code, "专项"), here, codes={"function": code})

        return self.heads(kind, values, below)

    def economic(self, kind: str, within: Test, columns: Callable[[Test], dict[str, Decimal]], by_agency: bool) -> Form:
        def items(test: Test) -> Iterable[Row]:
            for pair in sorted({f.economic for f in self.facts if within(f) and test(f)}):
                codes = dict(zip(("department_economic", "government_economic"), pair, strict=True))
                yield self.row(kind, RowKind.ITEM, pair[0], columns(lambda f: test(f) and f.economic == pair), codes=codes)

        if by_agency:
            return self.heads(kind, columns, lambda agency: items(lambda f: f.agency == agency))
        total = self.row(kind, RowKind.TOTAL, "合计", columns(lambda f: True))
        return Form(kind, kind, rows=(total, *items(lambda f: True)), status="present" if total.cells else "empty")

    def basic(self) -> Form:
        def within(f: Fact) -> bool:
            return f.project is None and is_general(f)

        def columns(test: Test) -> dict[str, Decimal]:
            personnel = self.sum(within, test, lambda f: f.economic[0][:3] in ("301", "303"))
            total = self.sum(within, test)
            return {"year.total": total, "year.personnel": personnel, "year.operating": total - personnel}

        return self.economic("general_budget_basic_expenditure", within, columns, False)

    def classes(self) -> Form:
        def columns(test: Test) -> dict[str, Decimal]:
            out = {"total": self.sum(test), "carried": self.sum(test, lambda f: f.carried)}
            for source, key in YEAR.items():
                out[key] = out.get(key, ZERO) + self.sum(test, lambda f: f.source == source and not f.carried)
            out["general.fiscal"] = self.sum(test, lambda f: f.source == "general" and not f.carried)
            return out

        return self.economic("economic_classification_summary", lambda f: True, columns, True)

    def projects(self, kind: str, within: Test, name: Callable[[Fact], tuple[str, str]]) -> Form:
        """By project (10), or by item of the basic expenditure (明细)."""

        def values(test: Test) -> dict[str, Decimal]:
            out = {"total": self.sum(within, test)}
            for budget in ("general", "fund", "capital"):
                sources = ("general", "levied") if budget == "general" else (budget,)
                out[f"year.{budget}"] = self.sum(within, test, lambda f: f.source in sources and not f.carried)
                out[f"carried.{budget}"] = self.sum(within, test, lambda f: f.source == budget and f.carried)
            out["special_account"] = self.sum(within, test, lambda f: f.source == "special_account")
            out["own"] = self.sum(within, test, lambda f: f.source in (*OWN, "own"))
            return out

        def below(agency: str) -> Iterable[Row]:
            for key in sorted({name(f) for f in self.facts if within(f) and f.agency == agency}):
                here = values(lambda f: within(f) and f.agency == agency and name(f) == key)
                texts = {"类型": key[0], "项目单位": f"单位{agency}"}
                yield self.row(kind, RowKind.ITEM, key[1], here, texts=texts)

        return self.heads(kind, values, below)

    def two_sided(self, kind: str, values: dict[str, dict[str, Decimal]]) -> Form:
        """A form of fixed lines: line key → amounts by column key."""
        form = self.template.forms[kind]
        lines = [line for side in form.sides for line in side.lines] or list(form.lines)
        rows = []
        for line in lines:
            row = RowKind.TOTAL if line.total else RowKind.ITEM
            rows.append(self.row(kind, row, line.labels[0], values.get(line.key, {}), side=line.side or None, item=line.key))
        return Form(kind, kind, rows=tuple(rows))

    def summary(self) -> Form:
        lines = {
            f"revenue.{s}": self.sum(lambda f: f.source == s and not f.carried) for s in YEAR if s not in ("general", "levied")
        }
        lines["revenue.general"] = self.sum(lambda f: is_general(f) and not f.carried)
        lines["revenue.general.fiscal"] = self.sum(lambda f: f.source == "general" and not f.carried)
        lines["revenue.this_year"] = self.sum(lambda f: not f.carried)
        lines["revenue.carried"] = self.sum(lambda f: f.carried)
        lines["revenue.total"] = lines["expenditure.total"] = lines["expenditure.this_year"] = self.sum()
        for code in {f.function[:3] for f in self.facts}:
            lines[f"expenditure.f{code}"] = self.sum(lambda f: f.function.startswith(code))
        return self.two_sided("revenue_expenditure_summary", {k: {"amount": v} for k, v in lines.items()})

    def appropriation(self) -> Form:
        """Form 04; the list with more columns also has the means that are no appropriation in it, here left blank."""
        out: dict[str, dict[str, Decimal]] = {}
        for budget in ("general", "fund", "capital"):
            sources = ("general", "levied") if budget == "general" else (budget,)
            for part, carried in (("year", False), ("carried", True)):
                amount = self.sum(lambda f: f.source in sources and f.carried == carried)
                out[f"revenue.{part}.{budget}"] = {"amount": amount}
        out["revenue.year.general.fiscal"] = {"amount": self.sum(lambda f: f.source == "general" and not f.carried)}
        out["revenue.year"] = {"amount": self.sum(is_fiscal, lambda f: not f.carried)}
        out["revenue.carried"] = {"amount": self.sum(is_fiscal, lambda f: f.carried)}
        out["revenue.total"] = {"amount": self.sum(is_fiscal)}

        def spent(*tests: Test) -> dict[str, Decimal]:
            return {
                "total": self.sum(is_fiscal, *tests),
                "general.subtotal": self.sum(is_general, *tests),
                "general.fiscal": self.sum(lambda f: f.source == "general", *tests),
                "fund": self.sum(lambda f: f.source == "fund", *tests),
                "capital": self.sum(lambda f: f.source == "capital", *tests),
            }

        def in_year(f: Fact) -> bool:
            return self.spends_carried or not f.carried

        out["expenditure.year"] = spent(in_year)
        out["expenditure.left"] = spent(lambda f: not in_year(f))
        out["expenditure.total"] = spent()
        for code in {f.function[:3] for f in self.facts}:
            out[f"expenditure.year.f{code}"] = spent(in_year, lambda f: f.function.startswith(code))
        return self.two_sided("fiscal_appropriation_summary", out)

    def public(self) -> Form:
        def of(code: str) -> Decimal:
            return self.sum(lambda f: f.economic[0] == code and is_general(f))

        abroad, reception, running, purchase = (of(c) for c in ("30212", "30217", "30231", "31013"))
        values = {"abroad": abroad, "reception": reception, "cars.running": running, "cars.purchase": purchase}
        values |= {"cars.subtotal": running + purchase, "total": abroad + reception + running + purchase}
        return Form("three_public", "三公", rows=(self.row("three_public", RowKind.TOTAL, "", values),))

    def whole(self) -> Form:
        own = self.sum(lambda f: f.source in (*OWN, "own"))
        account = self.sum(lambda f: f.source == "special_account")
        lines = {"total": self.sum(), "sources.own": own, "sources.special_account": account}
        lines |= {"sources.government": self.sum() - own - account}
        lines |= {
            "structure.basic": self.sum(lambda f: f.project is None),
            "structure.project": self.sum(lambda f: f.project is not None),
        }
        return self.two_sided("department_performance", {k: {"amount": v} for k, v in lines.items()})

    def running(self) -> Form:
        def within(f: Fact) -> bool:
            return f.project is None and is_general(f) and f.economic[0].startswith("302")

        items = [
            self.row(
                "operating_cost",
                RowKind.ITEM,
                code,
                {"amount": self.sum(within, lambda f: f.economic[0] == code)},
                codes={"department_economic": code},
            )
            for code in sorted({f.economic[0] for f in self.facts if within(f)})
        ]
        total = self.row("operating_cost", RowKind.TOTAL, "合计", {"amount": self.sum(within)})
        return Form("operating_cost", "运行经费", rows=(total, *items), status="present" if items else "empty")

    def forms(self) -> tuple[Form, ...]:
        """All forms of the profile's list, in its order."""
        made = {
            "revenue_expenditure_summary": self.summary,
            "revenue_summary": self.revenue,
            "expenditure_summary": lambda: self.nature("expenditure_summary", lambda f: True),
            "fiscal_appropriation_summary": self.appropriation,
            "general_budget_expenditure": lambda: self.nature(
                "general_budget_expenditure", lambda f: is_general(f) and (self.general_carried or not f.carried)
            ),
            "general_budget_basic_expenditure": self.basic,
            "general_budget_basic_detail": lambda: self.projects(
                "general_budget_basic_detail",
                lambda f: f.project is None and is_general(f),
                lambda f: ("人员类", "工资项目") if f.economic[0][:3] in ("301", "303") else ("公用经费", "公用经费项目"),
            ),
            "economic_classification_summary": self.classes,
            "three_public": self.public,
            "government_fund_expenditure": lambda: self.nature("government_fund_expenditure", lambda f: f.source == "fund"),
            "state_capital_expenditure": lambda: self.nature("state_capital_expenditure", lambda f: f.source == "capital"),
            "project_expenditure": lambda: self.projects(
                "project_expenditure", lambda f: f.project is not None, lambda f: f.project or ("", "")
            ),
            "operating_cost": self.running,
            "department_performance": self.whole,
        }
        return tuple(made[kind]() for kind in self.template.forms if kind in made)

    def stated_more(self) -> dict[str, Decimal]:
        """What the prose says of the single forms."""
        year = {s: self.sum(lambda f: f.source == s and not f.carried) for s in YEAR}
        basic = [f for f in self.facts if f.project is None and is_general(f)]
        people = sum((f.amount for f in basic if f.economic[0][:3] in ("301", "303")), ZERO)
        stated = {
            "收入合计": self.sum(),
            "收入合计.一般公共预算": year["general"] + year["levied"],
            **{f"收入合计.{name}": year[source] for source, name in STATED.items()},
            "收入合计.上年结转结余": self.sum(lambda f: f.carried),
            "财政拨款.一般公共预算收支预算": self.sum(is_general),
            "财政拨款.政府性基金收支预算": self.sum(lambda f: f.source == "fund"),
            "一般公共预算支出": self.sum(is_general, lambda f: self.general_carried or not f.carried),
            "一般公共预算基本支出": sum((f.amount for f in basic), ZERO),
            "一般公共预算基本支出.人员经费": people,
            "三公经费.公务接待费": self.sum(lambda f: f.economic[0] == "30217" and is_general(f)),
            "政府性基金预算支出": self.sum(lambda f: f.source == "fund"),
            "支出合计.一般公共服务支出": self.sum(lambda f: f.function.startswith("201")),
            "预算绩效.项目数": Decimal(len({(f.agency, f.project) for f in self.facts if f.project})),
        }
        stated["一般公共预算基本支出.公用经费"] = stated["一般公共预算基本支出"] - people
        return stated

    def disclosure(self) -> Disclosure:
        """The whole document, with a few statements of its prose and the projects of the performance forms."""
        total, basic = self.sum(), self.sum(lambda f: f.project is None)
        stated = {"收入总计": total, "支出合计": total, "支出合计.基本支出": basic, "支出合计.项目支出": total - basic}
        stated |= self.stated_more()
        claims = [Claim(q, amount, "个" if q.endswith("数") else "万元", "", "二") for q, amount in stated.items()]
        claims.append(Claim("支出合计.基本支出.占比", round(100 * basic / total, 2), "%", "", "二"))
        names = sorted({(f.agency, f.project[1]) for f in self.facts if f.project})
        projects = [
            Project(
                name,
                agency=agency,
                amount=self.sum(lambda f: f.agency == agency and f.project is not None and f.project[1] == name),
            )
            for agency, name in names
        ]
        return Disclosure(
            Source("invented"),
            Issuer("乌有局"),
            self.template.year,
            "department_budget",
            self.template.id,
            self.forms(),
            tuple(claims),
            tuple(projects),
        )
