"""Coverage-guided fuzzing of the readers that are Python: no traceback, no hang, no more memory than allowed.

    python bench/fuzz_atheris.py TARGET [--seconds 300] [--corpus FOLDER] [--only FILE]

atheris is no dependency of Gouji: install it beside it (`pip install atheris`, Python 3.11). It learns which inputs reach
new lines and mutates those. What goes wrong is written to FOLDER/crash-…, which --only repeats. Needs the dev extra.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
MEGABYTES, SECONDS = 3000, 20  # what one input may take

Target = Callable[[bytes], object]


def reader(where: str) -> Target:
    """A reader of files, given as opening.py gives it; SourceError is its one way to refuse."""
    from gouji.model.disclosure import Source
    from gouji.sources import LIMITS, SourceError
    from gouji.sources.opening import read_bytes, reader_of

    def target(data: bytes) -> None:
        try:
            reader_of(where)(data, Source("fuzz"), LIMITS) if where else read_bytes(data, Source("fuzz"), LIMITS)
        except SourceError as refused:
            if "\n" in str(refused):
                raise AssertionError("more than one line") from refused

    return target


def check() -> Target:
    """A text read, understood and checked: what `gouji check` does to it."""
    from gouji.checking import check as checked
    from gouji.model.disclosure import Source
    from gouji.recognition import read
    from gouji.sources import LIMITS, SourceError
    from gouji.sources.text import read as text
    from gouji.standards.loader import load

    def target(data: bytes) -> None:
        try:
            disclosure = read(text(data, Source("fuzz"), LIMITS))
        except SourceError:
            return
        checked(disclosure, load(disclosure.template, disclosure.profile) if disclosure.template else None)

    return target


def workbook() -> Target:
    """The records of an old workbook."""
    from gouji.sources import biff

    def target(data: bytes) -> None:
        with suppress(biff.Unsound):
            biff.check(data)

    return target


def reading() -> Target:
    """reading.json; what is accepted is written back as it was read."""
    from gouji.model.serial import from_json, to_json

    def target(data: bytes) -> None:
        try:
            found = from_json(json.loads(data.decode()))
        except (ValueError, RecursionError):  # SchemaError and “no JSON” among them: the commands catch these
            return
        assert from_json(json.loads(json.dumps(to_json(found)))) == found

    return target


def settings() -> Target:
    """gouji.toml."""
    from gouji.checking.settings import SettingsError, load

    path = Path(tempfile.mkdtemp()) / "gouji.toml"

    def target(data: bytes) -> None:
        path.write_bytes(data)
        with suppress(SettingsError):
            load(path)

    return target


def template() -> Target:
    """A template in YAML, with its formulas; each input in a folder of its own, as what is read once is kept."""
    from gouji.standards.error import TemplateError
    from gouji.standards.loader import load

    def target(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "utopia" / "2030.yaml"
            path.parent.mkdir()
            path.write_bytes(data)
            with suppress(TemplateError):
                load("utopia/2030", folders=(Path(folder),))

    return target


def query() -> Target:
    """Paths and queries sent to a site over a small corpus: an answer, or a refusal, no error of the site's."""
    from urllib.parse import quote

    from fastapi.testclient import TestClient
    from tests.web.sample import build

    from gouji.web.app import create_app
    from gouji.web.settings import Settings

    client = TestClient(create_app(Settings(build(Path(tempfile.mkdtemp())))), follow_redirects=False)
    client.__enter__()

    def target(data: bytes) -> None:
        address = quote(data[:4000].decode("latin-1"), safe="/?&=%:*;+,").lstrip("/")
        assert client.get(f"/{address}").status_code < 500

    return target


def files(kind: str) -> list[bytes]:
    """Valid inputs of a kind that bench/fuzz.py has."""
    from bench.fuzz import seeds

    return [data for data in seeds(kind) if len(data) < 60_000]


def records() -> list[bytes]:
    from gouji.sources.ole import opened

    return [opened(data, "fuzz").read("Workbook") for data in files("xls")]


