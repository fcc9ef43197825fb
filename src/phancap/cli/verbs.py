"""The group of commands: one per verb, each loaded only when it is called (start-up is part of the answer)."""

from __future__ import annotations

import importlib

import click

from phancap import __version__

COMMANDS = {
    "who": ("phancap.cli.who", "who"),
    "place": ("phancap.cli.place", "place"),
    "powers": ("phancap.cli.powers", "powers"),
    "check": ("phancap.cli.check", "check"),
    "verify": ("phancap.cli.verify", "verify"),
    "diff": ("phancap.cli.diff", "diff"),
    "agenda": ("phancap.cli.agenda", "agenda"),
    "deadline": ("phancap.cli.deadline", "deadline"),
    "read": ("phancap.cli.read", "read"),
    "compare": ("phancap.cli.compare", "compare"),
    "optimise": ("phancap.cli.optimise", "optimise"),
    "roadmap": ("phancap.cli.roadmap", "roadmap"),
    "simulate": ("phancap.cli.simulate", "simulate"),
    "audit": ("phancap.cli.audit", "audit"),
    "serve": ("phancap.cli.serve", "serve"),
    "backup": ("phancap.cli.keep", "backup"),
    "restore": ("phancap.cli.keep", "restore"),
    "init": ("phancap.cli.folder", "init"),
    "migrate": ("phancap.cli.folder", "migrate"),
    "export": ("phancap.cli.folder", "export"),
    "import": ("phancap.cli.folder", "import_"),
}
SHORT = {
    "who": "cơ quan nào có thẩm quyền, vì sao, đến khi nào · who is competent, why, until when",
    "place": "một nơi theo tên, mã, địa chỉ cũ hay mới · a place by any name",
    "powers": "một cơ quan nắm những thẩm quyền nào · what a body holds, with basis",
    "check": "khoảng trống, chồng lấn và lỗi khác · gaps, overlaps and other findings",
    "verify": "chạy lại một chứng chỉ bằng bộ kiểm độc lập · replay a certificate",
    "diff": "khác nhau giữa hai phương án hoặc hai ngày · the difference of two governments",
    "agenda": "cái gì hết hiệu lực khi nào, cần văn bản nào · what ends when, and what is needed",
    "deadline": "hạn giải quyết, từng bước tính · the lawful due moment, step by step",
    "read": "đọc văn bản: số hiệu, phân công, góp ý, lỗi · acts, assignments and faults of a text",
    "compare": "phương án × kịch bản: được gì, tốn gì, ai quyết định · options by scenarios, with a report",
    "optimise": "việc nào ở cấp nào với bao nhiêu người, trong khuôn khổ pháp luật · the plan of least cost",
    "roadmap": "lộ trình của một phương án, đường găng, việc làm được ngay · the pieces of an option in time",
    "simulate": "hồ sơ đi qua các cơ quan: chờ, đúng hạn, tải · dossiers through offices: waits, lateness, load",
    "audit": "nhật ký nối mã băm còn nguyên không · whether the chained log is whole",
    "serve": "mở trang tra cứu · the site",
    "backup": "sao lưu dữ liệu của trang · the site's data as one file",
    "restore": "khôi phục dữ liệu của trang · bring it back",
    "init": "tạo một bộ dữ liệu mới · a new workspace",
    "migrate": "nâng bộ dữ liệu lên dạng mới · bring a workspace to the present format",
    "export": "xuất ra XLSX hoặc CSV · write a workspace as XLSX or CSV",
    "import": "nhập từ XLSX, CSV; ranh giới GeoJSON; nhật ký · read XLSX, CSV, boundaries, event logs",
}


NOT_YET = ("indicators", "evaluate", "draft")
"""Commands that the contract names and this version does not have."""


class _Verbs(click.Group):
    """A group whose commands are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from phancap.cli.common import spoken
            from phancap.formats.nearest import nearest

            near = nearest(args[0], COMMANDS, limit=1)
            listed = ", ".join(COMMANDS)
            if args[0] in NOT_YET:
                told = (
                    f"this version has no `{args[0]}` yet · there are: {listed}"
                    if spoken() == "en"
                    else f"bản này chưa có lệnh `{args[0]}` · có: {listed}"
                )
                raise click.UsageError(told, ctx)
            if spoken() == "en":
                hint = f" · nearest: `{near[0]}`" if near else ""
                raise click.UsageError(f"there is no command `{args[0]}`{hint} · there are: {listed}", ctx)
            hint = f" · gần nhất: `{near[0]}`" if near else ""
            raise click.UsageError(f"không có lệnh `{args[0]}`{hint} · có: {listed}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, SHORT[name]) for name in COMMANDS])


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="phancap %(version)s")
def cli() -> None:
    """Ai có thẩm quyền, ở đâu, từ ngày nào, theo quy định nào.

    Who may decide what, where, from when and by what law.
    """
