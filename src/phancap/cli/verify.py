"""``phancap verify``: replay a certificate of ``phancap check`` with the independent checker."""

from __future__ import annotations

import json
from pathlib import Path

import click

from phancap.cli.common import Refused, language, options, print_json

LIMIT = 1 << 30
"""Bytes of the largest certificate that is read; a whole country's is a few per cent of it."""


@click.command()
@click.argument("file", metavar="TỆP")
@options
def verify(file: str, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool) -> int:
    """Phát lại một chứng thư của `phancap check --certificate`: mọi nút có đúng không, có thuộc bộ dữ liệu không.

    Mã thoát 0 khi phát lại được (dù chứng thư nói gì) và thuộc bộ dữ liệu nêu ở --workspace; 2 khi không.
    """
    chosen = language(lang)
    told, data = _replayed(file, chosen)
    if workspace is not None or option:
        _belongs(told["snapshot"], workspace, option, file, chosen)
        _same_boxes(data, workspace, option, file, chosen)
    if as_json:
        print_json({"format": 1, "file": file, "proved": not told["open"], **told})
    else:
        _show(told, workspace is not None or bool(option), chosen)
    return 0


def _replayed(file: str, lang: str) -> tuple[dict[str, object], bytes]:
    from phancap.competence.verify_certificate import verify as replay

    try:
        if not Path(file).is_file() and Path(file).exists():
            raise Refused(f"`{file}` không phải tệp" if lang == "vi" else f"`{file}` is no file")
        if Path(file).stat().st_size > LIMIT:
            raise Refused(
                f"`{file}` quá lớn để là chứng thư"
                if lang == "vi"
                else f"`{file}` is too large for a certificate"
            )
        data = Path(file).read_bytes()
    except OSError as error:
        words = "không đọc được" if lang == "vi" else "cannot read"
        raise Refused(f"{words} `{file}`: {error.strerror}") from None
    except ValueError:
        raise Refused(
            f"`{file}`: tên tệp không dùng được" if lang == "vi" else f"`{file}`: not a file name"
        ) from None
    try:
        return replay(data), data
    except Exception as error:  # noqa: BLE001 - whatever a forged file makes the checker stumble over, it is refused
        why = _why(error, lang)
        if lang == "vi":
            raise Refused(f"`{file}` không phát lại được: {why} · tệp hỏng, bị sửa, hoặc không phải chứng thư; "
                          "tạo lại bằng `phancap check --certificate`") from None  # fmt: skip
        raise Refused(f"`{file}` does not replay: {why} · it is damaged, changed, or no certificate; "
                      "make it again with `phancap check --certificate`") from None  # fmt: skip


_REASONS = {
    "broken seal": "dấu niêm không khớp",
    "not all": "thiếu hoặc thừa thẩm quyền",
    "not each atom once": "các mảnh lãnh thổ không phủ đúng một lần",
    "the tree ends early": "cây chia dừng sớm",
}


def _why(error: Exception, lang: str) -> str:
    """What the checker stumbled over, in words for people."""
    text = str(error)
    if isinstance(error, ValueError) and "unpack" not in text and not isinstance(error, json.JSONDecodeError):
        return _REASONS.get(text, text) if lang == "vi" else text
    return "không có dạng của chứng thư" if lang == "vi" else "it has not the form of a certificate"


def _belongs(snapshot: object, workspace: str | None, option: tuple[str, ...], file: str, lang: str) -> None:
    from phancap.workspace.content import content_hash
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import shipped

    try:
        own = content_hash(workspace or shipped(), option)
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None
    if own != snapshot:
        with_options = f" + {', '.join(option)}" if option else ""
        where = f"`{workspace}`{with_options}" if workspace else f"phancap{with_options}"
        if lang == "vi":
            raise Refused(f"`{file}` là của bộ dữ liệu khác: chứng thư ghi {str(snapshot)[:16]}…, {where} là {own[:16]}… · "
                          "dữ liệu đã đổi từ khi lập chứng thư, hoặc thiếu `--option`")  # fmt: skip
        raise Refused(f"`{file}` is of another workspace: it names {str(snapshot)[:16]}…, {where} is {own[:16]}… · "
                      "the data changed since, or `--option` is missing")  # fmt: skip


def _same_boxes(data: bytes, workspace: str | None, option: tuple[str, ...], file: str, lang: str) -> None:
    from phancap.charter.view import View
    from phancap.competence.certificate import strange
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    try:
        view = View(charter_of(workspace or shipped(), option)[1])
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None
    what = strange(view, data)
    if what and lang == "vi":
        raise Refused(f"`{file}` ghi tên bộ dữ liệu này nhưng không nói điều nó nói: khác ở `{what}` · "
                      "tệp đã bị sửa rồi niêm lại; tạo lại bằng `phancap check --certificate`")  # fmt: skip
    if what:
        raise Refused(f"`{file}` names this workspace and does not say what it says: `{what}` differs · "
                      "it was changed and sealed anew; make it again with `phancap check --certificate`")  # fmt: skip


def _show(told: dict[str, object], bound: bool, lang: str) -> None:
    snapshot = f"{str(told['snapshot'])[:16]}…"
    if lang == "vi":
        of = "đúng bộ dữ liệu này" if bound else "chưa so với bộ dữ liệu nào (`--workspace`)"
        click.echo(
            f"Phát lại được: {told['powers']} thẩm quyền và vai trò, {told['nodes']} nút; ảnh chụp {snapshot}, {of}."
        )
        if told["open"]:
            click.echo(
                f"Chưa kín: {told['open']} thẩm quyền. Kể cả việc không buộc có người giữ: {told['gaps']} ô trống, {told['overlaps']} ô chồng lấn."
            )
        else:
            click.echo(
                "Mọi nơi, mọi ngày, mọi dữ kiện: đúng một cơ quan cho mỗi thẩm quyền phải có người giữ; không chồng lấn."
            )
        click.echo(
            "Chứng minh các ô trong tệp; ô có nói đúng dữ liệu không là việc của phép thử, không phải ý kiến pháp lý."
        )
    else:
        of = "this workspace" if bound else "not compared with a workspace (`--workspace`)"
        click.echo(
            f"Replayed: {told['powers']} powers and roles, {told['nodes']} nodes; snapshot {snapshot}, {of}."
        )
        if told["open"]:
            click.echo(
                f"Not closed: {told['open']} powers. With powers nobody must hold: {told['gaps']} gaps, {told['overlaps']} overlaps."
            )
        else:
            click.echo(
                "Everywhere, every day, for all facts: one organ for each power that must be held; no overlap."
            )
        click.echo(
            "It proves the boxes in the file; that they say what the data says is tested elsewhere. No legal opinion."
        )
