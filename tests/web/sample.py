"""A small corpus for the tests of the pages: four invented bodies, one over three years, one budget corrected since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.invented.chance import plan
from tests.invented.document import document
from tests.invented.mistakes import SLIPS, mistaken
from tests.invented.plan import Plan
from tests.invented.station import STATION

from gouji.corpus import open_corpus
from gouji.corpus.ingest import add
from gouji.publishing import publish
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

BODIES = 3  # besides the station
SLIP = SLIPS[2:3]  # of the station's budget that is corrected later


def files(folder: Path) -> list[Path]:
    """The documents, in the order in which they were published: the last one corrects an earlier one."""
    made = [_text(folder, replace(STATION, year=2022))]
    others: dict[tuple[str, str], Plan] = {}
    for seed in range(40):
        others.setdefault(plan(seed).agency, plan(seed))
    for body in list(others.values())[:BODIES]:
        made += [_text(folder, replace(body, year=year)) for year in (2023, 2024)]
    earlier = replace(STATION, year=2023)
    made += [_text(folder, earlier, mistaken(document(earlier), SLIP)), _text(folder, STATION, mistaken(document(STATION)))]
    return [*made, _pdf(folder, earlier)]


def _text(folder: Path, body: Plan, text: str = "") -> Path:
    path = folder / f"{body.agency[1]}{body.year}年单位预算.txt"
    path.write_text(text or document(body), encoding="utf-8")
    return path


def _pdf(folder: Path, body: Plan) -> Path:
    """The body's consistent budget as a PDF; as text where the machine has no Chinese font."""
    source = folder / "更正.txt"
    source.write_text(document(body) + "\n", encoding="utf-8")
    disclosure = read(open_document(source))
    try:
        (made,) = publish(disclosure, load(disclosure.template or "", disclosure.profile), folder, ("pdf",))
    except Exception as error:
        if "noto" not in str(error).lower() and "字体" not in str(error):
            raise
        return source
    source.unlink()
    return made


def build(folder: Path) -> Path:
    """The corpus's file, in `folder`, with the originals beside it."""
    documents = folder / "documents"
    documents.mkdir()
    with open_corpus(folder / "sample.duckdb") as corpus:
        *first, correction = files(documents)
        for paths in (first, [correction]):
            steps = list(add(corpus, paths, jobs=2))
            assert all(s.stored for s in steps), [s.problem for s in steps]
        return corpus.path
