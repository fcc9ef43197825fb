"""``phancap backup`` and ``phancap restore``: everything people entered into the site, as one file, and back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from phancap.cli.common import Refused, print_json, said
from phancap.formats.say import grouped


def _ready(data: str | None) -> Path:
    """The data folder, with Django set up on its data base."""
    try:
        import django
    except ImportError:
        raise Refused(said("cần thêm: pip install 'phancap[web]' (hoặc `make run` trong thư mục nguồn)", "needed as well: pip install 'phancap[web]' (or `make run` in the source folder)")) from None
    if data:
        os.environ["PHANCAP_DATA"] = os.path.abspath(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    from phancap.web.database import BadDatabase
    from phancap.web.datafolder import data_folder

    try:
        django.setup()
    except BadDatabase as error:
        raise Refused(str(error)) from None
    return data_folder()


DATA = click.option(
    "--data", type=click.Path(file_okay=False), metavar="DIR", help="Thư mục dữ liệu của trang."
)
LANG = click.option("--lang", type=click.Choice(["vi", "en"]), default=None, expose_value=False, help="Ngôn ngữ.")
JSON = click.option("--json", "as_json", is_flag=True, help="In JSON.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@DATA
@LANG
@JSON
def backup(file: Path, data: str | None, as_json: bool) -> int:
    """Sao lưu cơ sở dữ liệu và thư mục dữ liệu của trang vào FILE, cả khi trang đang chạy."""
    folder = _ready(data)
    from django.db import Error, connection

    from phancap.web.keep import backup as write

    if not folder.is_dir():
        raise Refused(said(f"không có thư mục dữ liệu `{folder}` · nêu bằng --data DIR", f"there is no data folder `{folder}` · name it by --data DIR"))
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        raise Refused(said(f"`{folder}` chưa có dữ liệu của trang: chưa có gì để sao lưu", f"`{folder}` holds no data of a site yet: there is nothing to back up"))
    try:
        kept = write(file.absolute(), folder)
    except FileExistsError:
        raise Refused(said(f"`{file}` đã có · không ghi đè bản sao lưu; chọn tên khác", f"`{file}` exists · a backup is not written over; choose another name")) from None
    except (OSError, Error) as error:
        why = getattr(error, "strerror", None) or str(error).strip()
        raise Refused(said(f"không sao lưu được: {why}", f"could not be backed up: {why}")) from None
    if as_json:
        print_json({"file": str(file), "files": kept.files, "size": kept.size, "sha256": kept.sha256})
    else:
        click.echo(said(
            f"đã sao lưu {grouped(kept.files, 'vi')} tệp, {grouped(kept.size, 'vi')} byte → {file}",
            f"backed up {grouped(kept.files, 'en')} files, {grouped(kept.size, 'en')} bytes → {file}",
        ))  # fmt: skip
        click.echo(f"SHA-256 {kept.sha256}")
    return 0


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sha256", default="", metavar="HEX", help="SHA-256 ghi lúc sao lưu: tệp khác thì từ chối.")
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; dữ liệu cũ được giữ lại bên cạnh.")
@DATA
@LANG
@JSON
def restore(file: Path, sha256: str, replace: bool, data: str | None, as_json: bool) -> int:
    """Khôi phục từ FILE. Kiểm hết trước khi đổi gì; trang phải đang dừng."""
    folder = _ready(data)
    from django.core.management import call_command
    from django.db import Error

    from phancap.web.datafolder import alone
    from phancap.web.keep import BadBackup
    from phancap.web.keep import restore as read

    if folder.is_dir() and any(folder.iterdir()) and not replace:
        raise Refused(said(
            f"`{folder}` đang có dữ liệu · thêm --replace để thay (dữ liệu cũ được giữ lại bên cạnh)",
            f"`{folder}` holds data · add --replace to put others in their place (the old ones are kept beside)",
        ))  # fmt: skip
    try:
        with alone(folder) as free:
            if not free:
                raise Refused(said("trang đang chạy · dừng trang rồi khôi phục", "the site is running · stop it, then restore"))
            old = read(file, folder, sha256)
            call_command("migrate", verbosity=0, interactive=False)
    except BadBackup as error:
        raise Refused(said(f"{error} · không có gì thay đổi", f"{error} · nothing was changed")) from None
    except (OSError, Error) as error:
        why = getattr(error, "strerror", None) or str(error).strip()
        raise Refused(said(f"không khôi phục được: {why}", f"could not be restored: {why}")) from None
    if as_json:
        print_json({"file": str(file), "folder": str(folder), "before": str(old) if old else None})
    else:
        click.echo(said(f"đã khôi phục → {folder}", f"restored → {folder}"))
        if old:
            click.echo(said(f"dữ liệu trước đó: {old}", f"the data before: {old}"))
    return 0
