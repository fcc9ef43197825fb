"""Citations found in legal text, beside eyecite on American text as dense: megabytes a CPU second.

Two languages, so two texts: ours of sentences with the structures of real preambles and letters, eyecite's of
the same kind in American English, both in documents of about 20 kB. eyecite runs as its makers advise for speed,
with Hyperscan, its database compiled once and kept; and with its default tokenizer. Courts in brackets ("9th Cir.")
take it most of its time, so that it is measured on a text without them too. Rates are of UTF-8 bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measure import Row, against, cpu, in_turns

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent / ".venv" / "peers" / "hyperscan"
OURS, THEIRS, DEFAULT = 2_000_000, 400_000, 60_000
DOCUMENT = 20_000
ROUNDS = 5

_NAMES = (
    "Carter",
    "Holt",
    "Pine Ridge Water Dist.",
    "Alvarez",
    "Morton Mills, Inc.",
    "Estate of Bell",
    "Doe",
    "Larkin",
)
_CASES = (
    "{a} v. {b}, {v} U.S. {p}, {q} ({y})", "{a} v. {b}, {v} F.2d {p} ({circuit}{y})",
    "{a} v. {b}, {v} F. Supp. {p} ({district}{y})", "{v} S. Ct. {p}", "{v} F.3d at {p}", "42 U.S.C. § {p}",
    "{v} Cal. App. 4th {p}",
)  # fmt: skip
_FRAMES = (
    "The court followed {0} when it turned to the duty of the agency, and held that the order could not stand without {1}.",
    "Notice of the hearing was given in time, see {0}, yet the record does not show that the board weighed what {1} asks "
    "of it before the permit was refused to the applicant and the file was closed for that year.",
    "Nothing in {0} compels another reading; the statute speaks of residents, of their land, and of the day on which a "
    "claim is filed with the clerk, as {1} had already explained at length.",
)  # fmt: skip


def american(size: int, courts: bool) -> list[str]:
    """Documents of American legal prose with about 3,500 citations a megabyte, courts in two of seven or in none."""
    rng = random.Random(7)  # noqa: S311

    def cite() -> str:
        a, b = rng.sample(_NAMES, 2)
        first = rng.randint(1, 900)
        return rng.choice(_CASES).format(
            a=a,
            b=b,
            v=rng.randint(20, 580),
            p=first,
            q=first + rng.randint(1, 20),
            y=rng.randint(1955, 2019),
            circuit="9th Cir. " if courts else "",
            district="S.D.N.Y. " if courts else "",
        )

    def sentences() -> Iterator[str]:
        while True:
            frame = rng.choice(_FRAMES)
            plain = (
                "What was said there of costs applies here, and neither side asked for more. "
                * rng.randint(2, 7)
            )
            yield frame.format(cite(), cite()) + " " + plain

    return _documents(sentences(), size)


def vietnamese(size: int) -> list[str]:
    """Documents of our own sentences, about 3,500 citations a megabyte, and what only looks like one."""
    sys.path.append(str(HERE.parent / "tests" / "law"))
    from legal_text import sentence  # type: ignore[import-not-found]

    rng = random.Random(7)  # noqa: S311
    prose = ("Việc sắp xếp được thực hiện theo lộ trình, bảo đảm người dân không phải đi lại nhiều lần và hồ sơ đang giải quyết "
             "không bị gián đoạn; cơ quan tiếp nhận ghi rõ ngày trả kết quả trên giấy hẹn.")  # fmt: skip

    def sentences() -> Iterator[str]:
        while True:
            text, _ = sentence(rng)
            yield f"{text}\n{prose}\n" if rng.random() < 0.75 else f"{text}\n"

    return _documents(sentences(), size)


def _documents(sentences: Iterator[str], size: int) -> list[str]:
    documents: list[str] = []
    total = 0
    while total < size:
        parts: list[str] = []
        length = 0
        while length < DOCUMENT:
            part = next(sentences)
            parts.append(part)
            length += len(part.encode())
        documents.append("".join(parts))
        total += length
    return documents


def _weight(documents: list[str]) -> float:
    return sum(len(document.encode()) for document in documents) / 1e6


def run() -> Iterator[tuple[str, list[Row]]]:
    """The table of ``make bench``."""
    from eyecite import get_citations
    from eyecite.tokenizers import AhocorasickTokenizer, HyperscanTokenizer

    from phancap.law.citations import find_citations

    KEPT.mkdir(parents=True, exist_ok=True)
    fast, slow = HyperscanTokenizer(cache_dir=str(KEPT)), AhocorasickTokenizer()
    texts = {
        "ours": vietnamese(OURS),
        "hyperscan": american(THEIRS, True),
        "no courts": american(THEIRS, False),
        "default": american(DEFAULT, True),
    }

    def counted(find: Callable[[str], list[Any]], documents: list[str]) -> int:
        return sum(len(find(document)) for document in documents)

    jobs = {
        "ours": lambda: counted(find_citations, texts["ours"]),
        "hyperscan": lambda: counted(lambda text: get_citations(text, tokenizer=fast), texts["hyperscan"]),
        "no courts": lambda: counted(lambda text: get_citations(text, tokenizer=fast), texts["no courts"]),
        "default": lambda: counted(lambda text: get_citations(text, tokenizer=slow), texts["default"]),
    }
    dense = {name: job() / _weight(texts[name]) for name, job in jobs.items()}
    taken = in_turns(jobs, ROUNDS)  # type: ignore[arg-type]
    rate = {name: _weight(texts[name]) / seconds for name, seconds in taken.items()}
    one = "\n".join(texts["ours"])
    whole = len(one.encode()) / 1e6 / cpu(lambda: find_citations(one))
    yield (
        "Citations in legal text, a CPU second",
        [
            against("ours, dense text", rate["ours"], 3, " MB/s"),
            Row("ours, the same as one document of 2 MB", f"{whole:.1f} MB/s"),
            Row("eyecite with Hyperscan", f"{rate['hyperscan']:.2f} MB/s"),
            Row("eyecite with Hyperscan, no courts in brackets", f"{rate['no courts']:.2f} MB/s"),
            Row("eyecite, default tokenizer", f"{rate['default']:.3f} MB/s"),
            against("ours to eyecite with Hyperscan", rate["ours"] / rate["hyperscan"], 8),
            against("the same, no courts in brackets", rate["ours"] / rate["no courts"], 8),
            Row("citations a MB: ours, eyecite", f"{dense['ours']:,.0f}, {dense['hyperscan']:,.0f}"),
        ],
    )


if __name__ == "__main__":
    for title, rows in run():
        print(title)
        for row in rows:
            print(f"  {row.what:45} {row.figure:>14} {row.bar}")
