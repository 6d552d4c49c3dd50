"""Mutated files of every format through every reader: no crash, no hang, no traceback; the only error is SourceError.

    python bench/fuzz.py --inputs 100000 [--seed 1] [--kinds pdf,docx] [--jobs 1]

Each input is made from (kind, seed, number) alone: a failure is printed with the command that repeats it. The readers run in
child processes with a memory limit, which are ended after --seconds on one input. Needs the dev extra (the files that are
mutated are written by tests/sources).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import select
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
KINDS = ("pdf", "docx", "xlsx", "xls", "ods", "html", "text", "zip")  # and “rtf”, by name: LibreOffice takes seconds for each
MEMORY = 3 << 30
BATCH = 1000  # inputs of one child process


def seeds(kind: str) -> list[bytes]:
    """Valid files of a kind, small ones and (where ../shared is there) real ones."""
    from tests.invented.document import document
    from tests.invented.forms import sheets
    from tests.invented.station import STATION
    from tests.sources import written

    few = sheets(STATION)[:3]
    if kind == "pdf":
        from tests.sources.drawn import STYLES, pdf
        from tests.sources.test_pdf_drawn import MERGED, ruled

        made = [pdf(partial(ruled, table=MERGED, line=line), pageCompression=c) for line in STYLES.values() for c in (0, 1)]
        return made + [p.read_bytes() for p in sorted((ROOT.parent / "shared" / "pdfs").glob("*.pdf"))[:1]]
    if kind == "text":
        text = document(STATION)[:9000]
        return [text.encode(e) for e in ("utf-8", "gb18030", "utf-16")] + [text.replace("\t", " | ").encode()]
    if kind == "rtf":  # told by its first bytes and left to LibreOffice, which takes seconds for each
        return [rb"{\rtf1\ansi\ansicpg936 {\b \'d4\'a4\'cb\'e3}\par 1234.56\par}"]
    if kind == "zip":
        import io
        import zipfile

        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made_zip:
            made_zip.writestr("1.txt", document(STATION)[:3000])
            made_zip.writestr("2.html", written.html(STATION, few[:1]))
        return [out.getvalue()]
    writer = getattr(written, kind)
    return [writer(STATION, few), writer(STATION, few[:1], 5)]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """`data` with a few of its bytes flipped, cut, repeated, moved, or numbers in it made strange."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        if not out:
            break
        at, size = rng.randrange(len(out)), min(len(out), rng.choice((1, 2, 4, 16, 200)))
        match rng.randrange(8):
            case 0:
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                out[at : at + size] = rng.randbytes(size)
            case 2:
                del out[at : at + size]
            case 3:
                out[at:at] = out[at : at + size] * rng.choice((1, 2, 50))
            case 4:
                other = rng.randrange(len(out))
                out[at : at + size] = out[other : other + size]
            case 5:
                digits = [i for i in range(at, min(at + 400, len(out))) if 48 <= out[i] <= 57]
                if digits:
                    out[digits[0] : digits[0] + 1] = rng.choice(
                        (b"0", b"-1", b"99999999999", b"65536", b"1e309", b"4294967295")
                    )
            case 6:
                tags = [i for i in range(at, min(at + 600, len(out))) if out[i] in b"<>/[]()"]
                if tags:
                    out[tags[0] : tags[0] + 1] = rng.choice((b"<", b">", b"", b"</", b"<<", b"[[[[", b"<!--", b"&#0;", b"&x;"))
            case 7 if rng.random() < 0.3:
                del out[at:]
    return bytes(out)


def inside(data: bytes, rng: random.Random) -> bytes:
    """A ZIP container with one or two of its members mutated: what the container's own checks would not let through."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        names = old.namelist()
        chosen = {rng.choice(names) for _ in range(rng.choice((1, 2)))}
        for name in names:
            member = old.read(name)
            new.writestr(name, mutated(member, rng) if name in chosen else member)
    return out.getvalue()


def made(kind: str, files: list[bytes], seed: int, number: int) -> bytes:
    """Input `number` of a run."""
    rng = random.Random(f"{kind} {seed} {number}")
    data = rng.choice(files)
    return inside(data, rng) if data.startswith(b"PK") and rng.random() < 0.7 else mutated(data, rng)


def child(kind: str, seed: int, first: int, end: int) -> None:
    """Reads the inputs first … end-1; prints each number before it is read, and what went wrong."""
    from gouji.model.disclosure import Source
    from gouji.sources import LIMITS, SourceError
    from gouji.sources.opening import read_bytes

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries print
    files = seeds(kind)
    for number in range(first, end):
        print(number, file=told, flush=True)
        try:
            read_bytes(made(kind, files, seed, number), Source("fuzz"), LIMITS)
        except SourceError:
            pass
        except Exception:
            print("! " + traceback.format_exc().replace("\n", " | "), file=told, flush=True)


def run(kind: str, seed: int, first: int, end: int, seconds: float) -> list[str]:
    """The failures among inputs first … end-1; a child that dies or hangs is replaced by one that goes on after it."""
    failures, at = [], first
    while at < end:
        command = [sys.executable, __file__, "--child", kind, str(seed), str(at), str(min(end, at + BATCH))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            last, late = at - 1, False
            while True:
                if not select.select([process.stdout], [], [], seconds + (60 if last < at else 0))[0]:
                    late = True
                    process.kill()
                    break
                line = process.stdout.readline().decode().strip()
                if not line:
                    break
                if line.startswith("!"):
                    failures.append(f"{kind} --seed {seed} --only {last}: {line[2:]}")
                else:
                    last = int(line)
            code = process.wait()
        if late or code:
            failures.append(f"{kind} --seed {seed} --only {last}: {'hangs' if late else f'ends with code {code}'}")
        at = last + 1
    return failures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--only", type=int, help="one input, in this process, with its traceback")
    parser.add_argument("--child", nargs=4, metavar=("KIND", "SEED", "FIRST", "END"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child[0], *map(int, given.child[1:]))
        return
    kinds = given.kinds.split(",")
    if given.only is not None:
        child(kinds[0], given.seed, given.only, given.only + 1)
        return
    each = -(-given.inputs // len(kinds))
    bad = 0

    def one(kind: str) -> tuple[str, float, list[str]]:
        started = time.monotonic()
        failures = run(kind, given.seed, 0, each, given.seconds)
        return kind, time.monotonic() - started, failures

    with ThreadPoolExecutor(given.jobs) as pool:
        for kind, seconds, failures in pool.map(one, kinds):
            print(f"{kind}: {each} inputs, seed {given.seed}, {len(failures)} failures, {seconds:.0f} s", flush=True)
            for failure in failures:
                print("  " + failure, flush=True)
            bad += len(failures)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
