"""What every command shares: its options, opening the workspace, errors and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from phancap.formats.days import DayError, parse_day, today

if TYPE_CHECKING:
    from phancap.workspace.errors import Note

F = TypeVar("F", bound=Callable[..., Any])
BAD_INPUT, INTERNAL, INTERRUPTED = 2, 70, 130
NOTES_SHOWN = 3
"""What a command that was asked something else says of its files; ``phancap check`` says all."""


class Refused(click.ClickException):
    """Bad input: one or more sentences that help, exit code 2."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """Write the sentence as it stands, without a prefix."""
        click.echo(self.format_message(), file=file or sys.stderr, err=True)


def run_long() -> None:
    """Called by commands that outlive their start: memory is looked after again (see :mod:`phancap.cli.main`)."""
    gc.enable()


_spoken = ["vi"]
"""The language of this run, for what is said before its options are read."""


def spoken() -> str:
    """The language of the command line as it was typed: ``--lang en`` anywhere on it, else ``PHANCAP_LANG``."""
    return _spoken[0]


def said(vi: str, en: str) -> str:
    """One of two sentences, in the language of the command line."""
    return en if spoken() == "en" else vi


def _speaks(arguments: list[str]) -> str:
    given = None
    for at, word in enumerate(arguments):
        if word.startswith("--lang="):
            given = word.partition("=")[2]
        elif word == "--lang" and at + 1 < len(arguments):
            given = arguments[at + 1]
    return language(given)


def _named(_: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A folder that was named without a name is no wish for the shipped city."""
    if value is not None and not value.strip():
        if spoken() == "en":
            raise Refused(
                f"{param.opts[0]}: an empty folder name · name a folder with a `city.toml` or an .xlsx file, or leave the option out for Cần Thơ"
            )
        raise Refused(
            f"{param.opts[0]}: tên thư mục trống · ghi một thư mục có `city.toml` hoặc tệp .xlsx, hoặc bỏ lựa chọn này để dùng Cần Thơ"
        )
    return value


def options(command: F) -> F:
    """``--workspace``, ``--option``, ``--lang``, ``--json``: the options of every command."""
    add = [
        click.option(
            "--workspace",
            "-w",
            metavar="DIR",
            callback=_named,
            help="Thư mục dữ liệu hoặc tệp .xlsx (mặc định: Cần Thơ).",
        ),
        click.option(
            "--option", "option", multiple=True, metavar="ID", help="Phương án, dùng nhiều lần được."
        ),
        click.option("--lang", type=click.Choice(["vi", "en"]), default=None, help="Ngôn ngữ."),
        click.option("--json", "as_json", is_flag=True, help="In JSON."),
    ]
    for decorate in reversed(add):
        command = decorate(command)
    return command


class DayType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer Click
    """A day of a command line: ``YYYY-MM-DD``, or ``today``."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Day number of the text."""
        if isinstance(value, int):
            return value
        if value in ("today", "hôm nay"):
            return today()
        try:
            return parse_day(value)
        except DayError as error:
            raise Refused(f"{param.opts[0] if param else 'ngày'}: {error.message(spoken())}") from None


DAY = DayType()


def language(given: str | None) -> str:
    """``--lang``, else ``PHANCAP_LANG``, else Vietnamese."""
    chosen = given or os.environ.get("PHANCAP_LANG", "vi")
    return chosen if chosen in ("vi", "en") else "vi"


def open_snapshot(workspace: str | None, option: tuple[str, ...], lang: str) -> Any:
    """The workspace asked for, checked; all its errors at once otherwise."""
    from phancap.workspace.open import open_workspace

    try:
        snapshot = open_workspace(workspace, option)
    except Exception as error:
        # Imported only now: a workspace without errors need not load the sentences about them.
        from phancap.workspace.errors import WorkspaceError

        if isinstance(error, WorkspaceError):
            raise Refused("\n".join(error.lines(lang, 40))) from None
        raise
    # The answer stays alone on standard output; that a misspelt column counted for nothing is said beside it.
    show_notes([vi if lang == "vi" else en for vi, en in snapshot.passed_over], lang, NOTES_SHOWN, err=True)
    return snapshot


