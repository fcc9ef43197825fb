"""A copy of everything people entered, as one file, and the way back.

The file is a ``tar.gz``: ``manifest.json`` first (format, version, kind of data base, every file with its size and
SHA-256), then the data base, then the other files of the data folder. SQLite is copied by its own backup, PostgreSQL
row by row inside one snapshot; the files of the folder come after the data base, so whatever a row names is there.

The way back checks everything before anything is changed, builds the new folder beside the old one and then exchanges
them; the old one stays, renamed. The manifest is not signed: keep the printed SHA-256 of the file elsewhere and give
it to ``restore``, which then refuses any other file.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from phancap import __version__
from phancap.web.database import FILE_NAME as BASE_NAME

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = "database.jsonl"
FOLDER = "folder/"
# Made anew by whoever runs; SQLite's own files are taken by its backup instead.
LEFT_OUT = {BASE_NAME, f"{BASE_NAME}-wal", f"{BASE_NAME}-shm", "serve.lock", "metrics"}
MOST_FILES, MOST_BYTES = 1_000_000, 1 << 40
CHUNK = 1 << 20


class BadBackup(ValueError):
    """The file is not a whole backup of this site; the message says what is wrong with it."""


class Kept(NamedTuple):
    """What a backup holds: number of files, bytes, and the SHA-256 of the whole file."""

    files: int
    size: int
    sha256: str


# --- out ---------------------------------------------------------------------------------------------------


def backup(target: Path, folder: Path) -> Kept:
    """Write a backup of data base and ``folder`` to ``target``, whole or not at all; only its owner may read it."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as room:
        base = _copy_of_base(Path(room))
        members = [(base.name, base)]
        members += [(f"{FOLDER}{path.relative_to(folder).as_posix()}", path) for path in _files(folder)]
        body = Path(room) / "body.tar"
        listed: dict[str, dict[str, Any]] = {}
        with tarfile.open(body, "w") as tar:
            for name, path in members:
                try:
                    with open(path, "rb") as file:
                        listed[name] = _add(tar, name, file)
                except FileNotFoundError:
                    continue  # gone since it was listed: no row of the copied data base can name it
        manifest = {
            "format": FORMAT, "version": __version__, "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine": "sqlite" if base.name == BASE_NAME else "rows", "migrations": _migrations(), "files": listed,
        }  # fmt: skip
        whole = Path(room) / "whole"
        with open(whole, "xb", opener=_for_owner) as out:
            # No time in the header: the same content is the same file.
            with (
                gzip.GzipFile(fileobj=out, mode="wb", mtime=0, compresslevel=6) as packed,
                tarfile.open(fileobj=packed, mode="w") as tar,
                tarfile.open(body) as inner,
            ):
                text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                _add(tar, MANIFEST, io.BytesIO(text), len(text))
                for member in inner:
                    tar.addfile(member, inner.extractfile(member))
            out.flush()
            os.fsync(out.fileno())
        kept = Kept(len(listed), whole.stat().st_size, _sha256_of(whole))
        os.link(whole, target)  # never over a file that is there
    return kept


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        first = path.relative_to(folder).parts[0]
        if first not in LEFT_OUT and not first.startswith(".") and path.is_file() and not path.is_symlink():
            yield path


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int | None = None) -> dict[str, Any]:
    """Add a file by what was read of it: one that grows meanwhile is cut where it stood."""
    info = tarfile.TarInfo(name)
    info.size = os.fstat(file.fileno()).st_size if size is None else size
    info.mode = 0o600
    counting = _Counting(file, info.size)
    tar.addfile(info, counting)
    return {"size": info.size, "sha256": counting.hash.hexdigest()}


