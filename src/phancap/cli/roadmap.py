"""``phancap roadmap``: the pieces of an option in time, the critical path, and what can start tomorrow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from phancap.cli.common import DAY, Refused, language, options, print_json, run_long, said, tell_passed_over
from phancap.formats.days import show_day

if TYPE_CHECKING:
    from phancap.planning.roadmap import Roadmap

LINES = 40


@click.command()
@click.argument("plan", metavar="OPTION", required=False)
@click.option("--start", type=DAY, metavar="DAY", help="Ngày bắt đầu (mặc định: muộn nhất mà vẫn kịp ngày của phương án).")
@click.option("--drafters", type=click.IntRange(1, 100), default=3, show_default=True, help="Soạn cùng lúc bao nhiêu văn bản.")
@click.option("--money-now", is_flag=True, help="Tiền đã có, không chờ năm ngân sách.")
@click.option("--assume", multiple=True, metavar="K=V", help="Đổi một giả định, như consult_days=60.")
@click.option("--svg", type=click.Path(dir_okay=False), metavar="TỆP", help="Ghi biểu đồ Gantt dạng SVG.")
@click.option("--xlsx", type=click.Path(dir_okay=False), metavar="TỆP", help="Ghi biểu đồ Gantt dạng XLSX.")
@options
def roadmap(
    plan: str | None, start: int | None, drafters: int, money_now: bool, assume: tuple[str, ...], svg: str | None,
    xlsx: str | None, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Lộ trình của một phương án: văn bản, người, đào tạo, mua sắm, ngân sách; đường găng; việc làm được ngay ngày mai."""
    from phancap.cli.optimise import numbers_of
    from phancap.planning import roadmap_chart
    from phancap.planning.assumed import Assumed
    from phancap.planning.consequences import sides
    from phancap.planning.roadmap import as_json as to_json
    from phancap.planning.roadmap import roadmap as make
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    run_long()
    chosen = language(lang)
    named = [*([plan] if plan else []), *option]
    if len(named) != 1:
        raise Refused(said("cần đúng một phương án: phancap roadmap OPTION (hoặc --option OPTION)", "exactly one option is needed: phancap roadmap OPTION (or --option OPTION)"))
    try:
        base = charter_of(workspace or shipped(), ())
        with_option = charter_of(workspace or shipped(), (named[0],))
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(chosen, 40))) from None
    tell_passed_over(with_option[0].notes, chosen)
    try:
        found = make(sides(named[0], base, with_option), start, drafters, money_now, Assumed(numbers_of(assume)))
    except ValueError as error:
        raise Refused(str(error)) from None
    if svg is not None:
        write_file(svg, roadmap_chart.gantt_svg(found, chosen).encode())
    if xlsx is not None:
        write_file(xlsx, roadmap_chart.gantt_xlsx(found, chosen))
    if as_json:
        print_json(to_json(found, chosen))
    else:
        _show(found, to_json(found, chosen), chosen)
    return 0


def write_file(path: str, data: bytes) -> None:
    """A file asked for on the command line; a sentence where it cannot be written."""
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise Refused(f"`{path}`: {error.strerror}") from None


def _show(found: Roadmap, data: dict[str, Any], lang: str) -> None:
    from phancap.planning.roadmap import tomorrow
    from phancap.planning.roadmap_chart import NAMES

    vi = lang == "vi"
    if found.stamp:
        click.echo(click.style(found.stamp, fg="red"))
    head = f"{found.option}  {show_day(found.start)} – {show_day(found.end - 1)}"
    click.echo(f"{click.style(head, bold=True)}  {data['days']} {'ngày' if vi else 'days'} · {len(found.placed)} {'việc' if vi else 'tasks'}")
    for switch in found.switches:
        kept = ("kịp" if vi else "kept") if switch["kept"] else ("KHÔNG KỊP" if vi else "NOT KEPT")
        words = ("chuyển giao", "ghi trong phương án", "sớm nhất") if vi else ("switch", "planned", "earliest")
        click.echo(f"  {words[0]} {switch['act']}: {words[1]} {switch['planned']}, {words[2]} {switch['earliest']} · {kept}")
    click.echo("đường găng" if vi else "critical path")
    by_id = {item.task.id: item for item in found.placed}
    for id in found.critical:
        item = by_id[id]
        click.echo(f"  {show_day(item.start)}  {item.task.days:>4} {'ngày' if vi else 'days'}  {item.task.words(lang)[:90]} · {item.task.organ}")
    click.echo("làm được ngay ngày mai, không cần văn bản mới" if vi else "what can start tomorrow without any new act")
    ready = tomorrow(found)
    for item in ready[:LINES]:
        click.echo(f"  {NAMES[lang][item.task.kind]:<12} {item.task.words(lang)[:96]}")
    if not ready:
        click.echo("  không có" if vi else "  nothing")
    click.echo(f"{'dựa trên' if vi else 'rests on'} {len(data['assumptions'])} {'giả định về thời gian' if vi else 'assumptions of length'}: --json")
