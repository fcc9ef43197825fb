"""Numbers of acts: any way of writing one to its canonical form, and what the number alone tells.

The shape carries law (Law 80/2015 art. 10, Decree 30/2020, Decree 78/2025): a normative act has the year
in its number (``38/2025/QĐ-UBND``), an individual act has not (``2568/QĐ-UBND``), the Party joins the type
to the serial by a dash (``59-NQ/TW``). Laws and resolutions of the National Assembly and its Standing
Committee carry the term (``72/2025/QH15``); an individual resolution of the Standing Committee carries
type and term (``1668/NQ-UBTVQH15``). The canonical form writes a serial below ten with one leading zero.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from phancap.law.folding import fold, squeeze
from phancap.law.vocabulary import act_type, issuers_by_code, level_of, organ_of

KINDS = ("na", "ubtvqh", "normative", "individual", "party", "consolidated")

TYPE_CODES = {
    "HP": "hiến pháp", "L": "luật", "LTC": "luật", "NQ": "nghị quyết", "PL": "pháp lệnh", "LCT": "lệnh",
    "SL": "sắc lệnh", "NĐ": "nghị định", "QĐ": "quyết định", "TT": "thông tư", "TTLT": "thông tư liên tịch",
    "NQLT": "nghị quyết liên tịch", "CT": "chỉ thị", "KH": "kế hoạch", "TB": "thông báo", "CĐ": "công điện",
    "BC": "báo cáo", "TTr": "tờ trình", "CV": "công văn", "HD": "hướng dẫn", "QC": "quy chế",
    "QyĐ": "quy định", "ĐA": "đề án", "CTr": "chương trình", "KL": "kết luận", "PA": "phương án",
    "DA": "dự án", "GUQ": "giấy ủy quyền", "VBHN": "văn bản hợp nhất", "BB": "biên bản", "GM": "giấy mời",
    "HĐ": "hợp đồng", "TC": "thông cáo", "QĐi": "quy định", "CTHĐ": "chương trình hành động",
    "TTLN": "thông tư liên tịch", "TTLB": "thông tư liên tịch",
}  # fmt: skip
"""Code of a type, as it stands in numbers, to the type in words."""

PARTY_BODIES = frozenset(
    "TW TU ĐU ĐUK HU QU ThU TXU ĐUCP ĐUQH BTCTW BTGTW BDVTW UBKTTW BNCTW BKTTW VPTW BCSĐ BCS ĐĐ BCĐTW "
    "BTCTU BTGTU BDVTU UBKTTU BNCTU VPTU ĐUUBND".split()
)
"""Codes of Party bodies. ``59/NQ-TW`` is a common slip for ``59-NQ/TW``."""

_BODIES = (
    "QH UBTVQH CP TTg HĐBT HĐNN HĐND UBND UB CTUBND CTN VPCP VPQH VPCTN BNV BTC BXD BTP BCA BQP BNG BCT "
    "BKHĐT BNNPTNT BNNMT BTNMT BTTTT BKHCN BVHTTDL BLĐTBXH BGDĐT BGTVT BYT BDTTG UBDT TTCP NHNN KTNN "
    "TANDTC VKSNDTC HĐTP TLĐ BHXH SNV STC SXD STP SCT SYT SKHĐT SNNPTNT SNNMT STNMT STTTT SKHCN SVHTTDL "
    "SLĐTBXH SGDĐT SGTVT VPUB VP XDĐT NC TH KT NN HC TTPVHCC BPTNTKQ BCĐ ĐTXD GDĐT LĐTBXH KHĐT BQL BQLDA "
    "BCĐQG BCĐTW BQLKCN BNN BKH BTM BLĐ BVHTT BGD BTS BBCVT BCN BTNVMT BVHTTVDL HĐQT CTHĐND TTHĐND VKSTC TATC ĐHQG NĐT "
    "TĐKT ĐKKD ĐMDN QLĐĐ QLĐT ĐTNN ĐCKS BVĐK LĐVL LĐTL GDĐH TLĐLĐVN LĐLĐ HĐTV HĐTS HĐTT HĐPH HĐND-TT BĐBP ĐBQH ĐĐBQH "
    "HĐTĐKT BCTĐ DSGĐTE ĐTC ĐGHC TĐC QLĐB QLXD ĐBVN ĐKTK NN&PTNT GD&ĐT TN&MT KH&ĐT LĐTB&XH BNN&PTNT BGD&ĐT BTN&MT BKH&ĐT BLĐTB&XH SNN&PTNT SGD&ĐT STN&MT SKH&ĐT SLĐTB&XH KHĐTC CĐVN TCĐBVN TĐKTTƯ ĐTBD ĐCT PCLĐ"
).split()
_KNOWN = {token.upper(): token for token in (*TYPE_CODES, *sorted(PARTY_BODIES), *_BODIES)}
_KNOWN["TƯ"] = "TW"  # "05-CT/TƯ": the Central Committee, as some write it
_KNOWN |= {"BGDT": "BGDĐT", "BLTBXH": "BLĐTBXH"}  # a font that lost its Đ
_BY_FOLD: dict[str, str] = {}
for _code in (*TYPE_CODES, *sorted(PARTY_BODIES), *_BODIES):
    _BY_FOLD.setdefault(fold(_code), _code)

GLUED = {
    fold(kind + body): f"{kind}-{body}"
    for kind in ("NĐ", "QĐ", "NQ", "TT", "CT", "TTLT", "KH", "TB", "CĐ", "TTr", "BC", "CTr", "HD", "VBHN")
    for body in (
        "CP TTg UBND UB HĐND CTUBND VPCP VPQH CTN BTC BNV BXD BTP BYT BCT BCA BQP BTNMT BNNMT BNNPTNT BGDĐT BKHĐT BKHCN "
        "BTTTT BLĐTBXH BGTVT BVHTTDL BNG TTCP NHNN KTNN TANDTC VKSNDTC BHXH UBDT SNV STC SXD STP SCT SYT STNMT SKHĐT"
    ).split()
}
"""Folded type and body that a typist ran together ("NĐCP") to the two codes."""

_LAW_OLD = frozenset(("LTC", "L", "PL", "LCT", "NQ", "QĐ"))
_SERIAL = r"(?P<serial>[0-9OoQlI|](?:[0-9OolI|]|Q(?![ĐđD])){0,6}(?:\.[0-9]{1,3})?)(?P<letter>bis|[a-eA-E](?![A-Za-zĐđ]))?"
_YEAR = r"(?P<year>[12lI|][0-9OoQ][0-9OoQlI|]{2}|[12][09][0-9OoQlI|]{2})"
_CODES = r"(?P<codes>[A-Za-zÀ-ỹĐđ][A-Za-zÀ-ỹĐđ0-9.&]*(?:-[A-Za-zÀ-ỹĐđ0-9.&]+)*)"
_SHAPE_YEAR = re.compile(rf"{_SERIAL}[/-]{_YEAR}[/-]{_CODES}\Z")
_SHAPE_PLAIN = re.compile(rf"{_SERIAL}/{_CODES}\Z")
_SHAPE_DASH = re.compile(rf"{_SERIAL}[- ]?(?P<type>[A-Za-zÀ-ỹĐđ]{{1,6}})/(?P<codes>[A-Za-zÀ-ỹĐđ0-9.&-]+)\Z")
_SHAPE_OLD = re.compile(
    rf"{_SERIAL}-(?P<codes>CP|H[ĐD]BT|TTg|H[ĐD]NN|SL|LCT|CT|TB|CV|NQ|Q[ĐD]|KL)\Z", re.IGNORECASE
)
# "13-TBXH": the organ alone behind a dash.
_SHAPE_ORGAN = re.compile(rf"{_SERIAL}-(?P<codes>[A-ZĐ]{{3,8}})\Z")
# "01-TANDTC-VKSNDTC/TTLT": older joint circulars name the bodies first.
_SHAPE_JOINT = re.compile(
    rf"{_SERIAL}-(?P<bodies>[A-Za-zÀ-ỹĐđ&]+(?:-[A-Za-zÀ-ỹĐđ&]+)*)/(?P<codes>TTL[TNB])\Z", re.IGNORECASE
)
_TIDY = re.compile(
    r"(?P<serial>[0-9]{1,6})(?P<letter>)/(?:(?P<year>[12][0-9]{3})/)?(?P<codes>[A-ZĐ][A-Za-zĐ0-9-]*)\Z"
)
_TERM = re.compile(r"\A(UBTVQH|QH)([0-9IVXlO]{1,5})?\Z", re.IGNORECASE)
_TIGHT = re.compile(r"\s*([/-])\s*")
_LEAD = re.compile(
    r"\A[^0-9]*?\b(?:số|so)\s*[:.]?\s*(?=[0-9OlI|])|\A(?:[^\W\d_]+[\s.:,]+)+(?=[0-9OlI|])", re.IGNORECASE
)
_OCR = str.maketrans("OoQlI|", "000111")
_LOOSE_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ROMAN = {"I": 1, "V": 5, "X": 10}


class ActNumber(NamedTuple):
    """A number taken apart.

    ``serial`` is text (``66.7``, ``30c``); ``type_code`` and ``body_code`` are as in the number (``QĐ``,
    ``UBND-HC``) or empty; ``term`` is the term of the National Assembly; ``form`` the canonical string;
    ``suffix`` what our register adds after ``#`` where a number is not unique; ``kind`` one of ``KINDS``.
    """

    serial: str
    year: int | None
    type_code: str
    body_code: str
    term: int | None
    form: str
    suffix: str
    kind: str


def parse(text: str) -> ActNumber | None:
    """The parts of a number written in any way; ``None`` where the text is no number of an act."""
    if len(text) > 120:
        return None
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> ActNumber | None:
    match = _TIDY.match(text)
    if match:  # most numbers are written as they should be
        return _with_year(match, "") if match["year"] else _plain(match, "")
    written, _, suffix = squeeze(text).partition("#")
    compact = _TIGHT.sub(r"\1", _LEAD.sub("", written.strip(" .,;:()[]“”\"'")))
    for shape, build in _SHAPES:
        match = shape.match(compact)
        if match:
            return build(match, suffix.strip())
    return None


def canonical(text: str) -> str:
    """The canonical form of a number, with its ``#`` suffix; text that is no number comes back tidied."""
    number = parse(text)
    if number is None:
        return squeeze(text)
    return f"{number.form}#{number.suffix}" if number.suffix else number.form


