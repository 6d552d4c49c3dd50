"""Who publishes, for which year, and whether for a unit or a whole department: by what captions, cover and headings say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Issuer, Owner
from gouji.recognition import captions, headings
from gouji.recognition.items import Item
from gouji.sources.document import Grid

_COVER = 12  # items of a document in which its cover stands
_HEADING = 80
_SORT = re.compile("预算|决算")
_YEAR = re.compile(r"(20\d\d)年")
_NAMED = re.compile(
    r"^(?:附件\d*:?|第[一二三四五六七八九十\d]+部分)?(.{2,40}?)(?:20\d\d年(?:度)?(?:部门|单位|预算|决算|本级)|概况$)"
)
_BUDGET_OF = re.compile(r"20\d\d年(?:度)?(?:本级)?(部门|单位)(?:预算|决算|收支|收入|支出)")
_PROJECT = re.compile(r"(?<!\d)[1-9]\d{19,20}(?!\d)")  # a code cut by its column begins elsewhere
# The seat that a name begins with: 某省, 某市, 某县, 某市某区; not 园区, 社区 and such.
_SEAT = re.compile(
    r"(?=.)(?:(?P<province>.{2,6}?(?:省|自治区)))?(?P<city>.{1,6}?市)?(?P<county>.{1,5}?(?:县|(?<![园社库景灌地校库湾牧林矿])区))?"
)
_SERIAL = "00000"  # a project's running number is filled up with zeros: codes of the chart one below the other are not
_PLAIN_DIGITS = re.compile(r"\d{1,19}")


@dataclass(frozen=True, slots=True)
class Names:
    """The body's names as folded, with the votes for each; `units` and `departments` are those that captions call so."""

    votes: Counter[str]
    units: Counter[str]
    departments: Counter[str]


def names(found: Sequence[Item]) -> Names:
    """How the document names its body: in captions, and, once each, on the cover and in headings."""
    out = Names(Counter(), Counter(), Counter())
    for index, item in enumerate(found):
        caption = captions.parse(item.text) if item.text else None
        if caption and caption.name and 2 <= len(caption.name) <= 40 and not caption.rest:
            out.votes[caption.name] += 3
            if "单位名称" in item.text:
                out.units[caption.name] += 1
            elif "部门名称" in item.text:
                out.departments[caption.name] += 1
        elif index < _COVER or headings.PART.match(item.text) or headings.ANNEX.match(item.text):
            text = item.text + (found[index + 1].text if headings.PART.fullmatch(item.text) and index + 1 < len(found) else "")
            match = _NAMED.match(text) if len(text) <= 80 else None
            if match and match[1] not in ("部门", "单位", "本部门", "本单位"):
                out.votes[match[1]] += 1
    return out


def owners(found: Sequence[Item]) -> tuple[Owner, ...]:
    """The bodies that the forms' captions name, in the order of the document. A name that is cut over lines is not whole."""
    out = []
    for item in found:
        caption = captions.parse(item.text) if item.text else None
        word = next((w for w in ("单位名称", "部门名称") if w in item.text), None)
        if caption and caption.name and word and not caption.rest and 4 <= len(caption.name) <= 40:
            out.append(Owner(word, caption.name, item.block.place))
    return tuple(out)


def fiscal_year(stated: Iterable[int], found: Sequence[Item]) -> int | None:
    """The year of the budget or account: what titles and captions say (`stated`), and headings and cover."""
    votes: Counter[int] = Counter(stated)
    for index, item in enumerate(found):
        text = item.text
        if 4 <= len(text) <= 60 and _SORT.search(text) and "。" not in text and (match := _YEAR.search(text)):
            votes[int(match[1])] += 3 if index < _COVER or headings.PART.match(text) else 1
    return max(votes, key=lambda y: (votes[y], y)) if votes else None


def document(found: Sequence[Item]) -> str:
    """budget or final, by what its cover and headings call it: where no template says what it is."""
    votes: Counter[str] = Counter()
    for index, item in enumerate(found):
        if index < _COVER or headings.PART.match(item.text):
            votes.update(_SORT.findall(item.text[:_HEADING]))
    return "final" if votes["决算"] > votes["预算"] else "budget"


def kind(found: Sequence[Item], form_titles: Iterable[str], document: str = "budget") -> str:
    """unit_budget or department_budget; of a final account unit_final or department_final."""
    votes: Counter[str] = Counter()
    for title in form_titles:
        votes.update(word for word in ("部门", "单位") if f"{word}收" in title or f"{word}支" in title)
    for item in found:
        text = item.text
        if not text or len(text) > 80:
            continue
        if (match := _BUDGET_OF.search(text)) and "绩效" not in text and "。" not in text:
            votes[match[1]] += 2
        caption = captions.parse(text)
        if caption and caption.name and text.startswith(("部门名称", "单位名称")):
            votes[text[:2]] += 1
    return f"{'department' if votes['部门'] > votes['单位'] else 'unit'}_{document}"


def issuer(known: Names, kind: str, divisions: Counter[str]) -> Issuer:
    """The issuer by its commonest name (a unit's forms also name the department) and its projects' division code."""
    votes = (known.units if kind.startswith("unit") else known.departments) or known.votes
    name = max(votes, key=lambda n: (votes[n], len(n))) if votes else ""
    division = divisions.most_common(1)[0][0] if divisions else None
    return Issuer(name=name.replace("(", "（").replace(")", "）"), division=division, level=_level(name, division))


def divisions(found: Sequence[Item]) -> Counter[str]:
    """The six-digit 区划 codes that begin the projects' codes; a code cut over lines or cells is put together."""
    out: Counter[str] = Counter()
    pending = ""
    for text in _words(found):
        if _PLAIN_DIGITS.fullmatch(text) and len(pending) < 21:
            pending += text
            text = pending if len(pending) in (20, 21) and _SERIAL in pending else ""
        else:
            pending = ""
        for match in _PROJECT.finditer(text):
            out[match.group()[:6]] += 1
    return out


def _words(found: Sequence[Item]) -> Iterable[str]:
    for item in found:
        if isinstance(item.block, Grid):
            for row in item.block.rows:
                yield from ("".join(cell.text.split()) for cell in row if cell.text[:1].isdigit())
        else:
            yield item.text


def _level(name: str, division: str | None) -> str | None:
    if division:
        return "province" if division[2:] == "0000" else "city" if division[4:] == "00" else "county"
    match = _SEAT.match(name)
    if match is None or not match.group():
        return None
    return "county" if match["county"] else "city" if match["city"] else "province"
