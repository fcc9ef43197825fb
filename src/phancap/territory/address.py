"""An address in words, taken apart: which names stand in it, with which type words, and what else.

Nothing is decided here. ``51 ly tu trong an phu ninh kieu`` holds the names `an phu` and `ninh kieu`; that
the one lies in the other is for :mod:`phancap.territory.ranking` to find.
"""

from typing import NamedTuple

from phancap.territory.gazetteer import Gazetteer
from phancap.territory.labels import ROMAN
from phancap.territory.spelling import (
    STREET_WORDS,
    SURNAMES,
    Token,
    TypeWord,
    key_of,
    numbered,
    parts,
    says,
    tokens,
)

_COUNTRY = frozenset(("viet nam", "vietnam", "vn"))
_LEADING = frozenset(("so", "nha", "lo", "can"))
"""Words around a house number: ``số nhà 51``, ``lô 12``."""


class Mention(NamedTuple):
    """A name that occurs: tokens ``[start, end)``, with its type words ``[head, tail)``.

    ``types`` are the folded types the type word may mean (empty: none was written). ``weak``: it may as
    well belong to the name of a street.
    """

    start: int
    end: int
    head: int
    tail: int
    key: str
    written: tuple[Token, ...]
    types: frozenset[str] = frozenset()
    weak: bool = False

    def overlaps(self, other: "Mention") -> bool:
        """Whether both use a common word."""
        return self.head < other.tail and other.head < self.tail


class Unread(NamedTuple):
    """A type word with a name nobody bears: ``phường Xyz``. ``position`` is that of its first token."""

    words: str
    types: frozenset[str]
    position: int


class Address(NamedTuple):
    """What was read, from left to right; ``rest`` are the parts without any name, for a nearest name."""

    mentions: tuple[Mention, ...]
    unread: tuple[Unread, ...]
    rest: tuple[str, ...]


def read_address(gazetteer: Gazetteer, words: str) -> Address:
    """Take an address apart."""
    reader = _Reader(gazetteer, words)
    mentions = reader.mentions()
    return Address(tuple(mentions), tuple(reader.unread(mentions)), tuple(reader.rest(mentions)))


