"""SARIF: what the standard demands of a log, and places as it counts them."""

from __future__ import annotations

import json
from dataclasses import replace

from gouji.model.finding import Finding, Severity, Spot
from gouji.model.place import Place
from gouji.reporting.material import Material
from gouji.reporting.sarif import sarif


def one(wrong: Material, place: Place, **more: object) -> dict[str, object]:
    found = Finding("X-1", Severity.WARNING, "题", "不对。", (Spot("f", "行", "列", "1", place),), **more)  # type: ignore[arg-type]
    result = sarif(replace(wrong, report=replace(wrong.report, findings=(found,))))["runs"][0]["results"][0]
    assert isinstance(result, dict)
    return result


def test_the_log_is_what_the_standard_demands(wrong: Material) -> None:
    log = json.loads(json.dumps(sarif(wrong)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "gouji"
    assert len({r["id"] for r in rules}) == len(rules)
    assert len(run["results"]) == len(wrong.report.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert len(result["locations"]) == 1
        for location in (*result["locations"], *result.get("relatedLocations", [])):
            physical = location["physicalLocation"]
            assert physical["artifactLocation"]["uri"].isascii()
            region = physical.get("region", {"startLine": 1})
            assert region["startLine"] >= 1
            assert region.get("endColumn", 2) > region.get("startColumn", 1)
    related = [r["id"] for r in run["results"][-1].get("relatedLocations", [])]
    assert related == list(range(1, len(related) + 1))


def test_a_place_in_a_text_is_a_region(wrong: Material) -> None:
    physical = one(wrong, Place(line=7, column=3, to_column=6))["locations"][0]["physicalLocation"]  # type: ignore[index]
    assert physical["region"] == {"startLine": 7, "startColumn": 3, "endColumn": 7}


def test_a_place_on_a_page_is_a_property(wrong: Material) -> None:
    physical = one(wrong, Place(page=3, box=(1.0, 2.0, 3.0, 4.0)))["locations"][0]["physicalLocation"]  # type: ignore[index]
    assert "region" not in physical
    assert physical["properties"]["place"] == {"page": 3, "box": [1.0, 2.0, 3.0, 4.0]}


def test_an_accepted_finding_is_suppressed(wrong: Material) -> None:
    assert "suppressions" not in one(wrong, Place(line=1))
    assert one(wrong, Place(line=1), accepted="复函")["suppressions"][0]["justification"] == "复函"  # type: ignore[index]
