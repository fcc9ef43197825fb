"""Conditions of a grant: a box of facts written as ``value < 15000000000 and class in {III, IV}``.

Only ``<, <=, >, >=, =, in`` joined by ``and``: a box. ``or`` is two grants. Numbers are whole;
intervals are half-open, so ``<= 9`` becomes ``< 10``.
"""

import re
from typing import NamedTuple

# Not compiled before a condition is read: a kept snapshot holds none to read.
_TERM = r"(?s)\s*([\w.-]+)\s*(<=|>=|<|>|=|\bin\b)\s*(.+?)\s*\Z"
_AND = r"\s+and\s+(?![^{]*\})"
_NUMBER = r"[+-]?\d+\Z"
NUMERIC = ("integer", "money", "area")


class Term(NamedTuple):
    """One comparison as written: ``values`` has one entry but for ``in``."""

    fact: str
    op: str
    values: tuple[str, ...]


class Span(NamedTuple):
    """Whole numbers ``[low, high)``; ``None`` is no bound on that side."""

    low: int | None
    high: int | None

    def holds(self, value: int) -> bool:
        """Whether ``value`` lies inside."""
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)

    def meet(self, other: "Span") -> "Span":
        """The common part, possibly empty (``low >= high``)."""
        lows = [x for x in (self.low, other.low) if x is not None]
        highs = [x for x in (self.high, other.high) if x is not None]
        return Span(max(lows, default=None), min(highs, default=None))

    @property
    def empty(self) -> bool:
        """Whether no whole number lies inside."""
        return self.low is not None and self.high is not None and self.low >= self.high


Axis = Span | frozenset[str]
Box = dict[str, Axis]
"""Fact to the values it may have: a :class:`Span` for numbers, a set of words for the rest."""


def parse_condition(text: str) -> tuple[Term, ...]:
    """The comparisons of a condition; :class:`ValueError` with a sentence where it is not one."""
    if not text.strip():
        return ()
    terms = []
    for piece in re.split(_AND, text.strip()):
        terms.append(_parse_term(piece, text))
    return tuple(terms)


def _parse_term(piece: str, whole: str) -> Term:
    match = re.match(_TERM, piece)
    if match is None:
        raise ValueError(
            f"`{piece}` không phải điều kiện · viết như `value < 15000000000 and class in {{III, IV}}`; "
            "chỉ có `<, <=, >, >=, =, in` nối bằng `and` (`or` là hai dòng)"
        )
    fact, op, right = match.groups()
    if re.search(r"\s(or|hoặc)\s", f" {right} "):
        raise ValueError(f"`{whole}` có `or` · một dòng là một hộp: viết thành hai dòng grants.csv")
    if op == "in":
        if not (right.startswith("{") and right.endswith("}")):
            raise ValueError(f"`{piece}`: sau `in` cần danh sách trong ngoặc nhọn, như `{{III, IV}}`")
        values = tuple(value.strip() for value in right[1:-1].split(",") if value.strip())
        if not values:
            raise ValueError(f"`{piece}`: danh sách sau `in` rỗng")
        return Term(fact, op, values)
    if any(sign in right for sign in "<>={}"):
        raise ValueError(f"`{piece}` không phải một phép so sánh · mỗi phép nối với nhau bằng `and`")
    if op != "=" and not re.match(_NUMBER, right):
        raise ValueError(f"`{right}` không phải số nguyên · viết đủ chữ số, như `15000000000`")
    return Term(fact, op, (right,))


def axis_of(term: Term, kind: str, values: tuple[str, ...]) -> Axis:
    """What one comparison allows on a fact of type ``kind`` (closed list ``values`` for a category)."""
    if kind in NUMERIC:
        return _span(term)
    if term.op not in ("=", "in"):
        raise ValueError(f"`{term.fact}` là phân loại, không so sánh bằng `{term.op}` · dùng `=` hoặc `in`")
    allowed = ("yes", "no") if kind == "bool" else values
    for value in term.values:
        if value not in allowed:
            raise ValueError(f"`{value}` không có trong danh sách của `{term.fact}`: {', '.join(allowed)}")
    return frozenset(term.values)


def _span(term: Term) -> Span:
    for value in term.values:
        if not re.match(_NUMBER, value):
            raise ValueError(f"`{value}` không phải số nguyên mà `{term.fact}` là số")
    numbers = sorted({int(value) for value in term.values})
    low, high = numbers[0], numbers[-1]
    if term.op == "in" and high - low + 1 != len(numbers):
        raise ValueError(f"`{term.fact} in {{...}}` với số phải là các số liền nhau · tách thành nhiều dòng")
    return {
        "<": Span(None, low),
        "<=": Span(None, low + 1),
        ">": Span(low + 1, None),
        ">=": Span(low, None),
        "=": Span(low, low + 1),
        "in": Span(low, high + 1),
    }[term.op]


def meet(first: Axis, second: Axis) -> Axis:
    """The values allowed by both."""
    if isinstance(first, Span) and isinstance(second, Span):
        return first.meet(second)
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return first & second
    raise TypeError("two kinds of axis on one fact")


def box_of(terms: tuple[Term, ...], facts: dict[str, tuple[str, tuple[str, ...]]]) -> Box:
    """The box of a condition; ``facts`` maps each declared fact to its type and closed list.

    :class:`ValueError` names a fact that the power does not declare.
    """
    box: Box = {}
    for term in terms:
        if term.fact not in facts:
            known = ", ".join(sorted(facts)) or "(chưa khai báo dữ kiện nào)"
            raise ValueError(f"thẩm quyền này không có dữ kiện `{term.fact}` · có: {known}")
        kind, values = facts[term.fact]
        axis = axis_of(term, kind, values)
        box[term.fact] = meet(box[term.fact], axis) if term.fact in box else axis
    return box


def is_empty(axis: Axis) -> bool:
    """Whether nothing is left on this axis."""
    return axis.empty if isinstance(axis, Span) else not axis


def show_box(box: Box) -> str:
    """The box in the file's own words, one comparison after the other, sorted by fact."""
    parts = []
    for fact in sorted(box):
        axis = box[fact]
        if isinstance(axis, frozenset):
            members = sorted(axis)
            parts.append(
                f"{fact} = {members[0]}" if len(members) == 1 else f"{fact} in {{{', '.join(members)}}}"
            )
            continue
        if axis.low is not None and axis.high == axis.low + 1:
            parts.append(f"{fact} = {axis.low}")
            continue
        if axis.low is not None:
            parts.append(f"{fact} >= {axis.low}")
        if axis.high is not None:
            parts.append(f"{fact} < {axis.high}")
    return " and ".join(parts)
