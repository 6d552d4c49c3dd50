"""Processor time of a call, as little disturbed as can be: for tests of cost, which other work on the machine must not fail."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cost(call: Callable[[], object], runs: int = 5) -> float:
    """Processor seconds of the quickest of `runs` calls. The collector rests meanwhile: in a process that ran thousands of
    tests one full collection takes longer than most of what is timed."""
    resting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        times = []
        for _ in range(runs):
            begun = time.process_time()
            call()
            times.append(time.process_time() - begun)
        return min(times)
    finally:
        if resting:
            gc.enable()
