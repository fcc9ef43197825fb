"""Powers by words: an id, a national code of any day, or what people call it, accents or none."""

import re
from collections.abc import Collection, Container, Iterable, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from phancap.charter.model import inside
from phancap.formats.folding import fold

# People leave off as much of the tail as they like: it names the office, not the procedure.
_CODE = re.compile(r"(\d\.\d{6})(?:\.\d{3}(?:\.\d{2}(?:\.\d{2}(?:\.[A-Za-z]\d{2})?)?)?)?\Z")
# Words that say nothing of the matter, and words of kin and age that say little of it, folded.
_NOISE = frozenset("thu tuc viec ve cho cua va ai hoi xin lam toi muon voi o dau".split())
_EMPTY = frozenset("khong co nay nao gi cac nhung".split())  # nor do these, even side by side
_PROCEDURE = "thu tuc"
_LEADING = ("xin ", "toi muon ", "muon ")  # how a question begins; no part of what it asks for
_FORMAL = _NOISE | {"cap", "dang", "ky", "giay"}  # nor do these beside a phrase that says the matter
_LIGHT = frozenset(
    "ba noi ngoai ong be con em anh chi chau vo chong cha me bo nguoi tuoi minh nha bi".split()
)
# Spellings of the South and of a hurry: read only where no name holds the word as it was typed.
_SPELLINGS = {
    "sanh": "sinh",
    "nhut": "nhat",
    "chanh": "chinh",
    "lanh": "linh",
    "dk": "dang ky",
    "dki": "dang ky",
    "dky": "dang ky",
    "gp": "giay phep",
    "gcn": "giay chung nhan",
    "hkd": "ho kinh doanh",
    "htx": "hop tac xa",
    "xd": "xay dung",
    "gpxd": "giay phep xay dung",
    "sodo": "so do",
}
# From this share on the words mean one power; below it, down to the second, powers are only offered.
_MEANT = 0.55
_OFFERED = 0.3
_UNHEARD = 3.0  # the weight of a word that no name holds
_NEVER = 4.0  # and of two words that names hold, never side by side
_LITTLE = 0.3
_PAIRED = 0.5  # the share of neighbours without which three words or more are not a power's
_SHORT = 0.01
_TYPO_LENGTH = 4
_MANY = 3
_WITHIN = 4.0  # the level of a name that holds the phrase
_CLOSER = 0.15  # by how much the nearest name must be nearer where as much of the words is held
WORDS_LIMIT = 400


class Entry(NamedTuple):
    """What is searched of a power: folded names, its words joined by ``|``, codes with their days."""

    id: str
    name: str
    name_en: str
    words: str
    codes: Sequence[tuple[str, int | None, int | None]]


class Match(NamedTuple):
    """``power`` is empty where nothing fits or several fit alike; ``near`` are then the ones to offer."""

    power: str
    near: tuple[str, ...] = ()
    by_words: bool = False


def first_part(code: str) -> str:
    """``1.001612`` of ``1.001612.000.00.00.H17``: national codes are compared on it."""
    match = _CODE.match(code.strip())
    return match.group(1) if match else code.strip()


def find_power(entries: Sequence[Entry], words: str, day: int) -> Match:
    """The power that ``words`` mean on ``day``."""
    asked = words.strip()[:WORDS_LIMIT]
    by_id = {entry.id: entry for entry in entries}
    if asked in by_id:
        return Match(asked)
    coded = _by_code(entries, first_part(asked), day)
    if coded:
        return Match(coded[0]) if len(coded) == 1 else Match("", tuple(coded))
    if first_part(asked) in by_id:
        return Match(first_part(asked))
    words_ = fold(asked)
    # One letter names nothing, though an English name may have it for a word; nor are a code's figures words.
    ranked = _rank(entries, words_) if len(words_) > 1 and not _CODE.match(asked) else []
    if not ranked:
        return Match("", _nearest_ids(entries, asked))
    near = tuple(power for _, power in ranked[1:6])
    if ranked[0][0] >= (1.0 + _MEANT,) and not _vague(ranked, _said_whole(words_, by_id[ranked[0][1]])):
        return Match(ranked[0][1], near, by_words=True)
    return Match("", tuple(power for _, power in ranked[:6]), by_words=True)


