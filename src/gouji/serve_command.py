"""`gouji serve`: the pages, on this machine unless told otherwise."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gouji.told import Lang, reason

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
    lang: Annotated[Lang, typer.Option("--lang", help="没有选语言的人看到哪种。For who has not chosen.")] = Lang.ZH,
) -> None:
    """打开网页：搜索、看单位、看文件、比较、处理问题。  Serves the pages over a corpus."""
    try:
        from gouji.corpus import CorpusError
        from gouji.web.app import create_app
        from gouji.web.people import PeopleError
        from gouji.web.settings import Settings
    except ImportError:
        _fail(_say(lang, "网页功能需要另装：pip install 'gouji[web]'", "the pages need: pip install 'gouji[web]'"))
    hosts = tuple(n.casefold() for n in name or ())
    settings = Settings(
        corpus, database, not closed, upload * MEGABYTE, secure_cookies, "en" if lang == "en" else "zh", hosts=hosts
    )
    try:
        app = create_app(settings)
    except (CorpusError, PeopleError) as error:
        _fail(error.english if lang == "en" else str(error))
    _run(app, corpus, host, port, lang)


def _run(app: FastAPI, corpus: Path, host: str, port: int, lang: str) -> None:
    """Listens until it is told to end."""
    import uvicorn

    from gouji.corpus.serving import announced

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        app.state.site.close()
        _fail(
            _say(
                lang,
                f"{host}:{port}：不能监听（{reason(error)}）。可用 --port 换一个端口",
                f"{host}:{port}: cannot listen ({os.strerror(error.errno or 0)}); --port takes another",
            )
        )
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listening.getsockname()[1]}/"
    typer.echo(_say(lang, f"请用浏览器打开 {url} （按 Ctrl+C 结束）", f"open {url} in a browser (Ctrl+C ends)"))
    with announced(corpus, url):
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])


def _say(lang: str, chinese: str, english: str) -> str:
    return english if lang == "en" else chinese


def _fail(message: str) -> NoReturn:
    typer.echo(f"gouji: {message}", err=True)
    raise typer.Exit(FAILED)