def tell_passed_over(notes: Iterable[Note], lang: str) -> None:
    """The same for a workspace that was read whole."""
    from phancap.workspace.open import passed_over

    show_notes([note.line(lang) for note in passed_over(notes)], lang, NOTES_SHOWN, err=True)


def show_notes(lines: Sequence[str], lang: str, most: int | None = 10, err: bool = False) -> None:
    """What the reading of files had to say though they were read: unknown columns, spoilt cells, a BOM."""
    if not lines:
        return
    click.echo("đã đọc, nhưng nên biết:" if lang == "vi" else "read, but worth knowing:", err=err)
    shown = lines if most is None else lines[:most]
    for line in shown:
        click.echo(f"  {line}", err=err)
    if len(shown) < len(lines):
        more = len(lines) - len(shown)
        click.echo(f"  … còn {more} dòng nữa" if lang == "vi" else f"  … {more} more", err=err)


def locate(lat: float, lon: float) -> tuple[str, ...] | None:
    """The units that hold a point by the boundaries kept in the data folder; ``None`` where there are none."""
    from phancap.territory.boundaries import read_kept
    from phancap.web.datafolder import data_folder

    kept = read_kept(data_folder())
    return None if kept is None else kept.locate(lat, lon)


def width() -> int:
    """Columns of the terminal, between 60 and 120."""
    try:
        return max(60, min(120, os.get_terminal_size().columns))
    except OSError:
        return 100


def print_json(value: Any) -> None:
    """One JSON document on standard output, UTF-8, keys in the contract's order."""
    from phancap.formats.json_text import indented

    click.echo(indented(value))


