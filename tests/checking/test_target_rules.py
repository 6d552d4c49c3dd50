"""Performance targets: each rule fires on a slip and is silent on the nearest target that is right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.told import department, disclosure, found, project, prose, subject, targets

from gouji.model.disclosure import Damage, DepartmentPerformance, Disclosure, Form, Issuer
from gouji.model.finding import Severity
from gouji.model.place import Place

COST = ("成本", "项目成本", "≤30万元")
OUTPUT, BENEFIT = ("产出", "水尺更新数量", "≥12个"), ("效益", "洪水预报准确率", "≥85%")
SATISFIED = ("满意度", "服务对象满意度", "≥90%")
FOUR = (COST, OUTPUT, BENEFIT, SATISFIED)
Aim = tuple[str, ...]


def one(*aims: Aim, amount: str = "30.00", **more: object) -> Disclosure:
    """A disclosure with one project of 30.00万元."""
    return targets(project("水尺更新", amount, *aims, **more))


def three(*odd: Aim) -> Disclosure:
    """Three projects of four kinds of targets, and a fourth with the targets given."""
    usual = [project(f"测站维护{n}", "30.00", *FOUR, line=100 * (i + 1)) for i, n in enumerate("甲乙丙")]
    return targets(*usual, project("水尺更新", "30.00", *odd, line=500))


def whole(made: DepartmentPerformance, *aims: Aim, **more: object) -> Disclosure:
    return targets(project("水尺更新", "30.00", *aims), department_performance=made, **more)  # type: ignore[arg-type]


def without(level: int) -> tuple[Aim, ...]:
    return tuple(a for i, a in enumerate(FOUR) if i != level)


def goals(first: str | None, second: str | None) -> Disclosure:
    return targets(
        *(project(n, "30.00", *FOUR, goal=g, line=i * 100) for i, (n, g) in enumerate((("甲", first), ("乙", second)), 1))
    )


def cost(name: str, raw: str, amount: str = "30.00") -> Disclosure:
    return one(("成本", name, raw), amount=amount)


def output(name: str, raw: str) -> Disclosure:
    return one(("产出", name, raw))


def pair(a: str, b: str, aims: tuple[Aim, ...] = FOUR, other: tuple[Aim, ...] = FOUR, **more: object) -> Disclosure:
    """Two projects of 30.00万元 each."""
    return targets(project(a, "30.00", *aims, line=100), project(b, "30.00", *other, line=200), **more)  # type: ignore[arg-type]


def counted(number: int, **more: object) -> Disclosure:
    """Two projects with targets, and prose that counts that many."""
    held = pair("水尺更新", "测站维护", **more)  # type: ignore[arg-type]
    return replace(held, claims=prose((f"项目共{number}个", "预算绩效.项目数")).claims)


def ceilings(last: str) -> Disclosure:
    usual = [
        project(f"测站维护{n}", "30.32", ("成本", "项目总成本", "≤303200元"), line=100 * (i + 1))
        for i, n in enumerate("甲乙丙丁")
    ]
    return targets(*usual, project("水尺更新", "30.32", ("成本", "项目总成本", last), line=600))


def costs(*names: str) -> Disclosure:
    return targets(*(project(f"项目{i}", "30.00", ("成本", n, "≤30万元"), line=100 * i) for i, n in enumerate(names, 1)))


def worded(*words: str) -> Disclosure:
    return targets(
        *(project(f"项目{i}", "30.00", ("产出", "集中采购落实情况", w), line=100 * i) for i, w in enumerate(words, 1))
    )


ADJUSTED = ("投入管理", "预算调整率", "≤10%", "预算和财务管理")
PURCHASED = department(("投入管理", "政府采购执行率", "≥90%", "预算和财务管理"))
TASKS = (("（一）推进遥测终端改造", "改造遥测终端"), ("（二）加强水质分析", "分析水质"))
IN_UNITS = prose(("政府采购预算0万元", "政府采购"))
WIDE = tuple(
    ("产出", n, r) for n, r in (("巡查次数", "≥3次"), ("水样分析数量", "≥90个"), ("报汛及时率", "≥95%"), ("公报期数", "≥4期"))
)
MANY: tuple[Aim, ...] = (("产出", "受助人数", "≥3000人"),)

CASES: tuple[tuple[str, Disclosure, Disclosure], ...] = (
    ("TARGET-CEILING-ABOVE", cost("项目成本", "≤40万元"), cost("项目成本", "≤30万元")),
    ("TARGET-CEILING-ABOVE", cost("维护成本", "≤31万元"), cost("人均维护成本", "≤31万元")),
    ("TARGET-CEILING-BELOW", ceilings("≤300000元"), ceilings("≤303180元")),
    ("TARGET-CEILING-ROUNDED", cost("项目总成本", "≤303180元", "30.32"), cost("项目总成本", "≤303200元", "30.32")),
    ("TARGET-COST-PERCENT", cost("项目总成本", "≤30%"), cost("成本控制率", "≤100%")),
    ("TARGET-COST-UNIT", cost("项目成本", "≤30"), cost("项目成本", "≤30万元")),
    ("TARGET-CEILING-UNITS", cost("项目成本", "≤300000元"), cost("项目成本", "≤30万元")),
    (
        "TARGET-FORM-UNIT",
        targets(project("水尺更新", "300000.0", unit="元"), rows={"水尺更新": "30.00"}),
        targets(project("水尺更新", "30.00"), rows={"水尺更新": "30.00"}),
    ),
    ("TARGET-COST-NAME", costs(*["项目总成本"] * 6, "项目总金额"), costs(*["项目总成本"] * 3, *["项目总金额"] * 3)),
    (
        "PROJECT-NO-TARGETS",
        targets(project("水尺更新", "30.00", *FOUR), project("结转资金", "4.50", line=300)),
        targets(project("水尺更新", "30.00", *FOUR), project("结转资金", "0", line=300)),
    ),
    ("PROJECT-NO-COST", three(*without(0)), three(*FOUR)),
    ("PROJECT-NO-OUTPUT", three(*without(1)), three(*FOUR)),
    ("PROJECT-NO-BENEFIT", three(*without(2)), three(*FOUR)),
    ("PROJECT-NO-COST", one(*without(0)), one(*FOUR)),
    ("PROJECT-NO-SATISFACTION", one(*without(3)), one(*FOUR)),
    ("PROJECT-NO-SATISFACTION", three(*without(3)), three(*without(3), ("效益", "居民满意率", "≥90%"))),
    (
        "PROJECT-UNLISTED",
        targets(project("水尺更新", "30.00", *FOUR), rows={"测站维护": "30.00"}),
        targets(project("水尺更新项目", "30.00", *FOUR), rows={"水尺更新": "30.00"}),
    ),
    (
        "PROJECT-UNTARGETED",
        targets(project("水尺更新", "30.00", *FOUR), rows={"水尺更新": "30.00", "测站维护": "5.00"}),
        targets(project("水尺更新", "30.00", *FOUR), rows={"水尺更新": "30.00"}),
    ),
    (
        "PROJECT-TWICE",
        pair("水尺更新", "水尺更新", rows={"水尺更新": "30.00"}),
        pair("水尺更新", "测站维护", rows={"水尺更新": "30.00", "测站维护": "30.00"}),
    ),
    ("PROJECT-COUNT", counted(3), counted(2)),
    ("PROJECT-COUNT", counted(3), counted(3, rows={"水尺更新": "30.00"})),
    (
        "PROJECT-CODE-TWICE",
        targets(
            *(project(n, "30.00", code="41150024000000000123", line=i) for i, n in enumerate(("水尺更新", "测站维护"), 100))
        ),
        targets(*(project("水尺更新", "30.00", code="41150024000000000123", line=i) for i in (100, 200))),
    ),
    (
        "PROJECT-YEAR",
        targets(project("2023年防汛补助（预算安排）", "9.00")),
        targets(project("2023年防汛补助（上年结转）", "9.00")),
    ),
    ("PROJECT-NAME-YEAR", targets(project("2024防汛补助", "9.00")), targets(project("2024年防汛补助", "9.00"))),
    (
        "PROJECT-NAME-SWAPPED",
        targets(
            *(
                project(n, "9.00", line=i)
                for i, n in enumerate(("水文保障与服务能力资金", "水文服务与保障能力资金甲", "水文服务与保障能力资金乙"), 100)
            )
        ),
        targets(
            *(project(n, "9.00", line=i) for i, n in enumerate(("水文服务与保障能力资金", "水文服务与保障能力资金甲"), 100))
        ),
    ),
    ("PROJECT-GOAL-AMOUNT", one(*FOUR, goal="每年房租费80万元，保障办公。"), one(*FOUR, goal="每年房租费30万元，保障办公。")),
    ("PROJECT-GOAL-AMOUNT", one(*FOUR, goal="共需资金45万元。"), one(*FOUR, goal="共需资金30.0万元，材料费2万元。")),
    ("TARGET-COUNT-PERCENT", output("安全事故发生数", "≤90%"), output("安全事故发生率", "≤90%")),
    ("TARGET-COUNT-PERCENT", output("检查次数", "≥90%"), output("投诉件数减少", "≥90%")),
    ("TARGET-COST-PERCENT", cost("运行费用", "≤30%"), cost("节约运行费用", "≥30%")),
    ("TARGET-RATE-UNIT", output("报汛合格率", "≥95"), output("报汛合格率", "≥95%")),
    ("TARGET-RATE-UNIT", output("报汛合格率", "≥95次"), output("经费增长率", "≥5%")),
    ("TARGET-SATISFACTION-UNIT", one(("满意度", "居民满意度", "≥90")), one(("满意度", "居民满意度", "≥90分"))),
    ("TARGET-RATE-WORD", output("房租支付及时率", "及时"), output("房租支付及时情况", "及时")),
    ("TARGET-RATE-RANGE", output("培训合格率", "≥105%"), output("经费增长率", "≥105%")),
    ("TARGET-RATE-RANGE", output("水尺校核率", "≥980%"), output("国有资产保值增值率", "≥102%")),
    ("TARGET-EMPTY-BOUND", output("培训人数", "≥0人"), output("安全事故数", "=0次")),
    ("TARGET-EMPTY-BOUND", output("检查覆盖率", "≤100%"), output("三公经费控制率", "≤100%")),
    ("TARGET-DIRECTION", output("检查覆盖率", "≤90%"), output("检查覆盖率", "≥90%")),
    ("TARGET-DIRECTION", output("设备完好率", "≤98%"), output("设备空置率", "≤8%")),
    ("TARGET-DIRECTION", output("水尺校核率", "≤98%"), output("水样损失率", "≤8%")),
    ("TARGET-DIRECTION", output("更新雨量站", "≤36处"), output("聘用值守人员", "≤36人")),
    ("TARGET-DIRECTION", output("汛期值守天数", "≤123天"), output("办理天数", "≤12天")),
    ("TARGET-DIRECTION", output("系统响应时间", "≥30分钟"), output("系统响应时间", "≤30分钟")),
    ("TARGET-DIRECTION", cost("项目成本", "≥30万元"), cost("项目成本", "≤30万元")),
    ("TARGET-DIRECTION", output("安全事故数", "≥3次"), output("安全事故处置次数", "≥3次")),
    ("TARGET-RESPONSE", output("系统维护响应时间", "≤160分钟"), output("系统维护响应时间", "≤60分钟")),
    ("TARGET-CAMPAIGN", output("节水集中宣传月活动", "≥5次"), output("节水宣传活动", "≥5次")),
    ("TARGET-HEADS-UNIT", output("培训人次", "≥200次"), output("培训人次", "≥200人次")),
    ("TARGET-TIMES-UNIT", output("检查次数", "≥20万元"), output("检查次数", "≥20次")),
    ("TARGET-MONEY-UNIT", cost("项目总成本", "≤30次"), cost("项目总成本", "≤30万元")),
    ("TARGET-YEAR", output("遥测终端改造", "2023年12月底前"), output("遥测终端改造", "2024年12月底前")),
    (
        "TARGET-SECOND-LEVEL",
        one(("成本", "资金控制率", "≤95%", "社会成本指标")),
        one(("成本", "资金控制率", "≤95%", "经济成本指标")),
    ),
    ("TARGET-LEVEL-VAGUE", one(("产出", "工作完成率", "≥95%", "数量指标")), one(("产出", "工作完成率", "≥95%", "质量指标"))),
    ("TARGET-NOT-SATISFACTION", one(("满意度", "政策知晓率", "≥85%")), one(("效益", "政策知晓率", "≥85%"))),
    ("TARGET-MISPLACED-SATISFACTION", output("居民满意度", "≥85%"), one(SATISFIED)),
    ("TARGET-VERDICT", output("活动开展及时", "及时"), output("活动开展时间", "2024年6月底前")),
    ("TARGET-UNMEASURABLE", output("报汛能力", "有所提升"), output("报汛能力", "每小时2次")),
    ("TARGET-VAGUE-NAME", output("合格率", "≥85%"), output("水样合格率", "≥85%")),
    (
        "TARGET-BASE-ZERO",
        replace(IN_UNITS, department_performance=PURCHASED),
        replace(prose(("政府采购预算3万元", "政府采购")), department_performance=PURCHASED),
    ),
    (
        "TARGET-FORMULA",
        whole(department((*ADJUSTED, "预算调整率=（预算调整数-年初预算数）/年初预算数×100%。"))),
        whole(department((*ADJUSTED, "预算调整率=预算调整数/年初预算数×100%。"))),
    ),
    ("TARGET-TWICE", one(OUTPUT, OUTPUT), one(OUTPUT, ("产出", "水尺更新质量", "≥12个"))),
    (
        "TARGET-SAME-NAME",
        whole(department(("效益", "沿河居民满意度", "≥95%", "满意度")), ("满意度", "沿河居民满意度", "≥86%")),
        whole(department(("效益", "沿河居民满意度", "≥95%", "满意度")), ("满意度", "沿河居民满意度", "≥95%")),
    ),
    ("TARGET-ODD-WORD", worded("完成", "完成", "稳步提升"), worded("完成", "完成", "完成")),
    ("TARGET-SAME-OUTPUT", pair("甲", "乙", MANY, MANY), pair("甲", "乙", MANY, (("产出", "受助人数", "≥500人"),))),
    ("TARGET-COPIED", pair("甲", "乙", WIDE, WIDE), pair("甲", "乙", WIDE, (*WIDE, OUTPUT))),
    (
        "TASK-NO-INDICATOR",
        whole(department(("产出", "水质分析数量", "≥90个"), tasks=TASKS)),
        whole(department(("产出", "水质分析数量", "≥90个"), ("产出", "遥测终端改造数量", "≥9个"), tasks=TASKS)),
    ),
    (
        "TASK-TWICE",
        whole(department(tasks=(("（一）加强水质分析", "甲"), ("（二）加强水质分析", "乙")))),
        whole(department(tasks=TASKS)),
    ),
    ("WHOLE-GOAL-EMPTY", whole(department(ADJUSTED, goal="")), whole(department(ADJUSTED))),
    (
        "GOAL-PLACE",
        whole(department(ADJUSTED, goal="推动全市水文发展"), issuer=Issuer("青禾县水文局")),
        whole(department(ADJUSTED, goal="推动全县水文发展"), issuer=Issuer("青禾县水文局")),
    ),
    ("PROJECT-GOAL-EMPTY", goals("更新水尺，提高精度", None), goals(None, None)),
    (
        "PROJECT-GOAL-COPIED",
        goals("更新全部水尺，提高观测的精度", "更新全部水尺，提高观测的精度"),
        goals("更新水尺", "维护测站"),
    ),
    ("PROJECT-GOAL-YEAR", one(*FOUR, goal="2023年底前更新水尺。"), one(*FOUR, goal="2023年更新了水尺，2024年底前验收。")),
)


@pytest.mark.parametrize(
    ("rule", "wrong"), [pytest.param(r, w, marks=pytest.mark.fires(r), id=f"{i}-{r}") for i, (r, w, _) in enumerate(CASES)]
)
def test_a_slip_is_told_at_its_place(rule: str, wrong: Disclosure) -> None:
    told = found(subject(wrong), rule)
    assert len(told) == 1
    assert told[0].places[0].place.line is not None
    assert found(subject(wrong, "en"), rule)[0].message != told[0].message


@pytest.mark.parametrize(
    ("rule", "right"), [pytest.param(r, s, marks=pytest.mark.silent(r), id=f"{i}-{r}") for i, (r, _, s) in enumerate(CASES)]
)
def test_the_nearest_right_target_is_silent(rule: str, right: Disclosure) -> None:
    assert found(subject(right), rule) == []


def test_a_ceiling_is_told_with_what_it_should_be_across_units() -> None:
    held = targets(project("水尺更新", "425000.0", ("成本", "项目成本", "≤52.5万元"), unit="元"))
    (told,) = found(subject(held), "TARGET-CEILING-ABOVE")
    assert (told.severity, str(told.stated), told.rewrite) == (Severity.ERROR, "52.5", "≤42.5万元")
    assert "应为42.5万元" in told.message


def test_a_percentage_that_was_meant_as_money_is_named() -> None:
    (told,) = found(subject(cost("项目总成本", "≤30%")), "TARGET-COST-PERCENT")
    assert told.rewrite == "≤30万元"


def test_a_ceiling_below_is_an_error_only_among_equals() -> None:
    assert [f.severity for f in found(subject(ceilings("≤300000元")), "TARGET-CEILING-BELOW")] == [Severity.ERROR]
    assert [f.severity for f in found(subject(cost("项目成本", "≤20万元")), "TARGET-CEILING-BELOW")] == [Severity.WARNING]


def test_a_goal_that_the_prose_contradicts_is_an_error() -> None:
    said = prose(("经协商每年房租费30万元", "重点项目.水尺更新.房租"))
    held = replace(one(*FOUR, goal="经协商每年房租费80万元。"), claims=said.claims, sections=said.sections)
    (told,) = found(subject(held), "PROJECT-GOAL-AMOUNT")
    assert told.severity is Severity.ERROR
    assert len(told.places) == 2


def test_a_project_listed_twice_without_a_project_form_is_for_a_person_to_look_at() -> None:
    assert [f.severity for f in found(subject(pair("水尺更新", "水尺更新")), "PROJECT-TWICE")] == [Severity.WARNING]


def test_an_indicator_with_two_targets_is_told_with_both() -> None:
    (told,) = found(subject(one(OUTPUT, ("产出", "水尺更新数量", "≥15个"))), "TARGET-TWICE")
    assert "≥12个、≥15个" in told.message


@pytest.mark.parametrize(
    "rule", ["PROJECT-NO-COST", "PROJECT-NO-TARGETS", "TARGET-RATE-WORD", "TARGET-COUNT-PERCENT", "TARGET-RATE-UNIT"]
)
def test_what_the_source_lost_is_no_finding(rule: str) -> None:
    held = next(w for r, w, _ in CASES if r == rule)
    lost = tuple(Damage(Place(line=n), "此处文字残缺") for n in range(90, 700))
    assert found(subject(held), rule)
    assert found(subject(replace(held, damage=lost)), rule) == []


def test_nothing_is_said_of_a_document_without_targets() -> None:
    empty = disclosure(forms=(Form("project_performance", "绩效目标表", place=Place(line=1)),))
    assert [r for r, *_ in CASES if found(subject(empty), r)] == []
