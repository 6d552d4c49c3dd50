"""`gouji serve`: the pages, on this machine unless told otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    corpus: Annotated[Path, typer.Option("--corpus", help="语料库文件。The corpus's file.")] = Path("gouji.duckdb"),
    host: Annotated[str, typer.Option(help="监听地址。Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口。Port.")] = 8321,
    database: Annotated[str, typer.Option(help="用户与处理状态存放处，如 postgresql://…。Users and states.")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="登录后才能看。Reading needs a login.")] = False,
    secure_cookies: Annotated[
        bool, typer.Option("--secure-cookies", help="经 HTTPS 提供时用。For a server behind TLS.")
    ] = False,
) -> None:
    """打开网页：搜索、看单位、看文件、比较、处理问题。Serve the pages over a corpus."""
    try:
        import uvicorn

        from gouji.corpus import CorpusError
        from gouji.web.app import create_app
        from gouji.web.settings import Settings
    except ImportError:
        typer.echo("gouji: 网页功能需要另装：pip install 'gouji[web]'", err=True)
        raise typer.Exit(2) from None
    try:
        app = create_app(Settings(corpus, database, not closed, secure_cookies=secure_cookies))
    except CorpusError as error:
        typer.echo(f"gouji: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"请用浏览器打开 http://{host}:{port}/ （按 Ctrl+C 结束）")
    uvicorn.run(app, host=host, port=port, log_level="warning")