def misprinted(text: str) -> str:
    """The canonical form where ``text`` has type and body of a Party number the wrong way round, else ``""``.

    ``59/NQ-TW`` gives ``59-NQ/TW``. Spelling, blanks, case and leading zeros are no misprint.
    """
    number = parse(text)
    if number is None or number.kind != "party":
        return ""
    compact = _TIGHT.sub(r"\1", _LEAD.sub("", squeeze(text)))
    return "" if _SHAPE_DASH.match(compact.partition("#")[0]) else number.form


def has_year(text: str) -> bool:
    """Whether the number says the act is normative: a year in it.

    Text that is no number of the grammar (a constitution, an id of ours) counts when a year stands in it.
    """
    number = parse(text)
    if number is not None:
        return number.year is not None
    return bool(_LOOSE_YEAR.search(text.partition("#")[0]))


def type_of(text: str) -> str:
    """The type the number itself names (``quyết định``); ``""`` where it does not.

    ``n/year/QHxx`` is a law or a resolution, ``n/year/UBTVQHxx`` an ordinance or a resolution: not told.
    """
    number = parse(text)
    return named_type(number) if number else ""


def named_type(number: ActNumber) -> str:
    """``type_of`` for a number already taken apart."""
    if number.type_code == "L" and number.body_code == "CTN":
        return "lệnh"
    return TYPE_CODES.get(number.type_code, "")


