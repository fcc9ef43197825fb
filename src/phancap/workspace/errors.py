"""Everything wrong with a workspace, in one go: each with file, row, column, value and a mend."""

from collections.abc import Sequence
from typing import Any, NamedTuple

KEPT = 20_000
"""Errors kept of one load; what comes after is only counted."""

SHOWN = 200
"""Errors printed of one load, and those for which the nearest valid value is looked up."""


OF_THE_QUESTION = frozenset(("no-workspace", "not-a-workspace", "no-city", "no-option", "bad-option-id", "not-empty", "unwritable"))
"""Errors of what was named, not of what a file says: there is nothing in the files to mend and check again."""


class CellError(NamedTuple):
    """One error. ``row`` is the line in the file (the header being 1), 0 for the file as a whole.

    ``problem`` is the message's id; ``message`` and ``message_en`` are whole sentences without place.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str
    nearest: tuple[str, ...]
    message: str
    message_en: str
    problem: str

    def line(self, lang: str = "vi") -> str:
        """``grants.csv:42:holder: ...``, as printed."""
        return (
            f"{place(self.file, self.row, self.column)} {self.message_en if lang == 'en' else self.message}"
        )


class Note(NamedTuple):
    """Something to know about a file that is read all the same."""

    file: str
    row: int
    column: str
    value: str
    message: str
    message_en: str
    problem: str

    def line(self, lang: str = "vi") -> str:
        """``units.csv: ...``, as printed."""
        return (
            f"{place(self.file, self.row, self.column)} {self.message_en if lang == 'en' else self.message}"
        )


class WorkspaceError(Exception):
    """A workspace that cannot be used; ``errors`` in order of file and row, ``total`` of them in all."""

    def __init__(self, root: str, errors: Sequence[CellError], total: int = 0, notes: Sequence[Note] = ()) -> None:
        """``notes`` are those of the files with errors: a misspelt column is why every row of it misses a value."""
        self.root = root
        self.notes = list(notes)
        self.errors = list(errors)
        self.total = max(total, len(self.errors))
        super().__init__(root)

    def lines(self, lang: str = "vi", limit: int = SHOWN) -> list[str]:
        """One line an error, at most ``limit`` of them, then how many more and, of files that are to be mended, the total."""
        from phancap.workspace.messages import MORE, TOTAL, render

        lines = [error.line(lang) for error in self.errors[:limit]]
        if self.total > limit:
            lines.append(render(MORE, lang, count=str(self.total - limit)))
        lines += [note.line(lang) for note in self.notes[:limit]]
        if any(error.problem not in OF_THE_QUESTION for error in self.errors):
            lines.append(render(TOTAL, lang, count=str(self.total), root=self.root))
        return lines

    def __str__(self) -> str:
        return "\n".join(self.lines())


def place(file: str, row: int, column: str) -> str:
    """``file:row:column:`` without the parts that are not known."""
    parts = [file, *([str(row)] if row else []), *([column] if column else [])]
    return ":".join(parts) + ":"


def shorten(text: str, limit: int = 80) -> str:
    """``text`` on one line and not longer than ``limit``: a message is not a dump."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Found(NamedTuple):
    file: str
    row: int
    column: str
    value: str
    problem: str
    params: dict[str, str]
    guess: str
    near: Any  # a prepared list of valid values (formats.nearest.Nearest), or None
    near_word: str


class Report:
    """Collects errors and notes of one load; ``bad_tables`` could not be read whole."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.total = 0
        self.notes: list[Note] = []
        self.bad_tables: set[str] = set()
        self._found: list[_Found] = []

    def error(
        self,
        problem: str,
        file: str,
        row: int = 0,
        column: str = "",
        value: str = "",
        *,
        guess: str = "",
        near: Any = None,
        near_word: str = "",
        **params: str,
    ) -> None:
        """Note an error; ``guess`` is what was surely meant, ``near`` the valid values to look in."""
        self.total += 1
        if len(self._found) < KEPT:
            found = _Found(file, row, column, value, problem, params, guess, near, near_word or value)
            self._found.append(found)

    def note(
        self, problem: str, file: str, row: int = 0, column: str = "", value: str = "", **params: str
    ) -> None:
        """Note something that does not hinder the reading. Kept up to the same number as errors."""
        if len(self.notes) < KEPT:
            texts = _texts(problem, column, value, params)
            self.notes.append(Note(file, row, column, value, *texts, problem))

    def finish(self) -> None:
        """Raise :class:`WorkspaceError` if there was any error."""
        if not self.total:
            return
        from phancap.workspace.messages import GUESS, NEAREST, render

        self._found.sort(key=lambda found: (found.file, found.row, found.column))
        errors = []
        for number, found in enumerate(self._found):
            message, message_en = _texts(found.problem, found.column, found.value, found.params)
            nearest: tuple[str, ...] = (found.guess,) if found.guess else ()
            pair = GUESS
            if not nearest and found.near is not None and number < SHOWN:
                nearest, pair = tuple(found.near.of(found.near_word)), NEAREST
            if nearest:
                options = ", ".join(f"`{option}`" for option in nearest)
                message += render(pair, "vi", options=options)
                message_en += render(pair, "en", options=options)
            errors.append(
                CellError(
                    found.file,
                    found.row,
                    found.column,
                    found.value,
                    found.params.get("expected", ""),
                    nearest,
                    message,
                    message_en,
                    found.problem,
                )  # fmt: skip
            )
        wrong = {error.file for error in errors}
        raise WorkspaceError(
            self.root, errors, self.total, [n for n in self.notes if n.problem == "unknown-column" and n.file in wrong]
        )


def _texts(problem: str, column: str, value: str, params: dict[str, str]) -> tuple[str, str]:
    from phancap.workspace.messages import MESSAGES, render  # a good load needs no words

    pair = MESSAGES[problem]
    words = {"column": column, "value": shorten(value), "expected": "", "more": ""}
    words |= {name: shorten(text, 300) for name, text in params.items()}
    return render(pair, "vi", **words), render(pair, "en", **words)
