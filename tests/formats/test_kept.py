"""What was worked out before: made once, forgotten whole, never more than the limit."""

from __future__ import annotations

from phancap.formats.kept import Kept


def test_what_is_kept_is_made_once_until_all_is_forgotten() -> None:
    made: list[int] = []
    kept: Kept[int, int] = Kept(3)

    def square(number: int) -> int:
        def make() -> int:
            made.append(number)
            return number * number

        return kept.of(number, make)

    assert [square(n) for n in (1, 2, 0, 1, 2, 0)] == [1, 4, 0, 1, 4, 0]
    assert made == [1, 2, 0]
    assert square(3) == 9  # one more than there is room for
    assert dict(kept) == {3: 9}
    assert square(1) == 1
    assert made == [1, 2, 0, 3, 1]
