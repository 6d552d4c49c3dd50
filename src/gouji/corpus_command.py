"""`gouji corpus add | query | compare | export`: thin commands over a corpus."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.told import Lang, LangOption

if TYPE_CHECKING:
    from gouji.corpus.ingest import Step
    from gouji.corpus.store import Corpus

app = typer.Typer(
    help="许多单位的预算：入库、查询、比较、导出。Many disclosures: store, query, compare, export.", no_args_is_help=True
)
Store = Annotated[Path, typer.Option("--corpus", help="语料库文件。The corpus's file.")]
DEFAULT = Path("gouji.duckdb")


def _fail(message: str) -> typer.Exit:
    typer.echo(f"gouji: {message}", err=True)
    return typer.Exit(2)


@app.command(epilog="例：gouji corpus add 公开文件/ --corpus 全市.duckdb")
def add(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹。Files or folders.")],
    corpus: Store = DEFAULT,
    jobs: Annotated[int | None, typer.Option(help="同时处理几份。Worker processes.")] = None,
    engine: Annotated[str, typer.Option(help="local：本机进程；ray：Ray 集群，写 Parquet。local | ray.")] = "local",
    address: Annotated[str | None, typer.Option(help="Ray 集群地址，如 auto。Address of a running cluster.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="ray 写到哪个文件夹。Where ray writes.")] = None,
) -> None:
    """读、检查并入库；同一份文件只存一次，更正的文件取代旧的。Read, check and store; each file once."""
    from gouji.corpus.error import CorpusError
    from gouji.jobs import files

    if engine not in ("local", "ray"):
        raise _fail("--engine local | ray")
    found = files(paths)
    if not found:
        raise _fail("没有可读的公开文件")
    target = corpus if engine == "local" else parquet or corpus.with_suffix(".parquet")
    try:
        with contextlib.ExitStack() as stack:
            stored, known = _added(_steps(stack, engine, target, found, jobs, address), len(found))
    except CorpusError as error:
        raise _fail(str(error)) from None
    typer.echo(f"入库{stored}份，已有{known}份，未能读取{len(found) - stored - known}份：{target}")
    if stored + known == 0:
        raise typer.Exit(2)


def _steps(
    stack: contextlib.ExitStack, engine: str, target: Path, found: Sequence[Path], jobs: int | None, address: str | None
) -> Iterator[Step]:
    if engine == "ray":
        from gouji.corpus.cluster import add as on_cluster

        return on_cluster(target, found, address, jobs)
    from gouji.corpus.ingest import add as ingest
    from gouji.corpus.store import open_corpus

    return ingest(stack.enter_context(open_corpus(target)), found, jobs)


def _added(steps: Iterator[Step], count: int) -> tuple[int, int]:
    from gouji.reporting.progress import Progress

    stored = known = 0
    with Progress(count, "zh") as progress:
        for step in steps:
            progress.advance()
            stored += step.stored
            known += step.known
            if step.problem:
                typer.echo(f"gouji: {step.problem}", err=True)
    return stored, known


@app.command(epilog="例：gouji corpus load 全省.parquet --corpus 全省.duckdb")
def load(
    folder: Annotated[Path, typer.Argument(help="ray 写出的 Parquet 文件夹。What the Ray engine wrote.")],
    corpus: Store = DEFAULT,
) -> None:
    """把集群写出的 Parquet 并入语料库；已有的不再存。Take over what a cluster wrote."""
    from gouji.corpus.parts import load as take
    from gouji.corpus.store import CorpusError, open_corpus

    try:
        with open_corpus(corpus, files=True) as store:
            typer.echo(f"入库{take(store, folder)}份：{corpus}")
    except CorpusError as error:
        raise _fail(str(error)) from None


@app.command(epilog='例：gouji corpus query --sql "select issuer, year, errors from current"')
def query(
    corpus: Store = DEFAULT,
    sql: Annotated[str | None, typer.Option(help="SQL 语句（只读）。A query; nothing is changed.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="按维度汇总，如 function:3。Sum by a dimension.")] = None,
    cut: Annotated[list[str] | None, typer.Option(help="筛选，如 year=2024、function=210*。Keep only.")] = None,
    per: Annotated[str | None, typer.Option(help="按参考表的人数平均，如 参保人数。Divide by a measure.")] = None,
    url: Annotated[str | None, typer.Option(help="问正在运行的 gouji serve（不用 --sql）。Ask a running server.")] = None,
) -> None:
    """按 SQL 或按维度查询，结果为 CSV。Query by SQL or by dimension; CSV on standard output."""
    from gouji.corpus.query import aggregate
    from gouji.corpus.remote import aggregate_csv
    from gouji.corpus.store import CorpusError, open_corpus

    pairs = dict(part.split("=", 1) for part in cut or [] if "=" in part)
    if url and sql:
        raise _fail("--url 只能按维度查询（--by、--cut、--per）；--sql 要直接打开语料库")
    try:
        if url:
            typer.echo(aggregate_csv(url, by or [], pairs, per), nl=False)
            return
        with open_corpus(corpus, read_only=True) as store:
            frame = store.sql(sql) if sql else aggregate(store, by or [], pairs, per=per)
            typer.echo(frame.write_csv(), nl=False)
    except CorpusError as error:
        raise _fail(str(error)) from None


@app.command(epilog="例：gouji corpus compare 甲局 乙局 --by function:3")
def compare(
    issuers: Annotated[list[str], typer.Argument(help="单位名称。Names of bodies.")],
    corpus: Store = DEFAULT,
    form: Annotated[str, typer.Option(help="表的种类。Form kind.")] = "expenditure_summary",
    by: Annotated[str, typer.Option(help="按什么比较。Dimension.")] = "function",
) -> None:
    """几个单位并排比较，结果为 CSV。Bodies side by side; CSV on standard output."""
    from gouji.corpus.compare import compare as side_by_side
    from gouji.corpus.store import CorpusError, open_corpus

    try:
        with open_corpus(corpus, read_only=True) as store:
            typer.echo(side_by_side(store, issuers, form, by).write_csv(), nl=False)
    except CorpusError as error:
        raise _fail(str(error)) from None


@app.command(epilog="例：gouji corpus lineage 机构变动.csv")
def lineage(path: Annotated[Path, typer.Argument(help="CSV 文件。CSV file.")], corpus: Store = DEFAULT) -> None:
    """改名、合并的单位：CSV 列为 division, old_code, old_name, new_code, new_name, year, kind, source。Renamed bodies."""
    from gouji.corpus.tables import add_lineage

    _table(add_lineage, path, corpus)


@app.command(epilog="例：gouji corpus reference 参保人数.csv")
def reference(path: Annotated[Path, typer.Argument(help="CSV 文件。CSV file.")], corpus: Store = DEFAULT) -> None:
    """人均、人员平均用的人数：CSV 列为 measure, division, agency, year, value, unit, source。Persons, staff."""
    from gouji.corpus.tables import add_reference

    _table(add_reference, path, corpus)


@app.command(epilog="例：gouji corpus check --corpus 全市.duckdb")
def check(
    corpus: Store = DEFAULT,
    jobs: Annotated[int | None, typer.Option(help="同时核对几份。Worker processes.")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """旧规则核对过的重新核对；再互相核对：部门与单位、今年与上年、同一项目、同类单位。By today's rules, then together."""
    from rich.console import Console

    from gouji.corpus.checks import check as check_all
    from gouji.corpus.checks import found
    from gouji.corpus.store import CorpusError, open_corpus
    from gouji.reporting.together import show_together

    try:
        with open_corpus(corpus) as store:
            _anew(store, jobs, lang)
            count = check_all(store)
            findings = found(store, lang)
    except CorpusError as error:
        raise _fail(error.english if lang == "en" else str(error)) from None
    show_together(Console(soft_wrap=False), findings, lang)
    typer.echo(f"{count} findings over several documents" if lang == "en" else f"互相核对：{count}处")
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(1)


