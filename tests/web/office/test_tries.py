"""Tries that come at the same moment follow one another, on either database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from gouji.web.people import People, tries


def test_tries_at_the_same_time_do_not_pass_together(people: People) -> None:
    limit = tries.Limit("many", 5, 60)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: tries.take(people, [(limit, "x")]), range(24)))
    assert sum(w == 0 for w in waits) == 5
    tries.undo(people, [(limit, "x"), (limit, "unknown")])
    assert [tries.take(people, [(limit, "x")]) > 0 for _ in range(2)] == [False, True]