def _serial(match: re.Match[str]) -> str:
    digits: str = match["serial"]
    if digits.isdecimal() and not match["letter"]:
        return digits.lstrip("0").rjust(2, "0")
    digits = digits.translate(_OCR)
    whole, dot, part = digits.partition(".")
    whole = whole.lstrip("0").rjust(2, "0") if not dot else whole.lstrip("0") or "0"
    return f"{whole}{dot}{part}{(match['letter'] or '').lower()}"


def _token(token: str) -> str:
    """One code in its usual spelling: ``qd`` to ``QĐ``, ``TTG`` to ``TTg``; an unknown one in capitals."""
    known = _KNOWN.get(token.upper())
    if known:
        return known
    bare = token.rstrip("0123456789")
    if bare != token and bare:  # "HĐNN8": a term behind the code
        return _token(bare) + token[len(bare) :]
    folded = fold(token)
    if folded == token.lower():  # written without accents: D may stand for Đ
        known = _BY_FOLD.get(folded)
        if known:
            return known
    return token.upper()


_DOTTED = re.compile(r"([A-Za-zĐđ]{2,4})\.(?=[A-Za-zĐđƯ]{2})")


def _codes(text: str, year: bool = False) -> list[str]:
    dotted = _DOTTED.match(text)
    if dotted:
        # "QĐ.UB" of older letters is "QĐ-UB"; without a year "TT.HĐND" is a standing body, not a circular.
        code = _token(dotted[1])
        if code in TYPE_CODES and (year or code != "TT"):
            text = f"{code}-{text[dotted.end() :]}"
    elif "-" not in text:
        text = GLUED.get(fold(text), text)
    return [".".join(_token(piece) for piece in part.split(".")) for part in text.split("-")]