def _said_whole(asked: str, entry: Entry) -> bool:
    """Whether some name of the power says no more of the matter than ``asked`` does."""
    phrase = f" {_begun(asked)} "
    rest = (
        f" {name} ".replace(phrase, " ", 1).split()
        for name in map(_begun, _names(entry))
        if phrase in f" {name} "
    )
    return any(_FORMAL.issuperset(words) for words in rest)


def _vague(ranked: list[tuple[tuple[float, ...], str]], said_whole: bool) -> bool:
    """Whether others fit as well: words that many names hold and that are none (*giấy phép*), or a near tie."""
    (level, close), *others = (score for score, _ in ranked)
    if level == _WITHIN and len(ranked) >= _MANY and not said_whole:
        return True
    ties = [other[1] for other in others if other[0] == level]
    return bool(ties) and close - max(ties) < (_CLOSER if level < _WITHIN else _SHORT)


def _by_code(entries: Sequence[Entry], code: str, day: int) -> list[str]:
    """Powers that bear the code on the day; else the ones that bore it last before, else ever."""
    uses = [
        (inside(day, start, end), start is None or start <= day, start or 0, entry.id)
        for entry in entries
        for own, start, end in entry.codes
        if first_part(own) == code
    ]
    if not uses:
        return []
    best = max(use[:3] for use in uses)
    return sorted({use[3] for use in uses if use[:3] == best})


def _rank(entries: Sequence[Entry], asked: str) -> list[tuple[tuple[float, ...], str]]:
    """Powers by how well their names fit: equal, phrase inside, else the share of words and pairs of words."""
    if not asked:
        return []
    return _sorted(
        _by_phrase(entries, asked) or _by_phrase(entries, _told(asked)) or _by_words(entries, asked)
    )


def _by_phrase(entries: Sequence[Entry], asked: str) -> list[tuple[tuple[float, ...], str]]:
    """Powers that bear the phrase as a name, or hold it in one; the shortest name first."""
    asked = _begun(asked)
    phrase = f" {asked} "
    found: list[tuple[tuple[float, ...], str]] = []
    for entry in entries:
        best: tuple[float, ...] = (0.0,)
        for name in map(_begun, _names(entry)):
            if name == asked:
                best = max(best, (5.0, 0.0))
            elif phrase in f" {name} ":
                best = max(best, (_WITHIN, -float(name.count(" "))))
        if best[0]:
            found.append((best, entry.id))
    return found


def _begun(name: str) -> str:
    """Without *xin*, *tôi muốn*: "xin giấy phép" is no more one power's than "giấy phép" is."""
    for leading in _LEADING:
        name = name.removeprefix(leading)
    return name


def _told(asked: str) -> str:
    """``asked`` without the words that only lead up to the matter: *xin*, *hỏi thủ tục*."""
    tokens = asked.split()
    while len(tokens) > 1 and tokens[0] in _NOISE:
        del tokens[0]
    return " ".join(tokens)


def _names(entry: Entry) -> list[str]:
    return [name for name in (entry.name, entry.name_en, *entry.words.split("|")) if name]


def _parts(name: str) -> frozenset[str]:
    """The words of a name and its pairs of neighbours, with and without the words that say nothing."""
    own = name.split()
    kept = [token for token in own if token not in _NOISE]
    return frozenset([*own, *_pairs(own), *_pairs(kept)])


class _Index(NamedTuple):
    """Which powers hold a word or pair in some name, and the parts of each of their names."""

    holders: dict[str, list[int]]
    names: list[list[frozenset[str]]]


@lru_cache(maxsize=16)
def _index(named: tuple[tuple[str, ...], ...]) -> _Index:
    names = [[_parts(name) for name in own] for own in named]
    holders: dict[str, list[int]] = {}
    for number, own in enumerate(names):
        for part in frozenset[str]().union(*own):
            holders.setdefault(part, []).append(number)
    return _Index(holders, names)


def _pairs(tokens: Sequence[str]) -> list[str]:
    """A Vietnamese word is mostly two syllables: neighbours tell far more than the syllables alone."""
    return [f"{one} {next_}" for one, next_ in pairwise(tokens)]


