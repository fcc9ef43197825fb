"""``phancap read``: acts, assignments, comments, objectives and doubts in documents."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from phancap.cli.common import Refused, language, options, print_json
from phancap.formats.days import today

if TYPE_CHECKING:
    from phancap.formats.grid import Remark
    from phancap.scheme.reading import Reading


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--text", "as_text", is_flag=True, help="In phần chữ đọc được; start, end tính theo chữ này.")
@click.option("--sheet", metavar="OUT", help="Ghi bảng để người duyệt điền cột decision: OUT là .csv hoặc .xlsx.")
@click.option("--accept", is_flag=False, flag_value="", metavar="[SHEET]",
              help="Ghi vào scheme/*.csv của --workspace: mọi dòng đọc được (dòng đã có giữ nguyên), hoặc theo bảng đã điền.")
@click.option("--by", "decided_by", default="", metavar="NAME", help="Người duyệt, khi bảng không nêu.")
@options
def read(
    files: tuple[str, ...],
    as_text: bool,
    sheet: str | None,
    accept: str | None,
    decided_by: str,
    workspace: str | None,
    option: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> int:
    """Văn bản viện dẫn, phân công, góp ý, mục tiêu, thời hạn và chỗ đáng ngờ trong tệp chữ, HTML, DOCX, PDF."""
    chosen = language(lang)
    if accept and not accept.lower().endswith(_SHEETS):  # "--accept FILE": the document, all of it accepted
        files, accept = (accept, *files), ""
    if accept is not None and (workspace is None or workspace.lower().endswith(".xlsx")):
        raise Refused("--accept cần --workspace DIR, một thư mục dữ liệu của bạn · tạo mới: phancap init DIR"
                      if chosen == "vi" else
                      "--accept needs --workspace DIR, a folder of your own · make one: phancap init DIR")  # fmt: skip
    if not files and not accept:
        raise Refused("thiếu tệp để đọc · phancap read FILE..." if chosen == "vi" else "no file to read · phancap read FILE...")
    if sheet is not None and not sheet.lower().endswith(_SHEETS):
        raise Refused(f"`{sheet}`: bảng duyệt là .csv hoặc .xlsx" if chosen == "vi" else
                      f"`{sheet}`: a sheet of decisions is .csv or .xlsx")  # fmt: skip
    documents = _documents(files, chosen)
    if as_text and not as_json:
        for _, document in documents:
            sys.stdout.write(document.text)
        sys.stdout.write("\n")
        return 0
    readings = _readings(documents, workspace, option, chosen)
    if sheet is not None:
        _sheet(sheet, readings, chosen, as_json)
    if accept is not None and workspace is not None:
        _accept(workspace, readings, accept, decided_by, chosen, as_json)
        if not files:
            return 0
    if as_json:
        from phancap.scheme.reading import as_json as shaped

        rows = [shaped(reading) for _, reading in readings]
        if as_text:
            rows = [
                {**row, "text": document.text} for row, (_, document) in zip(rows, documents, strict=True)
            ]
        many = [{"file": name, **row} for row, (name, _) in zip(rows, readings, strict=True)]
        print_json(rows[0] if len(rows) == 1 else {"format": 1, "files": many})
    else:
        for name, reading in readings:
            _show(name, reading, chosen)
    return 1 if any(doubt.severity == "error" for _, reading in readings for doubt in reading.findings) else 0


def _documents(files: tuple[str, ...], lang: str) -> list[tuple[str, Any]]:
    from phancap.formats.documents import MESSAGES, BadDocument, read_file

    documents, wrong = [], []
    for file in files:
        try:
            documents.append((os.path.basename(file) or file, read_file(Path(file))))
        except BadDocument as error:
            wrong.append(MESSAGES[lang][error.problem].format(file=file, more=error.more))
    if wrong:
        raise Refused("\n".join(wrong))
    return documents


def _readings(
    documents: list[tuple[str, Any]], workspace: str | None, option: tuple[str, ...], lang: str
) -> list[tuple[str, Reading]]:
    from phancap.charter.view import View
    from phancap.law.register import Register, Registered
    from phancap.scheme.reading import read_scheme
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    try:
        _, charter = charter_of(workspace or shipped(), option)
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None
    view = View(charter)
    register = Register(
        Registered(act.act, act.type, act.issuer, act.title, act.signed, act.in_force, *view.end_of(act))
        for act in view.acts.values()
    )
    return [
        (name, read_scheme(document, register, view.territory, today(), lang)) for name, document in documents
    ]


_SHEETS = (".csv", ".xlsx")
_FAULTS = {
    "vi": {"no-column": "thiếu cột `{value}` (cần table, row, decision)",
           "decision": "`{value}` không phải quyết định (accept, edit, refuse; nhận, sửa, bỏ; hoặc để trống)",
           "table": "không có bảng `{value}` (assignments, comments, legal_basis, roadmap)",
           "twice": "dòng `{value}` có hai quyết định, mỗi dòng một quyết định",
           "unknown": "không có dòng `{value}` trong văn bản hay trong workspace · đọc lại đúng tệp đã tạo bảng"},
    "en": {"no-column": "no column `{value}` (table, row and decision are needed)",
           "decision": "`{value}` is no decision (accept, edit, refuse; nhận, sửa, bỏ; or empty)",
           "table": "no table `{value}` (assignments, comments, legal_basis, roadmap)",
           "twice": "row `{value}` is decided twice, once is enough",
           "unknown": "row `{value}` is neither in the documents nor in the workspace · read the file the sheet was made of"},
}  # fmt: skip


def _sheet(name: str, readings: list[tuple[str, Reading]], lang: str, quiet: bool) -> None:
    from phancap.scheme.sheet import sheet_bytes, sheet_of

    lines = sheet_of(readings)
    try:
        Path(name).write_bytes(sheet_bytes(lines, name))
    except OSError as error:
        raise Refused(f"`{name}`: {'không ghi được' if lang == 'vi' else 'cannot be written'} ({error.strerror})") from None
    if not quiet:
        words = "{0} dòng chờ duyệt" if lang == "vi" else "{0} rows to decide"
        click.echo(f"{name}: {words.format(len(lines) - 1)}")


def _accept(
    workspace: str, readings: list[tuple[str, Reading]], sheet: str, by: str, lang: str, quiet: bool
) -> None:
    from phancap.scheme.sheet import BadSheet, apply, decisions_in
    from phancap.scheme.store import store
    from phancap.workspace.errors import WorkspaceError

    try:
        if sheet:
            written = apply(workspace, readings, decisions_in(Path(sheet).read_bytes(), sheet), by, os.path.basename(sheet))
        else:
            written = store(workspace, readings)
    except OSError as error:
        raise Refused(f"`{sheet}`: {'không đọc được' if lang == 'vi' else 'cannot be read'} ({error.strerror})") from None
    except BadSheet as error:
        raise Refused("\n".join(_fault(sheet, fault, lang) for fault in error.faults[:40])) from None
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None
    if quiet:
        return
    words = "thêm {0} dòng, nay có {1}" if lang == "vi" else "{0} rows added, {1} now"
    for file in written:
        click.echo(f"{file.file}: {words.format(file.added, file.rows)}")
    if not written:
        click.echo("không có gì mới để ghi" if lang == "vi" else "nothing new to write")


def _fault(sheet: str, fault: Remark, lang: str) -> str:
    from phancap.workspace.messages import of_remark

    texts, place = _FAULTS[lang], "dòng" if lang == "vi" else "line"
    told = texts[fault.id].format(value=fault.value) if fault.id in texts else of_remark(fault, lang)
    return f"`{sheet}`{f' {place} {fault.row}' if fault.row else ''}: {told}"


_HEADS = {
    "vi": {"citations": "văn bản viện dẫn", "assignments": "phân công", "comments": "góp ý", "objectives": "mục tiêu",
           "persons": "người và chức vụ", "pilot": "thí điểm", "period": "giai đoạn", "findings": "đáng ngờ",
           "coordinate": "phối hợp", "deadline": "thời hạn", "none": "không có", "by": "người giao",
           "unknown": "không nêu", "clean": "không thấy gì đáng ngờ", "planned": "dự kiến", "itself": "chính văn bản này",
           "unnumbered": "không số", "more": "… còn {0} mục cùng loại: --json"},
    "en": {"citations": "acts cited", "assignments": "assignments", "comments": "comments", "objectives": "objectives",
           "persons": "persons and posts", "pilot": "pilot", "period": "period", "findings": "doubts",
           "coordinate": "with", "deadline": "deadline", "none": "none", "by": "ordered by", "unknown": "not said",
           "clean": "nothing doubtful found", "planned": "planned", "itself": "this document itself",
           "unnumbered": "no number", "more": "… {0} more of this kind: --json"},
}  # fmt: skip


def _show(name: str, reading: Reading, lang: str) -> None:
    """The reading for people: acts once each, then who does what, then what is doubtful."""
    from phancap.formats.days import parse_day, show_day
    from phancap.scheme.reading import block_at

    head = _HEADS[lang]
    click.echo(click.style(name, bold=True))
    acts: dict[str, list[Any]] = {}
    for cited in reading.citations:
        acts.setdefault(cited.form or cited.title or cited.number, []).append(cited)
    _title(head["citations"], len(acts) + len(reading.unnumbered))
    for form, mentions in acts.items():
        one = next((cited for cited in mentions if cited.date), mentions[0])
        parts = [
            one.type,
            form if form != one.type else "",
            show_day(parse_day(one.date)) if one.date else "",
            one.issuer,
        ]
        parts += [
            f"({head['itself']})" if one.of_itself else "",
            f"×{len(mentions)}" if len(mentions) > 1 else "",
        ]
        clauses = sorted({clause for cited in mentions for clause in cited.clauses})
        click.echo(
            "  "
            + " · ".join(part for part in parts if part)
            + (f" · {', '.join(clauses)}" if clauses else "")
        )
    for act in reading.unnumbered:
        click.echo(
            f"  {act.type} ({head['unnumbered']}) · "
            + " · ".join(filter(None, (act.issuer, _short(act.title))))
        )
    _title(head["assignments"], len(reading.assignments))
    for task in reading.assignments:
        click.echo(f"  {click.style('; '.join(task.lead), bold=True)}: {_short(task.task, 160)}")
        if task.coordinate:
            click.echo(f"    {head['coordinate']}: {'; '.join(task.coordinate)}")
        due = show_day(parse_day(task.deadline.day)) if task.deadline.day else task.deadline.words
        urgency = f" ({task.urgency})" if task.urgency and not due else ""
        click.echo(f"    {head['deadline']}: {due or head['none']}{urgency} · {head['by']}: {task.ordered_by or head['unknown']}"
                   f" · {task.rule} {task.confidence:.2f}")  # fmt: skip
    _title(head["comments"], len(reading.comments))
    for comment in reading.comments:
        who = ", ".join(filter(None, (comment.person, comment.body)))
        click.echo(f"  {click.style(who, bold=True)}: {_short(comment.text, 160)}")
    _title(head["objectives"], len(reading.objectives))
    for aim in reading.objectives:
        click.echo(f"  {_short(aim.text, 160)}")
    _title(head["persons"], len(reading.persons))
    for person in reading.persons:
        click.echo(f"  {person.name} · {person.post} {person.body}".rstrip())
    if reading.pilot_units:
        planned = f" ({head['planned']})" if all(unit.planned for unit in reading.pilot_units) else ""
        click.echo(f"{head['pilot']}: {', '.join(unit.name for unit in reading.pilot_units)}{planned}")
    if reading.period:
        click.echo(f"{head['period']}: {reading.period.first}-{reading.period.last}")
    _title(head["findings"], len(reading.findings))
    told: dict[str, int] = {}
    for doubt in reading.findings:
        told[doubt.name] = told.get(doubt.name, 0) + 1
        if told[doubt.name] <= 5:
            click.echo(
                f"  {doubt.code} {doubt.name}  {doubt.severity}  ¶{block_at(reading.document, doubt.start)}"
            )
            click.echo(f"    {doubt.message}\n    → {doubt.help}")
    for kind, count in told.items():
        if count > 5:
            click.echo(f"  {kind}: {head['more'].format(count - 5)}")
    if not reading.findings:
        click.echo(f"  {head['clean']}")


def _title(words: str, count: int) -> None:
    if count:
        click.echo(f"{words} ({count})")


def _short(text: str, most: int = 110) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
