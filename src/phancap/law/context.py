"""Whose committee: what the document as a whole tells of an issuer that one mention leaves half said.

"UBND tỉnh" in a paper of Long An is that of Long An. The unit comes from the document's own number or letterhead, else
from the one unit of that kind that the document names in full; where it names two, the mention stays as it is. A number
alone whose body code is that of another mention ("20/TB-ĐHKT" beside "15/QĐ-ĐHKT của Trường Đại học Kinh tế") has its
issuer. Nothing is guessed from outside the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from phancap.law.folding import FOLD_LINES, TIDY_LINES
from phancap.law.issuers import CITIES, PROVINCES, bodies_in, issuer_at, unit_at
from phancap.law.numbers import PARTY_BODIES, parse

if TYPE_CHECKING:
    from phancap.law.citations import Citation

_KINDS = "tỉnh|thành phố|huyện|quận|thị xã|xã(?! hội)|phường|thị trấn|đặc khu"
_UNIT = re.compile(rf"(?P<body>\S.*?) (?P<kind>{_KINDS})(?: (?P<place>\S.*))?\Z")
_PARTY = re.compile(
    r"(?P<body>(?:.* )?(?P<level>Tỉnh|Thành|Huyện|Quận|Thị) ủy)(?: (?P<place>[^\W\d_a-zà-ỹ].*))?\Z"
)
_PARTY_KINDS = {"Tỉnh": "tỉnh", "Thành": "thành phố", "Huyện": "huyện", "Quận": "quận", "Thị": "thị xã"}
_COMMITTEES = ("UBND", "HĐND", "Chủ tịch UBND")
_LOCAL = re.compile(r"(?:.*\b)?(?:UBND|HĐND|Hội đồng nhân dân)\b")
_PROVINCE = re.compile(r"[ \n](?=(?:tinh|thanh pho|tp\.?)[ ][a-z])")
_DATELINE = re.compile(r"\W{0,9}(?P<place>[^\n:]{5,20}?)[ ]?:[ ]")
"""A page of news begins with its province: "Ninh Bình: Hướng dẫn ..."."""
_SCANNED = 8_000
"""The units are looked for in the first so many characters."""
_HEAD = 600
_MOST = 200


class _Units:
    """The units a document names: by kind, and the one whose paper it is."""

    __slots__ = ("mentioned", "named", "own")

    def __init__(self) -> None:
        self.named: dict[str, set[str]] = {}
        self.mentioned: dict[str, set[str]] = {}
        self.own: tuple[str, str] | None = None

    def add(self, issuer: str) -> tuple[str, str] | None:
        unit = unit_of(issuer)
        if unit is None or not unit[1]:
            return None
        self.named.setdefault(unit[0], set()).add(unit[1])
        return unit

    def place(self, kind: str) -> str:
        """The place that a bare kind means, or ``""``."""
        if self.own is not None and self.own[0] == kind:
            return self.own[1]
        named = self.named.get(kind) or self.mentioned.get(kind, set())
        if kind == "thành phố" and len(named) > 1:
            named = named.intersection(CITIES)
        return next(iter(named)) if len(named) == 1 else ""


def unit_of(issuer: str) -> tuple[str, str] | None:
    """Kind and name of the unit in an issuer's words: ``("tỉnh", "Long An")``, the name empty where it is not said."""
    match = _PARTY.match(issuer)
    if match is not None:
        return _PARTY_KINDS[match["level"]], match["place"] or ""
    match = _UNIT.match(issuer)
    return (match["kind"], match["place"] or "") if match is not None else None


def completed(citations: list[Citation], text: str) -> list[Citation]:
    """The citations of a document with half-said issuers made whole where the document tells how."""
    if any(citation.number[-1:] in ("Ư", "ư") for citation in citations):
        citations = [_provincial_party(citation) for citation in citations]
    if not any(map(_half_said, citations)):
        return citations
    units = _units(citations, text)
    codes = _by_code(citations)
    return [_whole(citation, units, codes) if _half_said(citation) else citation for citation in citations]


def _provincial_party(citation: Citation) -> Citation:
    """ "445-KL/TƯ" is the Central Committee's, unless a committee of a province is its issuer."""
    if not (
        citation.number.endswith(("TƯ", "Tư")) and citation.form.endswith("/TW")
    ) or not _OF_PROVINCE.search(citation.issuer):
        return citation
    return citation._replace(form=citation.form[:-1] + "U")


_OF_PROVINCE = re.compile(r"\b(?:Tỉnh|Thành) ủy|Đảng bộ (?:tỉnh|thành phố)")


def _half_said(citation: Citation) -> bool:
    if not citation.form and citation.kind != "short":
        return False
    issuer = citation.issuer
    if issuer in _COMMITTEES or not issuer:
        return True
    unit = unit_of(issuer) if issuer[-1] in "hốnậãgyuấ" else None
    return unit is not None and not unit[1]


def _whole(citation: Citation, units: _Units, codes: dict[str, str]) -> Citation:
    issuer = citation.issuer
    if not issuer:
        return citation._replace(issuer=codes.get(_code(citation.form), ""))
    if issuer in _COMMITTEES:
        return citation._replace(issuer=f"{issuer} {' '.join(units.own)}") if units.own else citation
    unit = unit_of(issuer)
    place = units.place(unit[0]) if unit else ""
    return citation._replace(issuer=f"{issuer} {place}") if place else citation


def _units(citations: Iterable[Citation], text: str) -> _Units:
    units = _Units()
    head = text[:_SCANNED]
    plain, folded = head.translate(TIDY_LINES), head.translate(FOLD_LINES)
    first = next(
        (citation for citation in citations if citation.of_itself and citation.kind == "numbered"), None
    )
    if first is not None and _LOCAL.match(first.issuer):
        units.own = units.add(first.issuer)
    for count, place in enumerate(bodies_in(folded, 0, len(folded))):
        if count >= _MOST:
            break
        named = issuer_at(plain, folded, place)
        unit = units.add(named[0]) if named else None
        if (
            units.own is None
            and first is not None
            and place < min(first.start, _HEAD)
            and unit
            and named
            and _LOCAL.match(named[0])
        ):
            units.own = unit  # the committee above its department
    for citation in citations:
        units.add(citation.issuer)
    dateline = _DATELINE.match(plain)
    if dateline is not None and dateline["place"] in PROVINCES:
        kind = "thành phố" if dateline["place"] in CITIES else "tỉnh"
        units.mentioned.setdefault(kind, set()).add(dateline["place"])
    for match in _PROVINCE.finditer(folded):
        province = unit_at(plain, folded, match.start())
        if province is not None:
            kind = "tỉnh" if province[0].startswith("tỉnh") else "thành phố"
            name = province[0].removeprefix(kind).strip()
            if name in PROVINCES:
                units.mentioned.setdefault(kind, set()).add(name)
    return units


def _by_code(citations: Iterable[Citation]) -> dict[str, str]:
    """Body codes for which the document names one issuer."""
    found: dict[str, set[str]] = {}
    for citation in citations:
        code = _code(citation.form) if citation.issuer else ""
        if code:
            found.setdefault(code, set()).add(citation.issuer)
    return {code: next(iter(issuers)) for code, issuers in found.items() if len(issuers) == 1}


def _code(form: str) -> str:
    """The body code of a number if it can tell a body: three letters or more, and no organ of the Party."""
    number = parse(form) if form else None
    code = number.body_code.partition("-")[0] if number else ""
    return code if len(code) > 2 and code not in PARTY_BODIES else ""
