"""How well papers are read: `python benchmarks/reading.py FOLDER [--wrong]` against labels made by hand.

For every ``NAME.txt`` in the folder (or ``NAME/text.txt``) what a person labelled stands beside it in ``NAME.json``
(``NAME/labels.json``); nothing of it may come from a program, and pages that a rule was mended for measure nothing.

``citations``, in reading order: each numbered act that is named, and each act by name with a date or year.
``quote`` (its words in the text; ``nth``: which of several), ``number`` as it should stand or null, ``form`` (canonical,
where it differs), ``issuer`` as the mention tells it or null (``issuer_full`` where the paper tells more), ``date``
(``YYYY-MM-DD`` where it is printed with this mention, else null), ``clauses`` (``Đ.103 k.3 đ.a``).

``assignments``: each task that a body is told to do. ``quote`` (the first words of the sentence or item), ``lead`` and
``coordinate`` (names), ``deadline`` (a day, the words as printed, or ""), ``ordered_by``; ``optional`` where people would
differ whether it is one. Names count as one whatever the spelling of UBND, HĐND, TP, and with or without the post before
the body ("Giám đốc Sở Nội vụ").

Limits. A citation by name without date or year is found by us where a clause stands before it: it is neither right nor
wrong here. A number that is left open ("Nghị định 178") counts where it is labelled, and is no error where it is not.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from phancap.formats.documents import read_file
from phancap.law.citations import Citation, find_citations
from phancap.scheme.reading import as_json, read_scheme

_POST = re.compile(
    r"\b(?:bộ trưởng,? |giám đốc |chánh (?=văn|thanh)|trưởng (?=phòng|ban)|cục trưởng |chủ nhiệm |thủ trưởng )+"
)
_SAME = (
    ("uỷ ban", "ủy ban"), ("ủy ban nhân dân", "ubnd"), ("hội đồng nhân dân", "hđnd"), ("thành phố", "tp"), ("tp.", "tp "),
    ("trung ương đảng", "trung ương"), ("ban bí thư trung ương", "ban bí thư"), (" cộng sản việt nam", ""),
)  # fmt: skip


def same(name: str | None) -> str:
    """A name of a body in the one spelling that is compared."""
    text = unicodedata.normalize("NFC", name or "").casefold()
    for one, other in _SAME:
        text = text.replace(one, other)
    return re.sub(r"[\W_]+", "", _POST.sub("", re.sub(r"^(?:các|những) ", "", text)))


def code(number: str | None) -> str:
    """A number without blanks, in capitals, with one letter for Đ."""
    return "".join(unicodedata.normalize("NFC", number or "").upper().replace("Ð", "Đ").split())


class Share(NamedTuple):
    """``right`` of ``of``."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right / self.of:.3f} of {self.of:,}" if self.of else "none labelled"


class Score:
    """Counts by name, and what was wrong in words."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.wrong: list[str] = []

    def add(self, name: str, right: bool, words: str = "") -> None:
        """One more of ``name``; ``words`` say what was wrong with it."""
        pair = self.counts.setdefault(name, [0, 0])
        pair[0] += right
        pair[1] += 1
        if words and not right:
            self.wrong.append(f"{name}: {words}")

    def share(self, name: str) -> Share:
        """How many of them were right."""
        return Share(*self.counts.get(name, [0, 0]))

    def f1(self, found: str, spoken: str) -> str:
        """The harmonic mean of the share found of what is labelled and the share labelled of what was said."""
        recall, precision = self.share(found), self.share(spoken)
        both = recall.of + precision.of
        return f"{(recall.right + precision.right) / both:.3f} of {recall.of:,}" if both else "none labelled"


def papers(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Name, text and labels of each labelled paper."""
    for text in sorted(folder.rglob("*.txt")):
        for beside in (text.with_suffix(".json"), text.with_name("labels.json")):
            if beside.exists():
                yield str(text.relative_to(folder)), text, json.loads(beside.read_text(encoding="utf-8"))
                break