def _term_of(code: str) -> tuple[str, int | None]:
    match = _TERM.match(code)
    if not match:
        return code, None
    tail = match[2] or ""
    if tail and all(char in _ROMAN for char in tail.upper()):
        values = [_ROMAN[char] for char in tail.upper()]
        term = sum(-v if any(w > v for w in values[i + 1 :]) else v for i, v in enumerate(values))
        return match[1].upper(), term
    tail = tail.translate(_OCR)
    return match[1].upper(), int(tail) if tail.isdigit() else None


def _with_year(match: re.Match[str], suffix: str) -> ActNumber:
    year, serial = match["year"], _serial(match)
    if not year.isdecimal():
        year = year.translate(_OCR)
    kind, body, term, tail, sort = _behind_year(match["codes"])
    return ActNumber(serial, int(year), kind, body, term, f"{serial}/{year}/{tail}", suffix, sort)


@lru_cache(maxsize=4096)
def _behind_year(text: str) -> tuple[str, str, int | None, str, str]:
    """Type code, body code, term, tail of the canonical form and kind of what stands behind a year."""
    codes = _codes(text, year=True)
    organ, term = _term_of(codes[0])
    if len(codes) == 1 and organ in ("QH", "UBTVQH"):
        sort = "na" if organ == "QH" else "ubtvqh"
        return "", organ, term, f"{organ}{term if term is not None else ''}", sort
    kind, body, bodies, term = _split(codes)
    sort = {"VBHN": "consolidated"}.get(kind, {"UBTVQH": "ubtvqh", "QH": "na"}.get(body, "normative"))
    return kind, body, term, "-".join(filter(None, (kind, bodies))), sort


def _split(codes: list[str]) -> tuple[str, str, str, int | None]:
    """Type code, body code without a term, body as printed, and the term."""
    kind = codes[0] if codes[0] in TYPE_CODES and len(codes) > 1 else ""
    rest = codes[1:] if kind else codes
    organ, term = _term_of(rest[0])
    printed = rest if term is None else [f"{organ}{term}", *rest[1:]]
    return kind, "-".join([organ, *rest[1:]]), "-".join(printed), term


