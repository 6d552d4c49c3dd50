"""What one running site is told: where its data is and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """One site.

    `corpus`: the corpus's file. `database`: SQLAlchemy address of what people do (users, states, log); empty: an SQLite file
    beside the corpus. `open_reading`: whether pages are read without a login. `upload_bytes`: largest file taken.
    `secure_cookies`: cookies only over HTTPS (a server behind TLS). `lang`: of a reader who has chosen none.
    `idle_minutes`, `session_hours`: how long a login lasts without use and in all. `hosts`: the names under which the site is
    asked for, small; any other is refused (none given: any name).
    """

    corpus: Path
    database: str = ""
    open_reading: bool = True
    upload_bytes: int = 50 * 2**20
    secure_cookies: bool = False
    lang: str = "zh"
    idle_minutes: int = 120
    session_hours: int = 12
    hosts: tuple[str, ...] = ()

    @property
    def database_url(self) -> str:
        """The address in force."""
        return self.database or f"sqlite:///{self.corpus.with_suffix('.people.sqlite').absolute()}"
