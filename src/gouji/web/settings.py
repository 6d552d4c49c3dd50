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
    """

    corpus: Path
    database: str = ""
    open_reading: bool = True
    upload_bytes: int = 50 * 2**20
    secure_cookies: bool = False
    lang: str = "zh"

    @property
    def database_url(self) -> str:
        """The address in force."""
        return self.database or f"sqlite:///{self.corpus.with_suffix('.people.sqlite').absolute()}"
