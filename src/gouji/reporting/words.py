"""The terminal report's wording in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity, Tally

LABELS = {
    "document": ("文件", "Document"),
    "issuer": ("单位", "Issuer"),
    "read": ("读到", "Read"),
    "relations": ("勾稽", "Relations"),
    "untested": ("未检验", "Untested"),
    "verdict": ("结论", "Verdict"),
}
SEVERITIES = {
    Severity.ERROR: ("错误", "Errors"),
    Severity.WARNING: ("需要核对", "To look at"),
    Severity.INFO: ("提示", "Notes"),
}
KINDS = {
    "unit_budget": ("单位预算", "budget of a unit"),
    "department_budget": ("部门预算", "budget of a department"),
    "unit_final": ("单位决算", "final account of a unit"),
    "department_final": ("部门决算", "final account of a department"),
}
REASONS = 3
PLACES = 20


class Words:
    """The wording in one language (zh or en)."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._n = 1 if lang == "en" else 0
        self.colon = ": " if self._n else "："
        self.comma = ", " if self._n else "，"

    def label(self, name: str) -> str:
        """The label of that name."""
        return LABELS[name][self._n]

    @property
    def unread(self) -> str:
        return self._say("不能核对", "could not be checked")

    def name(self, severity: Severity) -> str:
        return SEVERITIES[severity][self._n]

    def _say(self, chinese: str, english: str) -> str:
        return english if self._n else chinese

    def year(self, year: int | None) -> str:
        return "" if year is None else self._say(f"{year}年", f"{year}")

    def kind(self, kind: str) -> str:
        return KINDS[kind][self._n] if kind in KINDS else kind

    def counted(self, disclosure: Disclosure) -> str:
        """How much of everything was read."""
        forms = [f for f in disclosure.forms if f.status != "missing"]
        empty = sum(1 for f in forms if f.status == "empty")
        amounts = sum(len(r.cells) for f in forms for r in f.rows)
        loose = sum(len(r.ambiguous) for f in forms for r in f.rows)
        department = disclosure.department_performance
        targets = sum(len(p.indicators) for p in disclosure.projects) + (len(department.indicators) if department else 0)
        claims, projects = len(disclosure.claims), len(disclosure.projects)
        told = self._say(
            f"{len(forms)}张表（{empty}张空表），{amounts}个金额，正文{claims}个数字，{projects}个项目，{targets}个绩效指标",
            f"{len(forms)} forms ({empty} empty), {amounts} amounts, {claims} numbers in the text, "
            f"{projects} projects, {targets} performance targets",
        )
        if loose:
            told += self._say(f"；{loose}个数字不能确定在哪一列", f"; {loose} numbers whose column is uncertain")
        return told

    def tallied(self, tally: Tally) -> str:
        """How the relations ended."""
        return self._say(
            f"检验{tally.tested}条：成立{tally.held}，四舍五入内成立{tally.rounding}，不成立{tally.broken}；无法检验{tally.untestable}",
            f"{tally.tested} tested: {tally.held} held, {tally.rounding} held within rounding, {tally.broken} broken; "
            f"{tally.untestable} could not be tested",
        )

    def reasons(self, untested: Sequence[tuple[str, int]]) -> str:
        """Why some relations could not be tested, the commonest reasons first."""
        told = self.comma.join(f"{reason or '?'} {count}" for reason, count in untested[:REASONS])
        rest = sum(count for _, count in untested[REASONS:])
        return told + (self._say(f"，其他{rest}", f", other {rest}") if rest else "")

    def severity(self, severity: Severity, count: int) -> str:
        return self._say(f"{SEVERITIES[severity][0]} {count}项", f"{SEVERITIES[severity][1]}: {count}")

    def more(self, count: int) -> str:
        return self._say(f"……还有{count}项，全部见JSON", f"… and {count} more, all of them in the JSON")

    def damage(self, count: int) -> str:
        return self._say(
            f"来源损坏 {count}处（文件转换时丢失或弄错的，不算单位的错误）",
            f"Damage of the source: {count} (lost or garbled in conversion, not the issuer's mistake)",
        )

    def times(self, count: int) -> str:
        return self._say(f"（{count}处）", f"({count} places)")

    def also(self, places: Sequence[str]) -> str:
        """Where the same stands as well."""
        if not places:
            return ""
        told = ("、" if not self._n else ", ").join(places[:PLACES])
        rest = self._say(f"等{len(places)}处", f" and {len(places) - PLACES} more") if len(places) > PLACES else ""
        return self._say(f"同样的还有：{told}{rest}。", f"The same at {told}{rest}.")

    def accepted_count(self, count: int) -> str:
        return self._say(f"已接受 {count}项（不计入结论）", f"Accepted: {count} (not counted)")

    def rewrite(self, sentence: str) -> str:
        """The word for the clerk: how a passage should read."""
        return self._say(f"可改为：{sentence}", f"Rewrite as: {sentence}")

    def accepted(self, reason: str) -> str:
        """That a finding is accepted, and why."""
        return self._say(f"已接受：{reason}", f"Accepted: {reason}")

    def says(self, errors: int, warnings: int, tally: Tally) -> str:
        """The verdict in one sentence."""
        if not errors and not tally.tested:
            return self._say("没有可以检验的勾稽关系，不能下结论。", "no relation could be tested, so nothing can be said.")
        if errors:
            look = self._say(f"，另有{warnings}项需要核对", f", and {warnings} to look at") if warnings else ""
            return self._say(f"有{errors}项错误{look}。", f"{errors} error(s){look}.")
        look = self._say(f"；有{warnings}项需要核对", f"; {warnings} to look at") if warnings else ""
        tested = self._say(f"检验的{tally.tested}条勾稽关系", f"of the {tally.tested} relations tested")
        return self._say(f"{tested}中没有发现错误{look}。", f"{tested}, none shows an error{look}.")
