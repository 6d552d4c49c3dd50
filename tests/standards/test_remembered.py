"""What follows from an object that never changes is worked out once, and never given to another object."""

from __future__ import annotations

from gouji.standards.remembered import MOST, Remembered


def test_each_object_is_asked_once_and_equal_objects_are_told_apart() -> None:
    asked: list[list[int]] = []

    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    remembered = Remembered(total)
    one, other = [1, 2], [1, 2]
    assert [remembered(one), remembered(one), remembered(other)] == [3, 3, 3]
    assert len(asked) == 2
    assert asked[0] is one
    assert asked[1] is other


def test_objects_that_came_and_went_do_not_leave_their_answers_to_others() -> None:
    remembered = Remembered(lambda numbers: numbers[0])
    assert all(remembered([n]) == n for n in range(3 * MOST))