def _plain(match: re.Match[str], suffix: str) -> ActNumber:
    serial, codes = _serial(match), _codes(match["codes"])
    kind, body, bodies, term = _split(codes)
    if kind and body in PARTY_BODIES:
        return ActNumber(serial, None, kind, body, None, f"{serial}-{kind}/{body}", suffix, "party")
    form = f"{serial}/{'-'.join(filter(None, (kind, bodies)))}"
    sort = "consolidated" if kind == "VBHN" else "individual"
    return ActNumber(serial, None, kind, body, term, form, suffix, sort)


def _dashed(match: re.Match[str], suffix: str) -> ActNumber:
    serial, kind = _serial(match), _token(match["type"])
    body = "-".join(_codes(match["codes"]))
    form = f"{serial}-{kind}/{body}"
    if kind in _LAW_OLD and body.startswith(("HĐNN", "CTN", "UBTVQH", "QHK")):
        sort = "individual" if body == "CTN" else "na"
        return ActNumber(serial, None, kind, body, None, form, suffix, sort)
    if kind in TYPE_CODES and (kind != "TC" or body in PARTY_BODIES):
        return ActNumber(serial, None, kind, body, None, form, suffix, "party")
    if body in TYPE_CODES:  # "33-TC/TT", "23-LB/TT": the body before the type
        return ActNumber(serial, None, body, kind, None, form, suffix, "individual")
    return ActNumber(serial, None, "", f"{kind}/{body}", None, form, suffix, "individual")


def _old(match: re.Match[str], suffix: str) -> ActNumber:
    serial, body = _serial(match), _token(match["codes"])
    kind, organ = (body, "CTN") if body in ("SL", "LCT") else (body, "") if body in _ALONE else ("", body)
    return ActNumber(serial, None, kind, organ, None, f"{serial}-{body}", suffix, "individual")


def _organ(match: re.Match[str], suffix: str) -> ActNumber:
    serial, body = _serial(match), _token(match["codes"])
    return ActNumber(serial, None, "", body, None, f"{serial}-{body}", suffix, "individual")


_ALONE = frozenset(("TB", "CV", "NQ", "QĐ", "KL"))
"""Types that older numbers bear alone, "264-TB"; "104-CT" is the Chairman's, whatever the type."""


def _joint(match: re.Match[str], suffix: str) -> ActNumber:
    serial, kind = _serial(match), _token(match["codes"])
    bodies = "-".join(map(_token, match["bodies"].split("-")))
    return ActNumber(serial, None, kind, bodies, None, f"{serial}-{bodies}/{kind}", suffix, "individual")


_SHAPES = (
    (_SHAPE_YEAR, _with_year), (_SHAPE_PLAIN, _plain), (_SHAPE_JOINT, _joint), (_SHAPE_DASH, _dashed),
    (_SHAPE_OLD, _old), (_SHAPE_ORGAN, _organ),
)  # fmt: skip


# "TW" and "TU" do not tell which organ.
_PARTY_ISSUERS = {
    "BTCTW": "Ban Tổ chức Trung ương", "BTGTW": "Ban Tuyên giáo Trung ương", "BDVTW": "Ban Dân vận Trung ương",
    "BNCTW": "Ban Nội chính Trung ương", "BKTTW": "Ban Kinh tế Trung ương", "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "VPTW": "Văn phòng Trung ương Đảng",
}  # fmt: skip


def issuer_hint(number: str) -> str:
    """The issuer that the body code in a number names (``TTg``: Thủ tướng Chính phủ), else ``""``.

    A local organ comes without its unit (``UBND``): the number does not say which.
    """
    parts = parse(number)
    return named_issuer(parts) if parts else ""


def named_issuer(number: ActNumber) -> str:
    """``issuer_hint`` for a number already taken apart."""
    return _named_issuer(number.type_code, number.body_code, number.kind == "party")


