"""The sheets of the input workbook: their names and columns, shared by what writes it and what reads it."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.drafting.rounding import Rounding

MARK = "例"  # stands first in a row that is only an example
LISTS = "科目表"  # the hidden sheet with the chart of accounts
UNIT, LINES, PROJECTS, TARGETS = "单位与人员", "预算明细", "项目", "绩效目标"
LAST, PUBLIC, PROCUREMENT = "上年数", "三公经费", "政府采购"
ASSETS, TRANSFERS, PROSE = "国有资产", "专项转移支付", "文字说明"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key in the program, its header (with the unit), its width in characters, the named list it picks from."""

    key: str
    title: str
    width: int = 16
    list: str | None = None
    formula: bool = False  # filled in by the workbook itself


TABLES: dict[str, tuple[Heading, ...]] = {
    LINES: (
        Heading("mark", "序号", 6),
        Heading("agency", "单位代码（空白为本单位）", 14),
        Heading("function", "功能科目（项）", 34, "功能科目"),
        Heading("economic", "部门经济科目（款）", 30, "部门经济科目"),
        Heading("government", "政府经济科目（款）", 30, "政府经济科目", True),
        Heading("source", "资金来源", 24, "资金来源"),
        Heading("carried", "上年结转（是/否）", 12, "是否"),
        Heading("kind", "支出类别", 14, "支出类别"),
        Heading("project", "项目名称（项目支出必填）", 34, "项目名称"),
        Heading("amount", "金额（元）", 18),
        Heading("transfer", "上级专项转移支付（是/否）", 16, "是否"),
        Heading("checked", "核对", 22, None, True),
    ),
    PROJECTS: (
        Heading("mark", "序号", 6),
        Heading("agency", "单位代码（空白为本单位）", 14),
        Heading("name", "项目名称", 34),
        Heading("code", "项目代码（20或21位）", 26),
        Heading("goal", "年度目标", 40),
        Heading("use", "主要用途", 30),
        Heading("priority", "重点项目（是/否）", 12, "是否"),
        Heading("amount", "金额（元，自动合计）", 18, None, True),
    ),
    TARGETS: (
        Heading("mark", "序号", 6),
        Heading("project", "对象（项目名称或“整体”）", 34),
        Heading("level1", "一级指标", 14, "一级指标"),
        Heading("level2", "二级指标", 16),
        Heading("name", "三级指标（任务名称）", 30),
        Heading("value", "指标值（目标、任务内容）", 34),
        Heading("explanation", "指标值说明", 34),
    ),
    LAST: (
        Heading("name", "名称", 34),
        Heading("amount", "上年预算数（万元）", 18),
        Heading("reason", "增减的主要原因（有增减时必填）", 44),
        Heading("use", "主要用途", 30),
    ),
    PUBLIC: (
        Heading("name", "名称", 34),
        Heading("amount", "上年预算数（万元）", 18),
        Heading("reason", "增减的主要原因（有增减时必填）", 44),
        Heading("use", "主要用途", 34),
    ),
    PROCUREMENT: (Heading("name", "类别", 24), Heading("amount", "预算金额（万元）", 18)),
    ASSETS: (Heading("group", "类别", 12), Heading("name", "名称", 34), Heading("count", "数量（辆、台、套）", 18)),
    TRANSFERS: (Heading("mark", "序号", 6), Heading("name", "项目名称", 44), Heading("amount", "金额（万元）", 18)),
    PROSE: (Heading("name", "段落", 20), Heading("text", "文字（可以分段）", 100)),
}

# 单位与人员: key → label, and the named list it picks from
FIELDS: tuple[tuple[str, str, str | None], ...] = (
    ("name", "单位名称", None),
    ("agency", "单位代码（6位）", None),
    ("department_name", "部门名称", None),
    ("department", "部门代码（3位）", None),
    ("division", "行政区划代码（6位）", None),
    ("type", "单位类型", "单位类型"),
    ("year", "预算年度", None),
    ("template", "模板", None),
    ("profile", "表套", "表套"),
    ("performance_unit", "绩效目标表的金额单位", "金额单位"),
    ("rounding", "取整方式", "取整方式"),
)
TYPES = {"organ": "行政（含参公）", "institution": "事业"}
ROUNDINGS = {Rounding.ADDITIVE: "分项相加等于合计", Rounding.EACH: "逐项四舍五入"}
YES, NO = "是", "否"
WHOLE = "整体"
GOAL, TASK = "年度总体目标", "年度主要任务"
HEADER_ROW = 3  # of the tables: 1 title, 2 what to do
FIRST_ROW = 4
HELPERS = "测算"  # what the unit may choose to compute; never read
