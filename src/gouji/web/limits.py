"""How often something may be tried: bounded in memory, forgotten with time."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

KEYS = 10_000


class Limiter:
    """At most `most` tries of one key within `seconds`. May be shared by threads."""

    def __init__(self, most: int, seconds: float, keys: int = KEYS, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.keys, self.clock = most, seconds, keys, clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Seconds until the key may be tried again; 0 where it may now."""
        with self._lock:
            tries = self._tries.get(key)
            if tries is None or len(tries) < self.most:
                return 0.0
            return max(0.0, tries[0] + self.seconds - self.clock())

    def count(self, key: str) -> None:
        """One more try."""
        with self._lock:
            tries = self._tries.setdefault(key, deque(maxlen=self.most))
            tries.append(self.clock())
            self._tries.move_to_end(key)
            while len(self._tries) > self.keys:
                self._tries.popitem(last=False)

    def take(self, key: str) -> float:
        """Counts a try where one is allowed; seconds to wait where none is."""
        waiting = self.wait(key)
        if not waiting:
            self.count(key)
        return waiting

    def forget(self, key: str) -> None:
        """As if it had never been tried."""
        with self._lock:
            self._tries.pop(key, None)


def network(address: str) -> str:
    """Whom an address belongs to: itself, of IPv6 the /64 that one subscriber has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
