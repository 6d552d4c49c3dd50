"""`gouji serve`: the pages, on this machine unless told otherwise."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from fastapi import FastAPI

FAILED = 2
MEGABYTE = 1 << 20


def serve(
    corpus: Annotated[Path, typer.Option("--corpus", help="语料库文件。The corpus's file.")] = Path("gouji.duckdb"),
    host: Annotated[str, typer.Option(help="监听地址。Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0为任选。Port, 0 for any.")] = 8321,
    database: Annotated[str, typer.Option(help="用户与处理状态存放处，如 postgresql://…。Users and states.")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="登录后才能看。Reading needs a login.")] = False,
    secure_cookies: Annotated[
        bool, typer.Option("--secure-cookies", help="经 HTTPS 提供时用。For a server behind TLS.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="网站的域名，可多个；只答应这些名字。Names of the site; no other is answered."),
    ] = None,
    upload: Annotated[int, typer.Option("--upload", min=1, max=1024, help="放入的文件最大多少MB。Largest file, MB.")] = 50,
    lang: Annotated[str, typer.Option("--lang", help="没有选语言的人看到 zh 或 en。zh or en for who has not chosen.")] = "zh",
) -> None:
    """打开网页：搜索、看单位、看文件、比较、处理问题。  Serves the pages over a corpus."""
    try:
        from gouji.corpus import CorpusError
        from gouji.web.app import create_app
        from gouji.web.people import PeopleError
        from gouji.web.settings import Settings
    except ImportError:
        _fail("网页功能需要另装：pip install 'gouji[web]'")
    hosts = tuple(n.casefold() for n in name or ())
    settings = Settings(
        corpus, database, not closed, upload * MEGABYTE, secure_cookies, "en" if lang == "en" else "zh", hosts=hosts
    )
    try:
        app = create_app(settings)
    except (CorpusError, PeopleError) as error:
        _fail(error.english if lang == "en" else str(error))
    _run(app, host, port)


def _run(app: FastAPI, host: str, port: int) -> None:
    """Listens until it is told to end."""
    import uvicorn

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        app.state.site.close()
        _fail(f"{host}:{port}：不能监听（{error.strerror}）。可用 --port 换一个端口")
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"请用浏览器打开 http://{shown}:{listening.getsockname()[1]}/ （按 Ctrl+C 结束）")
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])


def _fail(message: str) -> NoReturn:
    typer.echo(f"gouji: {message}", err=True)
    raise typer.Exit(FAILED)
