"""A file of questions answered row by row: CSV in, the same rows with the answer's columns out."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import click

from phancap.cli.common import Refused, said, spoken
from phancap.competence.given import BadQuestion
from phancap.competence.inquiry import Desk, Put
from phancap.formats.days import DayError, parse_day

NEEDED = ("power", "place", "on")
OPTIONAL = ("decided", "role", "known")
ADDED = ("status", "body", "answerable", "grant", "valid_from", "valid_to")
SHOWN = 20


def answer_file(desk: Desk, source: str, target: str) -> int:
    """Answer every row of ``source`` into ``target``; nothing is written if any row cannot be read."""
    header, rows = _read(source)
    added = [name for name in ADDED if name not in header]
    if len(added) < len(ADDED):
        both = ", ".join(name for name in ADDED if name in header)
        raise Refused(said(f"{source}:1: cột {both} là của câu trả lời: đổi tên cột đó trong tệp vào", f"{source}:1: column {both} belongs to the answer: give it another name in the input"))
    facts = [name for name in header if name not in (*NEEDED, *OPTIONAL)]
    answers: dict[Put, dict[str, str]] = {}
    errors: list[str] = []
    puts = []
    for number, row in rows:
        try:
            put = _put(row, facts)
            puts.append(put)
            if put not in answers:
                answers[put] = desk.brief(put)
        except (DayError, BadQuestion) as error:
            why = error.message(spoken()) if isinstance(error, DayError) else error
            errors.append(f"{source}:{number}: {why}")
    if errors:
        rest, many = len(errors) - SHOWN, len(errors)
        more = [said(f"… và {rest} lỗi nữa", f"… and {rest} more")] if rest > 0 else []
        end = said(f"{many} dòng lỗi, không ghi gì.", f"{many} lines with errors, nothing written.")
        raise Refused("\n".join([*errors[:SHOWN], *more, end]))
    _write(target, header, [(row, answers[put]) for (_, row), put in zip(rows, puts, strict=True)])
    click.echo(said(f"{len(rows)} câu hỏi, đã ghi {target}", f"{len(rows)} questions, {target} written"), err=True)
    return 0


def _read(source: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        text = Path(source).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(said(f"không đọc được `{source}`: {error.strerror}", f"`{source}` cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise Refused(said(f"`{source}` không phải UTF-8 · trong Excel: lưu dạng `CSV UTF-8`", f"`{source}` is not UTF-8 · in Excel: save as `CSV UTF-8`")) from None
    if "\0" in text:
        raise Refused(said(f"`{source}` không phải tệp CSV (có ký tự NUL)", f"`{source}` is no CSV file (it holds NUL characters)"))
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise Refused(said(f"{source}:{reader.line_num}: không đọc được CSV: {error}", f"{source}:{reader.line_num}: cannot be read as CSV: {error}")) from None
    if not lines:
        raise Refused(said(f"`{source}` rỗng · cần dòng đầu `power,place,on`", f"`{source}` is empty · expected the first line `power,place,on`"))
    header = [name.strip() for name in lines[0][1]]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise Refused(said(f"{source}:1: thiếu cột {', '.join(missing)} · cần ít nhất `power,place,on`", f"{source}:1: column {', '.join(missing)} is missing · at least `power,place,on` are needed"))
    if len(set(header)) != len(header):
        raise Refused(said(f"{source}:1: có hai cột cùng tên", f"{source}:1: two columns have one name"))
    rows = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise Refused(said(f"{source}:{number}: có {len(cells)} ô, dòng đầu chỉ có {len(header)} cột", f"{source}:{number}: {len(cells)} cells, the first line has only {len(header)} columns"))
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append((number, dict(zip(header, padded, strict=True))))
    return header, rows


def _put(row: dict[str, str], facts: list[str]) -> Put:
    missing = [name for name in NEEDED if not row[name].strip()]
    if missing:
        raise BadQuestion(said(f"thiếu {', '.join(missing)}", f"{', '.join(missing)} is missing"))
    day = {
        name: parse_day(row[name].strip()) for name in ("on", "decided", "known") if row.get(name, "").strip()
    }
    given = tuple((fact, row[fact].strip()) for fact in facts if row[fact].strip())
    role = row.get("role", "").strip() or "decide"
    return Put(
        row["power"].strip(),
        row["place"].strip(),
        day["on"],
        role,
        day.get("decided"),
        day.get("known"),
        given,
    )


def _write(target: str, header: list[str], rows: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*header, *ADDED])
    for row, answer in rows:
        writer.writerow([*row.values(), *(answer[name] for name in ADDED)])
    part = Path(f"{target}.{os.getpid()}.part")
    try:
        part.write_text(out.getvalue(), encoding="utf-8", newline="")
        os.replace(part, target)
    except OSError as error:
        raise Refused(said(f"không ghi được `{target}`: {error.strerror}", f"`{target}` cannot be written: {error.strerror}")) from None