class _Counting:
    """Reads at most ``size`` bytes and hashes them on the way."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left, self.hash = file, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        self.hash.update(piece)
        return piece


def _copy_of_base(room: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        path = room / BASE_NAME
        connection.ensure_connection()
        with sqlite3.connect(path, isolation_level=None) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal beside it
        copy.close()
        return path
    path = room / ROWS
    _write_rows(path)
    return path


def _models() -> list[Any]:
    from django.apps import apps

    # Tables between two others carry rows as well; what Django itself lists it also restores.
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _write_rows(path: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), open(path, "x", encoding="utf-8", newline="\n") as out:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in _models():
            fields = [field.attname for field in model._meta.local_concrete_fields]
            rows = model._base_manager.order_by("pk").values_list(*fields).iterator(chunk_size=2000)
            label = model._meta.label
            for row in rows:
                told = {"table": label, "row": dict(zip(fields, row, strict=True))}
                out.write(json.dumps(told, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> str:
    """A value of a row as text that its field reads back without loss (Django's own writer drops microseconds)."""
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, timedelta):
        from django.utils.duration import duration_iso_string

        return str(duration_iso_string(value))
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _migrations() -> list[list[str]]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


# --- back --------------------------------------------------------------------------------------------------


def restore(source: Path, folder: Path, sha256: str = "") -> Path | None:
    """Bring back what ``source`` holds; the folder that was there stays beside it and its path is returned.

    Raises:
        BadBackup: another file than ``sha256`` says, damaged, of another site or a later version; nothing changed.
    """
    if sha256 and _sha256_of(source) != sha256.strip().lower():
        raise BadBackup(f"`{source.name}` không phải tệp có SHA-256 đã cho")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.parent) as room:
        manifest = _unpack(source, Path(room))
        _refuse_newer(manifest)
        fresh = Path(room) / "folder"
        fresh.mkdir(mode=0o700, exist_ok=True)
        fresh.chmod(0o700)
        if manifest["engine"] == "sqlite":
            return _restore_sqlite(Path(room) / BASE_NAME, fresh, folder)
        return _restore_rows(Path(room) / ROWS, manifest, fresh, folder)


def _refuse_newer(manifest: dict[str, Any]) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations
    if any((app, name) not in known for app, name in manifest["migrations"]):
        raise BadBackup(
            f"bản sao lưu của phiên bản {manifest['version']} mới hơn phiên bản này ({__version__}) · nâng cấp rồi khôi phục"
        )


def _restore_sqlite(base: Path, fresh: Path, folder: Path) -> Path | None:
    from django.db import connection, connections

    if connection.vendor != "sqlite":
        raise BadBackup(
            "bản sao lưu này là của SQLite, trang đang dùng PostgreSQL · bỏ DATABASE_URL rồi khôi phục"
        )
    with sqlite3.connect(base) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    copy.close()
    if found != "ok":
        raise BadBackup(f"cơ sở dữ liệu trong bản sao lưu bị hỏng: {found}")
    connections.close_all()
    os.replace(base, fresh / BASE_NAME)
    return _exchange(fresh, folder)


def _restore_rows(rows: Path, manifest: dict[str, Any], fresh: Path, folder: Path) -> Path | None:
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        raise BadBackup("bản sao lưu này là của PostgreSQL · đặt DATABASE_URL rồi khôi phục")
    call_command("migrate", verbosity=0, interactive=False)
    if manifest["migrations"] != _migrations():
        raise BadBackup(
            f"bản sao lưu của phiên bản {manifest['version']} có các bảng khác phiên bản này ({__version__}) · "
            "khôi phục bằng đúng phiên bản đó rồi nâng cấp"
        )
    models = {model._meta.label: model for model in _models()}
    with transaction.atomic():
        with connection.constraint_checks_disabled():
            for statement in connection.ops.sql_flush(
                no_style(), [model._meta.db_table for model in models.values()], reset_sequences=False, allow_cascade=False
            ):  # fmt: skip
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            for model, batch in _batches(rows, models):
                # Raw: nothing is stamped anew, no signal is sent, a row is what it was.
                fields = model._meta.local_concrete_fields
                model._base_manager.get_queryset()._insert(
                    batch, fields=fields, using=connection.alias, raw=True
                )
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
                cursor.execute(statement)
        # The rows are kept only if the folder could be exchanged as well.
        return _exchange(fresh, folder)