def page_in_one_file() -> list[bytes]:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n"
    return [head + b"Content-Transfer-Encoding: 8bit\n\n" + page + b"\n--b--\n" for page in files("html")]


def readings() -> list[bytes]:
    from tests.invented.document import document
    from tests.invented.station import STATION

    from gouji.model.disclosure import Source
    from gouji.model.serial import to_json
    from gouji.recognition import read
    from gouji.sources import LIMITS
    from gouji.sources.opening import read_bytes

    found = read(read_bytes(document(STATION).encode(), Source("fuzz"), LIMITS))
    small = {**to_json(found), "forms": to_json(found)["forms"][:1], "claims": [], "sections": [], "projects": []}
    return [json.dumps(d, ensure_ascii=False).encode() for d in (small, {**small, "forms": []})]


def tomls() -> list[bytes]:
    import gouji.checking.settings as module

    lines = (module.__doc__ or "").split("\n")
    return ["\n".join(line[4:] for line in lines if line.startswith("    ")).encode(), b"[limits]\nfile_seconds = 2.5\n"]


def yamls() -> list[bytes]:
    from tests.standards.test_template_errors import BASE

    return [(BASE + "year: 2030\n").encode()]


def addresses() -> list[bytes]:
    corpus = ["facts?year=2024&function=210*&order=-yuan&format=csv", "aggregate?by=function:3&by=year&per=人&size=7&page=2"]
    corpus += ["members/function:3?main=true", "search?q=23.45万元&kind=amount&limit=3", "documents?year=2024"]
    pages = ["search?q=医疗&year=2024", "compare?of=1&of=2&by=total&format=csv", "findings?state=open&order=rule&page=1"]
    pages += ["agencies?q=a&division=41&year=2024", "targets?q=a&measurable=1", "explore?by=function:3&lang=en", "glossary#a"]
    return [a.encode() for a in ["", *(f"api/v1/{a}" for a in corpus), *pages]]


def markdown() -> list[bytes]:
    from tests.invented.document import document
    from tests.invented.station import STATION

    text = document(STATION)[:9000]
    return ["\n".join("| " + line.replace("\t", " | ") + " |" if "\t" in line else line for line in text.split("\n")).encode()]


TARGETS: dict[str, tuple[Callable[[], Target], Callable[[], list[bytes]]]] = {
    "text": (lambda: reader("gouji.sources.text:read"), lambda: files("text")),
    "markdown": (lambda: reader("gouji.sources.text:read"), markdown),
    "html": (lambda: reader("gouji.sources.html:read"), lambda: files("html")),
    "mhtml": (lambda: reader("gouji.sources.mhtml:read"), page_in_one_file),
    "container": (lambda: reader(""), lambda: [*files("zip"), *files("docx"), *files("ods"), *files("text")]),
    "xls": (lambda: reader("gouji.sources.legacy:read"), lambda: files("xls")),
    "records": (workbook, records),
    "check": (check, lambda: files("text")),
    "reading": (reading, readings),
    "settings": (settings, tomls),
    "template": (template, yamls),
    "query": (query, addresses),
}


def prepared(folder: Path, seeds: Sequence[bytes]) -> None:
    """Puts the valid inputs where the mutations start."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--corpus", type=Path, default=Path(tempfile.gettempdir()) / "gouji-atheris")
    parser.add_argument("--only", type=Path, help="one input, without atheris, with its traceback")
    given = parser.parse_args()
    make, seeds = TARGETS[given.target]
    if given.only:
        make()(given.only.read_bytes())
        return
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris (Python 3.11; it is no dependency of Gouji)")
    folder = given.corpus / given.target
    with atheris.instrument_imports(include=["gouji", "html", "_markupbase", "email"]):
        target, valid = make(), seeds()
        for data in valid:  # what a reader imports when it is first used
            target(data)
    prepared(folder, valid)
    options: list[Any] = [f"-max_total_time={given.seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
    options += [f"-artifact_prefix={given.corpus}/", "-max_len=65536", "-print_final_stats=1", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *options, str(folder)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
