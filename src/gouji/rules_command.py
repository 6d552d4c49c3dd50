"""`gouji rules`: every rule in a list, or what one of them says, with its basis and an example."""

from __future__ import annotations

from typing import Annotated

import typer

from gouji.told import Lang, LangOption

OK, FAILED = 0, 2


def rules(
    id: Annotated[str, typer.Argument(metavar="[ID]", help="规则编号或其中的字 a rule's id, or words of it")] = "",
    lang: LangOption = Lang.ZH,
) -> None:
    """列出全部规则，或说明一条。  Lists every rule, or explains one with its basis and an example."""
    from gouji.checking.document import explain, find, listed
    from gouji.checking.document import rules as everything

    if not id:
        typer.echo(listed(everything(), lang))
        raise typer.Exit(OK)
    found = find(id)
    if not found:
        told = (
            f"no rule is called {id}; gouji rules lists them"
            if lang == "en"
            else f"没有叫做{id}的规则，gouji rules 列出全部规则"
        )
        typer.echo(f"gouji: {told}", err=True)
        raise typer.Exit(FAILED)
    typer.echo("\n\n".join(explain(rule, lang) for rule in found) if len(found) <= 5 else listed(found, lang))