class _Reader:
    def __init__(self, gazetteer: Gazetteer, words: str) -> None:
        self.gazetteer = gazetteer
        whole = tokens(words)
        # A name may hold a comma itself.
        pieces = [whole] if gazetteer.has(key_of(whole)) else parts(words)
        while pieces and (tail := _country(pieces[-1])):
            pieces[-1] = pieces[-1][:-tail]
            if not pieces[-1]:
                pieces.pop()
        self.tokens = [token for piece in pieces for token in piece]
        self.part_of: list[tuple[int, int]] = []
        start = 0
        for piece in pieces:
            self.part_of += [(start, start + len(piece))] * len(piece)
            start += len(piece)

    # -- names -----------------------------------------------------------------------------------

    def mentions(self) -> list[Mention]:
        """The names, longest reading first; those that are certainly a street's are left out."""
        found = [mention for i in range(len(self.tokens)) if (mention := self._mention_at(i))]
        whole = [m for m in found if not any(_inside(m, other) for other in found)]
        return self._without_streets(whole)

    def _mention_at(self, start: int) -> Mention | None:
        first, last = self.part_of[start]
        head, types = self._type_before(start, first)
        for end in range(min(last, start + self.gazetteer.longest), start, -1):
            written = tuple(self.tokens[start:end])
            key = self._key(written, bool(types))
            if key is None:
                continue
            tail = end
            if not types and end < last:
                word = self.gazetteer.words.get(self.tokens[end].text)
                if word is not None and word.after:
                    types, tail = word.types, end + 1
            return Mention(start, end, head, tail, key, written, types)
        return None

    def _key(self, written: tuple[Token, ...], typed: bool) -> str | None:
        key = key_of(written)
        lone = len(written) == 1 and (written[0].number or key in ROMAN)
        # A bare number is a house; only `phường 1` is a unit. `I` alone is no house.
        if lone and not typed and (written[0].number or len(self.tokens) > 1):
            return None
        forms = (numbered(key),) if lone else (key, numbered(key))
        return next((form for form in forms if self.gazetteer.has(form)), None)

    def _type_before(self, start: int, first: int) -> tuple[int, frozenset[str]]:
        for size in (2, 1):
            if start - size >= first:
                word = self._type_word(start - size, size)
                if word is not None:
                    return start - size, word.types
        return start, frozenset()

    def _type_word(self, at: int, size: int) -> TypeWord | None:
        written = self.tokens[at : at + size]
        word = self.gazetteer.words.get(key_of(written))
        return word if word is not None and (not word.spelling or says(written, word.spelling)) else None

    # -- streets ---------------------------------------------------------------------------------

    def _without_streets(self, found: list[Mention]) -> list[Mention]:
        kept: list[Mention] = []
        # From the right: of two readings that share a word the later one stands, `tan an|ninh kieu`.
        for mention in reversed(found):
            if mention.types or self._is_spot(mention):
                kept.append(mention)
                continue
            first, last = self.part_of[mention.start]
            elsewhere = any(other.start >= last or other.start < first for other in found)
            marks = [at for at in range(first, mention.head) if self._street_word(at, found)]
            # `đường An Ninh`; and in a part of its own all of `hẻm 2 Nguyễn An Ninh` is the street.
            if any(at + size == mention.head for at in marks if (size := self._street_word(at, found))):
                continue
            if marks and elsewhere:
                continue
            shares = any(
                other.overlaps(mention) and not other.weak and other[2:4] != mention[2:4] for other in kept
            )
            weak = shares or self._is_weak(mention, found, first, last)
            kept.append(mention._replace(weak=weak))
        return kept[::-1]

    def _is_spot(self, mention: Mention) -> bool:
        return any(spot for _, _, spot in self.gazetteer.others.get(mention.key, ()))

    def _is_weak(self, mention: Mention, found: list[Mention], first: int, last: int) -> bool:
        before = mention.head
        if before > first and self._surname(before - 1, found):
            return True
        if not any(other.start >= mention.tail for other in found) or not self._house_number(first):
            return False
        # `12 Cái Khế, Ninh Kiều`: a street of that name, or the ward.
        numbers_only = all(self._leads(at) for at in range(first, before))
        return numbers_only or any(other.start >= last for other in found)

    def _house_number(self, first: int) -> bool:
        at = first
        while at < self.part_of[first][1] and self.tokens[at].text in _LEADING:
            at += 1
        return at < self.part_of[first][1] and self.tokens[at].number

    def _leads(self, at: int) -> bool:
        token = self.tokens[at]
        return token.number or len(token.text) == 1 or token.text in _LEADING

    def _surname(self, at: int, found: list[Mention]) -> bool:
        token = self.tokens[at]
        spelling = SURNAMES.get(token.text)
        return spelling is not None and says((token,), spelling) and not _covered(at, found)

    def _street_word(self, at: int, found: list[Mention]) -> int:
        """The number of tokens of the street word at ``at``; 0 where there is none."""
        if _covered(at, found):
            return 0
        for size in (3, 2, 1):
            written = self.tokens[at : at + size]
            spelling = STREET_WORDS.get(key_of(written))
            if spelling is not None and says(written, spelling):
                return size
        # `đ. 30/4` or `Đ Mậu Thân`, but not the letter of a house (`51 D`).
        return int(
            self.tokens[at].raw in ("đ", "Đ") or (self.tokens[at].text == "d" and self.tokens[at].dotted)
        )

    # -- what was not read -------------------------------------------------------------------------

    def unread(self, found: list[Mention]) -> list[Unread]:
        """Type words followed by a name nobody bears."""
        result = []
        tails = {mention.tail for mention in found}
        for at in range(len(self.tokens)):
            first, last = self.part_of[at]
            size = next(
                (
                    s
                    for s in (2, 1)
                    if at + s < last and self._claims_a_unit(at, s, at == first or at in tails)
                ),
                0,
            )
            if not size or any(_covered(i, found) for i in range(at, at + size + 1)):
                continue
            if any(self._street_word(i, found) for i in range(at, at + size)):
                continue
            word = self.gazetteer.words[key_of(self.tokens[at : at + size])]
            end = next((i for i in range(at + size, last) if _covered(i, found)), last)
            result.append(Unread(" ".join(token.raw for token in self.tokens[at:end]), word.types, at))
        return result

    def _claims_a_unit(self, at: int, size: int, stands_first: bool) -> bool:
        written = self.tokens[at : at + size]
        word = self._type_word(at, size)
        if word is None or word.after:
            return False
        if stands_first and (word.plain or written[-1].dotted):
            return True
        # In the middle of a part only accents tell `phường Xyz` from the end of `Nguyễn Tri Phương`.
        return bool(word.spelling) and any(not token.raw.isascii() for token in written)

    def rest(self, found: list[Mention]) -> list[str]:
        """The words of parts in which no name was found."""
        result = []
        for first, last in dict.fromkeys(self.part_of):
            if not any(_covered(i, found) for i in range(first, last)):
                start = next((i for i in range(first, last) if not self._leads(i)), last)
                _, head = max(
                    ((s, start + s) for s in (1, 2) if start + s < last and self._type_word(start, s)),
                    default=(0, start),
                )
                result.append(" ".join(token.text for token in self.tokens[head:last]))
        return [words for words in result if words]


def _covered(at: int, found: list[Mention]) -> bool:
    return any(mention.head <= at < mention.tail for mention in found)


def _inside(mention: Mention, other: Mention) -> bool:
    """Whether ``mention`` lies within a longer one: `tan phu` in `tan phu thanh`."""
    if mention is other or not (other.head <= mention.head and mention.tail <= other.tail):
        return False
    return (other.tail - other.head) > (mention.tail - mention.head)


def _country(piece: list[Token]) -> int:
    """How many tokens at the end name the country."""
    return next((size for size in (2, 1) if key_of(piece[-size:]) in _COUNTRY and len(piece) >= size), 0)
