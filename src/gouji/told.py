"""What all commands say alike: the choice of language, and the system's errors in the user's words."""

from __future__ import annotations

import errno
from enum import StrEnum
from typing import Annotated

import typer


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


LangOption = Annotated[Lang, typer.Option("--lang", help="语言 language")]

_CHINESE = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已有同名的文件",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EADDRINUSE: "这个端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is one of the usual reasons, else in the system's words."""
    return _CHINESE.get(error.errno or 0) or error.strerror or str(error)
