"""What a search for a place comes to."""

from typing import NamedTuple


class Candidate(NamedTuple):
    """A unit version that may be meant. ``name`` is its full label, ``mask`` the atoms meant.

    ``heirs`` are the communes among which its land is divided on the day asked, where it has ended (or not
    begun) by then and more than one has it; ``spots`` the streets and landmarks on file that settle which.
    """

    uid: str
    name: str
    mask: int
    heirs: tuple[str, ...] = ()
    spots: tuple[tuple[str, str], ...] = ()


class PlaceResult(NamedTuple):
    """``status`` is ``found`` (one candidate), ``ambiguous`` (several, best first) or ``unknown`` (none).

    ``nearest`` are labels or uids to offer for an unknown place; ``others`` uids of the same names that are
    not meant on that day; ``reason`` and ``detail`` make the sentence of
    :func:`phancap.territory.place_json.sentence`.
    """

    status: str
    day: int
    candidates: tuple[Candidate, ...] = ()
    nearest: tuple[str, ...] = ()
    reason: str = ""
    detail: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
