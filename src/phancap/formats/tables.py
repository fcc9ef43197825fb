"""How a table of a workspace is declared: its columns, their kinds, its key.

A package that owns tables lists them as :class:`Table` values in its own ``tables.py``; the workspace
package assembles them. This module knows nothing of what the tables mean.
"""

from __future__ import annotations

from typing import Any, NamedTuple

KINDS = ("text", "id", "day", "integer", "number", "flag", "choice", "list", "values", "condition")


class Column(NamedTuple):
    """One column: ``kind`` says how a cell is read.

    * ``text``: as written, outer blanks cut; empty is ``""``.
    * ``id``: like text, without inner control characters.
    * ``day``: ``YYYY-MM-DD`` to a day number (``date.toordinal``); empty is ``None``.
    * ``integer``: a whole number (đồng, m², counts) to ``int``; empty is ``None``.
    * ``number``: a decimal number with a point to ``float``; empty is ``None``.
    * ``flag``: ``yes`` or ``no`` to ``bool``; empty is ``None``.
    * ``choice``: one of ``choices``; empty is ``""``.
    * ``list``: separated by ``,`` to a tuple of text; empty is ``()``.
    * ``values``: separated by ``|`` to a tuple of text; empty is ``()``.
    * ``condition``: text checked by the package that owns the table.

    ``refers`` names ``table.column`` (several joined by ``|``) in which a given value must occur. A column that is not
    ``always`` there is written only where some row has a value for it.
    """

    name: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    always: bool = True


class Table(NamedTuple):
    """One table: ``name`` is the file's stem, ``key`` the columns whose values together name a row.

    ``unique`` is false where several rows may share the key (their order never matters).
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: bool = True


Row = dict[str, Any]
"""A typed row: column name to value, with ``_file`` (path as shown to people) and ``_row`` (line in
that file, the header being 1) and ``_option`` (id of the option that adds it, ``""``). Columns that the file lacks have the value of an empty cell."""

COMMON_COLUMNS = (Column("known", "day"), Column("corrects", "id"))
"""Columns that every table may carry (the contract's ``known`` and ``corrects``)."""
