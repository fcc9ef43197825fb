"""Which act of which organ a change needs, in the language of who reads. JSON keeps the words of the rule book."""

from __future__ import annotations

from collections.abc import Mapping

from phancap.charter.view import View
from phancap.formats.folding import fold

_ACTS = {
    "luật": "a law",
    "luật, nghị quyết của Quốc hội": "a law or a resolution of the National Assembly",
    "nghị quyết (văn bản quy phạm pháp luật)": "a resolution (a normative act)",
    "quyết định (văn bản quy phạm pháp luật)": "a decision (a normative act)",
    "quyết định của Chủ tịch UBND (văn bản quy phạm pháp luật)": "a decision of the Chair (a normative act)",
    "văn bản quy phạm pháp luật": "a normative act",
    "văn bản cá biệt (quyết định ủy quyền) có nội dung, phạm vi, thời hạn": (
        "an individual act (a decision of delegation) with content, scope and term"
    ),
    "văn bản thu hồi của cơ quan đã giao": "an act of withdrawal by the organ that gave it",
    "văn bản của cơ quan đã giao hoặc cơ quan cấp trên": "an act of the organ that gave it, or of a higher one",
    "văn bản": "an act",
}
_ORGANS = {"cơ quan đã giao": "the organ that gave it", "Quốc hội": "the National Assembly"}


def act_words(act: str, lang: str) -> str:
    """The kind of an act, as ``needs`` names it."""
    if lang != "en" or not act:
        return act
    from phancap.law.vocabulary import act_type

    known = act_type(act)
    return _ACTS.get(act) or (known.type_en if known else act)


def organ_words(view: View, organ: str, lang: str) -> str:
    """An organ that makes an act: a class of the charter or an issuer of the rule book, by its Vietnamese name."""
    if lang != "en" or not organ:
        return organ
    from phancap.law.vocabulary import issuers

    named = next((cls.name_en for cls in view.classes.values() if cls.name == organ and cls.name_en), "")
    known = issuers().get(fold(organ))
    return named or _ORGANS.get(organ) or (known.issuer_en if known and known.issuer_en else organ)


def need_words(view: View, needs: Mapping[str, object], lang: str) -> str:
    """``a decision (a normative act) · Provincial Committee``."""
    return f"{act_words(str(needs['act']), lang)} · {organ_words(view, str(needs['organ']), lang)}"
