"""No line of code names a province: what is known of one stands in standards/templates."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gouji"
PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|普陀|henan|shanghai|putuo"
)
NAMES = re.compile(PROVINCES, re.IGNORECASE)


def lines(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)}:{number}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NAMES.search(line)
    ]


def test_no_line_of_code_names_a_province() -> None:
    assert lines(SOURCE) == []


def test_the_search_finds_one(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('if province == "Henan":\n    pass\n', encoding="utf-8")
    assert lines(tmp_path) == ['a.py:1: if province == "Henan":']