def _batches(rows: Path, models: dict[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
    current: Any = None
    batch: list[Any] = []
    with open(rows, encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            model = models.get(told["table"])
            if model is None:
                raise BadBackup(f"không có bảng `{told['table']}`")
            if batch and (model is not current or len(batch) >= 1000):
                yield current, batch
                batch = []
            current = model
            fields = {field.attname: field for field in model._meta.local_concrete_fields}
            batch.append(model(**{
                name: value if value is None or fields[name].get_internal_type() == "JSONField"
                else fields[name].to_python(value) for name, value in told["row"].items()
            }))  # fmt: skip
    if batch:
        yield current, batch


def _exchange(fresh: Path, folder: Path) -> Path | None:
    """Put the fresh folder where the old one was; the old one stays, renamed."""
    old = None
    if folder.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        old = folder.with_name(f"{folder.name}.before-{stamp}-{os.getpid()}")
        os.rename(folder, old)
    try:
        os.rename(fresh, folder)
    except OSError:
        if old is not None:
            os.rename(old, folder)
        raise
    return old


def _unpack(source: Path, room: Path) -> dict[str, Any]:
    """Every file of a backup, checked against its manifest, below ``room``."""
    try:
        with gzip.open(source) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            members = iter(tar)
            first = next(members, None)
            if first is None or first.name != MANIFEST or not first.isreg() or first.size > 1 << 28:
                raise BadBackup(f"`{source.name}` không phải bản sao lưu: thiếu {MANIFEST}")
            manifest = _checked(json.loads(_bytes_of(tar, first)))
            wanted = dict(manifest["files"])
            for member in members:
                told = wanted.pop(member.name, None)
                if told is None or not member.isreg() or member.size != told["size"]:
                    raise BadBackup(f"`{member.name}`: tệp không có trong danh mục, hoặc khác cỡ")
                target = room / member.name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _take(tar, member, target, told["sha256"])
            # To the very end: only then has the checksum of the whole stream been looked at.
            while piece := stream.read(CHUNK):
                if piece.strip(b"\0"):
                    raise BadBackup(f"`{source.name}` có dữ liệu thừa ở cuối")
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, BadBackup):
            raise
        raise BadBackup(
            f"`{source.name}` bị hỏng hoặc không phải bản sao lưu ({type(error).__name__})"
        ) from None
    except zlib.error as error:
        raise BadBackup(f"`{source.name}` bị hỏng ({error})") from None
    if wanted:
        raise BadBackup(f"thiếu tệp `{next(iter(wanted))}`")
    return manifest


def _bytes_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _checked(manifest: Any) -> dict[str, Any]:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadBackup(f"bản sao lưu có dạng `{manifest.get('format') if isinstance(manifest, dict) else '?'}`, cần {FORMAT}")  # fmt: skip
    files, base = manifest["files"], BASE_NAME if manifest["engine"] == "sqlite" else ROWS
    if (
        base not in files
        or len(files) > MOST_FILES
        or sum(told["size"] for told in files.values()) > MOST_BYTES
    ):
        raise BadBackup("danh mục thiếu cơ sở dữ liệu, hoặc quá lớn")
    for name in files:
        path = PurePosixPath(name)
        inside = name == base or (name.startswith(FOLDER) and path.as_posix() == name)
        if not inside or ".." in path.parts or path.is_absolute() or "\\" in name or "\0" in name:
            raise BadBackup(f"`{name}`: đường dẫn ra ngoài thư mục dữ liệu")
    return manifest


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path, sha256: str) -> None:
    file, mark = tar.extractfile(member), hashlib.sha256()
    with open(target, "xb", opener=_for_owner) as out:
        read: Callable[[int], bytes] = file.read if file else lambda _size: b""
        while piece := read(CHUNK):
            mark.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if mark.hexdigest() != sha256:
        raise BadBackup(f"`{member.name}`: nội dung đã bị sửa (SHA-256 không khớp)")


def _sha256_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
