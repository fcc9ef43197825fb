"""``phancap audit verify``: whether the log is what was written, and if not, from where on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from phancap.cli.common import Refused, language, print_json, said
from phancap.formats.say import Catalogue, say

if TYPE_CHECKING:
    from phancap.ledger.chain import Verdict

SAID: Catalogue = {
    "vi": {
        "whole": "nhật ký nguyên vẹn: {entries} dòng, mã cuối {head}",
        "versions": "các bản công bố nguyên vẹn: {count}",
        "broken": "nhật ký bị đứt ở dòng {line} (byte {byte}): {what}",
        "before": "{entries} dòng trước đó nguyên vẹn, mã cuối {head}",
        "damaged": "bản công bố {version} không còn như lúc công bố",
        "changed": "nội dung đã bị sửa",
        "not-chained": "không nối với dòng trước: có dòng bị xóa, chèn hoặc đổi chỗ",
        "misnumbered": "số thứ tự {got}, đáng lẽ {expected}",
        "unreadable": "không đọc được",
        "torn": "dòng cuối dở dang: tiến trình bị ngắt khi đang ghi, chưa ai được báo là đã ghi; lần ghi sau sẽ bỏ nó",
        "cut-off": "thiếu các dòng cuối: từng có {expected} dòng, nay còn {got}",
        "other-head": "mã của dòng này không phải mã đã ghi ở tệp .head",
        "head-missing": "không có dòng nào mang mã {expected} đã ghi lại trước đây: nhật ký là bản khác",
        "none": "chưa có nhật ký nào ở {path}",
    },
    "en": {
        "whole": "the log is whole: {entries} entries, last hash {head}",
        "versions": "the published versions are whole: {count}",
        "broken": "the log is broken at line {line} (byte {byte}): {what}",
        "before": "the {entries} entries before it are whole, last hash {head}",
        "damaged": "version {version} is no longer what was published",
        "changed": "its contents were changed",
        "not-chained": "it does not follow the line before: lines were taken away, inserted or swapped",
        "misnumbered": "its number is {got}, it should be {expected}",
        "unreadable": "it cannot be read",
        "torn": "a torn last line: the process was killed while writing, nobody was told that it stood; the next entry takes it away",
        "cut-off": "the last lines are missing: there were {expected}, {got} are left",
        "other-head": "its hash is not the one noted in the .head file",
        "head-missing": "no line bears the hash {expected} noted before: this is another log",
        "none": "there is no log in {path} yet",
    },
}


@click.group()
def audit() -> None:
    """Nhật ký nối mã băm của trang: kiểm tra."""


@audit.command()
@click.option("--data", type=click.Path(file_okay=False), metavar="DIR", help="Thư mục dữ liệu của trang.")
@click.option(
    "--head", default="", metavar="MÃ", help="Mã cuối đã ghi lại trước đây: phải còn trong nhật ký."
)
@click.option("--lang", type=click.Choice(["vi", "en"]), default=None, help="Ngôn ngữ.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def verify(data: str | None, head: str, lang: str | None, as_json: bool) -> int:
    """Chạy lại chuỗi mã băm và so các bản công bố; mã thoát 1 và nơi hỏng nếu có gì bị sửa."""
    from phancap.workspace.publication import Publications

    chosen = language(lang)
    if head and (not head.isalnum() or len(head) != 64):
        raise Refused(said(
            f"--head: `{head[:80]}` không phải mã 64 chữ số thập lục phân mà `phancap audit verify` in ra",
            f"--head: `{head[:80]}` is not the 64 hexadecimal digits that `phancap audit verify` prints",
        ))  # fmt: skip
    of = Publications(_folder(data))
    verdict, damaged = of.chain.verify(head), of.store.damaged()
    if as_json:
        print_json({
            "format": 1, "entries": verdict.entries, "head": verdict.head, "damaged": damaged,
            "fault": verdict.fault._asdict() if verdict.fault else None,
        })  # fmt: skip
    else:
        _show(verdict, damaged, len(of.store.keys()), str(of.chain.path), chosen)
    return 1 if verdict.fault or damaged else 0


def _folder(data: str | None) -> Path:
    if data:
        folder = Path(data)
        if not folder.is_dir():
            raise Refused(said(f"--data: không có thư mục `{data}`", f"--data: there is no folder `{data}`"))
        return folder
    from phancap.web.datafolder import data_folder  # no part of Django is loaded with it

    return data_folder()


def _show(verdict: Verdict, damaged: list[str], versions: int, path: str, lang: str) -> None:
    fault = verdict.fault
    if fault is not None:
        what = say(SAID, lang, fault.problem, expected=fault.expected, got=fault.got)
        click.echo(say(SAID, lang, "broken", line=fault.line, byte=fault.byte, what=what))
        click.echo(say(SAID, lang, "before", entries=verdict.entries, head=verdict.head))
    elif not verdict.entries:
        click.echo(say(SAID, lang, "none", path=path))
    else:
        click.echo(say(SAID, lang, "whole", entries=verdict.entries, head=verdict.head))
    for version in damaged:
        click.echo(say(SAID, lang, "damaged", version=version))
    if versions and not damaged:
        click.echo(say(SAID, lang, "versions", count=versions))