@lru_cache(maxsize=4096)
def _named_issuer(type_code: str, body_code: str, of_party: bool) -> str:
    if body_code.startswith("TWĐTN"):
        return "Trung ương Đoàn"
    if of_party:
        return _PARTY_ISSUERS.get(body_code, "")
    if type_code in JOINT and "-" in body_code:
        return ", ".join(dict.fromkeys(filter(None, map(_body, body_code.split("-")))))
    code = body_code.replace("/", "-").partition("-")[0] or ("CTN" if type_code in ("SL", "LCT") else "")
    # Only ministries issue circulars: "769/1998/TT-QP", "29-LĐTBXH/TT" are theirs without the B.
    return _body(f"{type_code}-{code}") or _body(code) or (_body(f"B{code}") if type_code == "TT" else "")


JOINT = frozenset(("TTLT", "TTLN", "TTLB", "NQLT"))
"""Types that several bodies issue together."""


def _body(code: str) -> str:
    """The issuer of one code; digits behind it tell a department or a term (``NHNN2``, ``HĐNN7``)."""
    code = code.rstrip("0123456789")
    found = issuers_by_code().get("UBND" if code == "UB" else code)  # UB: committees before 2004
    return found.issuer if found else ""


_CENTRAL = {"na": 90, "standing": 80, "president": 75, "government": 70, "pm": 60, "ministry": 50}
_LOCAL = {
    "council": {"province": 40, "district": 25, "commune": 15},
    "committee": {"province": 30, "district": 20, "commune": 10},
    "chair": {"province": 30, "district": 20, "commune": 10},
    "agency": {"province": 28, "district": 18, "commune": 8},
    "office": {"province": 28, "district": 18, "commune": 8},
}


def rank_of(number: str, type: str, issuer: str, issuer_unit: str = "") -> int:
    """The rank of an act that states none itself.

    constitution 100; law, resolution of the National Assembly 90; ordinance, resolution of its Standing
    Committee 80; decree 70; decision of the Prime Minister 60; circular 50; provincial council 40, committee
    or chair 30; district 25, 20; commune 15, 10; an act without normative force one less than its organ's.
    Orders and decisions of the President stand between ordinance and decree (Law 80/2015 art. 4): 75. A
    department or office stands below its committee: 28, 18, 8. A Party document is a mandate, no source of
    law: 0.

    1. The type, or where it is empty the type the number names, fixes the rank of constitution, law,
       ordinance, order, decree and circular: these are normative whatever their number.
    2. Else the organ decides: the issuer's words, or where they tell nothing the body code in the number
       (``QĐ-TTg``), or its shape (``n/year/QHxx``).
    3. A council, committee, chair or department takes the level of ``issuer_unit``, else of the issuer's
       words, else province.
    4. One less where the type is never normative (a plan, a notice), or the number has no year.
    5. A Party document, and an act of which neither type, issuer nor number tells anything: 0.
    """
    kind = act_type(type) or act_type(type_of(number))
    parts = parse(number)
    organ = organ_of(issuer)
    if organ == "party" or (parts is not None and parts.kind == "party" and not organ):
        return 0
    if kind is not None and kind.rank is not None and organ not in _LOCAL:
        return kind.rank if kind.always_normative or has_year(number) else kind.rank - 1
    organ = organ or organ_of(issuer_hint(number))
    if not organ and parts is not None and parts.kind in ("na", "ubtvqh"):
        organ = "na" if parts.kind == "na" else "standing"
    if organ in _CENTRAL:
        rank = _CENTRAL[organ]
    elif organ in _LOCAL:
        rank = _LOCAL[organ][level_of(issuer, issuer_unit) or "province"]
    elif kind is not None and kind.rank is not None:
        return kind.rank
    else:
        return 0
    normative = kind.always_normative if kind is not None else None
    return rank if normative or (normative is None and has_year(number)) else rank - 1


def default_rank(type: str, issuer: str, number: str) -> int:
    """``rank_of`` with the arguments in the order of a reader: type, issuer, number."""
    return rank_of(number, type, issuer)
