"""A Frictionless data package: facts, projects, targets and claims as CSV with their schemas, and the disclosure as JSON."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from gouji.model import serial
from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure
from gouji.publishing.zipped import EPOCH

Field = tuple[str, str, str]  # name, type, description
FACTS: tuple[Field, ...] = (
    ("form", "string", "表的种类"),
    ("number", "string", "表号"),
    ("row", "integer", "行序，从1起"),
    ("kind", "string", "行的种类"),
    ("side", "string", "收入或支出（两栏表）"),
    ("label", "string", "行的名称"),
    ("function", "string", "支出功能分类科目编码"),
    ("department_economic", "string", "部门预算支出经济分类科目编码"),
    ("government_economic", "string", "政府预算支出经济分类科目编码"),
    ("agency", "string", "单位或部门编码"),
    ("column", "string", "列的表头路径"),
    ("amount", "number", "金额，按表中单位"),
    ("unit", "string", "金额单位"),
    ("yuan", "number", "金额，元"),
)
PROJECTS: tuple[Field, ...] = (
    ("code", "string", "项目代码"),
    ("name", "string", "项目名称"),
    ("amount", "number", "金额"),
    ("unit", "string", "金额单位"),
    ("goal", "string", "年度目标"),
)
TARGETS: tuple[Field, ...] = (
    ("project", "string", "项目名称；整体绩效目标为“整体”"),
    ("level1", "string", "一级指标"),
    ("level2", "string", "二级指标"),
    ("name", "string", "三级指标"),
    ("target", "string", "指标值，原样"),
    ("comparator", "string", "比较符号"),
    ("value", "number", "数值"),
    ("unit", "string", "单位"),
)
CLAIMS: tuple[Field, ...] = (
    ("quantity", "string", "所述的量"),
    ("amount", "number", "数值"),
    ("unit", "string", "单位"),
    ("section", "string", "所在章节"),
    ("quote", "string", "原文"),
)
Row = Sequence[object]


def datapackage(disclosure: Disclosure, title: str) -> bytes:
    """The package as a ZIP file: datapackage.json, data/*.csv, disclosure.json."""
    tables: Mapping[str, tuple[tuple[Field, ...], Iterable[Row]]] = {
        "facts": (FACTS, _facts(disclosure)),
        "projects": (PROJECTS, ((p.code, p.name, p.amount, p.unit, p.goal) for p in disclosure.projects)),
        "targets": (TARGETS, _targets(disclosure)),
        "claims": (CLAIMS, ((c.quantity, c.amount, c.unit, c.section, c.quote) for c in disclosure.claims)),
    }
    members = {f"data/{name}.csv": _csv(fields, rows) for name, (fields, rows) in tables.items()}
    resources = [_resource(name, fields) for name, (fields, _) in tables.items()]
    package = {"profile": "data-package", "name": "gouji-disclosure", "title": title, "resources": resources}
    members["datapackage.json"] = _json(package)
    members["disclosure.json"] = _json(serial.to_json(disclosure))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _facts(disclosure: Disclosure) -> Iterable[Row]:
    for form in disclosure.forms:
        for position, row in enumerate(form.rows, 1):
            codes = [row.codes.get(k) for k in ("function", "department_economic", "government_economic", "agency")]
            for path, cell in row.cells.items():
                yuan = Amount(cell.amount, form.unit).base
                yield (
                    form.kind,
                    form.number,
                    position,
                    row.kind,
                    row.side,
                    row.label,
                    *codes,
                    path,
                    cell.amount,
                    form.unit,
                    yuan,
                )


def _targets(disclosure: Disclosure) -> Iterable[Row]:
    owners = [(p.name, p.indicators) for p in disclosure.projects]
    if disclosure.department_performance is not None:
        owners.append(("整体", disclosure.department_performance.indicators))
    for owner, indicators in owners:
        for i in indicators:
            yield owner, i.level1, i.level2, i.name, i.target.raw, i.target.comparator, i.target.value, i.target.unit


def _resource(name: str, fields: Sequence[Field]) -> dict[str, object]:
    schema = {"fields": [{"name": n, "type": t, "description": d} for n, t, d in fields], "missingValues": [""]}
    return {
        "name": name,
        "path": f"data/{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _csv(fields: Sequence[Field], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _, _ in fields])
    writer.writerows(["" if v is None else format(v, "f") if hasattr(v, "as_tuple") else v for v in row] for row in rows)
    return out.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