def _anew(store: Corpus, jobs: int | None, lang: str) -> None:
    """Checks anew what was checked by older rules; says so where there is any."""
    from gouji.corpus.recheck import outdated, recheck
    from gouji.reporting.progress import Progress

    documents = outdated(store)
    if not documents:
        return
    done = 0
    with Progress(len(documents), lang) as progress:
        for _, fine in recheck(store, documents, jobs):
            progress.advance()
            done += fine
    left = len(documents) - done
    if lang == "en":
        typer.echo(f"{done} documents checked anew by today's rules" + (f", {left} could not be" if left else ""))
    else:
        typer.echo(f"按今天的规则重新核对{done}份" + (f"，{left}份没有成功" if left else ""))


def _table(add: Callable[[Corpus, Path], int], path: Path, corpus: Path) -> None:
    from gouji.corpus.store import CorpusError, open_corpus

    try:
        with open_corpus(corpus) as store:
            typer.echo(f"读入{add(store, path)}行：{corpus}")
    except CorpusError as error:
        raise _fail(str(error)) from None


@app.command(epilog="例：gouji corpus export parquet/")
def export(
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹。Where to write.")],
    corpus: Store = DEFAULT,
) -> None:
    """导出为按年度和省份分区的 Parquet。Parquet files by year and province."""
    from gouji.corpus.export import export as to_parquet
    from gouji.corpus.store import CorpusError, open_corpus

    try:
        with open_corpus(corpus, read_only=True, files=True) as store:
            for path in to_parquet(store, folder):
                typer.echo(str(path))
    except CorpusError as error:
        raise _fail(str(error)) from None