def spans(text: str, labels: list[dict[str, Any]], name: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Where each label stands, whatever the blanks; one that does not stand there ends the run: a score would mean nothing."""
    last = 0
    for label in labels:
        quote: str = label["quote"]
        words = re.escape(quote) if quote in text else r"\s*".join(map(re.escape, quote.split()))
        places = [match.span() for match in re.finditer(words, text)]
        later = places[label["nth"] - 1 :] if "nth" in label else [span for span in places if span[0] >= last]
        if not later:
            sys.exit(f"{name}: `{label['quote']}` is not in the text behind the label before it; quote it as it is printed")
        last = later[0][0]
        yield *later[0], label


def score_citations(score: Score, name: str, text: str, labels: list[dict[str, Any]]) -> None:
    """Add one paper's citations."""
    found = [one for one in find_citations(text) if one.kind in ("numbered", "named", "short") or one.number]
    taken: set[int] = set()
    for start, end, label in spans(text, labels, name):
        there = [i for i, one in enumerate(found) if i not in taken and one.start < end and start < one.end]
        wanted = code(label.get("form") or label["number"])
        there.sort(key=lambda i: code(found[i].form or found[i].number) != wanted)
        score.add("citation", bool(there), f"{name}: missed `{label['quote']}`")
        if there:
            taken.add(there[0])
            _compare(score, name, found[there[0]], label)
    for i, one in enumerate(found):
        open_ = (one.kind == "short" and not one.form) or (one.kind == "named" and not one.date_printed)
        if i in taken or not open_:
            score.add("said", i in taken, f"{name}: not labelled `{text[one.start : one.end]}`")


def _compare(score: Score, name: str, one: Citation, label: dict[str, Any]) -> None:
    where = f"{name}: `{label['quote']}`"
    number = code(label["number"]) in (code(one.number), code(one.form)) or code(label.get("form")) == code(one.form)
    right = number and one.date == (label["date"] or "")
    score.add("number and date", right, f"{where}: got {one.form or one.number} {one.date}, is {label['number']} {label['date']}")
    known = {same(label["issuer"]), same(label.get("issuer_full") or label["issuer"])}
    if label["issuer"] is None:  # the code alone: its organ without a place says no more
        known |= {same("UBND"), same("HĐND"), same("Chủ tịch UBND")}
    score.add("issuer", same(one.issuer) in known, f"{where}: got {one.issuer!r}, is {label['issuer']!r}")
    want, got = set(label.get("clauses") or ()), {part for part in one.clauses if part[:2] in ("Đ.", "k.", "đ.", "Ch")}
    for part in want | got:
        if part in want:
            score.add("clause", part in got, f"{where}: missed {part}")
        if part in got:
            score.add("clause said", part in want, f"{where}: {part} is not there")


def score_assignments(score: Score, name: str, path: Path, labels: list[dict[str, Any]]) -> None:
    """Add one paper's assignments."""
    document = read_file(path)
    found = as_json(read_scheme(document))["assignments"]
    taken: set[int] = set()
    for start, end, label in spans(document.text, labels, name):
        there = [i for i, one in enumerate(found) if i not in taken and one["start"] < end and start < one["end"]]
        if not label.get("optional"):
            score.add("assignment", bool(there), f"{name}: missed `{label['quote']}`")
        if there:
            taken.add(there[0])
        if not there or label.get("optional"):
            continue
        one = found[there[0]]
        lead = {same(body) for body in one["lead"]}
        right = any(lead == {same(body) for body in names} for names in (label["lead"], *label.get("lead_alt", ())))
        score.add("lead", right, f"{name}: `{label['quote']}`: got {one['lead']}, is {label['lead']}")
        want = {same(body) for body in label["coordinate"] if "liên quan" not in body.casefold()}
        got = {same(body) for body in one["coordinate"] if "liên quan" not in body.casefold()}
        for body in want:
            score.add("coordinator", body in got, f"{name}: `{label['quote']}`: got {one['coordinate']}")
        stated = [label["deadline"], *label.get("deadline_alt", ())]
        printed = {one["deadline"] or "", one.get("deadline_printed") or ""}
        score.add("deadline", bool(printed & set(stated)), f"{name}: `{label['quote']}`: got {one['deadline']}, is {stated[0]}")
    for i, one in enumerate(found):
        said = " ".join(document.text[one["start"] : one["end"]].split())
        score.add("assignment said", i in taken, f"{name}: not labelled `{said[:90]}`")


def main() -> None:
    """Print the shares."""
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    score, issuers, count = Score(), set(), 0
    for folder in folders:
        for name, path, labels in papers(folder):
            count += 1
            if "citations" in labels:
                score_citations(score, name, path.read_text(encoding="utf-8"), labels["citations"])
                issuers |= {same(label["issuer"]) for label in labels["citations"] if label["issuer"]}
            if "assignments" in labels:
                score_assignments(score, name, path, labels["assignments"])
    if not count:
        sys.exit(f"no labelled paper in {', '.join(map(str, folders)) or 'no folder'}: NAME.txt with NAME.json beside it")
    print(f"{count} papers, {len(issuers)} issuers")
    print("citations, F1     ", score.f1("citation", "said"))
    print("number and date   ", score.share("number and date"))
    print("issuer            ", score.share("issuer"))
    print("clauses, F1       ", score.f1("clause", "clause said"))
    print("assignments found ", score.share("assignment"))
    print("assignments said  ", score.share("assignment said"))
    for name in ("lead", "coordinator", "deadline"):
        print(f"{name:18}", score.share(name))
    if "--wrong" in sys.argv:
        print(*score.wrong, sep="\n")


if __name__ == "__main__":
    main()
