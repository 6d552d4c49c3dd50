"""What pages ask again and again, remembered until the corpus changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from gouji.corpus import Corpus

T = TypeVar("T")
ENTRIES = 2000


class Memo:
    """Answers by key, the least used forgotten beyond `most`. May be shared by threads; of several that ask for the same at
    once, one makes it and the others wait. What raises is not remembered."""

    def __init__(self, corpus: Corpus, most: int = ENTRIES) -> None:
        self._corpus = corpus
        self._most = most
        self._known: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer to `key` in the corpus as it is now; `make` finds it where it is not known."""
        now = self._corpus.commits
        found = self._get(key, now)
        if found is not None:
            answer: T = found[1]
            return answer
        with self._lock:
            turn = self._making.setdefault(key, threading.Lock())
        try:
            with turn:
                found = self._get(key, now)
                if found is not None:
                    answer = found[1]
                    return answer
                made = make()
                self._put(key, now, made)
                return made
        finally:
            with self._lock:
                self._making.pop(key, None)

    def _get(self, key: Hashable, now: int) -> tuple[int, Any] | None:
        with self._lock:
            found = self._known.get(key)
            if found is None or found[0] != now:
                return None
            self._known.move_to_end(key)
            return found

    def _put(self, key: Hashable, now: int, made: Any) -> None:
        with self._lock:
            self._known[key] = (now, made)
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