def _by_words(entries: Sequence[Entry], asked: str) -> list[tuple[tuple[float, ...], str]]:
    """By the share of what was asked, words and pairs alike, that a power's names hold; rare ones tell more."""
    index = _index(tuple(tuple(_names(entry)) for entry in entries))
    tokens = _spelt(asked, index.holders)
    tokens = _telling(tokens, index.holders)
    if not tokens:
        return []
    kinds = [kind for kind in (dict.fromkeys(tokens), dict.fromkeys(_pairs(tokens))) if kind]
    shares = [_shares(kind, index) for kind in kinds]
    ranked: list[tuple[tuple[float, ...], str]] = []
    for number in shares[0]:
        own = [kind.get(number, 0.0) for kind in shares]
        score = sum(own) / len(own)
        if len(tokens) > 2 and own[-1] < _PAIRED:
            score = min(score, _MEANT - _SHORT)
        names = index.names[number]
        if own[0] > 1 - _SHORT and any(_most(kinds[0], name) for name in names):
            score = max(score, _MEANT)
        if score >= _OFFERED:
            close = max(sum(part in name for kind in kinds for part in kind) / len(name) for name in names)
            ranked.append(((1.0 + score, close), entries[number].id))
    return ranked


def _shares(kind: Iterable[str], index: _Index) -> dict[int, float]:
    """How much of the weight of these words, or pairs, each power holds; the powers that hold none are left out."""
    found: dict[int, float] = {}
    known: dict[int, float] = {}
    total = 0.0
    for part in kind:
        holders = index.holders.get(part, ())
        weight = _weight(part, index)
        missed = _missed(part, weight)
        total += missed
        for number in holders:
            found[number] = found.get(number, 0.0) + weight
            known[number] = known.get(number, 0.0) + missed
    return {number: held / (held + max(0.0, total - known[number])) for number, held in found.items()}


def _telling(tokens: Sequence[str], heard: Container[str]) -> list[str]:
    """The words that say something: *thu hồi* does, though *thủ* and *hỏi*, which fold alike, do not."""
    pairs = [
        pair in heard and pair != _PROCEDURE and not _EMPTY.issuperset(pair.split())
        for pair in _pairs(tokens)
    ]
    joined = [a or b for a, b in zip([False, *pairs], [*pairs, False], strict=True)]
    return [token for token, said in zip(tokens, joined, strict=True) if said or token not in _NOISE | _EMPTY]


def _most(words: Collection[str], own: Set[str]) -> bool:
    """Whether the words, in whatever order, are at least half of one name."""
    return all(word in own for word in words) and 2 * len(words) >= sum(" " not in part for part in own)


def _spelt(asked: str, heard: Container[str]) -> list[str]:
    """The words of ``asked``, those that no name holds in their usual spelling or with one slip of a key mended."""
    tokens: list[str] = []
    for token in asked.split():
        if token not in heard and token in _SPELLINGS:
            tokens += _SPELLINGS[token].split()
        elif token not in heard and token not in _LIGHT and len(token) >= _TYPO_LENGTH:
            tokens.append(next((one for one in _slips(token) if one in heard), token))
        else:
            tokens.append(token)
    return tokens


def _slips(token: str) -> list[str]:
    """The words that two neighbouring letters changed round, or one typed twice, may have been."""
    turned = [token[:i] + token[i + 1] + token[i] + token[i + 2 :] for i in range(len(token) - 1)]
    return turned + [token[:i] + token[i + 1 :] for i in range(1, len(token)) if token[i] == token[i - 1]]


def _weight(part: str, index: _Index) -> float:
    """Rare words tell more. Two known words that never stand side by side tell that another matter is meant."""
    spread = len(index.holders.get(part, ()))
    if spread:
        return log((len(index.names) + 1) / (spread + 0.5))
    return _NEVER if " " in part and all(word in index.holders for word in part.split()) else _UNHEARD


def _missed(part: str, weight: float) -> float:
    words = part.split()
    return min(weight, _LITTLE) if any(word in _LIGHT or word.isdigit() for word in words) else weight


def _sorted(ranked: list[tuple[tuple[float, ...], str]]) -> list[tuple[tuple[float, ...], str]]:
    return sorted(ranked, key=lambda item: (tuple(-part for part in item[0]), item[1]))


def _nearest_ids(entries: Sequence[Entry], asked: str) -> tuple[str, ...]:
    from phancap.formats.nearest import nearest

    return tuple(nearest(asked, [entry.id for entry in entries], limit=3))
