"""Names of organs as people write them: `UBND quận Ninh Kiều`, `Sở Xây dựng thành phố Cần Thơ`."""

from __future__ import annotations

import re

from phancap.charter.view import View
from phancap.territory.labels import unit_label

# Not compiled before a name is asked for in words: a start in one language needs one of them.
_LEVEL_WORDS = r"(?i)\s*\b(?:cấp\s+(?:tỉnh|huyện|xã)|(?:tỉnh|huyện|xã)\b(?=\s*$))"
_LEVEL_WORDS_EN = r"(?i)\s*\((?:province|district|commune)\)|\b(?:provincial|district|commune)\b\s*"


def body_name(view: View, body: str, lang: str = "vi") -> str:
    """The name of an organ by its id; the id itself where the workspace gives no name."""
    cls_id, _, uid = body.partition("/")
    cls = view.classes.get(cls_id)
    if cls is None:
        named = view.bodies.get(body)
        return named.name or body if named else body
    english = lang == "en" and cls.name_en
    name = (cls.name_en if english else cls.name) or cls.id
    unit = view.territory.units.get(uid)
    if unit is None:
        return name
    label = unit_label(unit)
    if english:
        return f"{re.sub(_LEVEL_WORDS_EN, '', name).strip()}, {label}"
    general = re.search(_LEVEL_WORDS, name)
    if general:
        return f"{name[: general.start()]} {label}{name[general.end() :]}".strip()
    return f"{name} {label}"


def level_words(view: View, holder: str, lang: str = "vi") -> str:
    """The name of a class or body as such, without a unit."""
    cls = view.classes.get(holder)
    if cls is not None:
        return ((cls.name_en if lang == "en" else "") or cls.name) or cls.id
    named = view.bodies.get(holder)
    return named.name or holder if named else holder
