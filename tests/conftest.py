"""Settings of every property test.

`make test` gates a submission, so the same commit gives the same answer: examples follow from the test's own text, and no
example fails for the time it takes. `pytest --hypothesis-profile=search` looks for new examples.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

SLOW = (HealthCheck.too_slow,)  # says something of the machine, not of the code

settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("search", deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.load_profile("gate")
