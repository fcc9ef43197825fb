"""The register of acts as documents cite it: which registered act a citation means.

A number is matched in canonical form; where several acts bear it (``32/KH-UBND``), day and issuer decide, or
nobody does. A name is matched with its day or year; a name alone means what was in force on the document's
day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from phancap.formats.folding import fold
from phancap.law.citations import Citation
from phancap.law.numbers import canonical, parse
from phancap.law.vocabulary import act_type, issuer_key


class Registered(NamedTuple):
    """One act of the register; days are day numbers, intervals half-open."""

    act: str
    type: str = ""
    issuer: str = ""
    title: str = ""
    signed: int | None = None
    in_force: int | None = None
    ends: int | None = None
    ended_by: str = ""


class Resolution(NamedTuple):
    """A citation and the acts it may mean: one is an answer, several a doubt, none unknown.

    ``how``: ``number``, ``number-and-day``, ``number-and-issuer``, ``name``, ``short``, ``itself`` or ``""``.
    """

    citation: Citation
    acts: tuple[Registered, ...]
    how: str


class Register:
    """Acts looked up by number, by serial and by name."""

    __slots__ = ("_by_form", "_by_name", "_by_serial")

    def __init__(self, acts: Iterable[Registered]) -> None:
        self._by_form: dict[str, list[Registered]] = {}
        self._by_serial: dict[tuple[str, str], list[Registered]] = {}
        self._by_name: dict[str, list[Registered]] = {}
        for act in sorted(acts, key=lambda act: act.act):
            form = canonical(act.act).partition("#")[0]
            self._by_form.setdefault(form, []).append(act)
            number = parse(form)
            if number is not None:
                self._by_serial.setdefault((_type(act.type), number.serial.lstrip("0")), []).append(act)
            if act.title:
                self._by_name.setdefault(_name(act.title, act.type), []).append(act)

    def resolve(self, citation: Citation, day: int | None = None) -> Resolution:
        """What one citation means, in a document of ``day``."""
        if citation.form:
            return self._numbered(citation)
        if citation.kind == "itself":
            return Resolution(citation, (), "itself")
        if citation.kind == "short":
            parts = citation.number.replace("năm", "/").split("/")
            found = self._by_serial.get((_type(citation.type), parts[0].strip().lstrip("0")), [])
            if len(parts) > 1:
                found = [act for act in found if f"/{parts[1].strip()}/" in act.act]
            return Resolution(citation, tuple(found), "short" if found else "")
        return self._named(citation, day)

    def _numbered(self, citation: Citation) -> Resolution:
        found = self._by_form.get(citation.form, [])
        if len(found) > 1 and citation.date:
            same = [act for act in found if act.signed == date.fromisoformat(citation.date).toordinal()]
            if same:
                return Resolution(citation, tuple(same), "number-and-day")
        if len(found) > 1 and citation.issuer:
            key = issuer_key(citation.issuer)
            same = [act for act in found if issuer_key(act.issuer) == key]
            said = next(iter(key)) if len(key) == 1 else ""
            if not same and " " in said:  # "UBND quận" where the register knows one of that kind
                same = [
                    act
                    for act in found
                    if any(body.startswith(f"{said} ") for body in issuer_key(act.issuer))
                ]
            if same:
                return Resolution(citation, tuple(same), "number-and-issuer")
        return Resolution(citation, tuple(found), "number" if found else "")

    def _named(self, citation: Citation, day: int | None) -> Resolution:
        found = self._by_name.get(_name(citation.title, citation.type), [])
        if citation.date:
            signed = date.fromisoformat(citation.date).toordinal()
            found = [act for act in found if act.signed == signed]
        elif citation.date_printed:
            year = citation.date_printed
            found = [act for act in found if act.signed and str(date.fromordinal(act.signed).year) == year]
        elif day is not None:
            found = [act for act in found if in_force(act, day)]
        return Resolution(citation, tuple(found), "name" if found else "")


def in_force(act: Registered, day: int) -> bool:
    """Whether the act is in force on ``day``; an act without a first day is not known to be out of force."""
    return (act.in_force is None or act.in_force <= day) and (act.ends is None or day < act.ends)


def resolve(citations: Iterable[Citation], register: Register, day: int | None = None) -> list[Resolution]:
    """What each citation of a document of ``day`` (a day number) means in the register."""
    return [register.resolve(citation, day) for citation in citations]


def _type(text: str) -> str:
    kind = act_type(text)
    return kind.type if kind else fold(text)


def _name(title: str, type: str) -> str:
    """``Luật Xây dựng``, ``Bộ luật Dân sự`` and a title without the type's word meet."""
    name = fold(title)
    for head in ("bo luat ", "luat ", "phap lenh ", fold(type) + " "):
        name = name.removeprefix(head)
    return name.removeprefix("ve ")