def run(command: click.Command, arguments: list[str] | None) -> int:
    """Run a command and turn what happens into an exit code; never a traceback on bad input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _spoken[0] = _speaks(sys.argv[1:] if arguments is None else arguments)
    try:
        result = command.main(args=arguments, prog_name="phancap", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return INTERRUPTED
    except KeyboardInterrupt:
        return INTERRUPTED
    except click.UsageError as error:
        click.echo(usage_words(error, spoken()), err=True)
        return BAD_INPUT
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except BrokenPipeError:
        # The reader of our output has left; nothing is wrong with the answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last net: exit code 70, never a bare traceback
        return _internal(error)


_USAGE = {
    "vi": {
        "option": "không có tùy chọn `{0}`", "near": " · gần nhất: {0}", "missing": "thiếu `{0}`",
        "choice": "`{0}` không nhận `{1}` · có: {2}", "extra": "thừa `{0}` · lời có nhiều chữ thì đặt trong dấu ngoặc kép", "usage": "cách dùng:",
        "value": "`{0}` cần một giá trị", "values": "`{0}` cần {1} giá trị", "flag": "`{0}` không nhận giá trị",
        "number": "`{0}`: `{1}` không phải {2}", "whole": "số nguyên", "decimal": "số", "from": " từ {0}", "to": " đến {0}",
        "absent": "`{0}`: không có `{1}`", "folder": "`{0}`: `{1}` là thư mục, cần một tệp",
        "file": "`{0}`: `{1}` là tệp, cần một thư mục", "closed": "`{0}`: không mở được `{1}`",
    },
    "en": {
        "option": "there is no option `{0}`", "near": " · nearest: {0}", "missing": "`{0}` is missing",
        "choice": "`{0}` does not take `{1}` · there are: {2}", "extra": "one word too many: `{0}` · put several words between quotes", "usage": "usage:",
        "value": "`{0}` needs a value", "values": "`{0}` needs {1} values", "flag": "`{0}` takes no value",
        "number": "`{0}`: `{1}` is not {2}", "whole": "a whole number", "decimal": "a number", "from": " from {0}",
        "to": " to {0}", "absent": "`{0}`: there is no `{1}`", "folder": "`{0}`: `{1}` is a folder, expected a file",
        "file": "`{0}`: `{1}` is a file, expected a folder", "closed": "`{0}`: `{1}` cannot be opened",
    },
}  # fmt: skip


def usage_words(error: click.UsageError, lang: str = "vi") -> str:
    """What is wrong with the words of a command, and how it is used."""
    words = _USAGE[lang]
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(f"`{p}`" for p in error.possibilities or ())
        text = words["option"].format(error.option_name) + (words["near"].format(near) if near else "")
    elif isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else error.param_hint
        if error.param is not None and error.param.param_type_name == "option":
            name = error.param.opts[0]
        text = words["missing"].format(name)
    elif isinstance(error, click.BadParameter) and isinstance(
        getattr(error.param, "type", None), click.Choice
    ):
        choices = ", ".join(str(choice) for choice in error.param.type.choices)  # type: ignore[union-attr]
        given = error.message.split("'")[1] if "'" in error.message else ""
        name = error.param.opts[0] if error.param is not None else ""
        text = words["choice"].format(name, given, choices)
    elif isinstance(error, click.BadOptionUsage):
        text = _option_words(error, words)
    elif isinstance(error, click.BadParameter) and error.param is not None:
        text = _value_words(error, error.param, words) or error.format_message()
    elif error.message.startswith("Got unexpected extra argument"):
        text = words["extra"].format(error.message.partition("(")[2].rstrip(")"))
    else:
        text = error.format_message()
    if error.ctx is None:
        return text
    return f"{text}\n{error.ctx.get_usage().replace('Usage:', words['usage'])} · {error.ctx.command_path} --help"


def _option_words(error: click.BadOptionUsage, words: dict[str, str]) -> str:
    """An option without what should stand behind it, or a switch with something behind it."""
    name = error.option_name
    if "does not take a value" in error.message:
        return words["flag"].format(name)
    count = next((word for word in error.message.split() if word.isdecimal()), "")
    return words["values"].format(name, count) if count else words["value"].format(name)


def _value_words(error: click.BadParameter, param: click.Parameter, words: dict[str, str]) -> str:
    """A number out of its range, or a path that is not there or of the other kind; else nothing."""
    name = param.opts[0] if param.param_type_name == "option" else param.human_readable_name
    kind = param.type
    given = error.message.split("'")[1] if error.message.count("'") > 1 else error.message.split()[0]
    if isinstance(kind, click.Path):
        problems = {"does not exist": "absent", "is a directory": "folder", "is a file": "file"}
        problem = next((known for said_, known in problems.items() if said_ in error.message), "closed")
        return words[problem].format(name, given)
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        wanted = words["whole" if isinstance(kind, click.types.IntParamType) else "decimal"]
        for bound, word in ((getattr(kind, "min", None), "from"), (getattr(kind, "max", None), "to")):
            wanted += words[word].format(bound) if bound is not None else ""
        return words["number"].format(name, given, wanted)
    return ""


def _internal(error: Exception) -> int:
    import traceback

    if os.environ.get("PHANCAP_DEBUG"):
        traceback.print_exc()
    frame = traceback.extract_tb(error.__traceback__)[-1]
    if spoken() == "en":
        click.echo(
            f"internal error: {type(error).__name__}: {error} (at {os.path.basename(frame.filename)}:{frame.lineno}) · nothing "
            "was changed. Please report this line with the command typed; PHANCAP_DEBUG=1 tells more.",
            err=True,
        )
        return INTERNAL
    click.echo(
        f"lỗi bên trong: {type(error).__name__}: {error} (tại {os.path.basename(frame.filename)}:{frame.lineno}) · "
        "không có gì bị thay đổi. Xin báo lại dòng này kèm lệnh đã gõ; PHANCAP_DEBUG=1 cho biết thêm.",
        err=True,
    )
    return INTERNAL
