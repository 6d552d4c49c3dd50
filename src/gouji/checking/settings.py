"""What a user has settled in gouji.toml: findings that are accepted (why, and until when), severities, limits.

An accepted finding is shown as accepted, never hidden; it no longer counts. One whose time is over counts again.

    [[accept]]
    rule = "HN-04-*"               # a rule's id, with * for any characters
    text = "收入合计"               # optional: what the finding's message or place must contain
    file = "禾川市*"                # optional: only for documents of such a name
    reason = "财政局已同意，见2024年3月5日复函"
    until = 2025-12-31             # optional

    [severity]
    "HN-T-WHOLE*" = "info"

    [limits]
    pages = 500                    # any of sources.limits
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from gouji import CONFIG_VARIABLE
from gouji.model.finding import Finding, Severity
from gouji.sources.limits import LIMITS, Limits

VARIABLE = CONFIG_VARIABLE  # how `--config` reaches the processes that examine files
_ACCEPT = {"rule", "text", "file", "reason", "until"}
_MOST, _MOST_SECONDS = 2**53, 1_000_000  # of a limit: more than any machine has, and no more than clocks and counters take


class SettingsError(ValueError):
    """A gouji.toml that cannot be used; the message says file, line and why, in Chinese and (`english`) in English."""

    def __init__(self, where: str, chinese: str, english: str) -> None:
        super().__init__(f"{where}：{chinese}")
        self.english = f"{where}: {english}"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings that are accepted for a reason. `text` must stand in the message or in a place; `until` is the last day."""

    rule: str
    reason: str
    text: str = ""
    file: str = "*"
    until: date | None = None

    def fits(self, finding: Finding, name: str, today: date) -> bool:
        """Whether the finding, on a document of that name, is one of those."""
        if self.until is not None and today > self.until:
            return False
        rules = (finding.rule, *finding.relations)
        if not any(fnmatchcase(rule, self.rule) for rule in rules) or not fnmatchcase(name, self.file):
            return False
        words = [finding.message, *(w for s in finding.places for w in (s.form, s.row, s.column))]
        return any(self.text in w for w in words)


@dataclass(frozen=True, slots=True)
class Settings:
    """A user's settings; those of `NONE` change nothing."""

    accepted: tuple[Accepted, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    limits: Limits = LIMITS

    def settle(self, finding: Finding, name: str, today: date | None = None) -> Finding:
        """The finding with its severity as settled, marked where it is accepted."""
        severity = next((s for rule, s in self.severities.items() if fnmatchcase(finding.rule, rule)), finding.severity)
        day = today or date.today()
        reason = next((a.reason for a in self.accepted if a.fits(finding, name, day)), None)
        return (
            finding if (severity, reason) == (finding.severity, None) else replace(finding, severity=severity, accepted=reason)
        )


NONE = Settings()


@cache
def in_force() -> Settings:
    """The settings of the file that the environment names (`--config` puts it there); none where it names none."""
    path = os.environ.get(VARIABLE)
    return load(Path(path)) if path else NONE


def load(path: Path) -> Settings:
    """The settings of a file; SettingsError names the line that is wrong, OSError where it cannot be read."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        raise SettingsError(str(path), "不是UTF-8编码的文本", "not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        where = f"{path}:{at[1]}" if at else str(path)
        raise SettingsError(where, f"不是TOML（{error}）", f"not TOML ({error})") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets in brackets
        raise SettingsError(str(path), "数字过长或嵌套过深", "a number too long, or nested too deeply") from None
    return _Reader(path, text).settings(data)


class _Reader:
    """Turns the parsed file into settings; knows where each key stands."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def settings(self, data: Mapping[str, Any]) -> Settings:
        for name in data:
            if name not in ("accept", "severity", "limits"):
                raise self._error(name, -1, name, f"不认识“{name}”，可用accept、severity、limits", f"unknown: {name}")
        accepted = data.get("accept", [])
        if not isinstance(accepted, list) or not all(isinstance(one, dict) for one in accepted):
            raise self._error("accept", -1, "accept", "要写成[[accept]]", "write it as [[accept]]")
        return Settings(
            tuple(self._accepted(n, one) for n, one in enumerate(accepted)),
            {rule: self._severity(rule, name) for rule, name in self._table(data, "severity").items()},
            self._limits(self._table(data, "limits")),
        )

    def _table(self, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        found = data.get(name, {})
        if not isinstance(found, dict):
            raise self._error(name, -1, name, f"要写成[{name}]", f"write it as [{name}]")
        return found

    def _accepted(self, number: int, one: Mapping[str, Any]) -> Accepted:
        for key in one:
            if key not in _ACCEPT:
                raise self._error("accept", number, key, f"不认识“{key}”", f"unknown: {key}")
        for key in ("rule", "reason"):
            if key not in one:
                raise self._error("accept", number, "", f"缺“{key}”", f"{key} is missing")
        for key in ("rule", "reason", "text", "file"):
            if not isinstance(one.get(key, "x"), str) or not one.get(key, "x").strip():
                raise self._error("accept", number, key, f"“{key}”要写文字", f"{key} must be words")
        until = one.get("until")
        if isinstance(until, datetime) or (until is not None and not isinstance(until, date)):
            raise self._error(
                "accept", number, "until", "“until”要写日期，如 2025-12-31", "until must be a date, as 2025-12-31"
            )
        return Accepted(one["rule"], one["reason"], one.get("text", ""), one.get("file", "*"), until)

    def _severity(self, rule: str, name: object) -> Severity:
        try:
            return Severity(str(name))
        except ValueError:
            among = "、".join(Severity)
            raise self._error("severity", -1, rule, f"“{name}”不是{among}之一", f"{name!r} is none of {among}") from None

    def _limits(self, table: Mapping[str, Any]) -> Limits:
        known = {f.name for f in fields(Limits)}
        for key, value in table.items():
            if key not in known:
                among = "、".join(sorted(known))
                raise self._error("limits", -1, key, f"不认识“{key}”，可用{among}", f"unknown: {key}; one of {among}")
            seconds = key.endswith("seconds")
            fits = isinstance(value, int | float) if seconds else isinstance(value, int)
            if isinstance(value, bool) or not fits or not 0 < value <= (_MOST_SECONDS if seconds else _MOST):
                chinese, english = ("正数", "a positive number") if seconds else ("正整数", "a positive whole number")
                most = _MOST_SECONDS if seconds else _MOST
                chinese, english = f"“{key}”要写{chinese}，至多{most}", f"{key} must be {english}, {most} at most"
                raise self._error("limits", -1, key, chinese, english)
        return replace(LIMITS, **table)

    def _error(self, table: str, number: int, key: str, chinese: str, english: str) -> SettingsError:
        return SettingsError(f"{self.path}:{self._line(table, number, key)}", chinese, english)

    def _line(self, table: str, number: int, key: str) -> int:
        """The line (from 1) where a key of a table stands, of the table itself without a key or where none is found."""
        heads = [i for i, line in enumerate(self.lines) if re.fullmatch(rf"\s*\[+\s*{re.escape(table)}\s*\]+\s*(#.*)?", line)]
        start = heads[number] if 0 <= number < len(heads) else heads[0] if heads else 0
        for i in _body(self.lines, start if heads else -1):
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[i]):
                return i + 1
        return start + 1


def _body(lines: Sequence[str], head: int) -> range:
    """The lines below a table's head up to the next one."""
    end = next((i for i in range(head + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
    return range(head + 1, end)
