"""Targets: does the unit fit what the indicator measures, is the value possible, does it point the right way."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.aims import BENEFIT, COST, OUTPUT, SATISFACTION, Aim, damaged, everywhere, of_projects
from gouji.checking.registry import Found, Subject, check
from gouji.model.amount import FACTORS
from gouji.model.finding import Severity
from gouji.standards.law import rests
from gouji.standards.review import review

NATURE = rests("targets-101")
UPWARD, DOWNWARD = (">=", ">"), ("<=", "<")


def _legible(subject: Subject) -> Iterator[Aim]:
    """The indicators that the source kept whole."""
    return (a for a in everywhere(subject.disclosure) if a.raw and not damaged(subject, a.indicator.place))


def _found(subject: Subject, aim: Aim, chinese: str, english: str, **more: object) -> Found:
    return Found(
        message=subject.say(f"{aim.told(subject)}：{chinese}。", f"{aim.told(subject)}: {english}."),
        places=(aim.spot,),
        stated=aim.indicator.target.raw,
        **more,  # type: ignore[arg-type]
    )


@check(
    id="TARGET-COUNT-PERCENT",
    severity=Severity.ERROR,
    title=("个数用百分比表示", "A number of things in percent"),
    basis=NATURE,
    example="网络安全事故发生数≤90%",
)
def count_percent(subject: Subject) -> Iterator[Found]:
    """A number of accidents, persons or things is no percentage. Of kinds and batches a person must look."""
    for aim in _legible(subject):
        if aim.indicator.target.unit != "%" or review().has("rate_name", aim.name) or review().has("counted_change", aim.name):
            continue
        if review().has("count_name", aim.name):
            yield _found(subject, aim, "个数、次数不能用百分比", "a count cannot be a percentage")
        elif review().has("kinds_name", aim.name):
            yield _found(
                subject, aim, "种类、批次应写个数，不是百分比", "kinds are counted, not in percent", severity=Severity.WARNING
            )


@check(
    id="TARGET-RATE-UNIT",
    severity=Severity.WARNING,
    title=("率的单位不是百分比", "A rate that is not in percent"),
    basis=NATURE,
    example="参保率≥95；培训合格率≥20人",
)
def rate_unit(subject: Subject) -> Iterator[Found]:
    """A rate or share is a percentage (‰, or a ratio such as 1:2)."""
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value is None or target.deadline or not review().has("rate_name", aim.name) or ":" in aim.raw:
            continue
        if not target.unit and not (0 <= target.value <= 1):
            yield _found(subject, aim, "率没有写“%”", "a rate lacks %", rewrite=f"{target.raw}%")
        elif target.unit and target.unit not in ("%", "‰", "个百分点") and not review().has("free_rate", aim.name):
            yield _found(subject, aim, f"率的单位写成了“{target.unit}”", f"a rate in {target.unit}")


@check(
    id="TARGET-SATISFACTION-UNIT",
    severity=Severity.WARNING,
    title=("满意度没有写百分比", "Satisfaction without percent"),
    basis=NATURE,
    example="服务对象满意度≥90",
)
def satisfaction_unit(subject: Subject) -> Iterator[Found]:
    """Satisfaction is measured in percent."""
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value is None or target.unit == "%" or not aim.name.endswith(("满意度", "满意率", "满意程度")):
            continue
        if target.unit not in ("分",):
            yield _found(subject, aim, "满意度应写百分比", "satisfaction is a percentage", rewrite=f"{target.raw}%")


@check(
    id="TARGET-RATE-WORD",
    severity=Severity.WARNING,
    title=("率用文字表示", "A rate in words"),
    basis=NATURE,
    example="房租费支付及时率=及时；政策知晓率=提升",
)
def rate_word(subject: Subject) -> Iterator[Found]:
    """A rate has a percentage for its target; a comparison with last year is at least a direction (info)."""
    for aim in _legible(subject):
        if aim.indicator.target.value is None and not aim.indicator.target.deadline and review().has("rate_name", aim.name):
            soft = review().has("relative", aim.raw)
            yield _found(
                subject,
                aim,
                "率应写百分比，不能用文字",
                "a rate needs a percentage",
                severity=Severity.INFO if soft else None,
            )


@check(
    id="TARGET-RATE-RANGE",
    severity=Severity.ERROR,
    title=("率超过100%", "A rate above 100%"),
    basis=NATURE,
    example="培训合格率≥105%",
)
def rate_range(subject: Subject) -> Iterator[Found]:
    """Satisfaction, coverage, pass and completion rates do not exceed 100%. Of a rate that the rule does not know by name
    a person must look; rates of growth, return and the like are free."""
    words = review()
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.unit != "%" or target.value is None or target.comparator in DOWNWARD:
            continue
        top = target.value > 100 or (target.value == 100 and target.comparator == ">")
        known = words.has("good_rate", aim.name)
        if top and (known or words.has("rate_name", aim.name)) and not words.has("free_rate", aim.name):
            soft = not known or aim.name.endswith(("完成率", "执行率"))
            yield _found(
                subject,
                aim,
                "不可能超过100%",
                "cannot exceed 100%",
                severity=Severity.WARNING if soft else None,
                rewrite="100%",
            )


@check(
    id="TARGET-EMPTY-BOUND",
    severity=Severity.WARNING,
    title=("指标值没有约束力", "A target that always holds"),
    basis=NATURE,
    example="培训人数≥0人；完成率≥0%",
)
def bound(subject: Subject) -> Iterator[Found]:
    """“≥0” is met by doing nothing; so is “≤100%” of a rate that should be high."""
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value == 0 and target.comparator in (">=",):
            yield _found(subject, aim, "“≥0”总能达到，没有约束力", "always holds")
            continue
        always = target.value == 100 and target.unit == "%" and target.comparator == "<="
        if always and review().has("good_rate", aim.name) and not review().has("cap_is_fair", aim.name):
            yield _found(subject, aim, "“≤100%”总能达到，应为“≥”", "always holds; it should be ≥")


@check(
    id="TARGET-DIRECTION",
    severity=Severity.WARNING,
    title=("指标值的方向相反", "The target points the wrong way"),
    basis=NATURE,
    example="检查覆盖率≤90%；响应时间≥30分钟；项目成本≥20万元",
)
def direction(subject: Subject) -> Iterator[Found]:
    """Costs, times and harms have a ceiling (≤); outputs, rates that should be high and satisfaction have a floor (≥).
    Where the name does not say that more is better, a ceiling on a counted output or on a rate is only a remark."""
    words = review()
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value is None or target.upper is not None or target.deadline:
            continue
        up, down = target.comparator in UPWARD, target.comparator in DOWNWARD
        undone = words.has("harm_undone", aim.name)
        if up and aim.level == COST and target.unit in FACTORS:
            yield _found(subject, aim, "成本应写“≤”", "a cost has a ceiling")
        elif up and words.has("span", aim.name) and not words.has("rate_name", aim.name) and target.unit != "%":
            yield _found(subject, aim, "时间应写“≤”", "a time has a ceiling")
        elif up and words.has("harm", aim.name) and not undone and target.value > 0 and aim.level != SATISFACTION:
            yield _found(subject, aim, "这类情况越少越好，应写“≤”", "the fewer the better: ≤")
        elif down and aim.level != COST and (undone or not words.has("harm", aim.name)):
            yield from _capped(subject, aim)


def _capped(subject: Subject, aim: Aim) -> Iterator[Found]:
    """A ceiling on what should be high."""
    target, words = aim.indicator.target, review()
    if target.value is None or words.has("cap_is_fair", aim.name):
        return
    percent = target.unit == "%" and target.value < 100
    count = aim.level == OUTPUT and (words.has("good_count", aim.name) or words.has("service_days", aim.name))
    rate = words.has("rate_name", aim.name) and aim.level in (OUTPUT, BENEFIT) and not words.has("capped_rate", aim.name)
    counted = aim.level == OUTPUT and words.has("counted_unit", target.unit or "") and not words.has("capped_rate", aim.name)
    if (percent and words.has("good_rate", aim.name)) or count:
        yield _found(subject, aim, "产出和效果应写“≥”", "an output has a floor")
    elif (percent and rate) or counted:
        yield _found(subject, aim, "产出一般应写“≥”，请核对", "an output usually has a floor", severity=Severity.INFO)


@check(
    id="TARGET-RESPONSE",
    severity=Severity.WARNING,
    title=("响应时间过长", "An implausible response time"),
    basis=rests("targets-101"),
    example="系统运行维护响应时间≤160分钟",
)
def response(subject: Subject) -> Iterator[Found]:
    """A response in more than two hours is hardly one: a digit too many, perhaps."""
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.unit != "分钟" or target.value is None or not review().has("response", aim.name):
            continue
        if target.value > review().limits["response_minutes"]:
            yield _found(subject, aim, "响应时间过长，请核对", "too long for a response")


@check(
    id="TARGET-CAMPAIGN",
    severity=Severity.INFO,
    title=("宣传月、宣传周次数不合理", "Too many campaign months"),
    basis=rests("targets-101"),
    example="集中宣传月活动≥5次",
)
def campaign(subject: Subject) -> Iterator[Found]:
    """A campaign month or week is held once or twice a year."""
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value is None or target.unit not in ("次", "场", "期") or not review().has("campaign", aim.name):
            continue
        if target.value > review().limits["campaign_times"]:
            yield _found(subject, aim, "宣传月（周）活动的次数过多，请核对", "too many of its kind")


@check(
    id="TARGET-HEADS-UNIT",
    severity=Severity.INFO,
    title=("人次、人数的单位不符", "Heads counted as times"),
    basis=NATURE,
    example="培训人次≥200次",
)
def heads(subject: Subject) -> Iterator[Found]:
    """A number of persons is counted in 人 or 人次."""
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value is not None and review().has("heads_name", aim.name) and target.unit in ("次", "个", "场", "期", "家"):
            unit = "人次" if "人次" in aim.name else "人"
            should = target.raw.removesuffix(target.unit) + unit
            yield _found(subject, aim, f"单位应为“{unit}”", f"the unit should be {unit}", expected=should, rewrite=should)


@check(
    id="TARGET-TIMES-UNIT",
    severity=Severity.WARNING,
    title=("次数的单位不符", "Times in another unit"),
    basis=NATURE,
    example="检查次数≥20万元；响应时间≤30次",
)
def times(subject: Subject) -> Iterator[Found]:
    """A number of times is not money, and a time is in minutes, hours or days."""
    money = set(FACTORS)
    for aim in _legible(subject):
        target = aim.indicator.target
        if target.value is None or not target.unit:
            continue
        if target.unit in money - {"万"} and review().has("count_name", aim.name):
            yield _found(subject, aim, "个数、次数的单位不能是金额", "a count in money")
        elif review().has("span", aim.name) and target.unit in (*money, "次", "人", "个", "人次"):
            yield _found(subject, aim, "时间的单位应为分钟、小时或天", "a time in another unit")


@check(
    id="TARGET-MONEY-UNIT",
    severity=Severity.WARNING,
    title=("成本的单位不是金额", "A cost that is not money"),
    basis=NATURE,
    example="项目总成本≤30次",
)
def not_money(subject: Subject) -> Iterator[Found]:
    """A cost is an amount of money."""
    for aim in of_projects(subject.disclosure):
        target = aim.indicator.target
        odd = (
            target.unit
            and target.unit not in FACTORS
            and target.unit not in ("%", "千", "亿", "百")
            and "元" not in target.unit
        )
        if target.value is not None and odd and aim.level == COST and review().has("total_cost", aim.name):
            yield _found(subject, aim, "成本的单位应为元或万元", "a cost is money")


@check(
    id="TARGET-YEAR",
    severity=Severity.WARNING,
    title=("指标的期限不是本年度", "A deadline in another year"),
    basis=rests("targets-101"),
    example="2024年预算的指标值“2023年12月底前”",
)
def year(subject: Subject) -> Iterator[Found]:
    """A target's deadline lies in the budget's year: an earlier one is left over from an old text (error)."""
    fiscal = subject.disclosure.fiscal_year
    for aim in _legible(subject):
        found = review().patterns["deadline_year"].search(aim.raw)
        if fiscal is None or found is None or int(found.group(1)) == fiscal or review().has("relative", aim.raw):
            continue
        other = int(found.group(1))
        yield _found(
            subject,
            aim,
            f"写的是{other}年，预算年度是{fiscal}年",
            f"names {other}; the budget is of {fiscal}",
            expected=str(fiscal),
            severity=Severity.ERROR if other < fiscal and aim.indicator.target.deadline else None,
            rewrite=aim.indicator.target.raw.replace(str(other), str(fiscal)),
        )
